#!/usr/bin/env bash
# Direction of copies, measured: labelled pairs, written cascades as they are and with worse times, simulated cascades over three
# sources. Prints the tables of docs/accuracy.md, "Direction". Three minutes. Needs build/release/reprise, python3 and zstd.
# Usage: bench/direction.sh [pairs|cascades|simulated]... (default: all)   SHARED=DIR for the labelled articles
set -euo pipefail
script=direction
. "$(dirname "${BASH_SOURCE[0]}")/labelled.sh"
head() {
  printf '\n| %s | right | wrong | undecided | right of decided / decided of found | earliest wins | who is named wins |\n|---|---:|---:|---:|---:|---:|---:|\n' "$1"
}

if wants pairs; then
  head "labelled pairs"
  while read -r set data; do
    inputs=()
    for name in ${data//,/ }; do inputs+=("$shared/data/$name.jsonl.zst"); done
    scan "$work/run" "${inputs[@]}"
    printf '| %s | %s |\n' "$set" "$(python3 "$here/direction.py" pairs "$shared/eval" "$work/run" "$shared/gold/pairs-$set.jsonl")"
  done <<'SETS'
allsides-en allsides-en
ecb-fnc-en ecbplus-en,fnc1-en
telegram-ru telegram-ru
ar-saudi2015 ar-saudi2015
fa-2020 fa-2020
zh-2025 zh-2025,zh-hant-2021
SETS
fi

if wants cascades; then
  head "written cascades, all languages; times"
  python3 "$shared/eval/cascades.py" build "$work/written" "$shared"/gold/cascades/*.json
  for name in ecbplus-en fnc1-en telegram-ru ar-saudi2015 fa-2020 he-2019 zh-2025; do zstd -dcq "$shared/data/$name.jsonl.zst" >"$work/noise-$name.jsonl"; done
  for times in given none shifted dates; do
    inputs=()
    for file in "$work/written.jsonl" "$work"/noise-*.jsonl; do
      if [ "$times" = given ]; then inputs+=("$file"); continue; fi
      python3 "$here/direction.py" times "$times" "$file" "$work/retimed-$(basename "$file")"
      inputs+=("$work/retimed-$(basename "$file")")
    done
    scan "$work/run" "${inputs[@]}"
    printf '| %s | %s |\n' "$times" "$(python3 "$here/direction.py" cascades "$shared/eval" "$work/run" "$work/written.truth.jsonl")"
  done
fi

if wants simulated; then
  printf '\nSimulated cascades, `simulate.py build --cascades 2000` over allsides-en, telegram-ru and persian-fa\n\n```\n'
  python3 "$shared/eval/simulate.py" build "$work/simulated" "$shared"/data/{allsides-en,telegram-ru,persian-fa}.jsonl.zst --cascades 2000 --seed "${SEED:-1}" >&2
  scan "$work/run" "$work/simulated.jsonl"
  python3 "$shared/eval/simulate.py" score "$work/run" "$work/simulated.truth.jsonl"
  printf '```\n'
fi
