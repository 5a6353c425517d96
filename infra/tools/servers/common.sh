# Sourced by postgresql.sh and rabbitmq.sh: a free port, a user without rights, stopping by process id.

fail() { echo "$(basename "$0"): $*" >&2; exit 1; }

# A loopback port that nobody listens on, outside the range the kernel hands out for outgoing connections.
free_port() {
  local port
  for _ in $(seq 100); do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
  fail "no free port on 127.0.0.1 between 20000 and 32000"
}

# PostgreSQL refuses to run as root, and RabbitMQ need not: root becomes the user that Debian's package made; anybody else stays who they are.
as_user() {
  local user=$1
  shift
  if [ "$(id -u)" = 0 ]; then
    exec setpriv --reuid="$user" --regid="$user" --init-groups "$@"
  fi
  exec "$@"
}

own() { if [ "$(id -u)" = 0 ]; then chown -R "$1" "$2"; fi; }

alive() { [ -s "$1" ] && kill -0 "$(cat "$1")" 2>/dev/null; }

# Waits for a started server: wait_for SECONDS PIDFILE LOG COMMAND...
wait_for() {
  local seconds=$1 pid=$2 log=$3
  shift 3
  for _ in $(seq $((seconds * 5))); do
    "$@" >/dev/null 2>&1 && return
    alive "$pid" || { tail -n 30 "$log" >&2; fail "it stopped at once; its log is above"; }
    sleep 0.2
  done
  tail -n 30 "$log" >&2
  fail "no answer within $seconds seconds; its log is above"
}

# end SIGNAL PIDFILE: by process id, and waits until it is gone.
end() {
  local signal=$1 pid
  alive "$2" || { rm -f "$2"; return 0; }
  pid=$(cat "$2")
  kill "-$signal" "$pid" 2>/dev/null || true
  for _ in $(seq 150); do
    kill -0 "$pid" 2>/dev/null || { rm -f "$2"; return 0; }
    sleep 0.2
  done
  kill -KILL "$pid" 2>/dev/null || true
  rm -f "$2"
}
