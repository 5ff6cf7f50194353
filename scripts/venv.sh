#!/bin/sh
# Make a virtual environment: venv.sh PYTHON FOLDER. Debian splits ensurepip off; fetch it where we may.
set -eu
python=$1 folder=$2

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "kliping needs Python 3.11 or newer; $python is $("$python" -V 2>&1). Try: make PYTHON=python3.12 …" >&2
    exit 1
}
"$python" -m venv "$folder" 2>/dev/null && exit 0
rm -rf "$folder"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -qq -y python3-venv >/dev/null
    exec "$python" -m venv "$folder"
fi
echo "$python cannot make a virtual environment. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2
exit 1
