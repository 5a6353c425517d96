#!/usr/bin/env bash
# A PostgreSQL of the tests' own: own data folder, free loopback port, everybody trusted, nothing kept after a power cut.
#   infra/tools/servers/postgresql.sh start|stop FOLDER
# FOLDER/postgresql.env then says where it listens.
set -euo pipefail
source "$(dirname "$0")/common.sh"
[ $# = 2 ] || fail "use: postgresql.sh start|stop FOLDER"
folder=$(realpath -m "$2")
home=$folder/postgresql
pid=$home.pid

bin() {
  local newest
  newest=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1) || fail "PostgreSQL is not installed; run infra/tools/servers/install.sh postgresql"
  echo "$newest"
}

start() {
  local bin port
  alive "$pid" && return
  bin=$(bin)
  mkdir -p "$home"
  chmod 711 "$folder"
  own postgres "$home"
  if [ ! -e "$home/data/PG_VERSION" ]; then
    (as_user postgres "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync) >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; fail "initdb failed"; }
    free_port >"$home.port"
  fi
  port=$(cat "$home.port")
  # fsync=off: the tests kill SPMIS, never the power.
  (cd / && as_user postgres setsid "$bin/postgres" -D "$home/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$home" \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=400 -c shared_buffers=256MB) </dev/null >"$folder/postgresql.log" 2>&1 &
  echo $! >"$pid"
  wait_for 60 "$pid" "$folder/postgresql.log" "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" -U postgres
  echo "export SPMIS_TEST_POSTGRES='Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres'" >"$folder/postgresql.env"
}

case $1 in
  start) start ;;
  stop) end INT "$pid" ;; # INT: fast shutdown, open connections are closed.
  *) fail "unknown '$1'; use start or stop" ;;
esac
