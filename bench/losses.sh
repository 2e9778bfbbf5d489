#!/usr/bin/env bash
# What matching loses to its exact twin: bench/twin_losses over 2,000 real articles (of five sets the 200 around one third and
# the 200 around two thirds, in the order of time and id, so that reports of the same days stand beside each other) and over all
# written cascades. Prints the tables of docs/accuracy.md. Needs a release build, python3 and zstd.
# Usage: bench/losses.sh   SHARED=DIR for another place of the labelled sets
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
shared=${SHARED:-$here/../../shared}
build=$here/../build/release
if [ ! -e "$shared/eval/cascades.py" ]; then
  echo "losses: $shared is not there. The articles belong to their publishers and are no part of the project. SHARED=DIR names another place." >&2
  exit 2
fi
cmake --build "$build" --target twin_losses >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for set in allsides-en telegram-ru ar-saudi2015 fa-2020 zh-2025; do
  zstd -dcq "$shared/data/$set.jsonl.zst" | python3 -c '
import json, sys
rows = sorted((json.loads(line) for line in sys.stdin), key=lambda r: (r.get("published") or "", r["id"]))
for third in (1, 2):
    middle = len(rows) * third // 3
    for row in rows[middle - 100:middle + 100]:
        print(json.dumps(row, ensure_ascii=False))' >"$work/$set.jsonl"
  printf '%s\t%s\n' "$set" "$("$build/bench/twin_losses" "$work/$set.jsonl")"
done >"$work/real"
python3 "$shared/eval/cascades.py" build "$work/written" "$shared"/gold/cascades/*.json
printf 'written cascades\t%s\n' "$("$build/bench/twin_losses" "$work/written.jsonl")" >"$work/cascades"

python3 - "$work/real" "$work/cascades" <<'PY'
import collections, json, sys
real, cascades = ([line.rstrip("\n").split("\t", 1) for line in open(path, encoding="utf-8")] for path in sys.argv[1:])
real, cascades = ([(name, json.loads(row)) for name, row in rows] for rows in (real, cascades))
pooled = collections.defaultdict(collections.Counter)
for _, row in real:
    for size, counts in row.items():
        pooled[size].update(counts if isinstance(counts, dict) else {"": counts})
pooled = {size: counts[""] if "" in counts else counts for size, counts in pooled.items()}
causes = ["hot", "sampling", "chain", "short_runs", "pair_rules", "extension"]
print("| articles | words of the passage | twin | found | joined | stock | " + " | ".join(c.replace("_", " ") for c in causes) + " | lost |")
print("|---|---|---:|---:|---:|---:|" + "---:|" * len(causes) + "---:|")
for name, row in real + [("real, all", pooled)] + cascades:
    for size, label in (("12_to_19", "12 to 19"), ("20_and_more", "20 and more")):
        c = row[size]
        lost = sum(c[cause] for cause in causes)
        share = 100 * lost / c["all"] if c["all"] else 0
        print(f"| {name} ({row['articles']}) | {label} | {c['all']} | {c['found']} | {c['joined']} | {c['stock']} | " + " | ".join(str(c[x]) for x in causes) + f" | {lost} ({share:.1f} %) |")
PY
