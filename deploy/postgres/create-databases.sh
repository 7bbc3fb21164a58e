#!/bin/bash
# Run once by the postgres image, when its volume is empty: a database per subgraph, one for the broker and one for the
# router's sessions, each with an owner that migrates and an application role that serves, and no way from one to another.
set -euo pipefail

extensions="btree_gist citext pg_trgm pgcrypto unaccent"

run() {
  psql --set ON_ERROR_STOP=1 --no-psqlrc --quiet --username "$POSTGRES_USER" "$@"
}

secret() {
  local variable="$1"
  if [ -z "${!variable:-}" ]; then
    echo "$variable is not set: give every role a password of its own." >&2
    exit 1
  fi
  printf '%s' "${!variable}"
}

# What is made in the template is in every database from the start.
run --dbname template1 --command "create schema if not exists extensions; grant usage on schema extensions to public"
for extension in $extensions; do
  run --dbname template1 --command "create extension if not exists $extension with schema extensions"
done

for name in identity patient provider appointment billing reports broker router; do
  upper="${name^^}"
  owner_password="$(secret "${upper}_OWNER_PASSWORD")"
  app_password="$(secret "${upper}_APP_PASSWORD")"
  run --dbname postgres --set name="$name" --set owner="${name}_owner" --set app="${name}_app" \
    --set owner_password="$owner_password" --set app_password="$app_password" <<'SQL'
create role :"owner" login nosuperuser nocreatedb nocreaterole noreplication password :'owner_password';
create role :"app" login nosuperuser nocreatedb nocreaterole noreplication password :'app_password';
create database :"name" owner :"owner";
revoke all on database :"name" from public;
grant connect on database :"name" to :"app";
SQL
  run --dbname "$name" --set app="${name}_app" <<'SQL'
revoke create on schema public from public;
grant usage on schema public to :"app";
SQL
done

run --dbname postgres --command "revoke all on database postgres, template1 from public"
