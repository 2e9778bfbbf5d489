#include "engine/ingest.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <numeric>
#include <tuple>

#include "base/hash.hpp"
#include "base/parallel.hpp"
#include "corpus/dates.hpp"
#include "engine/local_outlets.hpp"
#include "match/postings.hpp"
#include "provenance/attributions.hpp"
#include "provenance/attributions_page.hpp"
#include "provenance/other_sources.hpp"
#include "sketch/sketch.hpp"
#include "text/concepts.hpp"
#include "text/adverts.hpp"
#include "text/language_tag.hpp"
#include "text/ocr.hpp"
#include "text/tokens.hpp"

namespace reprise::engine {

namespace {

/// How much of an article is prepared. A scan's near-duplicates come from signatures, too, its outlets are told by links, too, and its texts are put aside
/// compressed; a few articles that are known to share passages need none of these.
enum class Depth : std::uint8_t { scan, verdict };

/// Reused memory of one thread.
struct PrepareScratch {
  text::Tokens tokens;
  std::vector<std::uint32_t> sentences;
  std::vector<sketch::ContentWord> content;
  std::vector<std::uint64_t> shingles, keys;
  sketch::Signature signature;
  TextCompressor compressor;
};

template <class T>
void append(const std::vector<T>& from, std::vector<T>& to) {
  to.insert(to.end(), from.begin(), from.end());
}

void append_tokens(const text::Tokens& tokens, TokenChunk& chunk) {
  append(tokens.word, chunk.word);
  append(tokens.begin, chunk.begin);
  append(tokens.length, chunk.length);
  append(tokens.weight, chunk.weight);
  append(tokens.flags, chunk.flags);
}

/// The prepared form of one article with this text; its tokens, keys and text go to `out`. `clean`: as prepare_article() has it; null: to be made. Pure but for `scratch` and `out`.
void prepare(corpus::ParsedArticle&& parsed, std::string_view text, const ScanOptions& options, const corpus::OutletRegistry& registry, Depth depth, const text::Tokens* clean,
             PrepareScratch& scratch, TokenChunk& chunk, PreparedBlock& out) {
  Article& article = parsed.article;
  Prepared p;
  p.file = parsed.file;
  p.line = parsed.line;
  p.content_hash = parsed.content_hash;
  if (clean == nullptr) text::tokenise(text, scratch.tokens);
  const text::Tokens& tokens = clean == nullptr ? scratch.tokens : *clean;
  ArticleRecord& record = p.record;
  record.outlet = registry.canonical(article.outlet, article.url);
  record.lang = text::language_tag(article.lang);
  if (record.lang.empty()) record.lang = text::detect_language(text);
  record.published = article.published;
  if (const int known = record.outlet.empty() ? -1 : registry.find(record.outlet); known >= 0)
    record.published = corpus::narrowed_to_zone(article.published, registry.outlets()[static_cast<std::size_t>(known)].timezone);
  record.fetched = article.fetched;
  if (const std::string_view number = text::advert_number(text, record.lang); !number.empty()) p.advert = std::max<std::uint64_t>(1, hash_bytes(number));
  read_attributions(text, tokens, registry, record);
  provenance::OtherSources others = provenance::other_sources(text, tokens);
  record.handed_out = std::move(others.handed_out);
  p.credits_media = others.media;
  if (depth == Depth::scan) {
    const auto keep_link = [&](const Span& link) {
      if (const std::uint64_t key = site_key(text.substr(link.begin, link.size())); key != 0) p.links.push_back(key);
    };
    for (const Span& link : provenance::links_in(text)) keep_link(link);
    for (const Span& site : provenance::sites_in(text, tokens)) keep_link(site);
  }
  // Attributions are read in the words as printed; whatever compares articles works on the repaired ones.
  if (clean == nullptr) text::repair_ocr(text, record.lang, scratch.tokens);
  p.dateline = text::find_dateline(text, tokens);
  record.words = static_cast<std::uint32_t>(tokens.size());
  record.id = std::move(article.id);
  record.outlet_as_given = std::move(article.outlet);
  record.url = std::move(article.url);
  record.title = std::move(article.title);

  p.tokens.first = static_cast<std::uint32_t>(chunk.word.size());
  p.tokens.count = record.words;
  append_tokens(tokens, chunk);
  p.tokens.first_content = static_cast<std::uint32_t>(chunk.content.size());
  if (depth == Depth::scan) {
    scratch.content.clear();
    sketch::content_words(text, tokens, scratch.content);
    append(scratch.content, chunk.content);
  }
  p.tokens.content_count = static_cast<std::uint32_t>(chunk.content.size()) - p.tokens.first_content;
  p.tokens.first_sentence = static_cast<std::uint32_t>(chunk.sentences.size());
  sketch::sentence_starts(tokens.flags, scratch.sentences);
  append(scratch.sentences, chunk.sentences);
  p.tokens.sentence_count = static_cast<std::uint32_t>(scratch.sentences.size());

  p.first_key = out.band_keys.size();
  if (depth == Depth::scan) {
    const match::DocView view{tokens.word, tokens.weight, tokens.flags, {}};
    sketch::shingles(view.words, match::is_ideographic(view) ? sketch::kShingleIdeographs : sketch::kShingleWords, scratch.shingles);
    p.has_keys = !scratch.shingles.empty();
  }
  if (p.has_keys) {
    sketch::make_signature(scratch.shingles, scratch.signature);
    sketch::band_keys(scratch.signature, options.bands, options.band_rows, scratch.keys);
    out.band_keys.insert(out.band_keys.end(), scratch.keys.begin(), scratch.keys.end());
  } else {
    out.band_keys.resize(out.band_keys.size() + options.bands);
  }

  p.text.offset = out.frames.size();
  p.text.raw = static_cast<std::uint32_t>(text.size());
  if (depth == Depth::scan) {
    p.text.stored = scratch.compressor.append(text, out.frames);
  } else {
    p.text.stored = p.text.raw;
    out.frames += text;
  }
  out.articles.push_back(std::move(p));
}

PrepareScratch& scratch_here() {
  thread_local PrepareScratch scratch;
  return scratch;
}

void prepare_block(corpus::ParsedBatch&& parsed, const ScanOptions& options, const corpus::OutletRegistry& registry, PreparedBlock& out) {
  PrepareScratch& scratch = scratch_here();
  out = {};
  const auto chunk = std::make_shared<TokenChunk>();
  std::size_t bytes = 0;
  for (const auto& p : parsed.articles) bytes += p.article.text.size();
  // A word takes five bytes and more in every script but those of ideographs, whose characters take three.
  const std::size_t words = bytes / 5;
  chunk->word.reserve(words), chunk->begin.reserve(words);
  chunk->length.reserve(words), chunk->weight.reserve(words), chunk->flags.reserve(words);
  for (auto& p : parsed.articles) {
    const std::string text = std::move(p.article.text);
    prepare(std::move(p), text, options, registry, Depth::scan, nullptr, scratch, *chunk, out);
  }
  chunk->fit();
  out.chunk = chunk;
  out.skips = std::move(parsed.skips);
}

/// Collects prepared blocks and gives them their final order.
class Collector {
 public:
  Collector(Corpus& corpus, const ScanOptions& options) : corpus_(corpus), options_(options) {}

