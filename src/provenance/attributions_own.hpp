// What an article says of its own outlet, which is no attribution.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "provenance/attributions_phrases.hpp"
#include "reprise/run.hpp"

namespace reprise::provenance {

class OwnOutlet : private NamedView {
 public:
  OwnOutlet(const NamedView& view, std::string_view self);

  /// The name means the article's own outlet.
  bool is(const Mention& m) const;
  /// Of such a name: "told the Post", "a Post reporter", «сообщили ТАСС», "告诉红星新闻记者".
  bool was_told(const Mention& m) const;
  /// The bytes of the paragraph that tokens [begin, end) stand in.
  Span paragraph(std::size_t begin, std::size_t end) const;
  /// "told this newspaper", «нашему корреспонденту», «لمراسلنا»: the paragraphs that say so without the name, outside quotations.
  std::vector<Span> told_us() const;

 private:
  bool shortens(const Mention& m) const;
  bool houses(const Mention& m) const;

  int outlet_;                        ///< its index in the registry, or -1
  std::vector<std::uint32_t> words_;  ///< of the name of an outlet that only the corpus knows, or nobody
};

}  // namespace reprise::provenance
