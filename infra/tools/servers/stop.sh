#!/usr/bin/env bash
# Stops what start.sh started in a folder, by process id, and removes the folder.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
folder=$(realpath -m "${1:?use: stop.sh FOLDER}")
"$here/rabbitmq.sh" stop "$folder"
"$here/postgresql.sh" stop "$folder"
# Only a folder that start.sh made.
if [ -e "$folder/postgresql.env" ] || [ -e "$folder/rabbitmq.env" ]; then rm -rf "$folder"; fi