  Result<void> add(PreparedBlock&& block) {
    std::vector<Prepared> articles = std::move(block.articles);
    corpus_.skips.insert(corpus_.skips.end(), std::make_move_iterator(block.skips.begin()), std::make_move_iterator(block.skips.end()));
    const Result<std::uint64_t> offset = corpus_.spill.append(block.frames);
    if (!offset) return offset.error();
    take(std::move(articles), *offset, block);
    return {};
  }
  /// Its texts stay where they are.
  void add_shared(const PreparedBlock& block) {
    corpus_.skips.insert(corpus_.skips.end(), block.skips.begin(), block.skips.end());
    take(block.articles, corpus_.spill.append_held(block.frames), block);
  }
  std::uint64_t articles() const { return prepared_.size(); }

  void finish(const std::vector<std::string>& files) {
    std::vector<std::uint32_t> order(prepared_.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) {
      const Prepared &a = prepared_[x], &b = prepared_[y];
      if (const int c = a.record.id.compare(b.record.id); c != 0) return c < 0;
      if (a.content_hash != b.content_hash) return a.content_hash < b.content_hash;
      return a.file != b.file ? a.file < b.file : a.line < b.line;
    });
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t i : order) {
      if (!kept.empty() && prepared_[kept.back()].record.id == prepared_[i].record.id) {
        const Prepared& first = prepared_[kept.back()];
        corpus_.skips.push_back({files[prepared_[i].file], prepared_[i].line, "duplicate_id",
                                 (first.content_hash == prepared_[i].content_hash ? "the same article stands in " : "another article with this id stays: ") +
                                     files[first.file] + ":" + std::to_string(first.line),
                                 prepared_[i].record.id});
      } else {
        kept.push_back(i);
      }
    }
    for (std::size_t f = 0; f < files.size(); ++f) corpus_.inputs[f].file = files[f];
    count_skips(files);
    place(kept);
  }

