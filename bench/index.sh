#!/usr/bin/env bash
# The persistent index, measured whole: makes a corpus (million.cpp) of ARTICLES and 20,000 more, adds the first to a new index, and with the others measures
# query, add and readers beside a writer; opens it anew, warm and cold. Prints a Markdown table beside the goals; the JSON lines behind it stay in WORK/results.jsonl.
# Needs a build in build/release, python3, zstd, and some 10 KB of disk an article in WORK (a corpus that is there already, WORK/million.jsonl, is
# used as it is). With 1,000,000 articles nothing else should run. The index is left in WORK/index; CORPUS=FILE takes another corpus.
# Usage: bench/index.sh DATA [ARTICLES=1000000 [WORK=/tmp/reprise-index-bench]]    DATA: directory of real articles, .jsonl.zst
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 1 ] || { echo "usage: bench/index.sh DATA [ARTICLES [WORK]]" >&2; exit 2; }
data=$1 articles=${2:-1000000} work=${3:-/tmp/reprise-index-bench}
build=$here/../build/release
[ -d "$build" ] || { echo "index: no build/release; run scripts/build-release" >&2; exit 2; }
cmake --build "$build" --target million index_bench >&2
mkdir -p "$work"
corpus=${CORPUS:-$work/million.jsonl}
needed=$((articles + 20000))
if [ ! -e "$corpus" ]; then
  "$build/bench/million" make --data "$data" --count "$needed" --outlets "$here/../data/outlets.jsonl" -o "$corpus.part"
  mv "$corpus.part" "$corpus"
fi
lines=$(head -n "$needed" "$corpus" | wc -l)
[ "$lines" -ge "$needed" ] || { echo "index: $corpus has $lines articles, $needed are needed" >&2; exit 2; }

index=$work/index results=$work/results.jsonl
if [ -e "$index" ] && [ ! -d "$index" ]; then echo "index: $index is no directory" >&2; exit 2; fi
rm -rf "$index"
: >"$results"
bench() { "$build/bench/index_bench" "$@" | tee -a "$results" >&2; }

bench build "$index" "$corpus" --count "$articles" --batch 5000
for round in 1 2 3; do bench open "$index"; done
for round in 1 2 3; do bench open "$index" --read-only; done
bench open "$index" --cold
find "$index" -type f -exec cat {} + >/dev/null  # the disk's part is over: from here on warm
# Warm: after 5,000 articles there are few blocks of the segments left that were never touched.
bench query "$index" "$corpus" --skip "$articles" --warm 5000                 # not in the index; they are added next
bench query "$index" "$corpus" --skip "$articles" --warm 5000 --read-only
bench add "$index" "$corpus" --skip "$articles" --warm 5000
bench add "$index" "$corpus" --skip $((articles + 10000)) --warm 1000 --count 800 --durability per_call
bench readers "$index" "$corpus" --skip $((articles + 11800)) --count 8200
bench stats "$index"

python3 - "$results" <<'PY'
import json, statistics, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
of = lambda bench, **k: [r for r in rows if r["bench"] == bench and all(r.get(a) == b for a, b in k.items())]
build, stats = of("build")[0], of("stats")[0]
windows = of("build_window")
add, synced = of("add", durability="grouped")[0], of("add", durability="per_call")[0]
query = of("query", read_only=False)[0]
opened = lambda **k: statistics.median(r["ms"] for r in of("open", **k))
def pair(row, key="ms_450_words"):
    return f"{row[key]['p50']:.2f} / {row[key]['p99']:.2f} ms (worst {row[key]['max']:.1f}, n {row[key]['n']:,})"
