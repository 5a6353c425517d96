#!/usr/bin/env bash
# A RabbitMQ of the tests' own: own node name, ports, data folder, cookie and port mapper; loopback only.
#   infra/tools/servers/rabbitmq.sh start|stop|kill FOLDER       (kill: as a crash would, without a goodbye)
# FOLDER/rabbitmq.env then says where it listens. Started again in the same folder it keeps port and queues.
set -euo pipefail
source "$(dirname "$0")/common.sh"
[ $# = 2 ] || fail "use: rabbitmq.sh start|stop|kill FOLDER"
folder=$(realpath -m "$2")
home=$folder/rabbitmq
pid=$home.pid
mapper=$folder/epmd.pid
server=/usr/lib/rabbitmq/bin/rabbitmq-server

environment() {
  local port distribution names
  { read -r port; read -r distribution; read -r names; } <"$home.ports"
  # -kernel inet_dist_use_interface: the distribution port too listens on loopback only.
  environment=(env -i PATH="$PATH" LANG=C.UTF-8 HOME="$home" ERL_EPMD_PORT="$names" ERL_EPMD_ADDRESS=127.0.0.1
    RABBITMQ_NODENAME=spmis@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$port" RABBITMQ_DIST_PORT="$distribution"
    RABBITMQ_MNESIA_BASE="$home/data" RABBITMQ_LOG_BASE="$home/log" RABBITMQ_LOGS=- RABBITMQ_PID_FILE="$home/pid" RABBITMQ_CONFIG_FILE="$home/rabbitmq"
    RABBITMQ_CONF_ENV_FILE="$home/rabbitmq-env.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$home/plugins" RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}')
  amqp_port=$port names_port=$names
}

start() {
  alive "$pid" && return
  [ -x $server ] || fail "RabbitMQ is not installed; run infra/tools/servers/install.sh rabbitmq"
  mkdir -p "$home"
  chmod 711 "$folder"
  if [ ! -e "$home.ports" ]; then
    { free_port; free_port; free_port; } >"$home.ports"
    echo '[].' >"$home/plugins"
    : >"$home/rabbitmq-env.conf"
    # No more than the tests need, and no alarm on a machine that is short of disk.
    printf 'loopback_users = none\ndisk_free_limit.absolute = 50MB\nvm_memory_high_watermark.absolute = 1GB\n' >"$home/rabbitmq.conf"
  fi
  own rabbitmq "$home"
  environment
  if ! alive "$mapper"; then
    (cd / && as_user rabbitmq setsid "${environment[@]}" epmd -port "$names_port" -address 127.0.0.1) </dev/null >"$folder/epmd.log" 2>&1 &
    echo $! >"$mapper"
  fi
  (cd / && as_user rabbitmq setsid "${environment[@]}" "$server") </dev/null >"$folder/rabbitmq.log" 2>&1 &
  wait_for_beam $!
  wait_for 90 "$pid" "$folder/rabbitmq.log" grep -q 'Server startup complete' "$folder/rabbitmq.log"
  echo "export SPMIS_TEST_RABBITMQ='amqp://guest:guest@127.0.0.1:$amqp_port/'" >"$folder/rabbitmq.env"
}

# The script starts the Erlang machine as its child in some versions and becomes it in others: the node writes its own id.
wait_for_beam() {
  for _ in $(seq 150); do
    [ -s "$home/pid" ] && kill -0 "$(cat "$home/pid")" 2>/dev/null && { cat "$home/pid" >"$pid"; return; }
    kill -0 "$1" 2>/dev/null || break
    sleep 0.2
  done
  tail -n 30 "$folder/rabbitmq.log" >&2
  fail "RabbitMQ did not start; its log is above"
}

case $1 in
  start) start ;;
  kill) end KILL "$pid" ; rm -f "$home/pid" ;;
  stop) end TERM "$pid" ; rm -f "$home/pid" ; end TERM "$mapper" ;;
  *) fail "unknown '$1'; use start, stop or kill" ;;
esac
