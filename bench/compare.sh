#!/usr/bin/env bash
# A whole `reprise scan` against the pairs of gaoya alone, in turn, on the same file; prints JSON lines and the ratio of
# the medians. Needs build/release/reprise and python3 with venv. Usage: bench/compare.sh FILE [ROUNDS=3]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 1 ] || { echo "usage: bench/compare.sh FILE [ROUNDS]" >&2; exit 2; }
file=$1 rounds=${2:-3}
command=$here/../build/release/reprise
[ -x "$command" ] || { echo "compare: no build/release/reprise; run scripts/build-release" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for round in $(seq "$rounds"); do
  python3 - "$command" "$file" "$work/run-$round" <<'PY' | tee -a "$work/results"
import json, resource, subprocess, sys, time
command, path, run = sys.argv[1:]
start = time.perf_counter()
code = subprocess.run([command, "scan", path, "-o", run], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
seconds = time.perf_counter() - start
if code not in (0, 1):
    sys.exit(f"reprise scan answered {code}")
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(json.dumps({"tool": "reprise", "file": path, "seconds": round(seconds, 2), "peak_mib": peak, "exit": code}))
PY
  rm -rf "$work/run-$round"
  "$here/peers/gaoya.sh" "$file" | tee -a "$work/results"
done

python3 - "$work/results" <<'PY'
import json, statistics, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
median = {tool: statistics.median(r["seconds"] for r in rows if r["tool"] == tool) for tool in ("reprise", "gaoya")}
print(json.dumps({"median_seconds": median, "reprise_per_gaoya": round(median["reprise"] / median["gaoya"], 3)}))
PY
