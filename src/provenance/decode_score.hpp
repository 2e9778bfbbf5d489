// What speaks for one hop besides the words: times, names in the text, the outlets.
//
// Idea: each kind of evidence is a sum in centi-nats. Time is soft: a stamp may be an update's or another zone's, so
//   the order "copy first" costs at most about 3 nats, and intervals that overlap say nothing. A source named over
//   the passage speaks for it, one named elsewhere in the article less, a photo credit not at all; a copy also
//   inherits the credits of its parent, so a name that both have is weaker than one that only the copy has.
// Invariant: integers only (tables of the normal distribution and of the logarithm are made at compile time).
// Cost: O(names of the two articles) per pair.
// Tested by tests/provenance/decode_test.cpp.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/outlets.hpp"
#include "provenance/provenance.hpp"

namespace reprise::provenance {

/// When an article appeared, as far as is known: `published` cut at `fetched`; fetched alone bounds from above.
struct Published {
  bool known = false;
  Seconds from = 0, to = 0;
  Seconds middle() const { return from + (to - from) / 2; }
};
Published published_of(const ArticleRecord& article);

/// True if the two are intervals (not both to the second) that overlap, or one is unknown: no order is to be had.
bool order_unknown(const Published& a, const Published& b);

/// True if the copy was there more than a day before the parent: a stamp is hardly wrong by that much, unless the copy says whose text
/// it has (decode_edges.cpp). Unknown times leave it open.
bool impossible_order(const ArticleRecord& parent, const ArticleRecord& child);

/// log P(copy at `child` | source at `parent`), centi-nats, <= 0: order, then a slow price of the lag.
std::int32_t time_score(const Published& parent, const Published& child);

/// A source that an article names, as one occurrence in it sees it.
enum class Naming : std::uint8_t { none, elsewhere, inside };
struct Named {
  std::uint32_t outlet = 0;               ///< index into Names::names
  Naming naming = Naming::none;
  bool known = false;                     ///< to the registry
  bool claims = false;                    ///< some attribution says that the passage is the outlet's own text
  bool leads = false;                     ///< the article opens with it as its one source, or credits it at its end
  bool wire = false;                      ///< claims or leads, and the words themselves can be its: in its language
  const Attribution* words = nullptr;
};

/// All outlets of a family and of what its articles name, as small numbers in the order of their names.
struct Names {
  std::vector<std::string_view> names;
  std::vector<std::uint32_t> own;         ///< outlet of each witness, kNone = unknown
  std::vector<std::uint8_t> told;         ///< of each witness: 1 where it says over the passage that its own outlet was told so, or learned it, and names no other outlet there, nor an institution that gave it out
  std::vector<std::vector<Named>> named;  ///< by each witness: one entry per outlet, the strongest; own outlet left out
  std::vector<std::uint32_t> witnesses;   ///< per outlet: how many witnesses are its
  std::vector<std::uint32_t> inside;      ///< per outlet: how many witnesses name it over the passage
  std::vector<std::uint32_t> claimed;     ///< per outlet: how many say that the passage, or the article, is its text
  std::vector<bool> agency;               ///< per outlet
  struct Relay { std::uint32_t through, source; };
  std::vector<Relay> relays;              ///< "through, citing source"; sorted, unique

  const Named* find(std::size_t witness, std::uint32_t outlet) const;
};
Names names_of(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry,
               const FamilyRecord& family);

/// True for a name in Latin letters that the registry does not know, in a text of another script: its words are of another language, too.
bool foreign_name(std::string_view name, std::string_view lang, const corpus::OutletRegistry& registry);

/// Which of two editions of an outlet, in different languages, is the translation: an agency writes in its country's language first.
enum class Edition : std::uint8_t { from_home, to_home, abroad };
Edition edition_of(std::string_view outlet, std::string_view parent_lang, std::string_view child_lang, const corpus::OutletRegistry& registry);
/// Evidence of it, centi-nats.
std::int32_t edition_score(Edition edition);

/// Evidence of names and outlets for u -> v, centi-nats.
std::int32_t name_score(const Names& names, std::size_t u, std::size_t v);

/// "2 h 10 min", "3 days 4 h", "45 s".
std::string duration(Seconds seconds);

/// One sentence on the order of two times.
std::string time_sentence(const Published& parent, const Published& child);

}  // namespace reprise::provenance
