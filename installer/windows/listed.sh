#!/usr/bin/env bash
# listed.sh FOLDER: the lines of NSIS that unpack every file of it below $INSTDIR.new, in the order of their names.
set -euo pipefail
cd "$1"
before=""
find . -type f -printf '%P\n' | LC_ALL=C sort | while IFS= read -r file; do
  folder="$(dirname "$file")"
  if [ "$folder" != "$before" ]; then
    place="\\${folder//\//\\}"
    [ "$folder" = . ] && place=""
    echo "SetOutPath \"\$INSTDIR.new$place\""
    before="$folder"
  fi
  echo "File \"$1/$file\""
done
