#!/usr/bin/env bash
# python.sh DIR: a real Windows CPython 3.11 (x64) in DIR/py, run by Debian's wine64 in the prefix DIR/wp, with what the
# lock file names for Windows, hashes checked. Made once: it is made anew when a lock file or this script has changed.
#
# Nothing comes from anywhere but PyPI and Debian: python311.dll and the extension modules of the standard library are
# those that the wheel of panda3d carries along for its own deployments, the standard library's pure part is this
# machine's own. docs/development.md tells why.
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
home="$(realpath -m "$1")"
python="${PYTHON:-python3.11}"
# With its hash, as every line of the lock file: what is delivered to tills comes out of this wheel.
panda3d="panda3d==1.10.16 --hash=sha256:37acfb92655c4226879f95c988e2ef1449a53c54486d6c1ebc00e2772429af82"

"$here/needs.sh" wine64 wine nsis gcc-mingw-w64-x86-64

if ! "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
  echo "The Windows Python takes the standard library of a CPython 3.11 on this machine: set PYTHON to one." >&2
  exit 1
fi

seal="$(cat "$0" "$root/requirements-dev.lock" "$here/stand_ins.c" | sha256sum)"
if [ -f "$home/made" ] && [ "$(cat "$home/made")" = "$seal" ]; then
  exit 0
fi
rm -rf "$home"
mkdir -p "$home/py/DLLs" "$home/py/Lib/site-packages"
cd "$home"

echo "Preparing a Windows Python under Wine (about two minutes) ..."
"$python" -m venv tools
tools/bin/pip install --quiet --disable-pip-version-check uv pefile

echo "  the interpreter"
echo "$panda3d" >interpreter.txt
tools/bin/pip download --quiet --disable-pip-version-check --no-deps --platform win_amd64 --python-version 311 \
  --only-binary :all: --require-hashes --requirement interpreter.txt --dest wheels
tools/bin/python -m zipfile -e wheels/panda3d-*.whl unpacked
cp unpacked/deploy_libs/*.pyd py/DLLs/
cp unpacked/deploy_libs/{libffi-8,libcrypto-3,libssl-3,sqlite3}.dll py/DLLs/
cp unpacked/deploy_libs/python311.dll py/
stdlib="$("$python" -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')"
cp -r "$stdlib/." py/Lib/
rm -rf py/Lib/{lib-dynload,site-packages,test,idlelib,turtledemo,ensurepip,lib2to3} py/Lib/config-3.11* py/Lib/_sysconfigdata*
find py/Lib -name __pycache__ -prune -exec rm -rf {} +
mkdir -p py/Lib/site-packages

echo "  the libraries of the lock file"
# uv, not pip: it reads the lock's markers for Windows rather than for this machine.
index="$(tools/bin/pip config get global.index-url 2>/dev/null || true)"
UV_INDEX_URL="${UV_INDEX_URL:-$index}" tools/bin/uv pip install --quiet --python tools/bin/python \
  --python-platform x86_64-pc-windows-msvc --python-version 3.11 --only-binary :all: --require-hashes \
  --target py/Lib/site-packages --requirement "$root/requirements-dev.lock"
# Newer ones than those beside the interpreter.
cp py/Lib/site-packages/PySide6/{vcruntime140,vcruntime140_1,msvcp140}.dll py/

echo "  what starts it, and what Wine lacks"
cc=x86_64-w64-mingw32-gcc
"$cc" -municode -O2 -s -DSTART -o py/python.exe "$here/stand_ins.c"
"$cc" -municode -mwindows -O2 -s -DSTART -DWINDOWED -o py/pythonw.exe "$here/stand_ins.c"
# The forwarder for modules of the stable interface.
tools/bin/python - <<'END'
import pefile

symbols = pefile.PE("py/python311.dll").DIRECTORY_ENTRY_EXPORT.symbols
names = [symbol.name.decode() for symbol in symbols if symbol.name]
with open("python3.def", "w") as definition:
    definition.write("LIBRARY python3.dll\nEXPORTS\n" + "".join(f"  {name}=python311.{name}\n" for name in names))
END
bare=(-shared -nostdlib -fno-builtin -e DllMain -O2 -s)
"$cc" "${bare[@]}" -DEMPTY -o py/python3.dll "$here/stand_ins.c" python3.def
"$cc" "${bare[@]}" -DICU -o icuuc.dll "$here/stand_ins.c"
"$cc" "${bare[@]}" -DPRIMITIVES -o bcryptprimitives.dll "$here/stand_ins.c" -ladvapi32
"$cc" "${bare[@]}" -DMSCMS -o mscms.dll "$here/stand_ins.c"

. "$here/wine.sh" "$home"
wineboot --init </dev/null 2>&1 | cat
wine winecfg -v win10 </dev/null 2>&1 | cat
cp icuuc.dll bcryptprimitives.dll mscms.dll wp/drive_c/windows/system32/
wineserver --wait

wine py/python.exe -c "import PySide6.QtWidgets, keyring, lxml.etree, pydantic, sqlite3, ssl" </dev/null 2>&1 | cat
echo "$seal" >made
rm -rf unpacked wheels
