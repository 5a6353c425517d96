#!/usr/bin/env bash
# Known vulnerabilities of the packages used, those they bring along too (OWASP ASVS 5, 15.2).
# Ends with 0 when none is known, 1 when one is (all are listed), 3 when no package source has an advisory feed to ask.
set -euo pipefail
cd "$(dirname "$(realpath "$0")")/../.."

# A source without the feed knows of no vulnerability whatever is used; that is no clean bill.
feed=''
while read -r address; do
  curl -fsS -m 20 "$address" 2>/dev/null | grep -q '"VulnerabilityInfo/' && feed=$address
done < <(dotnet nuget list source --format short | sed -nE 's/^E +(https:.*)$/\1/p')
if [ -z "$feed" ]; then
  echo "No package source here has an advisory feed (VulnerabilityInfo): nothing can be said about known vulnerabilities."
  exit 3
fi

found=0
for what in SPMIS.sln tests/Spmis.Tests.Servers tests/Spmis.Tests.Browser tests/Spmis.Benchmarks; do
  said=$(dotnet list "$what" package --vulnerable --include-transitive)
  if grep -qE '^ +> ' <<<"$said"; then
    found=1
    echo "$said"
  fi
done
[ "$found" = 0 ] && echo "No known vulnerability in the packages used (asked: $feed)."
exit "$found"
