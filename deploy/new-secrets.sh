#!/usr/bin/env bash
# Makes the secrets that docker-compose.yml asks for: passwords in .env and a key file per subgraph in deploy/secrets.
# It never replaces any: without its key file a subgraph cannot read its encrypted columns any more. Back them up.
set -euo pipefail
cd "$(dirname "$0")/.."
umask 077

url=${1:?say where users will reach it, as in: deploy/new-secrets.sh https://clinic.example}

if [ -e .env ] || [ -e deploy/secrets ]; then
  echo "There are secrets already (.env or deploy/secrets): move them away first if you really want new ones." >&2
  exit 1
fi

password() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
key() { head -c 32 /dev/urandom | base64 | tr -d '\n'; }

mkdir -p deploy/secrets
{
  echo "CARECONNECT_PUBLIC_URL=$url"
  echo "POSTGRES_PASSWORD=$(password)"
  echo "OIDC_WEB_CLIENT_SECRET=$(password)"
  for name in IDENTITY PATIENT PROVIDER APPOINTMENT BILLING REPORTS BROKER ROUTER; do
    echo "${name}_OWNER_PASSWORD=$(password)"
    echo "${name}_APP_PASSWORD=$(password)"
  done
  # For docker-compose.rabbitmq.yml.
  for name in OWNER IDENTITY PATIENT PROVIDER APPOINTMENT BILLING REPORTS; do
    echo "${name}_BROKER_PASSWORD=$(password)"
  done
} > .env

for name in identity patient provider appointment billing reports; do
  printf '{ "current": "k1", "keys": { "k1": "%s" }, "blindIndex": "%s" }\n' "$(key)" "$(key)" > "deploy/secrets/$name.json"
  # The services run as another account than yours and read only the file that is mounted for them.
  chmod 644 "deploy/secrets/$name.json"
done
echo "Wrote .env and deploy/secrets: keep both out of version control, and a copy in a safe place."
