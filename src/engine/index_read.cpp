// The calls that only read: what is stored, as it stands now.
// Tested by tests/engine/index_test.cpp.
#include <fmt/format.h>

#include <filesystem>

#include "engine/index_state.hpp"
#include "engine/texts.hpp"
#include "engine/verdicts.hpp"

namespace reprise {

namespace {

using store::Number;

Error no_article(std::string_view id) { return {ErrorCode::not_found, fmt::format("article '{}': the index has none with this id", id), std::string(id)}; }

/// Runs `read(catalogue)` on a connection of its own, at one moment of the catalogue.
template <class Read>
auto at_one_moment(ReaderPool& readers, Read read) -> decltype(read(std::declval<store::Catalogue&>())) {
  Result<ReaderPool::Lease> reader = readers.take();
  if (!reader) return reader.error();
  Result<store::Transaction> moment = store::Transaction::read((*reader)->database());
  if (!moment) return moment.error();
  return read(**reader);
}

Result<Number> number_of(store::Catalogue& catalogue, std::string_view id) {
  const Result<std::optional<Number>> number = catalogue.find(id);
  if (!number) return number.error();
  if (!*number) return no_article(id);
  return **number;
}

std::uint64_t disk_bytes(const std::string& directory) {
  namespace fs = std::filesystem;
  std::uint64_t bytes = 0;
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(directory, error); !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    std::error_code gone;  // a merge may take a file away meanwhile
    if (at->is_regular_file(gone)) bytes += at->file_size(gone);
  }
  return bytes;
}

}  // namespace

Result<StoredArticle> Index::get(std::string_view id) const {
  return at_one_moment(state_->readers, [&](store::Catalogue& catalogue) -> Result<StoredArticle> {
    const Result<Number> number = number_of(catalogue, id);
    if (!number) return number.error();
    Result<std::optional<store::ArticleRow>> row = catalogue.article(*number);
    if (!row) return row.error();
    if (!*row) return no_article(id);
    StoredArticle out;
    out.version = (*row)->version;
    out.added = (*row)->added;
    Result<Article> article = engine::load_text(catalogue, std::move(**row));
    if (!article) return article.error();
    out.article = std::move(*article);
    Result<std::vector<ArticleVersion>> earlier = catalogue.versions(id);
    if (!earlier) return earlier.error();
    for (ArticleVersion& v : *earlier) {
      Result<std::string> text = engine::decompress(v.article.text, state_->catalogue_path(), ErrorCode::bad_index);
      if (!text) return text.error();
      v.article.text = std::move(*text);
    }
    out.earlier = std::move(*earlier);
    const Result<engine::LoadedRun> loaded = engine::load_article(catalogue, state_->registry, *number);
    if (!loaded) return loaded.error();
    out.verdict = engine::verdict_of(loaded->run, loaded->index_of(*number));
    return out;
  });
}

bool Index::contains(std::string_view id) const {
  const Result<bool> there = at_one_moment(state_->readers, [&](store::Catalogue& catalogue) -> Result<bool> { return number_of(catalogue, id).has_value(); });
  return there && *there;
}

Result<std::vector<VerdictChain>> Index::chain(std::string_view id) const {
  return at_one_moment(state_->readers, [&](store::Catalogue& catalogue) -> Result<std::vector<VerdictChain>> {
    const Result<Number> number = number_of(catalogue, id);
    if (!number) return number.error();
    const Result<engine::LoadedRun> loaded = engine::load_article(catalogue, state_->registry, *number);
    if (!loaded) return loaded.error();
    return engine::verdict_of(loaded->run, loaded->index_of(*number)).chains;
  });
}

Result<VerdictFamily> Index::family(std::string_view family) const {
  return at_one_moment(state_->readers, [&](store::Catalogue& catalogue) -> Result<VerdictFamily> {
    const Result<std::optional<store::Key>> key = catalogue.family_key(family);
    if (!key) return key.error();
    if (!*key) return Error{ErrorCode::not_found, fmt::format("family '{}': the index has none with this id", family), std::string(family)};
    const Result<engine::LoadedRun> loaded = engine::load_family(catalogue, state_->registry, **key);
    if (!loaded) return loaded.error();
    if (loaded->run.families.empty()) return Error{ErrorCode::bad_index, fmt::format("{}: family '{}' has no occurrence", state_->catalogue_path(), family), state_->catalogue_path()};
    return engine::verdict_family(loaded->run, 0);
  });
}

Result<std::vector<Change>> Index::changes(std::uint64_t since, std::size_t limit) const {
  return at_one_moment(state_->readers, [&](store::Catalogue& catalogue) { return catalogue.changes(since, limit); });
}

Result<std::vector<std::string>> Index::ids() const {
  return at_one_moment(state_->readers, [&](store::Catalogue& catalogue) { return catalogue.ids(); });
}

Result<IndexStats> Index::stats() const {
  return at_one_moment(state_->readers, [&](store::Catalogue& catalogue) -> Result<IndexStats> {
    IndexStats stats;
    if (Result<void> counted = catalogue.count(stats); !counted) return counted.error();
    const Result<std::string> settled = catalogue.meta("settled");
    if (!settled) return settled.error();
    stats.settled = *settled == "1";
    stats.disk_bytes = disk_bytes(state_->directory);
    return stats;
  });
}

Result<Run> Index::run() const {
  return at_one_moment(state_->readers, [&](store::Catalogue& catalogue) -> Result<Run> {
    Result<engine::LoadedRun> loaded = engine::load_all(catalogue, state_->registry);
    if (!loaded) return loaded.error();
    return std::move(loaded->run);
  });
}

Result<std::string> Index::text(std::string_view id) const {
  return at_one_moment(state_->readers, [&](store::Catalogue& catalogue) -> Result<std::string> {
    const Result<Number> number = number_of(catalogue, id);
    if (!number) return number.error();
    const Result<std::optional<std::string>> frame = catalogue.frame(*number);
    if (!frame) return frame.error();
    if (!*frame) return Error{ErrorCode::bad_index, fmt::format("{}: the text of article '{}' is missing", state_->catalogue_path(), id), state_->catalogue_path()};
    return engine::decompress(**frame, state_->catalogue_path(), ErrorCode::bad_index);
  });
}

}  // namespace reprise