 private:
  void take(std::vector<Prepared> articles, std::uint64_t offset, const PreparedBlock& block) {
    const std::uint32_t chunk = static_cast<std::uint32_t>(corpus_.chunks.size());
    for (Prepared& p : articles) {
      p.text.offset += offset;
      p.tokens.chunk = chunk;
      p.first_key += keys_.size();
      prepared_.push_back(std::move(p));
    }
    keys_.insert(keys_.end(), block.band_keys.begin(), block.band_keys.end());
    corpus_.chunks.push_back(block.chunk);
  }

  void count_skips(const std::vector<std::string>& files) {
    std::sort(corpus_.skips.begin(), corpus_.skips.end(), [](const corpus::Skip& x, const corpus::Skip& y) {
      return std::tie(x.file, x.line, x.reason, x.id) < std::tie(y.file, y.line, y.reason, y.id);
    });
    for (const corpus::Skip& skip : corpus_.skips) {
      const auto at = std::find(files.begin(), files.end(), skip.file);
      if (at != files.end()) ++corpus_.inputs[static_cast<std::size_t>(at - files.begin())].skipped;
    }
  }

  void place(const std::vector<std::uint32_t>& kept) {
    std::vector<std::uint32_t> ranked(kept.size());
    std::iota(ranked.begin(), ranked.end(), 0u);
    const auto time = [&](std::uint32_t article) {
      const ArticleRecord& r = prepared_[kept[article]].record;
      return r.published.known() ? r.published.from : std::numeric_limits<Seconds>::max();
    };
    std::sort(ranked.begin(), ranked.end(), [&](std::uint32_t x, std::uint32_t y) {
      const Seconds tx = time(x), ty = time(y);
      return tx != ty ? tx < ty : x < y;  // articles are in the order of ids
    });
    corpus_.article_of_rank = ranked;
    corpus_.rank_of_article.resize(kept.size());
    for (const std::uint32_t article : ranked) {
      const Prepared& p = prepared_[kept[article]];
      const TokenChunk& chunk = *corpus_.chunks[p.tokens.chunk];
      corpus_.rank_of_article[article] = static_cast<std::uint32_t>(corpus_.docs.size());
      corpus_.tokens.push_back(p.tokens);
      corpus_.docs.push_back({std::span(chunk.word).subspan(p.tokens.first, p.tokens.count),
                              std::span(chunk.weight).subspan(p.tokens.first, p.tokens.count),
                              std::span(chunk.flags).subspan(p.tokens.first, p.tokens.count),
                              std::span<const sketch::ContentWord>(chunk.content).subspan(p.tokens.first_content, p.tokens.content_count),
                              std::span(chunk.sentences).subspan(p.tokens.first_sentence, p.tokens.sentence_count),
                              {},
                              static_cast<std::uint32_t>(text::concept_language(p.record.lang))});
      corpus_.has_keys.push_back(p.has_keys);
      corpus_.adverts.push_back(p.advert);
      corpus_.credits_media.push_back(p.credits_media);
      corpus_.datelines.push_back({p.dateline.begin, p.dateline.end});
      corpus_.band_keys.insert(corpus_.band_keys.end(), keys_.begin() + static_cast<std::ptrdiff_t>(p.first_key),
                               keys_.begin() + static_cast<std::ptrdiff_t>(p.first_key + options_.bands));
    }
    for (const std::uint32_t i : kept) {
      Prepared& p = prepared_[i];
      corpus_.words += p.record.words;
      corpus_.text_bytes += p.text.raw;
      ++corpus_.inputs[p.file].articles;
      corpus_.texts.push_back(p.text);
      corpus_.articles.push_back(std::move(p.record));
      corpus_.links.push_back(std::move(p.links));
    }
  }

