#!/usr/bin/env bash
# The C symbols that are promised are those that are there: src/capi/symbols.txt against the declarations of reprise.h, the whole export table of the
# shared library, and the C symbols of the library for C++. Arguments: source directory, nm, the libraries. Prints every difference.
set -euo pipefail
source_dir=$1 nm=$2
shift 2
work=$(mktemp -d "${TMPDIR:-/tmp}/reprise-symbols.XXXXXX")
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
failures=0
grep '^reprise_' "$source_dir/src/capi/symbols.txt" >"$work/promised"
compare() {  # what
  diff "$work/promised" "$work/found" >&2 || { echo "symbols test: src/capi/symbols.txt (<) and $1 (>) differ" >&2; failures=$((failures + 1)); }
}
sort -u "$work/promised" | cmp -s - "$work/promised" || { echo "symbols test: src/capi/symbols.txt is not sorted" >&2; failures=1; }

grep -oE 'REPRISE_API [^(]*\(' "$source_dir/include/reprise/reprise.h" | grep -oE 'reprise_[a-z0-9_]+\($' | tr -d '(' | sort >"$work/found"
compare include/reprise/reprise.h
for library in "$@"; do
  case $library in
    *libreprise_c.*) "$nm" -D --defined-only --format=posix "$library" | awk '{print $1}' | grep -v '^__' | sort >"$work/found" ;;  # sanitizers add their own
    *.a) "$nm" --defined-only --format=posix "$library" 2>/dev/null | awk '$2 == "T" && $1 ~ /^reprise_/ {print $1}' | sort >"$work/found" ;;
    *) "$nm" -D --defined-only --format=posix "$library" | awk '$2 == "T" && $1 ~ /^reprise_/ {print $1}' | sort >"$work/found" ;;
  esac
  compare "$library"
done
[ "$failures" -eq 0 ] || exit 1
echo "symbols test: $(wc -l <"$work/promised") symbols"
