"""Near-duplicate pairs of a .jsonl[.zst] with gaoya, as a JSON line: seconds, peak memory, pairs.

Word 5-grams, 32 bands of 4 rows, bulk insert and bulk query on all cores (gaoya's own threads); reading is included, as it is
for reprise. Usage: gaoya_pairs.py FILE
"""
import io
import json
import resource
import sys
import time

import zstandard
from gaoya.minhash import MinHashStringIndex


def lines(path):
    if path.endswith(".zst"):
        with open(path, "rb") as raw:
            yield from io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(raw), encoding="utf-8")
    else:
        with open(path, encoding="utf-8") as text:
            yield from text


def main(path):
    start = time.perf_counter()
    texts = [article["text"] for article in map(json.loads, lines(path)) if article.get("text")]
    read = time.perf_counter()
    index = MinHashStringIndex(hash_size=32, jaccard_threshold=0.5, num_bands=32, band_size=4,
                               analyzer="word", lowercase=True, ngram_range=(5, 5))
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    inserted = time.perf_counter()
    found = index.par_bulk_query(texts)
    end = time.perf_counter()
    pairs = sum(1 for i, others in enumerate(found) for j in others if i < j)
    print(json.dumps({
        "tool": "gaoya", "file": path, "articles": len(texts), "pairs": pairs,
        "seconds": round(end - start, 2), "read_seconds": round(read - start, 2),
        "insert_seconds": round(inserted - read, 2), "query_seconds": round(end - inserted, 2),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }))


if __name__ == "__main__":
    main(sys.argv[1])
