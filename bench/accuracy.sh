#!/usr/bin/env bash
# Accuracy on the labelled sets that stand beside the project: scans them, scores the runs with the scorers that stand
# there too, and prints the tables of docs/accuracy.md. Needs build/release/reprise, python3 and zstd.
# Usage: bench/accuracy.sh [all|pairs|cascades|simulated|attributions]... (default: all)   SHARED=DIR for another place
set -euo pipefail
script=accuracy
. "$(dirname "${BASH_SOURCE[0]}")/labelled.sh"
table() {  # kind, rows of "name<TAB>json" on standard input
  python3 "$here/accuracy_table.py" "$1"
}
oneline() { tr -d '\n'; }

if wants pairs; then
  while read -r set data; do
    inputs=()
    for name in ${data//,/ }; do inputs+=("$shared/data/$name.jsonl.zst"); done
    scan "$work/run" "${inputs[@]}"
    printf '%s\t%s\n' "$set" "$(python3 "$shared/eval/score.py" "$work/run" "$shared/gold/pairs-$set.jsonl" --json | oneline)"
    rm -rf "$work/run"
  done <<'SETS' >"$work/pairs"
allsides-en allsides-en
ecb-fnc-en ecbplus-en,fnc1-en
telegram-ru telegram-ru
ar-saudi2015 ar-saudi2015
fa-2020 fa-2020
zh-2025 zh-2025,zh-hant-2021
pan13-verbatim-en pan13-en
SETS
  table pairs <"$work/pairs"
fi

if wants cascades; then
  # The written cascades among real articles of their languages, for natural frequencies of words and passages.
  python3 "$shared/eval/cascades.py" build "$work/written" "$shared"/gold/cascades/*.json
  noise=()
  for name in ecbplus-en fnc1-en telegram-ru ar-saudi2015 fa-2020 he-2019 zh-2025; do noise+=("$shared/data/$name.jsonl.zst"); done
  scan "$work/run" "$work/written.jsonl" "${noise[@]}"
  python3 "$shared/eval/cascades.py" score "$work/run" "$work/written.truth.jsonl" --json | oneline | table cascades
  rm -rf "$work/run"
fi

if wants simulated; then
  python3 "$shared/eval/simulate.py" build "$work/simulated" "$shared/data/allsides-en.jsonl.zst" --cascades 400 --seed 1 --noise 4000 >&2
  scan "$work/run" "$work/simulated.jsonl"
  python3 "$shared/eval/simulate.py" score "$work/run" "$work/simulated.truth.jsonl" --json | oneline | table simulated
  rm -rf "$work/run"
fi

if wants attributions; then
  scan "$work/run" "$shared/data/polnear-en.jsonl.zst"
  printf '\nAttributions (`attributions.py` on polnear-en)\n\n```\n'
  python3 "$shared/eval/attributions.py" "$work/run" "$shared/gold/attributions-polnear-en.jsonl"
  printf '```\n'
fi
