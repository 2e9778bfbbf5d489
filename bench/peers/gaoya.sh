#!/usr/bin/env bash
# gaoya 0.2.2 on a .jsonl[.zst]: makes its Python environment under build/ on the first call, prints one JSON line.
# Usage: bench/peers/gaoya.sh FILE
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -eq 1 ] || { echo "usage: bench/peers/gaoya.sh FILE" >&2; exit 2; }
venv=$here/../../build/peers/gaoya
if [ ! -e "$venv/.ready" ]; then
  python3 -m venv "$venv" >&2 && "$venv/bin/pip" install -q gaoya==0.2.2 zstandard >&2 ||
    { echo "gaoya: could not be installed (needs python3-venv and a package index)" >&2; exit 2; }
  touch "$venv/.ready"
fi
exec "$venv/bin/python" "$here/gaoya_pairs.py" "$1"
