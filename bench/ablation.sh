#!/usr/bin/env bash
# What each method is worth: a copy of the tree is built once as it is and once without each method (one edit of the source, which must
# still match), and bench/accuracy.sh measures it. Prints the table of docs/accuracy.md, "Ablation". Half an hour on 2 cores.
# Usage: bench/ablation.sh [METHOD...]   SHARED=DIR for the labelled articles (default: ../shared beside the project)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
SHARED=$(cd "${SHARED:-$here/../../shared}" && pwd)
export SHARED
only=" $* "
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
mkdir "$tree"
git -C "$here/.." archive HEAD | tar -x -C "$tree"
launcher=()
command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
export CCACHE_BASEDIR=$work
cmake -S "$tree" -B "$tree/build/release" -G Ninja -DCMAKE_BUILD_TYPE=Release "${launcher[@]}" >/dev/null

measure() {  # name
  cmake --build "$tree/build/release" --target reprise >"$work/build.log" 2>&1 || { tail -n 20 "$work/build.log" >&2; exit 2; }
  "$tree/bench/accuracy.sh" pairs cascades >"$work/tables"
  local seconds
  seconds=$( { TIMEFORMAT=%U; time "$tree/build/release/reprise" scan "$SHARED/data/allsides-en.jsonl.zst" -o "$work/run" --force --quiet; } 2>&1 | tail -n 1)
  awk -F '|' -v name="$1" -v seconds="$seconds" '
    function share(a, b) { return a + b ? a / (a + b) : 0 }
    /^Labelled pairs/ { part = 1 } /^Direction/ { part = 3 } /^Found/ { part = 0 } /^Written cascades/ { part = 2 }
    part == 3 && NF > 8 && $2 !~ /set|---/ { right += $3; wrong += $4; open += $5 }
    part == 1 && NF > 10 && $2 !~ /set|---|pan13/ { f1 += $6; plagdet += $11; ++sets }
    part == 2 && $2 ~ /^ all / { cascade_f1 = $3; cascade_plagdet = $4; hop_right = $5; hop_wrong = $6; hop_open = $7 }
    END { printf "| %s | %.3f | %.3f | %.2f | %.2f | %.2f / %.2f | %.2f / %.2f | %.1f |\n", name, f1 / sets, plagdet / sets, cascade_f1, cascade_plagdet,
                 share(right, wrong), share(right + wrong, open), share(hop_right, hop_wrong), share(hop_right + hop_wrong, hop_open), seconds }' "$work/tables"
}

without() {  # name, file, sed expression
  [[ $only == "  " || $only == *" $1 "* ]] || return 0
  cp "$tree/$2" "$work/whole"
  sed -i "$3" "$tree/$2"
  cmp -s "$work/whole" "$tree/$2" && { echo "ablation: $1: nothing in $2 matches $3" >&2; exit 2; }
  measure "$1"
  cp "$work/whole" "$tree/$2"
}

echo "| without | reuse F1, mean of six pair sets | plagdet, mean of six | cascades reuse F1 | cascades plagdet | direction of pairs: right of decided / decided of found | parents in cascades: the same | CPU s, allsides-en |"
echo "|---|---:|---:|---:|---:|---:|---:|---:|"
measure "*nothing: as it is*"
without restated-sentences src/engine/analyse.cpp '/match::add_restatements(/d'
without second-look src/engine/analyse.cpp '/match::look_again(/d'
without credits-in-restatements src/match/restatements.cpp 's/if (link == CreditLink::linked) return options_.linked_score;/link = CreditLink::none;/'
without unnamed-media src/engine/credits.cpp '/credits_media/d'
without one-key-where-credited src/match/restatements.hpp 's/min_keys_credited = 1/min_keys_credited = 2/'
without gaps src/match/restatements.cpp '/^  restate_gaps(a, link ==/d'
without names-corroborate src/match/restatements.cpp 's/(names.count > kFewNames ? names.weight : std::min(names.weight, others \/ 2))/names.weight/'
without occasions src/engine/analyse.cpp 's/divided = group::divide_occasions(.*);/divided;/'
without stems src/text/stems.hpp 's/kStemLetters = 5/kStemLetters = 24/'
without sampling-of-fingerprints include/reprise/options.hpp 's/fingerprint_window = 4/fingerprint_window = 1/'
without vouching src/engine/analyse.cpp '/group::drop_unvouched(/d'
without stock-phrases src/match/candidates.hpp 's/stock_net_qbits = 480/stock_net_qbits = 0/'
without boilerplate src/group/boilerplate.cpp 's/^  if (occurrences.size() < options.articles) return false;/  return false;/'
without furniture src/group/boilerplate.cpp 's/^  if (identity_permille < options.min_furniture_identity_permille) return false;/  return false;/'
without captions src/engine/analyse.cpp '/group::add_numbered_captions(/d'
without topics src/engine/analyse.cpp 's/topics = group::find_topics(.*);/topics;/'
without forms src/engine/analyse.cpp '/group::part_forms(/d'
without snapped-borders src/group/families.hpp 's/snap_words = 3/snap_words = 0/'
without paragraphs src/group/families.cpp 's/const bool one_paragraph = /const bool one_paragraph = false \&\& /'
without neighbours src/group/families.cpp '/^    merge_neighbours(/d'
without datelines src/engine/analyse.cpp '/group::leave_datelines(/d'
without absorbed-inner src/group/families.cpp '/^    absorb_inner(/d'
without restated-majority src/group/segments.cpp '/if (2 \* met < pairs) continue;/d'
without leaders src/group/segments.cpp '/^    split_drifting();/d'
without evidence-of-time src/provenance/decode_score.cpp 's/^  if (order_unknown(parent, child)) return kLog\[512\];/  return kLog[512];/'
without evidence-of-words src/provenance/decode_edges.cpp 's|std::int32_t score = -p.change.cost / kTemperature + |std::int32_t score = |'
without evidence-of-names src/provenance/decode_edges.cpp 's/ + name_score(names_, p.from, p.to) -/ -/'
without other-passages src/provenance/decode_edges.cpp 's/kMissingWord = 15,/kMissingWord = 1,/'
without silence src/provenance/decode_edges.cpp 's/kSilentStory = -400/kSilentStory = 0/'
without habits src/provenance/decode_edges.cpp 's/kSeldomNamed = 20/kSeldomNamed = 0/; s/kHabit = 32/kHabit = 1000000000/'
without observed-sources src/provenance/decode_edges.cpp 's/kCitedObserved = -400/kCitedObserved = 0/'
without later-parents src/provenance/decode_rules.cpp 's/kMostLate = 3 \* 3600/kMostLate = 0/'
