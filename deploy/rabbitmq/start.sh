#!/bin/sh
# Run before the server in the rabbitmq image: puts the passwords into the definitions of users and permissions, which the
# server loads whenever it starts, and then runs what follows the file that it writes.
set -eu
umask 077

filled=$1
shift
cp "$(dirname "$0")/definitions.json" "$filled.new"
for variable in $(sed -n 's/.*"@\(.*_BROKER_PASSWORD\)@".*/\1/p' "$filled.new"); do
  eval "password=\${$variable:-}"
  case $password in
    "" | *[!0-9A-Za-z]*)
      echo "$variable has to be a password of letters and digits: give every service one of its own." >&2
      exit 1
      ;;
  esac
  sed -i "s/@$variable@/$password/" "$filled.new"
done
mv "$filled.new" "$filled"
exec "$@"
