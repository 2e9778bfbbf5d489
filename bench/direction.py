#!/usr/bin/env python3
"""Direction: what was decided, how often rightly, beside two plain rules. Standard library only.

    direction.py times VARIANT IN.jsonl OUT.jsonl     IN with other times: none | shifted | dates (seeded, the same each time)
    direction.py pairs EVAL_DIR RUN PAIRS.jsonl       a row of labelled pairs
    direction.py cascades EVAL_DIR RUN TRUTH.jsonl    a row of written cascades

A row: right, wrong, undecided, right of decided, decided of found; then 'earliest' (the first of those that share the passage is the
parent of all others) and 'named' (the one whose outlet the text names is), each as right of decided / decided of found.
"""
import collections
import datetime
import json
import os
import random
import sys


def retime(variant, source, target):
    rng = random.Random(7)
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        for line in lines:
            article = json.loads(line)
            stamp = article.get("published")
            if variant == "none":
                article.pop("published", None)
            elif variant == "dates" and stamp and rng.random() < 0.3:
                article["published"] = stamp[:10]
            elif variant == "shifted" and stamp and len(stamp) > 10 and rng.random() < 0.2:
                time = datetime.datetime.fromisoformat(stamp.replace("Z", "+00:00"))
                article["published"] = (time + datetime.timedelta(seconds=rng.uniform(-172800, 172800))).isoformat()
            out.write(json.dumps(article, ensure_ascii=False) + "\n")


def ratio(part, whole):
    return part / whole if whole else 0.0


def row(counts):
    decided = counts["right"] + counts["wrong"]
    return f"{ratio(counts['right'], decided):.2f} / {ratio(decided, decided + counts['undecided']):.2f}"


def started(article):
    return (article.get("published") or {}).get("from")


def names(article, outlet):
    return bool(outlet) and any(outlet in (a["outlet"], a.get("via")) and a["cue"] != "photo" for a in article["attributions"])


def pairs(score, run, path):
    rows = [p for p in score.read_jsonl(path)]
    articles = {a["article"]: a for a in score.read_jsonl(os.path.join(run, "articles.jsonl"))}
    found = score.score(run, rows)["direction"]
    counts = {"ours": collections.Counter(found), "earliest": collections.Counter(), "named": collections.Counter()}
    for p in rows:
        if p["label"] not in score.POSITIVE or p.get("direction") not in ("A>B", "B>A", "common"):
            continue
        a, b = articles[p["a"]], articles[p["b"]]
        first, second = started(a), started(b)
        guess = {"earliest": None if not first or not second or first == second else "A>B" if first < second else "B>A",
                 "named": "A>B" if names(b, a["outlet"]) else "B>A" if names(a, b["outlet"]) else None}
        for rule, got in guess.items():
            if got is None and p.get("direction_open"):
                continue
            counts[rule]["undecided" if got is None else "right" if got == p["direction"] else "wrong"] += 1
    return counts


def cascades(score, module, run, truth):
    hop = module.score(run, truth)["all"]
    counts = {"ours": collections.Counter(hop["parent"]), "earliest": collections.Counter(), "named": collections.Counter()}
    articles = {a["article"]: a for a in score.read_jsonl(os.path.join(run, "articles.jsonl"))}
    held = collections.defaultdict(list)
    for family in score.read_jsonl(os.path.join(run, "passages.jsonl")):
        if family["kind"] != "boilerplate":
            for o in family["occurrences"]:
                held[o["article"]].append((family, o))
    for family in score.read_jsonl(truth):
        if "articles" in family or family["kind"] == "boilerplate":
            continue
        for o in family["occurrences"]:
            if not o["parent"]:
                continue
            here = max(held[o["article"]], key=lambda x: score.overlap(tuple(o["chars"]), score.chars(x[1])), default=None)
            if not here or not score.overlap(tuple(o["chars"]), score.chars(here[1])):
                continue
            others = {x["article"] for x in here[0]["occurrences"]} - {o["article"]}
            dated = sorted((started(articles[x]), x) for x in others if started(articles[x]))
            mine = started(articles[o["article"]])
            named = sorted(x for x in others if names(articles[o["article"]], articles[x]["outlet"]))
            guess = {"earliest": dated[0][1] if dated and mine and dated[0][0] < mine else None, "named": named[0] if named else None}
            for rule, got in guess.items():
                counts[rule]["undecided" if got is None else "right" if got == o["parent"] else "wrong"] += 1
    return counts


def main():
    if len(sys.argv) == 5 and sys.argv[1] == "times":
        return retime(*sys.argv[2:])
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    kind, evaluation, run, path = sys.argv[1:]
    sys.path.insert(0, evaluation)
    import score
    if kind == "pairs":
        counts = pairs(score, run, path)
    else:
        import cascades as module
        counts = cascades(score, module, run, path)
    ours = counts["ours"]
    print(f"{ours['right']} | {ours['wrong']} | {ours['undecided']} | {row(ours)} | {row(counts['earliest'])} | {row(counts['named'])}")


if __name__ == "__main__":
    main()
