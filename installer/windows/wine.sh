# Sourced: `. wine.sh DIR` sets what every call of Wine in DIR's prefix needs.
#
# Standard handles of a Windows program must be pipes here, never files: `</dev/null 2>&1 | cat`.
export WINEPREFIX="$1/wp" WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree=;mshtml=;mscms=n;winemenubuilder.exe=d'
