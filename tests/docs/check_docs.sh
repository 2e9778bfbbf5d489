#!/usr/bin/env bash
# The documents against the command: options and defaults of the man page and of README.md, the README's commands and
# output, its C++ example, links, the completion. Arguments: source directory, the command. Prints every difference.
set -euo pipefail
source_dir=$(cd "$1" && pwd) command=$(realpath "$2")
work=$(mktemp -d "${TMPDIR:-/tmp}/reprise-docs.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$source_dir"
failures=0
wrong() { echo "docs test: $*" >&2; failures=$((failures + 1)); }

# "name" or "name default" per long option of a command ("index add" is one), from its --help.
options_of_help() {
  # shellcheck disable=SC2086
  "$command" $1 --help | sed -nE 's/^  (-[a-z] \[ )?--([a-z-]+)( \])?( [A-Z]+( \(=([^)]*)\))?)?.*/\2 \6/p' | sed 's/ *$//' | sort
}
# The same from the command's section of the man page; the common options are added.
options_of_man() {
  awk -v want="reprise $1 " '
    /^\.S[SH]/ { line = $0; gsub(/\\/, "", line); sub(/^\.S[SH] /, "", line)
                 on = index(line " ", want) == 1 || line == "COMMON OPTIONS" }
    on { print }' docs/reprise.1 | sed 's/\\-/-/g; s/\\f[A-Z]//g' | awk '
    function flush(   i) { for (i = 1; i <= n; i++) print names[i] (value == "" ? "" : " " value); n = 0; value = "" }
    /^\.(TP|SS|SH)/ { flush(); head = /^\.TP/; next }
    head { while (match($0, /--[a-z-]+/)) { names[++n] = substr($0, RSTART + 2, RLENGTH - 2); $0 = substr($0, RSTART + RLENGTH) } head = 0; next }
    match($0, /Default: .*/) { value = substr($0, RSTART + 9, RLENGTH - 9) }
    END { flush() }' | sort
}

commands=$("$command" --help | sed -nE 's/^  reprise ([a-z]+) .*/\1/p' | grep -vx index
  "$command" index --help | sed -nE 's/^  reprise (index [a-z]+) .*/\1/p')
[ "$(echo "$commands" | wc -l)" -ge 19 ] || wrong "reprise --help and reprise index --help name too few commands: $commands"
while read -r name; do
  options_of_help "$name" >"$work/help"
  options_of_man "$name" >"$work/man"
  [ "$(wc -l <"$work/help")" -ge 2 ] || wrong "no options were read from reprise $name --help"
  diff "$work/help" "$work/man" >"$work/diff" || wrong "reprise $name: --help (<) and docs/reprise.1 (>) differ: $(grep '^[<>]' "$work/diff" | tr '\n' ' ')"
done <<<"$commands"

# `--option` and `--option default` in code spans: the option is there, and a number is its default.
options_of_help scan >"$work/scan"
while read -r name; do options_of_help "$name"; done <<<"$commands" | sort -u >"$work/all"
for file in README.md docs/tuning.md; do
  grep -oE '`--[a-z-]+( [0-9]+)?`' "$file" | tr -d '`' | sed 's/^--//' | sort -u >"$work/said" || true
  [ -s "$work/said" ] || wrong "$file names no option"
  while read -r option value; do
    if [ -n "$value" ]; then
      grep -qxF "$option $value" "$work/scan" || wrong "$file: --$option $value is not the default"
    else
      grep -qE "^$option( |\$)" "$work/all" || wrong "$file: there is no option --$option"
    fi
  done <"$work/said"
done

# The README's commands run, and the output it shows is what comes.
section() {  # the first fenced block after a comment line
  awk -v mark="<!-- $1 -->" '$0 == mark {on = 1; next} on && /^```/ {if (inside) exit; inside = 1; next} inside {print}' README.md
}
mkdir -p "$work/tree/build/release"
ln -s "$source_dir/fixtures" "$work/tree/fixtures"
ln -s "$command" "$work/tree/build/release/reprise"
for mark in "run by tests/docs" "run by tests/docs, too"; do
  section "$mark" | sed "s|/tmp/|$work/|g" >"$work/commands"
  [ "$(wc -l <"$work/commands")" -ge 8 ] || wrong "README.md: the commands were not found ($mark)"
  cat "$work/commands" >>"$work/commands.sh"
done
(cd "$work/tree" && bash -eu "$work/commands.sh") >"$work/commands.log" 2>&1 || { tail -n 5 "$work/commands.log" >&2; wrong "README.md: a command fails"; }
sed -n 's/^step "\(.*\)"$/== \1/p' scripts/demo >"$work/steps"
(
  cd "$work/tree"
  "$command" scan fixtures/seed/seed.jsonl fixtures/translated/translated.jsonl fixtures/news/??.jsonl -o "$work/demo" >"$work/scanned" 2>"$work/scan.log"
  "$command" report "$work/demo" --article seed-jpost >"$work/article"
) || wrong "scripts/demo: $(cat "$work/scan.log")"
# What the README shows of it: the counts, who feeds whom, and the article's sources and chains.
awk -v feeds=3 '
  function show(line) { if (gap) print "..."; gap = 0; print line }
  /^== 3\/4/ || /^[0-9]+ articles of / { show($0); next }
  /^== 4\/4/ { show($0); article = 1; left = 2; next }
  /^Who feeds whom/ && !article { show($0); left = feeds; next }
  /^(Sources|Chains)$/ && article { show($0); whole = 1; next }
  whole && $0 == "" { whole = 0 }
  whole || left-- > 0 { show($0); next }
  { gap = 1 }
  END { if (gap) print "..." }' <(grep '^== 3' "$work/steps"; cat "$work/scanned"; grep '^== 4' "$work/steps"; cat "$work/article") >"$work/shown"
if [ "${UPDATE:-0}" = 1 ]; then
  awk -v mark="<!-- output of scripts/demo -->" -v shown="$work/shown" '
    $0 == mark { print; on = 1; next }
    on && /^```/ { print; if (inside) on = inside = 0; else { inside = 1; while ((getline line < shown) > 0) print line } next }
    !inside { print }' README.md >"$work/README.md"
  cat "$work/README.md" >README.md
fi
[ "$(wc -l <"$work/shown")" -ge 10 ] || wrong "the output of scripts/demo is short"
section "output of scripts/demo" | diff - "$work/shown" >&2 ||
  wrong "README.md (<) shows another output of scripts/demo than what comes (>); UPDATE=1 $0 $source_dir $command writes it anew"

# One example, in the README and at the top of the umbrella header; tests/install compiles and runs it.
section "the example of include/reprise/reprise.hpp" >"$work/readme.cpp"
sed -nE '/^#pragma once/q; s|^//   ?||p; s|^//$||p' include/reprise/reprise.hpp | sed -n '/^#include/,$p' | sed 's/^ //' >"$work/header.cpp"
diff -B -b "$work/readme.cpp" "$work/header.cpp" >&2 || wrong "the C++ examples of README.md (<) and reprise.hpp (>) differ"
[ "$(wc -l <"$work/readme.cpp")" -ge 10 ] || wrong "README.md: the C++ example was not found"

# Links between the documents.
for file in README.md CONTRIBUTING.md CHANGELOG.md docs/*.md; do
  while read -r link; do
    [ -e "$(dirname "$file")/${link%%#*}" ] || wrong "$file: the link $link leads nowhere"
  done < <(grep -oE '\]\([^)# ]+[^) ]*\)' "$file" | sed 's/^](//; s/)$//' | grep -v '^https\?:' || true)
done

# The completion offers the command's own words.
completed() {
  (
    # shellcheck source=/dev/null
    source completions/reprise.bash
    COMP_WORDS=("$command" "$@") COMP_CWORD=$#
    _reprise "$command" "${!#}" "${COMP_WORDS[$# - 1]}"
    echo "${COMPREPLY[*]}"
  )
}
[ "$(completed sc)" = scan ] || wrong "completion of 'sc': $(completed sc)"
[ "$(completed scan --thr)" = --threads ] || wrong "completion of 'scan --thr': $(completed scan --thr)"
[ "$(completed index se)" = settle ] || wrong "completion of 'index se': $(completed index se)"
[ "$(completed index add --dur)" = --durability ] || wrong "completion of 'index add --dur': $(completed index add --dur)"
[ "$(completed index add ix --durability per)" = per_call ] || wrong "completion of '--durability per': $(completed index add ix --durability per)"
[ "$(completed report run --format h)" = html ] || wrong "completion of '--format h': $(completed report run --format h)"

[ "$failures" -eq 0 ] || exit 1
echo "docs test: fine"
