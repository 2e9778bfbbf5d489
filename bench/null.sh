#!/usr/bin/env bash
# Null distributions: what the scores of matching come to in pairs of real articles that cannot be re-reports of each other, per
# language; see the head of bench/null_scores.cpp. Prints the tables of docs/accuracy.md. Needs a release build, python3 and zstd.
#   far    published 60 days apart or more, in different outlets
#   close  3 days apart or more, in different outlets, about different things (their words outside what they share differ)
# Channels of one owner (three in the Russian set) run the same advertisements for months; they are left out.
# Usage: bench/null.sh   SHARED=DIR for another place of the sets
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
data=${SHARED:-$here/../../shared}/data
build=$here/../build/release
if [ ! -e "$data/allsides-en.jsonl.zst" ]; then
  echo "null: $data is not there. The articles belong to their publishers and are no part of the project. SHARED=DIR names another place." >&2
  exit 2
fi
cmake --build "$build" --target null_scores >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Rows of a set whose field begins, or does not begin, with a text.
rows() {
  zstd -dcq "$data/$1.jsonl.zst" | python3 -c '
import json, sys
field, text, wanted = sys.argv[1], sys.argv[2], sys.argv[3] == "with"
for line in sys.stdin:
    if (json.loads(line).get(field) or "").startswith(text) == wanted:
        sys.stdout.write(line)' "$2" "$3" "$4"
}
rows telegram-ru outlet "Библиотека " without >"$work/ru.jsonl"
rows allsides-en published "2020-0" with >"$work/en.jsonl"
file() { printf '%s/%s.jsonl.zst' "$data" "$1"; }
null() { "$build/bench/null_scores" "$@"; }
{
  null "en, far" "$(file allsides-en)"
  null "ru, far" "$work/ru.jsonl"
  null "fa, far" "$(file fa-2020)" "$(file fa-fars)"
  null "zh, far" "$(file zh-2025)" "$(file zh-hant-2021)"
  null "he, one election, far" "$(file he-2019)"
  null "en, one election, far" "$(file polnear-en)"
  null --days 3 --other-topics "en, close" "$work/en.jsonl"
  null --days 3 --other-topics "ru, close" "$work/ru.jsonl"
  null --days 3 --other-topics "fa, close" "$(file fa-2020)"
  null --days 3 --other-topics "zh, close" "$(file zh-2025)"
  null --days 3 --other-topics "ar, close" "$(file ar-saudi2015)"
  null --days 3 --other-topics "he, one election, close" "$(file he-2019)"
} >"$work/rows"

levels="≥ 20 | ≥ 40 | ≥ 60 | ≥ 80 | ≥ 100 | ≥ 120"
echo "Pairs drawn blindly, best restated sentence: quantiles, and pairs per million at a score or above"
echo
echo "| set | articles | pairs | 99 % | 99.9 % | 99.99 % | most | ≥ 6 | $levels |"
echo "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
sed -n 's/^random //p' "$work/rows"
echo
echo "Pairs that the engine compares, best restated sentence: pairs per million of all there are"
echo
echo "| set | credit | million pairs | compared | $levels |"
echo "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"
sed -n 's/^engine //p' "$work/rows"
echo
echo "The same, best alignment of equal words: pairs per million at a net information of so many quarter-bits or above"
echo
echo "| set | million pairs | aligned | ≥ 140 | ≥ 200 | ≥ 300 | ≥ 600 |"
echo "|---|---:|---:|---:|---:|---:|---:|"
sed -n 's/^aligned //p' "$work/rows"
