// Run: the result of a scan as plain structs; what the files of a run directory hold.
// One schema serves the run files, the report writers and library callers. Field meanings are those
// of docs/formats.md. Articles are referred to by their index into Run::articles.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reprise/article.hpp"
#include "reprise/result.hpp"

namespace reprise {

inline constexpr std::uint32_t kNone = 0xffffffffu;  ///< "no article / no cluster / no family"

enum class Kind : std::uint8_t { verbatim, edited, paraphrase, quote, boilerplate };
enum class Status : std::uint8_t { origin, copied, cited, common_source, version, undecided };
enum class Relation : std::uint8_t { none, verbatim, edited, paraphrase, quote, translation };
enum class Cue : std::uint8_t { sentence, dateline, byline, credit, photo, link };
enum class Credited : std::uint8_t { unset, no, yes };  ///< unset is written as null

std::string_view to_string(Kind);
std::string_view to_string(Status);
std::string_view to_string(Relation);  ///< "" for none
std::string_view to_string(Cue);

/// Words in an article that name a source.
struct Attribution {
  std::string outlet;  ///< canonical name; as written where the registry does not know it
  std::string via;     ///< outlet it speaks through ("IRNA, citing TASS": outlet TASS, via IRNA), or ""
  Cue cue = Cue::sentence;
  Span span;           ///< bytes of the words (cue and name)
  Span chars;
  std::string text;    ///< those words
  Span scope;          ///< bytes of the text it speaks for; not written to the files
  Span sentence;       ///< bytes of it that are surely the source's, where the scope is a paragraph; else empty; not written
  bool known = false;  ///< the registry knows the outlet; not written
  bool speaker = false;  ///< the outlet or one of its people speaks, or is spoken to: the text need not be its; not written
};

struct Source {            ///< what an article took from one source
  std::string outlet;      ///< "" when the source article has no outlet
  std::uint32_t article = kNone;  ///< kNone when only cited
  double share = 0;        ///< of the article's words, 0..1
  bool credited = false;
};

struct ArticleRecord {
  std::string id;
  std::string outlet;           ///< canonical; "" = null
  std::string outlet_as_given;  ///< "" = null
  TimeInterval published;
  Seconds fetched = kNoTime;
  std::string url, title, lang; ///< "" = null
  std::uint32_t words = 0;
  std::uint32_t cluster = kNone;            ///< index into Run::clusters
  std::uint32_t near_duplicate_of = kNone;  ///< article index
  double original_share = 1;
  std::vector<Source> sources;          ///< largest share first
  std::vector<Attribution> attributions; ///< by span
  std::vector<std::string> named;        ///< outlets that the text names in whatever way, but as a picture's; sorted; not written
  std::vector<Span> own_words;           ///< paragraphs (bytes) that say that its own outlet was told, or learned it; not written
  std::vector<Span> handed_out;          ///< bytes of which it says that an institution gave them out: a press release (the whole text), a statement; not written
};

struct ClusterPair {
  std::uint32_t a = kNone, b = kNone;  ///< article indices, a earlier
  double jaccard = 0, containment_a = 0, containment_b = 0;
};

struct ClusterRecord {
  std::string id;                       ///< derives from the members' content
  std::vector<std::uint32_t> articles;  ///< earliest first
  std::uint32_t origin = kNone;         ///< article index
  double origin_confidence = 0;
  std::vector<std::string> outlets;
  std::vector<ClusterPair> pairs;
};

struct Candidate {  ///< a possible parent of an undecided occurrence
  std::uint32_t article = kNone;  ///< kNone: an outlet that is only cited, or no one in the corpus
  std::string outlet;
  double share = 0;
};

/// Why a status, a parent and a confidence are as they are. Every string is one plain sentence.
struct Evidence {
  std::string time;         ///< e.g. "2 h 10 min after the parent"
  std::string variants;     ///< e.g. "3 of 41 words differ; 2 of its changes stand in no other copy"
  std::string attribution;  ///< the words of the text that name the source, or ""
  std::vector<Candidate> candidates;
};

struct Occurrence {
  std::uint32_t article = kNone;
  Span span;   ///< bytes
  Span chars;  ///< code points
  std::uint32_t parent = kNone;  ///< article index; only with status copied or version
  std::string parent_outlet;     ///< "" = null
  bool parent_observed = false;
  double confidence = 0;         ///< 0..1
  Status status = Status::undecided;
  Relation relation = Relation::none;
  double identity = 0;           ///< 0..1, with the parent (origin: 1)
  Credited credited = Credited::unset;
  Evidence evidence;
};

struct FamilyRecord {
  std::string id;    ///< derives from the words of its occurrences
  Kind kind = Kind::verbatim;
  std::string text;  ///< the origin's or the earliest wording
  std::uint32_t origin_article = kNone;
  std::string origin_outlet;  ///< "" = null
  bool origin_observed = false;
  double origin_confidence = 0;
  std::vector<Occurrence> occurrences;  ///< earliest first: (published.from, id, span)
};

struct Hop {
  std::string outlet;
  std::uint32_t article = kNone;
  TimeInterval published;
  Relation relation = Relation::none;
  double confidence = 0;
  Credited credited = Credited::unset;
};

struct Chain {  ///< one way by which text came to an article; origin first, the article itself last
  double share = 0;                     ///< of the article's words
  std::vector<std::uint32_t> families;  ///< indices into Run::families
  std::vector<Hop> hops;
};

struct ChainRecord {
  std::uint32_t article = kNone;
  std::vector<Chain> chains;  ///< largest share first
};

struct OutletPair {
  std::string from, to;
  std::uint32_t articles = 0, passages = 0, words = 0;
  double credited_share = 0;
  bool lag_known = false;
  Seconds median_lag_seconds = 0;
};

struct Run {
  std::vector<ArticleRecord> articles;      ///< by id
  std::vector<ClusterRecord> clusters;      ///< by id
  std::vector<FamilyRecord> families;       ///< by id
  std::vector<ChainRecord> chains;          ///< by article id
  std::vector<OutletPair> outlet_pairs;     ///< by (from, to)
};

}  // namespace reprise
