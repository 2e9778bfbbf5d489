// Verdict: what a library call answers for one article. The fields are those of the run files (docs/formats.md); articles and
// families are named by their ids, so that a verdict stands alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reprise/article.hpp"
#include "reprise/run.hpp"

namespace reprise {

/// Another article that is nearly the same text as a whole.
struct NearDuplicate {
  std::string article;
  std::string outlet;        ///< canonical; "" = unknown
  TimeInterval published;
  double jaccard = 0;        ///< of the two sets of shingles, 0..1
  double containment = 0;    ///< share of this article's shingles that the other has
  double containment_other = 0;  ///< share of the other's shingles that this article has
};

/// Where a family begins.
struct Origin {
  std::string article;       ///< "" when only cited, or not known
  std::string outlet;        ///< "" = unknown
  bool observed = false;     ///< the origin's article is in the index
  double confidence = 0;     ///< 0..1
};

/// One step of a chain. `article` is "" for an outlet that is only cited.
struct VerdictHop {
  std::string outlet;
  std::string article;
  TimeInterval published;
  Relation relation = Relation::none;
  double confidence = 0;
  Credited credited = Credited::unset;
};

/// A possible parent of an undecided passage.
struct VerdictCandidate {
  std::string article;       ///< "": an outlet that is only cited, or nobody in the index
  std::string outlet;
  double share = 0;
};

struct VerdictEvidence {     ///< each string is one plain sentence, or ""
  std::string time, variants, attribution;
  std::vector<VerdictCandidate> candidates;
};

/// One occurrence of a family: the passage, and who it was taken from.
struct VerdictPassage {
  std::string family;        ///< to be asked for with Index::family. Arrivals that join families, and settle(), may give it another id
  Kind kind = Kind::verbatim;
  std::string article;       ///< that holds it
  std::string outlet;
  TimeInterval published;
  Span span;                 ///< bytes of the text as given
  Span chars;                ///< code points
  Status status = Status::undecided;
  Relation relation = Relation::none;
  std::string parent;        ///< article; "" unless status is copied or version
  std::string parent_outlet; ///< "" = none or unknown
  bool parent_observed = false;
  double confidence = 0;     ///< 0..1
  double identity = 0;       ///< 0..1, with the parent (an origin: 1)
  Credited credited = Credited::unset;
  Origin origin;             ///< of the family
  VerdictEvidence evidence;
  std::vector<VerdictHop> chain;  ///< from the origin, as far as it is known, to this article; empty without a parent
};

struct VerdictSource {       ///< what an article took from one source
  std::string outlet;
  std::string article;       ///< "" when only cited
  double share = 0;          ///< of the article's words, 0..1
  bool credited = false;
};

/// One way by which text came to an article; origin first, the article itself last.
struct VerdictChain {
  double share = 0;          ///< of the article's words
  std::vector<std::string> families;
  std::vector<VerdictHop> hops;
};

struct Verdict {
  std::string article;
  std::string outlet;        ///< canonical; "" = unknown
  std::string outlet_as_given;
  TimeInterval published;
  std::string title, url, lang;
  std::uint32_t words = 0;
  std::vector<NearDuplicate> near_duplicates;  ///< nearest first; of a large cluster those that it was compared with
  std::string cluster;                ///< "" = in none
  std::string near_duplicate_of;      ///< the cluster's earliest article; "" for that one itself and outside clusters
  std::vector<VerdictPassage> passages;  ///< by span
  std::vector<VerdictSource> sources;    ///< largest share first
  std::vector<VerdictChain> chains;      ///< largest share first
  std::vector<Attribution> attributions; ///< by span
  double original_share = 1;          ///< share of its words in no passage that has a parent: what is new
};

/// A family with all that hold it, earliest first.
struct VerdictFamily {
  std::string family;
  Kind kind = Kind::verbatim;
  std::string text;          ///< the origin's or the earliest wording
  Origin origin;
  std::vector<VerdictPassage> occurrences;  ///< without chains
};

/// One line of JSON without its line feed; keys as in docs/formats.md.
std::string to_json(const Verdict& verdict);
std::string to_json(const VerdictFamily& family);
std::string to_json(const std::vector<VerdictChain>& chains);

}  // namespace reprise
