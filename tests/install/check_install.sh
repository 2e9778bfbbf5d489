#!/usr/bin/env bash
# Installs the build into a fresh prefix and uses it from outside. Arguments: source and build directory, cmake, the
# C++ compiler, nm, the C compiler. Prints what fails and exits 1.
set -euo pipefail
source_dir=$1 build_dir=$2 cmake=$3 cxx=$4 nm=$5 cc=$6
here=$source_dir/tests/install
work=$(mktemp -d "${TMPDIR:-/tmp}/reprise-install.XXXXXX")
trap 'rm -rf "$work"' EXIT
prefix=$work/prefix
fail() { echo "install test: $*" >&2; exit 1; }
say() { echo "-- $*"; }

say "install"
"$cmake" --install "$build_dir" --prefix "$prefix" >"$work/install.log" || { cat "$work/install.log"; fail "cmake --install"; }
library_dir=$(dirname "$(find "$prefix" -name 'libreprise.*' | head -n 1)")
[ -n "$library_dir" ] || fail "no library was installed"
"$prefix/bin/reprise" --help >/dev/null || fail "the installed command does not answer --help"
[ -f "$prefix/include/reprise/reprise.hpp" ] || fail "no headers were installed"

say "public headers stand alone and show no third party"
for header in "$prefix"/include/reprise/*.hpp; do
  name=reprise/$(basename "$header")
  echo "#include <$name>" >"$work/alone.cpp"
  "$cxx" -std=c++20 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I"$prefix/include" "$work/alone.cpp" ||
    fail "$name does not compile by itself"
  "$cxx" -std=c++20 -M -I"$prefix/include" "$work/alone.cpp" >"$work/reached"
  if grep -E '/(boost|tbb|oneapi|fmt)/|xxh(ash|3)|simdjson|zstd|zlib\.h|/src/' "$work/reached"; then
    fail "$name reaches the headers above"
  fi
done
for language in "$cc -std=c99 -x c" "$cxx -std=c++20 -x c++"; do
  $language -Wall -Wextra -Wpedantic -Werror -fsyntax-only "$prefix/include/reprise/reprise.h" || fail "reprise.h does not compile with $language"
done
if [ "$(grep -c 'reprise/' "$work/reached")" -eq 0 ]; then fail "the list of reached headers is empty"; fi

if [ -f "$library_dir/libreprise.a" ]; then
  say "the library never prints, aborts or exits"
  "$nm" --undefined-only --format=posix "$library_dir/libreprise.a" 2>/dev/null | awk 'NF > 1 {print $1}' | sort -u >"$work/undefined"
  grep -q '^ZSTD_' "$work/undefined" || fail "nm shows no outside symbol of the library"
  if grep -xE '_?(printf|vprintf|__printf_chk|__vprintf_chk|puts|putchar|perror|abort|exit|_exit|_Exit|quick_exit|__assert_fail|stdout|stderr|_ZSt4cout|_ZSt4cerr|_ZSt4clog)' "$work/undefined"; then
    fail "the library calls what stands above"
  fi
fi

run_client() {  # name, program
  "$2" "$source_dir/fixtures/seed/seed.jsonl" "$work/run-$1" || fail "the client built with $1 does not run"
  [ -s "$work/run-$1/passages.jsonl" ] || fail "the client built with $1 wrote no passages"
}

say "a client with find_package"
"$cmake" -S "$here/client" -B "$work/client" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$cxx" \
  -DCMAKE_BUILD_TYPE=Release >"$work/client.log" 2>&1 && "$cmake" --build "$work/client" >>"$work/client.log" 2>&1 ||
  { cat "$work/client.log"; fail "the client with find_package does not build"; }
run_client find_package "$work/client/client"

say "a client with pkg-config"
export PKG_CONFIG_PATH=$library_dir/pkgconfig
# shellcheck disable=SC2046  # the flags are words
"$cxx" -std=c++20 -O1 $(pkg-config --cflags reprise) "$here/client/client.cpp" -o "$work/pc-client" \
  $(pkg-config --static --libs reprise) || fail "the client with pkg-config does not build"
LD_LIBRARY_PATH=$library_dir run_client pkg-config "$work/pc-client"
# Code of docs/crawlers.md: block NAME, then two articles; the second one must be found to be a copy.
block() { awk -v fence="\`\`\`$1" '$0 == fence {on = 1; next} /^```/ {on = 0} on' "$source_dir/docs/crawlers.md"; }
run_crawler() {  # name, program
  local text out
  text=$(grep -o '"text": "MOSCOW, October 5[^}]*' "$source_dir/fixtures/seed/seed.jsonl" | head -c 1500)
  "$2" "$work/index-$1" t-1 TASS "$text" 2024-02-01T08:00:00Z >/dev/null || fail "the $1 of docs/crawlers.md does not run"
  out=$("$2" "$work/index-$1" f-1 Fars "$text" 2024-02-01T11:30:00Z) || fail "the $1 of docs/crawlers.md does not run"
  [[ $out == *"from TASS"*"0 is new" ]] || fail "the $1 of docs/crawlers.md found no copy: $out"
  ! "$2" "$work/index-$1" f-1 Fars "$text" 2024-02-01T11:30:00Z 2>/dev/null || fail "the $1 of docs/crawlers.md took an id twice"
}
say "a crawler in C with pkg-config"
block c >"$work/crawler.c"
# shellcheck disable=SC2046
"$cc" -std=c99 -Wall -Wextra -Wpedantic -Werror $(pkg-config --cflags reprise_c) "$work/crawler.c" -o "$work/c-crawler" \
  $(pkg-config --libs reprise_c) || fail "the C of docs/crawlers.md does not build"
LD_LIBRARY_PATH=$library_dir run_crawler C "$work/c-crawler"
say "a crawler in C++"
block cpp >"$work/crawler.cpp"
# shellcheck disable=SC2046
"$cxx" -std=c++20 -O1 $(pkg-config --cflags reprise) "$work/crawler.cpp" -o "$work/cpp-crawler" \
  $(pkg-config --static --libs reprise) || fail "the C++ of docs/crawlers.md does not build"
LD_LIBRARY_PATH=$library_dir run_crawler C++ "$work/cpp-crawler"

say "the example of the README"
awk '/^```cpp/ {on = 1; next} /^```/ {on = 0} on' "$source_dir/README.md" >"$work/example.cpp"
# shellcheck disable=SC2046
"$cxx" -std=c++20 -O1 $(pkg-config --cflags reprise) "$work/example.cpp" -o "$work/example" \
  $(pkg-config --static --libs reprise) || fail "the README's example does not build"
cp "$source_dir/fixtures/seed/seed.jsonl" "$work/articles.jsonl.zst"  # the compression is told from the bytes
(cd "$work" && LD_LIBRARY_PATH=$library_dir ./example) >"$work/example.out" || fail "the README's example does not run"
grep -q 'took [0-9]* bytes from' "$work/example.out" || fail "the README's example found no copy"

for file in share/man/man1/reprise.1 share/bash-completion/completions/reprise; do
  [ -s "$prefix/$file" ] || fail "$file was not installed"
done
say "done"
