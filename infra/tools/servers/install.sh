#!/usr/bin/env bash
# Installs what the server and browser tests need and this machine lacks, from Debian's packages. As root, or with sudo that asks nothing.
#   infra/tools/servers/install.sh [icu] [postgresql] [rabbitmq] [chromium]      (all without a word)
set -euo pipefail

declare -A package=([icu]='^libicu[0-9]+$' [postgresql]=postgresql [rabbitmq]=rabbitmq-server [chromium]=chromium)

present() {
  case $1 in
    icu) compgen -G '/usr/lib/*/libicuuc.so.*' >/dev/null || compgen -G '/lib/*/libicuuc.so.*' >/dev/null ;;
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null ;;
    rabbitmq) [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] ;;
    chromium) [ -x "${SPMIS_CHROMIUM:-/usr/bin/chromium}" ] ;;
    *) echo "install.sh: unknown '$1'; use icu, postgresql, rabbitmq or chromium" >&2; exit 2 ;;
  esac
}

missing=()
for want in "${@:-icu postgresql rabbitmq chromium}"; do
  for one in $want; do
    present "$one" || missing+=("${package[$one]}")
  done
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null && sudo -n true 2>/dev/null || { echo "install.sh: missing ${missing[*]}; run as root: apt-get install ${missing[*]}" >&2; exit 1; }
  as_root=(sudo -n)
fi

# The packages would start services of their own on the usual ports; the tests start theirs in a folder of their own.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null
  "${as_root[@]}" chmod 755 $policy
  trap '"${as_root[@]}" rm -f $policy' EXIT
fi

install() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" </dev/null >&2; }
echo "Installing ${missing[*]}" >&2
install || { "${as_root[@]}" apt-get update -q </dev/null >&2 && install; }
