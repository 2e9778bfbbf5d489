#!/usr/bin/env bash
# The Java crawlers of docs/java compile, run, and find a copy; docs/crawlers.md shows what was run. Arguments: source directory, the command, and the
# shared library or nothing (a sanitized one does not load into a JVM). Exit code 77, which CTest shows as skipped, where there is no JDK.
set -euo pipefail
source_dir=$1 command=$2 library=${3:-}
work=$(mktemp -d "${TMPDIR:-/tmp}/reprise-java.XXXXXX")
trap 'rm -rf "$work"' EXIT
fail() { echo "java test: $*" >&2; exit 1; }

awk '$0 == "<!-- docs/java/CommandCrawler.java -->" {on = 1; next} on && /^```/ {if (inside) exit; inside = 1; next} inside' "$source_dir/docs/crawlers.md" |
  diff - "$source_dir/docs/java/CommandCrawler.java" >&2 || fail "docs/crawlers.md (<) shows another class than docs/java/CommandCrawler.java (>)"

# "17 DIRECTORY" of each JDK in the usual places; jdk N: the oldest of them that is N or later.
installed() {
  local javac
  for javac in "${JAVA_HOME:+$JAVA_HOME/bin/javac}" "$(command -v javac || true)" /usr/lib/jvm/*/bin/javac; do
    if [ -x "$javac" ]; then echo "$("$javac" -version 2>&1 | sed -nE 's/^javac ([0-9]+).*/\1/p') $(dirname "$javac")"; fi
  done | sort -un
}
jdk() { installed | awk -v least="$1" '$1 >= least {print $2; exit}'; }

java=$(jdk 11)
if [ -z "$java" ]; then
  echo "java test: skipped, no JDK 11 or later is installed (docs/java/CommandCrawler.java was not run)"
  exit 77
fi
"$java/javac" -Xlint:all -Werror -d "$work/command" "$source_dir/docs/java/CommandCrawler.java" || fail "CommandCrawler.java does not compile"
"$java/java" -cp "$work/command" CommandCrawler "$command" "$work/index" >"$work/answers" 2>"$work/log" || { cat "$work/log" >&2; fail "CommandCrawler does not run"; }
[ "$(wc -l <"$work/answers")" -eq 3 ] || { cat "$work/answers" >&2; fail "expected three answers of the command"; }
sed -n 2p "$work/answers" | grep -q '^{"article":"f-1",.*"parent":"t-1"' || { cat "$work/answers" >&2; fail "the command found no copy"; }
sed -n 3p "$work/answers" | grep -q '^{"error":".*"line":3}$' || { cat "$work/answers" >&2; fail "an article without text is no error"; }
echo "java test: CommandCrawler with $("$java/javac" -version 2>&1)"

java=$(jdk 22)
if [ -z "$library" ] || [ -z "$java" ]; then
  echo "java test: NativeCrawler was not run: $([ -n "$java" ] && echo "sanitized library" || echo "no JDK 22 or later is installed")"
  exit 0
fi
"$java/javac" -Xlint:all,-restricted -Werror -d "$work/native" "$source_dir/docs/java/NativeCrawler.java" || fail "NativeCrawler.java does not compile"
"$java/java" --enable-native-access=ALL-UNNAMED -cp "$work/native" NativeCrawler "$library" "$work/native-index" >"$work/answers" || fail "NativeCrawler does not run"
head -n 2 "$work/answers" | tr '\n' ' ' | grep -qx '1.0 0.0 ' || { cat "$work/answers" >&2; fail "expected one article all new and one all copied"; }
sed -n 3p "$work/answers" | cmp -s - <("$command" index get "$work/native-index" f-1 | sed -E 's/.*"verdict":(.*)\}$/\1/') ||
  { cat "$work/answers" >&2; fail "the verdict is not the one that the command shows"; }
grep -q "^article 'f-1': the index has one" "$work/answers" || fail "an id that is there is no error"
echo "java test: NativeCrawler with $("$java/javac" -version 2>&1)"
