#!/usr/bin/env bash
# Starts PostgreSQL and RabbitMQ for the server tests in a folder (a new one under the temp folder without a word) and prints what to set:
#   eval "$(infra/tools/servers/start.sh)"
#   dotnet test tests/Spmis.Tests.Servers
#   infra/tools/servers/stop.sh "$SPMIS_TEST_SERVERS"
set -euo pipefail
here=$(dirname "$(realpath "$0")")
folder=$(realpath -m "${1:-$(mktemp -d "${TMPDIR:-/tmp}/spmis-servers-XXXXXX")}")
mkdir -p "$folder"
"$here/postgresql.sh" start "$folder"
"$here/rabbitmq.sh" start "$folder"
echo "export SPMIS_TEST_SERVERS='$folder'"
cat "$folder/postgresql.env" "$folder/rabbitmq.env"
