// Arrivals: articles on their way into an index, and what an index holds of them: an article alone (arrival_of), then among its neighbours (find_finding).
//
// An arrival is analysed with the stored articles that share a passage with it, by the same analyse() as a scan's corpus. Neighbours are told by
//   fingerprints (neighbours.hpp); their texts come from the catalogue, or from fellows: arrivals of the same call that are not stored yet.
// Threads: every function here may run in several threads at once, on different arrivals and connections.
// Tested by tests/engine/index_test.cpp, index_batch_test.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/outlets.hpp"
#include "engine/ingest.hpp"
#include "engine/prepared_cache.hpp"
#include "reprise/index.hpp"
#include "reprise/run.hpp"
#include "sketch/sketch.hpp"
#include "store/catalogue.hpp"
#include "store/fingerprints.hpp"

namespace reprise::engine {

struct Arrival {
  Article given;                  ///< with its text
  SharedBlock block;              ///< of this article alone
  SharedRegistry registry;        ///< what it was prepared with
  std::vector<sketch::Fingerprint> prints;
  std::string frame;              ///< the text, compressed
  store::ArticleRow row;
  store::Number number = 0;       ///< 0: it is not stored
  std::uint32_t version = 1;
  Error error;                    ///< why it cannot be added
};

/// An arrival among its neighbours, analysed.
struct Finding {
  Run run;
  std::vector<store::Number> numbers;  ///< by index of the run's articles
  std::uint32_t self = kNone;          ///< the arrival's index
};

/// Arrivals of one call, whose numbers follow each other. An arrival is set before those after it are analysed.
struct Fellows {
  store::Number first = 0;
  std::vector<const Arrival*> of;  ///< by number - first
  /// Null where the number is none's.
  const Arrival* find(store::Number number) const { return number >= first && number - first < of.size() ? of[number - first] : nullptr; }
};

struct FindContext {
  const ScanOptions& scan;
  const SharedRegistry outlets;
  const store::Fingerprints& fingerprints;
  PreparedCache& prepared;
  const Fellows* fellows = nullptr;
  store::Number articles = 0;        ///< in the index, about
  store::Number below = ~store::Number{0};  ///< neighbours have smaller numbers
  std::string_view leave_out = {};   ///< an article with this id is no neighbour
};

/// The article of a caller. Errors: bad_argument for a time that cannot be read.
Result<Article> article_of(const NewArticle& given, const std::string& timezone);

/// Everything about an article that needs no other; its `error` is set where it cannot be added.
Arrival arrival_of(Result<Article> article, const ScanOptions& scan, SharedRegistry registry);

/// Fills in what is stored of it.
void make_row(Arrival& arrival);

/// The arrival and its neighbours, analysed as a small corpus. Errors: of the catalogue and the segments.
Result<Finding> find_finding(const Arrival& arrival, const FindContext& context, store::Catalogue& catalogue);

/// A few articles as a corpus of their own, in the calling thread.
Result<Run> analyse_articles(std::span<const SharedBlock> blocks, const ScanOptions& scan, const corpus::OutletRegistry& registry);

/// In place of what is in `out`.
void postings_of(std::span<const sketch::Fingerprint> prints, store::Number number, std::vector<store::SegmentPosting>& out);
/// Of a text that is stored already.
std::vector<store::SegmentPosting> postings_of_text(std::string_view text, std::string_view lang, const ScanOptions& scan, store::Number number);

/// What add answers where the id is taken.
Error already_there(const Article& article);

/// An error about one article, named by its id.
Error about(const Article& article, ErrorCode code, const std::string& what);

}  // namespace reprise::engine