slowest = min(w["per_second"] for w in windows)
memory = stats["memory"]
print(f"An index of {build['articles']:,} articles, {build['found']['words'] / build['articles']:.0f} words each\n")
print("| | measured | goal |\n|---|---|---|")
print(f"| add, 400 to 500 words, p50 / p99 | {pair(add)} | 0.5 / 5 ms |")
print(f"| add, all lengths | {pair(add, 'ms')} | |")
print(f"| add, each on the disk (per_call), all lengths | {pair(synced, 'ms')} | |")
print(f"| query, 400 to 500 words, p50 / p99 | {pair(query)} | 0.3 / 3 ms |")
print(f"| query, all lengths | {pair(query, 'ms')} | |")
print(f"| query, opened to read only, all lengths | {pair(of('query', read_only=True)[0], 'ms')} | |")
print(f"| add_many, batches of {build['batch']}, sustained | {build['per_second']:,.0f} articles/s (first {windows[0]['per_second']:,.0f}, last {windows[-1]['per_second']:,.0f}, slowest 50,000 {slowest:,.0f}; {build['cpu_us_per_article']:.0f} us of processor time an article) | 4,000 articles/s |")
print(f"| resident memory, index just opened | {memory['rss_bytes_per_article']:,.0f} bytes an article, {memory['anon_bytes_per_article']:,.0f} of them not of files ({memory['rss_mib']:,} MiB) | 2 KB |")
built = build["memory"]
print(f"| resident memory after building | {built['rss_bytes_per_article']:,.0f} bytes an article, {built['anon_bytes_per_article']:,.0f} of them not of files; peak {built['hwm_mib']:,} MiB | 2 KB |")
asked = add["memory"]
print(f"| resident memory after 5,000 adds | {asked['rss_bytes_per_article']:,.0f} bytes an article, {asked['anon_bytes_per_article']:,.0f} of them not of files | 2 KB |")
disk = stats["disk"]
print(f"| disk beside the compressed texts | {disk['beside_text_per_article']:,.0f} bytes an article (texts: {disk['text_bytes_per_article']:,.0f}) | 3 KB |")
print(f"| open, to write / to read / from a cold disk | {opened(read_only=False, cold=False):,.0f} / {opened(read_only=True):,.0f} / {opened(cold=True):,.0f} ms | 1,000 ms |")
print(f"| first query after it | {statistics.median(r['first_query_ms'] for r in of('open', read_only=False, cold=False)):.1f} ms, cold {of('open', cold=True)[0]['first_query_ms']:.1f} ms | |")
print("\nReaders: query() without a pause, beside a writer. `wait`: the clock less the thread's processor time. `blocked`: that less the time it was ready and had no core, so\n"
      "locks and disk. \"spin\" is a thread in the writer's place that only takes its share of a core. Goal: no reader waits more than 10 ms for the writer.\n")
print("| writer | added | its calls p50 / p99 / worst ms | reader | queries | p50 / p99 / worst ms | wait p99 / worst ms | blocked p99 / worst ms |\n|---|---:|---|---|---:|---|---|---|")
three = lambda q: f"{q['p50']:.2f} / {q['p99']:.2f} / {q['max']:.1f}"
two = lambda q: f"{q['p99']:.2f} / {q['max']:.1f}"
for r in of("readers"):
    near = [("thread", r["threads"])] if r["readers"] else []
    for name, x in near + [("other process", o) for o in r["other_processes"] if o]:
        print(f"| {r['writer']} | {r['added']:,} | {three(r['call_ms']) if r['added'] else ''} | {name} | {x['ms']['n']:,} | {three(x['ms'])} | {two(x['wait_ms'])} | {two(x['blocked_ms'])} |")
print("\n| files | count | bytes | bytes an article |\n|---|---:|---:|---:|")
for kind, k in sorted(disk["kinds"].items(), key=lambda x: -x[1]["bytes"]):
    print(f"| `{kind}` | {k['files']:,} | {k['bytes']:,} | {k['bytes'] / stats['stats']['articles']:,.0f} |")
print("\nFound, so that speed is not bought with blindness: " + "; ".join(f"{name} {r['found']['articles']:,} articles, {r['found']['with_parent']:,} with a passage from elsewhere, {r['found']['near_duplicates']:,} near duplicates, {r['found']['failed']} failed"
      for name, r in (("build", build), ("add", add), ("query", query))))
PY
