#!/usr/bin/env python3
"""Scorers' JSON on standard input -> the Markdown tables of docs/accuracy.md. Called by accuracy.sh.

    accuracy_table.py pairs       lines of "set TAB JSON of score.py"
    accuracy_table.py cascades    JSON of cascades.py score
    accuracy_table.py simulated   JSON of simulate.py score
"""
import json
import sys


def number(value):
    return "" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)


def get(row, *path):
    for key in path:
        row = row.get(key) if isinstance(row, dict) else None
    return row


def table(title, columns, rows):
    print(f"\n{title}\n\n| " + " | ".join(columns) + " |")
    print("|---|" + "---:|" * (len(columns) - 1))
    for row in rows:
        print("| " + " | ".join(number(cell) for cell in row) + " |")


def pairs():
    rows, directions, labels = [], [], []
    for line in sys.stdin:
        name, text = line.rstrip("\n").split("\t", 1)
        result = json.loads(text)
        for part, r in result.items():
            if part != "all":
                rows.append([name, get(r, "pairs"), *(get(r, "reuse", k) for k in ("precision", "recall", "f1")), get(r, "duplicate", "f1"),
                             *(get(r, "passages", k) for k in ("precision", "recall", "granularity", "plagdet"))])
                directions.append([name, *(get(r, "direction", k) or 0 for k in ("right", "wrong", "undecided", "missed", "open")),
                                   *(get(r, "credited", k) or 0 for k in ("right", "wrong"))])
                labels.append([name, ", ".join(f"{label} {share}" for label, share in (get(r, "found_by_label") or {}).items())])
    table("Labelled pairs (`score.py`)", ["set", "pairs", "reuse P", "reuse R", "reuse F1", "duplicate F1", "passages P", "passages R", "granularity", "plagdet"], rows)
    table("Direction and credit of the same pairs, counts", ["set", "right", "wrong", "undecided", "missed", "open", "credit right", "credit wrong"], directions)
    table("Found, by label", ["set", "found of all"], labels)


def cascades():
    result = json.load(sys.stdin)
    table("Written cascades among real articles (`cascades.py`)",
          ["language", "reuse F1", "plagdet", "parent right", "wrong", "undecided", "missed", "right of decided", "origin right of found", "credit right", "calibration error"],
          [[lang, get(r, "reuse", "f1"), get(r, "passages", "plagdet"), *(get(r, "parent", k) or 0 for k in ("right", "wrong", "undecided", "missed")),
            get(r, "parent", "right_of_decided"), get(r, "origin", "right_of_found"), get(r, "credited", "right_share"), get(r, "calibration_error")]
           for lang, r in result.items()])


def flat(prefix, value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(f"{prefix} {key}".strip(), inner)
    else:
        yield [prefix, value]


def simulated():
    table("Simulated cascades over real articles (`simulate.py`)", ["measure", "value"], list(flat("", json.load(sys.stdin))))


{"pairs": pairs, "cascades": cascades, "simulated": simulated}[sys.argv[1]]()
