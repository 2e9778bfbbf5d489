#!/usr/bin/env bash
# Makes a virtual environment with what python/ needs from PyPI, builds the wheel against the library of the build, and runs python/tests.
# Arguments: source and build directory, cmake, the C++ compiler, python3 (may be empty). Exit code 77: skipped, with a line that says why.
# The environment is kept in the build directory: a second run takes a third of the time.
set -euo pipefail
source_dir=$1 build_dir=$2 cmake=$3 cxx=$4 python=$5
work=$build_dir/python
export PYTHONDONTWRITEBYTECODE=1
say() { echo "-- $*"; }
fail() { echo "python test: $*" >&2; exit 1; }
skip() { echo "python test: skipped: $*"; exit 77; }

[ -x "$python" ] || skip "there is no python3"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || skip "$("$python" --version) is older than 3.10"
"$python" -c 'import ensurepip, venv' 2>/dev/null || skip "python3 cannot make virtual environments (Debian: python3-venv)"
"$python" -c 'import os, sys, sysconfig; sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))' ||
  skip "python3 has no headers (Debian: python3-dev)"

mkdir -p "$work"
venv=$work/venv
needs=$source_dir/tests/python/requirements.txt
if ! cmp -s "$needs" "$work/installed.txt" || ! "$venv/bin/python" -c '' 2>/dev/null; then
  say "what it needs, from PyPI"
  rm -rf "$venv" "$work/installed.txt"
  "$python" -m venv "$venv"
  pip_install() { "$venv/bin/pip" install --disable-pip-version-check --quiet --retries 2 --timeout 15 "$@" >"$work/pip.log" 2>&1; }
  # Told apart: no network (skipped) and a requirement that does not exist (a fault of ours).
  pip_install -r "$needs" || {
    grep -qE 'Retrying \(|Temporary failure in name resolution|Network is unreachable|ConnectTimeout|ReadTimeout|ProxyError|SSLError|scikit-build-core.*\(from versions: none\)' "$work/pip.log" &&
      skip "PyPI cannot be reached: $(grep -oE '(from versions: none|Failed to establish|Temporary failure|Network is unreachable|timed out|Cannot connect to proxy|SSLError)[^,)]*' "$work/pip.log" | head -n 1)"
    cat "$work/pip.log"
    fail "pip install -r $needs"
  }
  cp "$needs" "$work/installed.txt"
fi

say "the wheel"
prefix=$work/prefix
rm -rf "$prefix"
"$cmake" --install "$build_dir" --prefix "$prefix" >"$work/install.log" || { cat "$work/install.log"; fail "cmake --install"; }
CXX=$cxx "$venv/bin/pip" install --disable-pip-version-check --no-build-isolation --no-deps --no-index --force-reinstall -v "$source_dir/python" \
  --config-settings=build-dir="$work/build" --config-settings=cmake.define.REPRISE_INSTALLED=ON --config-settings=cmake.define.reprise_ROOT="$prefix" \
  >"$work/wheel.log" 2>&1 || { tail -n 60 "$work/wheel.log"; fail "pip install ./python"; }
if grep -E 'warning:' "$work/wheel.log"; then fail "the build gives the warnings above"; fi

say "pytest"
cd "$work"
"$venv/bin/python" -m pytest -q -p no:cacheprovider -c "$source_dir/python/pyproject.toml" --rootdir "$source_dir/python" "$source_dir/python/tests"

say "mypy --strict"
"$venv/bin/python" -m mypy --config-file "$source_dir/python/pyproject.toml" --cache-dir "$work/mypy" "$source_dir/python/src/reprise" "$source_dir/python/tests"
