#!/usr/bin/env bash
# needs.sh PACKAGE...: Debian packages that must be there; installs those that lack, after saying so.
set -euo pipefail
lacking=()
for package in "$@"; do
  dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || lacking+=("$package")
done
[ "${#lacking[@]}" -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ]; then
  echo "These Debian packages are needed: apt-get install --no-install-recommends ${lacking[*]}" >&2
  exit 1
fi
echo "Installing with apt-get: ${lacking[*]}"
export DEBIAN_FRONTEND=noninteractive
words="$(mktemp)"
if ! { apt-get update --quiet && apt-get install --yes --no-install-recommends "${lacking[@]}"; } >"$words" 2>&1; then
  cat "$words" >&2
  exit 1
fi
rm -f "$words"
