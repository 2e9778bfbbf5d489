// Credits: whom the articles of a corpus belong to and whom they name as their source, as numbers that matching and grouping compare.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/ingest.hpp"
#include "match/restatements.hpp"

namespace reprise::engine {

/// Numbers of the outlets that articles belong to or credit, in the order of their names. The articles must outlive it.
class OutletNumbers {
 public:
  explicit OutletNumbers(std::span<const ArticleRecord> articles);
  /// kNone for "".
  std::uint32_t operator()(std::string_view name) const;

 private:
  std::vector<std::string_view> names_;
};

/// Per rank. A photo's credit is none for the text. `articles` are the corpus's own, which may have moved.
std::vector<match::Credits> credits_of(const Corpus& corpus, std::span<const ArticleRecord> articles);

}  // namespace reprise::engine
