// A text with the names of outlets that were found in it: what a name looks like, and the cues that stand right before or behind it.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "corpus/outlets.hpp"
#include "provenance/attributions_mentions.hpp"
#include "provenance/attributions_view.hpp"

namespace reprise::provenance {

inline constexpr std::size_t kMaxFill = 6;  ///< tokens between cue and name: "according to a report by the state-run IRNA"

struct Found {
  std::size_t begin = 0, end = 0;  ///< tokens of the cue
  PhraseKind kind = PhraseKind::report;
  std::size_t fill = 0;  ///< tokens between it and the name
  bool told = false;     ///< as the phrase
};

class NamedView : public View {
 public:
  NamedView(std::string_view text, const text::Tokens& tokens, const corpus::OutletRegistry& registry) : View(text, tokens), registry_(registry) {}

  bool is_of(const Mention& m, std::string_view kind) const {
    return m.outlet >= 0 && registry_.outlets()[static_cast<std::size_t>(m.outlet)].kind == kind;
  }
  bool is_agency(const Mention& m) const { return is_of(m, "agency"); }
  bool is_local(const Mention& m) const { return is_of(m, ""); }  ///< known by the corpus alone
  bool sells_photos(const Mention& m) const { return is_of(m, "photo"); }

  /// "CBS", "RT": capitals alone, where other words have small letters.
  bool acronym(const Mention& m) const;
  /// "Michael Bloomberg": a capitalised word that is no filler stands right before it.
  bool person_at(const Mention& m) const;

  /// A phrase that ends before the name, or begins behind it, with words of the tables between. `strict`: nothing else between.
  std::optional<Found> left_cue(const Mention& m, bool strict) const;
  std::optional<Found> right_cue(const Mention& m, bool strict) const;

 protected:
  std::size_t before_brackets(std::size_t k) const;
  std::size_t behind_brackets(std::size_t end) const;

  const corpus::OutletRegistry& registry_;
};

}  // namespace reprise::provenance
