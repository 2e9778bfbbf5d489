#!/usr/bin/env bash
# Where the time of a scan goes: scans the files several times and prints the medians per stage, from summary.json, as a
# Markdown table. Needs build/release/reprise and python3. Usage: bench/stages.sh [-n ROUNDS=3] INPUT...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rounds=3
if [ "${1:-}" = -n ]; then rounds=${2:?}; shift 2; fi
[ $# -ge 1 ] || { echo "usage: bench/stages.sh [-n ROUNDS] INPUT..." >&2; exit 2; }
command=$here/../build/release/reprise
[ -x "$command" ] || { echo "stages: no build/release/reprise; run scripts/build-release" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for round in $(seq "$rounds"); do
  code=0
  "$command" scan "$@" -o "$work/run" --quiet || code=$?
  [ "$code" -le 1 ] || { echo "stages: the scan answered $code" >&2; exit 2; }
  cp "$work/run/summary.json" "$work/summary-$round.json"
  rm -rf "$work/run"
done

python3 - "$work"/summary-*.json <<'PY'
import json, os, statistics, sys
runs = [json.load(open(path)) for path in sys.argv[1:]]
median = lambda values: statistics.median(list(values))
counts, first = runs[0]["counts"], runs[0]
total = median(r["seconds"] for r in runs)
files = ", ".join(os.path.basename(i["file"]) for i in first["inputs"][:4]) + (", ..." if len(first["inputs"]) > 4 else "")
print(f"{files}: {counts['articles']:,} articles, {counts['text_bytes'] / 1e6:.0f} MB of text, {first['threads']} threads, "
      f"median of {len(runs)}; peak {median(r['peak_memory_bytes'] for r in runs) / 2**20:.0f} MiB\n")
print("| stage | s | share | MB/s of text | us per article |")
print("|---|---:|---:|---:|---:|")
for stage in list(first["stage_seconds"]) + ["all"]:
    s = total if stage == "all" else median(r["stage_seconds"][stage] for r in runs)
    rate = counts["text_bytes"] / 1e6 / s if s else 0
    print(f"| {stage} | {s:.2f} | {100 * s / total:.0f} % | {rate:.0f} | {1e6 * s / max(1, counts['articles']):.0f} |")
PY
