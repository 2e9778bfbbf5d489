#!/usr/bin/env bash
# What verdicts find before settle(), beside what a scan of the same articles finds: pairs of articles in one family, and articles with a chain.
# Takes COUNT articles of FILE in an order by chance with a fixed seed, scans them, adds them one after the other to an index, and compares; then settles the
# index and compares its families with the scan's again (all must be there).
# Needs a build in build/release, python3, zstd. Usage: bench/index_recall.sh FILE.jsonl.zst [COUNT=5000 [WORK=/tmp/reprise-index-recall]]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 1 ] || { echo "usage: bench/index_recall.sh FILE.jsonl.zst [COUNT [WORK]]" >&2; exit 2; }
file=$1 count=${2:-5000} work=${3:-/tmp/reprise-index-recall} reprise=$here/../build/release/reprise
[ -x "$reprise" ] || { echo "index_recall: no build/release/reprise; run scripts/build-release" >&2; exit 2; }
rm -rf "$work"
mkdir -p "$work"
zstd -dcq "$file" | python3 -c '
import random, sys
lines = sys.stdin.buffer.read().splitlines(True)
random.Random(1).shuffle(lines)
sys.stdout.buffer.write(b"".join(lines[:int(sys.argv[1])]))' "$count" >"$work/articles.jsonl"
taken=0
"$reprise" index add "$work/index" --jsonl "$work/articles.jsonl" >"$work/answers.jsonl" 2>/dev/null || taken=$?
[ "$taken" -le 1 ] || { echo "index_recall: index add failed" >&2; exit 2; }
# What the index refuses (an unreadable time) a scan would take: both see the same articles.
python3 - "$work" <<'PY'
import json, sys
work = sys.argv[1]
with open(work + "/taken.jsonl", "wb") as out:
    for line, answer in zip(open(work + "/articles.jsonl", "rb"), open(work + "/answers.jsonl")):
        if "error" not in json.loads(answer):
            out.write(line)
PY
"$reprise" scan "$work/taken.jsonl" -o "$work/run" --quiet
cat >"$work/compare.py" <<'PY'
import json, sqlite3, sys
work, when = sys.argv[1:]
MOST = 60  # holders of a family whose pairs are counted: one of a thousand would be all of them
def pairs(families):
    return {(a, b) for held in families if len(held) <= MOST for a in held for b in held if a < b}
scan, standing, chained = [], [], {json.loads(line)["article"] for line in open(work + "/run/chains.jsonl")}
for line in open(work + "/run/passages.jsonl"):
    family = json.loads(line)
    (standing if family["kind"] == "boilerplate" else scan).append({o["article"] for o in family["occurrences"]})
db = sqlite3.connect(f"file:{work}/index/catalogue.sqlite?mode=ro", uri=True)
held, parented = {}, set()
for key, article, parent, status in db.execute("SELECT f.key, a.article, o.parent, o.status FROM occurrences o JOIN families f ON f.key = o.family "
                                               "JOIN articles a ON a.number = o.number WHERE f.kind != 'boilerplate'"):
    held.setdefault(key, set()).add(article)
    if parent is not None or status == "cited":
        parented.add(article)
wanted, found = pairs(scan), pairs(held.values())
extra = found - wanted
told = sum(any(a in held and b in held for held in standing) for a, b in extra)
articles = db.execute("SELECT count(*) FROM articles").fetchone()[0]
print(f"{when}: {articles:,} articles; of {len(wanted):,} pairs of a scan {len(wanted & found) / max(1, len(wanted)):.3f} found, of {len(found):,} found {len(wanted & found) / max(1, len(found)):.3f} a scan's (of the {len(extra)} others {told} share boilerplate there); "
      f"of {len(chained):,} articles with a chain {len(chained & parented) / max(1, len(chained)):.3f}, fingerprints {db.execute('SELECT sum(postings) FROM segments').fetchone()[0] or 0:,}")
PY
"$reprise" index compact "$work/index" 2>/dev/null
python3 "$work/compare.py" "$work" "before settle"
"$reprise" index settle "$work/index" 2>/dev/null
python3 "$work/compare.py" "$work" "after settle"
