#!/usr/bin/env bash
# How the cost of a scan grows with the articles: makes and scans corpora of hot text (hot_bench.cpp) of growing size and prints
# seconds and memory per stage as a Markdown table, the exponent of growth, and the curve.
# Usage: bench/scale.sh [ARTICLES...] (default 12500 25000 50000 100000 200000). Needs a build in build/release and python3.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 1 ] || set -- 12500 25000 50000 100000 200000
[ -d "$here/../build/release" ] || { echo "scale: no build/release; run scripts/build-release" >&2; exit 2; }
cmake --build "$here/../build/release" --target hot_bench >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for articles in "$@"; do
  echo "scale: $articles articles" >&2
  "$here/../build/release/bench/hot_bench" "$articles" >> "$work/results" 2>/dev/null
done

python3 - "$work/results" <<'PY'
import json, math, sys
runs = [json.loads(line) for line in open(sys.argv[1])]
stages = list(runs[0]["stages"])
columns = stages + ["all", "CPU"]
def seconds(run, column):
    return run["cpu_seconds"] if column == "CPU" else run["seconds"] if column == "all" else run["stages"][column]
def exponent(values):
    """Slope of log(value) over log(articles), least squares; a stage of under 0.05 s says nothing."""
    points = [(math.log(r["articles"]), math.log(v)) for r, v in zip(runs, values) if v >= 0.05]
    if len(points) < 2:
        return "-"
    mx, my = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    return f"{sum((x - mx) * (y - my) for x, y in points) / sum((x - mx) ** 2 for x, _ in points):.2f}"
print(f"{runs[0]['threads']} threads\n")
print("| articles | MB | " + " | ".join(f"{c} s" for c in columns) + " | us per article | alignments per article | peak MiB | page MiB | recall of the largest story |")
print("|---:|---:|" + "---:|" * (len(columns) + 5))
for r in runs:
    story = max(r["stories"], key=lambda s: s["copies"])
    print(f"| {r['articles']:,} | {r['megabytes']} | " + " | ".join(f"{seconds(r, c):.2f}" for c in columns)
          + f" | {1e6 * r['cpu_seconds'] / r['articles']:.0f} | {r['alignments'] / r['articles']:.1f} | {r['peak_mib']:,} | {r['page_mib']:.1f} | {story['family'] / story['core']:.4f} |")
print("| exponent | | " + " | ".join(exponent([seconds(r, c) for r in runs]) for c in columns) + f" | | | {exponent([r['peak_mib'] for r in runs])} | | |\n")
print("```\nCPU seconds (*) over articles; a straight line to the last point (.) would be linear")
last, rows = max(r["cpu_seconds"] for r in runs), 16
most = max(r["articles"] for r in runs)
grid = [[" "] * 61 for _ in range(rows + 1)]
for x in range(61):
    grid[round(rows * x / 60 * runs[-1]["cpu_seconds"] / last)][x] = "."
for r in runs:
    grid[round(rows * r["cpu_seconds"] / last)][round(60 * r["articles"] / most)] = "*"
for y in range(rows, -1, -1):
    print(f"{last * y / rows:8.1f} |" + "".join(grid[y]).rstrip())
print(" " * 9 + "+" + "-" * 61 + f"\n{'0':>11}{most:>60,}\n```")
PY
