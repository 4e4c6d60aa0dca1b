#!/usr/bin/env bash
# sign.sh FILE: signs a Windows program where a certificate is given, and leaves it alone where none is.
#
# CAMPANELLO_CERTIFICATE: a PKCS#12 file; CAMPANELLO_CERTIFICATE_PASSWORD_FILE: its password, alone in a file, so that no
# list of processes shows it; CAMPANELLO_TIMESTAMP_URL: who attests when, else the signature ends with the certificate.
set -euo pipefail
[ -n "${CAMPANELLO_CERTIFICATE:-}" ] || exit 0
"$(cd "$(dirname "$0")" && pwd)/needs.sh" osslsigncode
trap 'rm -f "$1.signed"' EXIT
osslsigncode sign -pkcs12 "$CAMPANELLO_CERTIFICATE" -readpass "$CAMPANELLO_CERTIFICATE_PASSWORD_FILE" -h sha256 \
  -n Campanello ${CAMPANELLO_TIMESTAMP_URL:+-ts "$CAMPANELLO_TIMESTAMP_URL"} -in "$1" -out "$1.signed" >/dev/null
# Written over, not replaced: NSIS holds the uninstaller's name.
cat "$1.signed" >"$1"
