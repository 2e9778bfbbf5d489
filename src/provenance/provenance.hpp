// Provenance: who had a passage first, who took it from whom, how sure, and why.
#pragma once
#include <cstdint>
#include <span>
#include <vector>
#include "corpus/outlets.hpp"
#include "reprise/run.hpp"

namespace reprise::provenance {

/// One occurrence as decoding sees it: its normalised words and their weights, in text order.
struct Witness {
  std::span<const std::uint32_t> words;
  std::span<const std::uint8_t> weights;  ///< quarter-bits
  std::uint32_t near_duplicate_group = kNone;  ///< cluster index of its article, or kNone
  std::string_view language = {};              ///< of its article; "" = unknown
};

/// After every family is decoded: one direction between two articles over all families, and quotations that only their words
/// connect are nobody's copy. Takes hops back, never adds one; the order of the families does not matter.
void settle_families(const std::vector<ArticleRecord>& articles, std::vector<FamilyRecord>& families);

/// How many words a span of an article has.
struct WordCounter {
  virtual std::uint32_t words_in(std::uint32_t article, Span span) const = 0;
  virtual ~WordCounter() = default;
};

/// A passage of an article that has a parent already, and the outlets it comes from.
struct Held {
  Span span;
  std::string_view parent, origin;  ///< outlets; "" = unknown
};

/// Families of a single occurrence whose source is only cited: text in the scope of an attribution to an outlet other than
/// the article's own, that no passage of `held` covers. A sentence speaks for itself; an agency's dateline or byline for the
/// whole text; a credit ("AP contributed to this report") for no passage. Where a passage in the scope, or close to it, comes
/// from the outlet named, the words are there and nothing is added. Spans only: the caller brings them to whole words and fills id, text
/// and chars.
std::vector<FamilyRecord> cited_only_families(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry,
                                              std::uint32_t article, std::span<const Held> held, std::uint32_t text_bytes,
                                              const WordCounter& words);

/// The span of a passage that is only cited as a reader would mark it: from a word, or the quotation mark that opens before it, to a word with the marks
/// that close behind it. What holds no word stays as it is.
Span cited_span(std::string_view text, Span span);

/// True if the attribution says that the text in its scope is the source's own: a sentence, or an agency's dateline or byline.
bool claims_text(const Attribution& attribution, const corpus::OutletRegistry& registry);

/// True for a credit of the whole text, not of a part that nobody knows: "Source: TASS", and not "With inputs from ANI".
bool credits_whole(const Attribution& attribution);

/// True if the article's text names the outlet, but as a picture's: what a credit is.
bool names_outlet(const ArticleRecord& article, std::string_view outlet);

/// True if the article says of text in the span that an institution gave it out.
bool is_handed_out(const ArticleRecord& article, Span span);

/// The way by which one occurrence's text came: from the family's origin, as far as it is known, to its article.
std::vector<Hop> way_of(const Run& run, const FamilyRecord& family, std::size_t occurrence);

/// Fills ArticleRecord::sources and original_share, Run::chains and Run::outlet_pairs from Run::families.
/// Families of kind boilerplate give no source and no chain.
void build_chains(Run& run, const WordCounter& words);

}  // namespace reprise::provenance