  Corpus& corpus_;
  const ScanOptions& options_;
  std::vector<Prepared> prepared_;
  std::vector<std::uint64_t> keys_;
};

corpus::InputOptions input_options(const ScanOptions& options) {
  corpus::InputOptions input;
  input.cancel = options.cancel;
  input.inputs = options.inputs;
  input.fields = {options.fields.id, options.fields.outlet, options.fields.published, options.fields.fetched,
                  options.fields.url, options.fields.title, options.fields.text, options.fields.lang};
  input.timezone = options.timezone;
  input.max_article_bytes = options.max_article_bytes;
  return input;
}

FieldNames field_names(const corpus::FieldMapping& m) { return {m.id, m.outlet, m.published, m.fetched, m.url, m.title, m.text, m.lang}; }

Error cancelled() { return {ErrorCode::interrupted, "interrupted; nothing was left behind", ""}; }

}  // namespace

void read_attributions(std::string_view text, const text::Tokens& tokens, const corpus::OutletRegistry& registry, ArticleRecord& record) {
  provenance::Mentioned mentioned;
  record.attributions = provenance::find_attributions(text, tokens, record.lang, registry, record.outlet, &mentioned);
  record.named = std::move(mentioned.named);
  record.own_words = std::move(mentioned.own_words);
}

Span Corpus::words_in(std::uint32_t r, Span span) const {
  const TokenRange& range = tokens[r];
  const auto first = chunks[range.chunk]->begin.begin() + range.first;
  const auto last = first + range.count;
  return {static_cast<std::uint32_t>(std::lower_bound(first, last, span.begin) - first),
          static_cast<std::uint32_t>(std::lower_bound(first, last, span.end) - first)};
}

Result<std::unique_ptr<Corpus>> ingest(const ScanOptions& options, const corpus::OutletRegistry& registry, const std::string& spill_directory) {
  const corpus::InputOptions input = input_options(options);
  Result<corpus::BlockReader> reader = corpus::BlockReader::open(input);
  if (!reader) return reader.error();
  Result<TextSpill> spill = TextSpill::create(spill_directory);
  if (!spill) return spill.error();
  auto corpus = std::make_unique<Corpus>(std::move(*spill));
  Collector collector(*corpus, options);

  struct Slot {
    corpus::Block block;
    std::string file_name;
    corpus::FieldMapping mapping;
    std::uint64_t bytes_read = 0;
    PreparedBlock prepared;
  };
  const std::size_t slots = 2 * static_cast<std::size_t>(std::max(1u, current_threads()));
  std::vector<Slot> slot(slots);
  const std::uint64_t total_bytes = reader->total_bytes();
  // The two serial ends of the pipeline run side by side: each has an error of its own.
  Error read_error, collect_error;
  std::atomic<bool> stop{false};
  parallel_pipeline(
      slots,
      [&](std::size_t s) {
        if (stop) return false;
        if (options.cancel && options.cancel->load()) {
          read_error = cancelled();
          return false;
        }
        Result<bool> more = reader->next(slot[s].block);
        if (!more) {
          read_error = more.error();
          return false;
        }
        if (!*more) return false;
        slot[s].bytes_read = reader->bytes_read();
        slot[s].file_name = reader->files()[slot[s].block.file];
        slot[s].mapping = reader->mapping(slot[s].block.file);
        return true;
      },
      {{.serial = false,
        .run =
            [&](std::size_t s) {
              corpus::ParsedBatch parsed;
              corpus::parse_block(slot[s].block, slot[s].file_name, slot[s].mapping, input, parsed);
              prepare_block(std::move(parsed), options, registry, slot[s].prepared);
            }},
       {.serial = true, .run = [&](std::size_t s) {
          if (stop) return;
          if (Result<void> added = collector.add(std::move(slot[s].prepared)); !added) {
            collect_error = added.error();
            stop = true;
          }
          if (options.progress) options.progress({"read", collector.articles(), 0, slot[s].bytes_read, total_bytes});
        }}});
  if (read_error.code != ErrorCode::ok) return read_error;
  if (collect_error.code != ErrorCode::ok) return collect_error;
  corpus->inputs.resize(reader->files().size());
  for (std::size_t f = 0; f < corpus->inputs.size(); ++f) corpus->inputs[f].fields = field_names(reader->mapping(static_cast<std::uint32_t>(f)));
  collector.finish(reader->files());
  if (const Result<LocalOutlets> named = name_local_outlets(*corpus, registry); !named) return named.error();
  return corpus;
}

