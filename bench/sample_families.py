#!/usr/bin/env python3
"""Draws families of a run for reading: with their outlets, days, wordings and what stands around them.

The draw depends on the seed and the families' ids alone, so that a sample can be drawn again from the same run.
Usage: bench/sample_families.py RUN DATA.jsonl.zst [--kind boilerplate] [--n 30] [--seed 1] [--min-words 25] [--min-outlets 1]
         [--show 3] [--around 80]
Needs zstd for compressed data. Words are runs of letters between blanks; two ideographs count as one.
"""
import argparse
import collections
import hashlib
import json
import re
import subprocess


def read_jsonl(path):
    if path.endswith('.zst'):
        text = subprocess.run(['zstd', '-dcq', path], capture_output=True, check=True).stdout
    else:
        with open(path, 'rb') as f:
            text = f.read()
    for line in text.splitlines():
        yield json.loads(line)


IDEOGRAPH = re.compile('[\u3400-\u4dbf\u4e00-\u9fff]')


def words_of(text):
    return len(IDEOGRAPH.sub(' ', text).split()) + len(IDEOGRAPH.findall(text)) // 2


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('run')
    parser.add_argument('data', nargs='+')
    parser.add_argument('--kind', default='boilerplate', help='a kind, or "any"')
    parser.add_argument('--n', type=int, default=30)
    parser.add_argument('--seed', default='1')
    parser.add_argument('--min-words', type=int, default=25)
    parser.add_argument('--max-words', type=int, default=1 << 30)
    parser.add_argument('--min-outlets', type=int, default=1)
    parser.add_argument('--max-outlets', type=int, default=1 << 30)
    parser.add_argument('--show', type=int, default=3, help='occurrences to print of each family')
    parser.add_argument('--around', type=int, default=80, help='characters before and behind an occurrence')
    args = parser.parse_args()

    families = []
    for family in read_jsonl(args.run + '/passages.jsonl'):
        if args.kind not in ('any', family['kind']) or len(family['occurrences']) < 2:
            continue
        outlets = {o['outlet'] for o in family['occurrences']}
        if args.min_outlets <= len(outlets) <= args.max_outlets and args.min_words <= words_of(family['text']) <= args.max_words:
            families.append(family)
    families.sort(key=lambda f: hashlib.sha256((args.seed + f['family']).encode()).digest())
    print(f'{len(families)} families; {min(args.n, len(families))} drawn')
    drawn = families[:args.n]
    wanted = {o['article'] for f in drawn for o in f['occurrences']}
    articles = {}
    for path in args.data:
        for article in read_jsonl(path):
            if article['id'] in wanted:
                articles[article['id']] = article

    for number, family in enumerate(drawn, 1):
        per_outlet = collections.Counter(o['outlet'] or '?' for o in family['occurrences'])
        days = sorted((o['published'] or {}).get('from') or '' for o in family['occurrences'])
        print(f"\n== {number} {family['family']} {family['kind']}: {len(family['occurrences'])} times,",
              ', '.join(f'{outlet} {count}' for outlet, count in per_outlet.most_common(6)), f'; {days[0][:10]} to {days[-1][:10]}')
        print('  ', family['text'][:600].replace('\n', ' / '))
        step = max(1, len(family['occurrences']) // max(1, args.show))
        for o in family['occurrences'][::step][:args.show]:
            article = articles.get(o['article'])
            if article is None:
                continue
            text, (begin, end) = article['text'], o['chars']
            before, behind = text[max(0, begin - args.around):begin], text[end:end + args.around]
            print(f"   - {o['article']} {o['outlet']} {(days and ((o['published'] or {}).get('from') or '')[:10])} "
                  f"[{begin}-{end} of {len(text)}] {(article.get('title') or '')[:70]!r}")
            print('     ', (before + ' [[ ' + text[begin:begin + 60] + ' ... ' + text[max(begin, end - 40):end] + ' ]] ' + behind).replace('\n', ' / '))


if __name__ == '__main__':
    main()
