#!/usr/bin/env bash
# build.sh: dist/campanello-setup-VERSION.exe, built under Wine from the lock file's versions (`./dev package windows`).
#
# With a certificate (sign.sh tells how it is given) programs, setup and uninstaller are signed; without, they are not, and
# this says so. CAMPANELLO_VERSION: another version than the program's, to try an upgrade.
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
home="$root/build/windows"
most_folder=120000000
most_setup=45000000

"$here/python.sh" "$home"
. "$here/wine.sh" "$home"
cd "$root"
version="${CAMPANELLO_VERSION:-$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' agent/__init__.py)}"
export PYTHONHASHSEED=0 SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"

if [ "${CAMPANELLO_FOLDER:-new}" = new ]; then
  echo "Building the program for Windows (about three minutes) ..."
  rm -rf "$home/dist"
  if ! wine "$home/py/python.exe" -m PyInstaller --noconfirm --clean --distpath "$home/dist" --workpath "$home/work" \
    build.spec </dev/null 2>&1 | cat >"$root/build/pyinstaller-windows.log"; then
    cat "$root/build/pyinstaller-windows.log" >&2
    exit 1
  fi
fi
folder="$home/dist/campanello"
find "$folder" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
size="$(du --summarize --apparent-size --bytes "$folder" | cut -f1)"
echo "the program for Windows  $((size / 1000000)) MB of at most $((most_folder / 1000000)) MB"
if [ "$size" -gt "$most_folder" ]; then
  echo "The built folder is too large." >&2
  exit 1
fi

"$here/sign.sh" "$folder/campanello.exe"
"$here/sign.sh" "$folder/campanello-cli.exe"

mkdir -p "$root/dist"
setup="$root/dist/campanello-setup-$version.exe"
rm -f "$setup"
kind="unsigned"
[ -z "${CAMPANELLO_CERTIFICATE:-}" ] || kind="signed"
makensis -V2 -NOCD -INPUTCHARSET UTF8 "-DVERSION=$version" "-DFOLDER=$folder" "-DSETUP=$setup" "-DSIZE=$((size / 1024))" \
  "-DKIND=$kind" "-DSIGN=$here/sign.sh" installer/windows/campanello.nsi
"$here/sign.sh" "$setup"
weight="$(stat --format=%s "$setup")"
echo "the setup  $((weight / 1000000)) MB of at most $((most_setup / 1000000)) MB"
if [ "$weight" -gt "$most_setup" ]; then
  echo "The setup is too large." >&2
  exit 1
fi
if [ "$kind" = unsigned ]; then
  echo "The setup is NOT signed: Windows will warn whoever starts it. Give CAMPANELLO_CERTIFICATE for a signed one."
fi
