// Ingest: bytes of the inputs -> the corpus that the later stages read. The only stage that sees whole texts; what it keeps of
// an article is its words (11 bytes each), its sketch, its attributions and, compressed on disk, its text.
//
// Shape: one thread reads blocks, all threads parse, tokenise and sketch them (a pure function per block), one thread
// collects them in input order. Then the order of input is forgotten: articles are ordered by id, and ranks by (time, id).
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/outlets.hpp"
#include "corpus/reader.hpp"
#include "engine/texts.hpp"
#include "group/boilerplate.hpp"
#include "match/align.hpp"
#include "reprise/options.hpp"
#include "reprise/run.hpp"
#include "reprise/scan.hpp"
#include "text/datelines.hpp"
#include "text/tokens.hpp"

namespace reprise::engine {

/// Content words that are made when they are first asked for. Threads: any.
class LateContent {
 public:
  template <class Make>
  const std::vector<sketch::ContentWord>& get(const Make& make) const {
    std::call_once(once_, [&] { make(words_); });
    return words_;
  }

 private:
  mutable std::once_flag once_;
  mutable std::vector<sketch::ContentWord> words_;
};

/// Tokens of the articles of one block, end to end.
struct TokenChunk {
  std::vector<std::uint32_t> word, begin;
  std::vector<std::uint8_t> length, weight, flags;
  std::vector<sketch::ContentWord> content;  ///< of a scan
  LateContent late_content;                  ///< of a verdict: three in four arrivals share with no one, and are never compared
  std::vector<std::uint32_t> sentences;
  /// Gives back what was reserved too much: all chunks are held to the end.
  void fit() { word.shrink_to_fit(), begin.shrink_to_fit(), length.shrink_to_fit(), weight.shrink_to_fit(), flags.shrink_to_fit(), content.shrink_to_fit(), sentences.shrink_to_fit(); }
};

/// Where an article's tokens lie.
struct TokenRange {
  std::uint32_t chunk = 0, first = 0, count = 0;
  std::uint32_t first_content = 0, content_count = 0;
  std::uint32_t first_sentence = 0, sentence_count = 0;
};

/// One article as a block yields it.
struct Prepared {
  ArticleRecord record;
  std::uint32_t file = 0;
  std::uint64_t line = 0, content_hash = 0;
  TokenRange tokens;   ///< chunk is set when the block is collected
  StoredText text;     ///< offset relative to the block's frames until then
  std::uint64_t first_key = 0;
  bool has_keys = false;
  std::uint64_t advert = 0;  ///< hash of its number
  bool credits_media = false;  ///< without naming them
  text::Dateline dateline;
  std::vector<std::uint64_t> links;
};

/// What one block yields.
struct PreparedBlock {
  std::vector<Prepared> articles;
  std::shared_ptr<const TokenChunk> chunk;  ///< shared: a neighbour is compared by several threads at once (prepared_cache.hpp)
  std::vector<std::uint64_t> band_keys;
  std::string frames;
  std::vector<corpus::Skip> skips;
};

struct Corpus {
  // By article index (order of ids).
  std::vector<ArticleRecord> articles;
  std::vector<StoredText> texts;
  // By rank (order of time, then id).
  std::vector<std::uint32_t> article_of_rank;
  std::vector<match::DocView> docs;
  std::vector<TokenRange> tokens;
  std::vector<std::uint64_t> band_keys;  ///< docs.size() * bands
  std::vector<std::uint8_t> has_keys;
  std::vector<std::uint64_t> adverts;    ///< hash of the advertisement's number that the article bears (text/adverts.hpp); 0 = none
  std::vector<std::uint8_t> credits_media;  ///< 1: the article hands on what media report that it does not name (provenance/other_sources.hpp)
  std::vector<group::WordRange> datelines;  ///< of the article's words (text/datelines.hpp); empty ranges where there is none
  // By article index.
  std::vector<std::uint32_t> rank_of_article;
  std::vector<std::vector<std::uint64_t>> links;  ///< site_key of each link in its text; emptied by name_local_outlets

  std::vector<std::shared_ptr<const TokenChunk>> chunks;
  TextSpill spill;
  std::vector<corpus::Skip> skips;       ///< by (file, line)
  std::vector<InputSummary> inputs;
  std::uint64_t words = 0, text_bytes = 0;

  /// First byte of word `i` of the article with rank `r`; one past the last byte of word `i`.
  std::uint32_t byte_begin(std::uint32_t r, std::uint32_t i) const {
    return chunks[tokens[r].chunk]->begin[tokens[r].first + i];
  }
  std::uint32_t byte_end(std::uint32_t r, std::uint32_t i) const {
    const TokenChunk& c = *chunks[tokens[r].chunk];
    return c.begin[tokens[r].first + i] + c.length[tokens[r].first + i];
  }
  /// Words of rank `r` that begin inside `span`.
  Span words_in(std::uint32_t r, Span span) const;

  explicit Corpus(TextSpill texts_spill) : spill(std::move(texts_spill)) {}
};

/// Reads all inputs. `spill_directory` is where texts are put aside (a file without a name).
Result<std::unique_ptr<Corpus>> ingest(const ScanOptions& options, const corpus::OutletRegistry& registry, const std::string& spill_directory);

/// One block of articles in memory, for a scan. Their lines are their places in the list.
void prepare_articles(std::vector<Article> articles, const ScanOptions& options, const corpus::OutletRegistry& registry, PreparedBlock& out);

/// The same of one article, for a verdict: what an article is without its text, which nothing is taken of, and the text. `clean`: its tokens where repair_ocr() left
/// them as they were, else null: they are made here. No other article with its id is ever collected beside it: it has no content hash.
void prepare_article(Article head, std::string_view text, const text::Tokens* clean, const ScanOptions& options, const corpus::OutletRegistry& registry, PreparedBlock& out);

/// What the text says of outlets, into the record, whose outlet and language are known. `tokens`: of the text as printed.
void read_attributions(std::string_view text, const text::Tokens& tokens, const corpus::OutletRegistry& registry, ArticleRecord& record);

/// A corpus of blocks that were prepared one by one for a scan. Its texts stay in memory. Of outlets it knows what the blocks were prepared with.
Result<std::unique_ptr<Corpus>> collect(std::vector<PreparedBlock> blocks, const ScanOptions& options);

/// The same of articles that prepare_article() made and others read, too: their words are shared, what an analysis changes is copied. Their texts are not: the
/// blocks must outlive the corpus.
Result<std::unique_ptr<Corpus>> collect(std::span<const std::shared_ptr<const PreparedBlock>> blocks, const ScanOptions& options);

/// Both, in parallel.
Result<std::unique_ptr<Corpus>> ingest_articles(std::vector<Article> articles, const ScanOptions& options, const corpus::OutletRegistry& registry);

}  // namespace reprise::engine
