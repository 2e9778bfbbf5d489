#!/usr/bin/env python3
"""Writes data/word_weights.tsv to standard output from the word lists of wordfreq.

    python3 -m venv env && env/bin/pip install wordfreq==3.1.1
    env/bin/python src/text/generate/word_weights.py > data/word_weights.tsv

A word's zipf value (log10 of its occurrences per billion words) becomes quarter-bits by straight lines between the points
below, so that stop words weigh next to nothing, everyday nouns about half, and what a reader would call a name most. Chinese
has no spaces: there the characters are weighed, by the frequency they have over the list of words.
"""
import math
from collections import defaultdict

import wordfreq

WORD_POINTS = [(7.5, 2), (6.5, 8), (5.5, 22), (4.5, 38), (3.5, 52), (3.0, 56)]
CHARACTER_POINTS = [(7.5, 4), (6.5, 8), (5.5, 15), (4.5, 23), (3.5, 29), (3.0, 32)]
MAIN = ["en", "ru", "fa", "ar", "he"]
OTHERS = ["de", "fr", "es", "tr", "it", "pt", "uk"]
WORDS_MAIN, WORDS_OTHER = 10000, 3000


def weight(zipf, points):
    if zipf >= points[0][0]:
        return points[0][1]
    for (high, low_weight), (low, high_weight) in zip(points, points[1:]):
        if zipf >= low:
            return round(low_weight + (high - zipf) / (high - low) * (high_weight - low_weight))
    return points[-1][1]


def write(language, weighed):
    rows = defaultdict(list)
    for word, w in weighed:
        rows[w].append(word)
    for w in sorted(rows):
        print(f"{language}\t{w}\t{' '.join(sorted(rows[w]))}")


def words(language, count):
    best = sorted(wordfreq.get_frequency_dict(language, "best").items(), key=lambda item: (-item[1], item[0]))
    kept = [(w, f) for w, f in best if not any(c.isspace() or c.isdigit() for c in w) and any(c.isalpha() for c in w)]
    return [(w, weight(math.log10(f) + 9, WORD_POINTS)) for w, f in kept[:count]]


def characters():
    counts = defaultdict(float)
    for word, f in wordfreq.get_frequency_dict("zh", "best").items():
        for c in word:
            if "\u3400" <= c <= "\u9fff" or c == "\u3007":
                counts[c] += f
    total = math.fsum(counts.values())
    return [(c, weight(math.log10(f / total) + 9, CHARACTER_POINTS)) for c, f in sorted(counts.items())]


print("# Weights of words in quarter-bits of information: language, weight, words. Made by src/text/generate/word_weights.py.")
print("# Derived from wordfreq 3.1.1 by Robyn Speer (https://github.com/rspeer/wordfreq), whose data may be redistributed")
print("# under the Creative Commons Attribution-ShareAlike 4.0 licence; this file is under the same licence. See README.md.")
for lang in MAIN:
    write(lang, words(lang, WORDS_MAIN))
for lang in OTHERS:
    write(lang, words(lang, WORDS_OTHER))
write("zh", characters())
