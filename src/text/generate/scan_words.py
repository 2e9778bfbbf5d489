#!/usr/bin/env python3
"""Writes data/scan_words.tsv to standard output: English words beyond those of data/word_weights.tsv, by which words that a
scan broke are recognised.

    python3 -m venv env && env/bin/pip install wordfreq==3.1.1
    env/bin/python src/text/generate/scan_words.py data/word_weights.tsv > data/scan_words.tsv

The weights go on where those of word_weights.py end, with the full 13.3 quarter-bits per power of ten: they are what a word
costs as a reading, not what it counts in a match. Words of up to three letters are left out: at these frequencies most of
them are misprints themselves.
"""
import math
import sys
from collections import defaultdict

import wordfreq

WORDS = 50000
RARE_WEIGHT, RARE_ZIPF, PER_POWER = 56, 3.0, 13.3

known = set()
for line in open(sys.argv[1], encoding="utf-8"):
    if line.startswith("en\t"):
        known.update(line.rstrip("\n").split("\t")[2].split(" "))
rows = defaultdict(list)
best = sorted(wordfreq.get_frequency_dict("en", "large").items(), key=lambda item: (-item[1], item[0]))
for word, frequency in best[:WORDS]:
    if word not in known and len(word) > 3 and word.isascii() and word.isalpha():
        rows[max(40, round(RARE_WEIGHT + (RARE_ZIPF - 9 - math.log10(frequency)) * PER_POWER))].append(word)
print("# English words beyond word_weights.tsv, by weight: language, weight, words. Made by src/text/generate/scan_words.py.")
print("# Derived from wordfreq 3.1.1 by Robyn Speer (https://github.com/rspeer/wordfreq), whose data may be redistributed")
print("# under the Creative Commons Attribution-ShareAlike 4.0 licence; this file is under the same licence. See README.md.")
for weight in sorted(rows):
    print(f"en\t{weight}\t{' '.join(sorted(rows[weight]))}")
