// Idea: such a line has a word of its own ("copyright", "©", "contributed") within a few tokens of the name.
// Tested by tests/provenance/attributions_test.cpp.
#include "provenance/attributions_credit_lines.hpp"

#include <algorithm>
#include <iterator>

namespace reprise::provenance {
namespace {

constexpr std::size_t kContributors = 48;  // from an agency's name to "contributed", with names and places between
constexpr std::size_t kSoldWords = 12;     // from a paper's name to "Distributed by"

class CreditLines : private NamedView {
 public:
  explicit CreditLines(const NamedView& view) : NamedView(view) {}

  std::size_t image_copyright(const Mention& m) const {
    static const std::uint32_t copyright = text::word_hash("copyright");
    static const std::uint32_t kPictures[] = {text::word_hash("image"), text::word_hash("photo"), text::word_hash("picture"), text::word_hash("video"), text::word_hash("media")};
    if (m.begin < 2 || t_.word[m.begin - 1] != copyright) return m.begin;
    return std::find(std::begin(kPictures), std::end(kPictures), t_.word[m.begin - 2]) != std::end(kPictures) ? m.begin - 2 : m.begin;
  }

  std::optional<std::size_t> copyright_of(const Mention& m) const {
    static const std::uint32_t copyright = text::word_hash("copyright"), by = text::word_hash("by"), c = text::word_hash("c");
    if (!cased(m.begin) || (!is_agency(m) && !is_sold_on(m))) return std::nullopt;
    if (const std::optional<Found> left = left_cue(m, true); left && left->kind == PhraseKind::photo) return std::nullopt;  // "Photo: © TASS"
    for (std::size_t k = m.begin; m.begin - k < kMaxFill; --k) {
      if (has(gap_before(k), "©")) return k;
      if (k == 0 || (t_.flags[k] & text::kLineStart)) break;
      if (t_.word[k - 1] == copyright || (t_.word[k - 1] == c && (t_.flags[k] & text::kNumber))) return k - 1;
      if (!is_the(k - 1) && t_.word[k - 1] != by && t_.word[k - 1] != c && !(t_.flags[k - 1] & text::kNumber)) break;
    }
    return std::nullopt;
  }

  /// "(c)2024 The Seattle Times. Visit seattletimes.com. Distributed by Tribune Content Agency": a paper whose reports others run.
  bool is_sold_on(const Mention& m) const {
    static const std::uint32_t distributed = text::word_hash("distributed"), by = text::word_hash("by"), visit = text::word_hash("visit");
    for (std::size_t k = m.end; k < n_ && k - m.end < kSoldWords; ++k) {
      if (t_.word[k] == distributed && k + 1 < n_ && t_.word[k + 1] == by) return true;
      if (t_.word[k] == visit && upper(k) && starts_sentence(k)) return true;
    }
    return false;
  }

  std::size_t contributors_end(const Mention& m) const {
    static const std::uint32_t kPeople[] = {text::word_hash("writer"), text::word_hash("writers"), text::word_hash("reporter"), text::word_hash("reporters"), text::word_hash("journalist"), text::word_hash("journalists"),
                                            text::word_hash("correspondent"), text::word_hash("correspondents"), text::word_hash("staff"), text::word_hash("producer"), text::word_hash("producers"), text::word_hash("video")};
    static const std::uint32_t contributed = text::word_hash("contributed"), to = text::word_hash("to"), reporting = text::word_hash("reporting"), from = text::word_hash("from");
    if (m.end >= n_ || starts_sentence(m.end) || gap(m.end - 1) != " " || !cased(m.begin)) return m.end;
    if (m.ambiguous && !acronym(m)) return m.end;
    if (std::find(std::begin(kPeople), std::end(kPeople), t_.word[m.end]) == std::end(kPeople)) return m.end;
    for (std::size_t k = m.end + 1; k < n_ && k - m.end < kContributors && !(starts_sentence(k) && !upper(k - 1)) && !(t_.flags[k] & text::kParagraphStart); ++k) {
      if (t_.word[k] != contributed) continue;
      if (k + 1 < n_ && !starts_sentence(k + 1) && t_.word[k + 1] != to && t_.word[k + 1] != reporting && t_.word[k + 1] != from) return m.end;
      std::size_t end = k + 1;
      while (end < n_ && end - k < kMaxFill && !starts_sentence(end)) ++end;  // "to this report"
      return end;
    }
    return m.end;
  }
};

}  // namespace

std::size_t image_copyright(const NamedView& view, const Mention& m) { return CreditLines(view).image_copyright(m); }

std::optional<std::size_t> copyright_of(const NamedView& view, const Mention& m) { return CreditLines(view).copyright_of(m); }

std::size_t contributors_end(const NamedView& view, const Mention& m) { return CreditLines(view).contributors_end(m); }

}  // namespace reprise::provenance
