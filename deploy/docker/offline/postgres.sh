#!/bin/bash
# Makes the cluster with its one user and database at the first start, then runs the server.
set -euo pipefail
if [[ ! -s $PGDATA/PG_VERSION ]]; then
  [[ -s ${POSTGRES_PASSWORD_FILE:-} ]] || {
    echo "postgres: the password of the database is missing: ${POSTGRES_PASSWORD_FILE:-POSTGRES_PASSWORD_FILE is not set}" >&2
    exit 1
  }
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  initdb -D "$PGDATA" -U "$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" --auth-local=trust --auth-host=scram-sha-256 >/dev/null
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  echo "create database \"$POSTGRES_DB\";" | postgres --single -D "$PGDATA" postgres >/dev/null
fi
exec "$@" -D "$PGDATA" -h '*' -k /tmp