static corpus::ParsedBatch batch_of(std::span<Article> articles) {
  corpus::ParsedBatch batch;
  std::uint64_t line = 0;
  for (Article& article : articles) {
    const std::uint64_t hash = corpus::content_hash(article);
    batch.articles.push_back({std::move(article), 0, ++line, hash});
  }
  return batch;
}

void prepare_articles(std::vector<Article> articles, const ScanOptions& options, const corpus::OutletRegistry& registry, PreparedBlock& out) {
  prepare_block(batch_of(articles), options, registry, out);
}

void prepare_article(Article head, std::string_view text, const text::Tokens* clean, const ScanOptions& options, const corpus::OutletRegistry& registry, PreparedBlock& out) {
  out = {};
  out.articles.reserve(1);
  const auto chunk = std::make_shared<TokenChunk>();  // its lists are filled once, and so take what they need
  prepare({std::move(head), 0, 1, 0}, text, options, registry, Depth::verdict, clean, scratch_here(), *chunk, out);
  out.chunk = chunk;
}

Result<std::unique_ptr<Corpus>> collect(std::vector<PreparedBlock> blocks, const ScanOptions& options) {
  auto corpus = std::make_unique<Corpus>(TextSpill::in_memory(true));
  Collector collector(*corpus, options);
  for (PreparedBlock& block : blocks)
    if (Result<void> added = collector.add(std::move(block)); !added) return added.error();
  corpus->inputs.resize(1);
  collector.finish({"memory"});
  return corpus;
}

static std::span<const sketch::ContentWord> content_of(const PreparedBlock& block) {
  const TokenChunk& c = *block.chunk;
  return c.late_content.get([&](std::vector<sketch::ContentWord>& words) {
    std::vector<sketch::ContentWord>& content = scratch_here().content;
    content.clear();
    sketch::content_words(block.frames, sketch::WordSpans{c.word, c.begin, c.length, c.weight, c.flags}, content);
    words.assign(content.begin(), content.end());
  });
}

Result<std::unique_ptr<Corpus>> collect(std::span<const std::shared_ptr<const PreparedBlock>> blocks, const ScanOptions& options) {
  auto corpus = std::make_unique<Corpus>(TextSpill::in_memory(false));
  Collector collector(*corpus, options);
  for (const auto& block : blocks) collector.add_shared(*block);
  corpus->inputs.resize(1);
  collector.finish({"memory"});
  if (blocks.size() > 1)  // one alone is compared with nothing
    for (std::size_t rank = 0; rank < corpus->docs.size(); ++rank) corpus->docs[rank].content = content_of(*blocks[corpus->tokens[rank].chunk]);
  return corpus;
}

Result<std::unique_ptr<Corpus>> ingest_articles(std::vector<Article> articles, const ScanOptions& options, const corpus::OutletRegistry& registry) {
  constexpr std::size_t kArticlesPerBlock = 64;
  std::vector<PreparedBlock> blocks((articles.size() + kArticlesPerBlock - 1) / kArticlesPerBlock);
  parallel_ranges(blocks.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t b = begin; b < end; ++b) {
      const auto first = articles.begin() + static_cast<std::ptrdiff_t>(b * kArticlesPerBlock);
      const auto last = articles.begin() + static_cast<std::ptrdiff_t>(std::min(articles.size(), (b + 1) * kArticlesPerBlock));
      prepare_articles({std::make_move_iterator(first), std::make_move_iterator(last)}, options, registry, blocks[b]);
    }
  });
  Result<std::unique_ptr<Corpus>> corpus = collect(std::move(blocks), options);
  if (corpus)
    if (const Result<LocalOutlets> named = name_local_outlets(**corpus, registry); !named) return named.error();
  return corpus;
}

}  // namespace reprise::engine
