// Idea: names that follow each other, with nothing between but what parts a list, share the cue before the first or behind the last.
// Tested by tests/provenance/attributions_shapes_test.cpp.
#include "provenance/attributions_lists.hpp"

#include <algorithm>
#include <iterator>

namespace reprise::provenance {
namespace {

constexpr std::size_t kMostListed = 6;  // names with one cue
constexpr std::size_t kMostLanguage = 3;  // words of a note behind a name

class Lists : private NamedView {
 public:
  Lists(const NamedView& view, std::span<const Mention> mentions) : NamedView(view), mentions_(mentions) {}

  // «По данным РБК и «Ведомостей»», "Sources: AP, AFP": the cue before the first name is the second one's too.
  std::optional<Found> before(std::size_t index, std::size_t most = kMostListed) const {
    static const std::uint32_t also = text::word_hash("и"), and_ = text::word_hash("and");
    if (index == 0 || most == 0) return std::nullopt;
    const Mention &first = mentions_[index - 1], &m = mentions_[index];
    if (!cased(m.begin) && listed(first, m)) {
      const std::optional<Found> cue = left_cue(first, true);
      return cue ? cue : before(index - 1, most - 1);
    }
    if (!cased(m.begin) || starts_inside(first.end, m.begin + 1) || first.outlet == m.outlet) return std::nullopt;
    const bool russian = m.begin == first.end + 1 && t_.word[first.end] == also;
    const bool listed = is_agency(m) && ((m.begin == first.end + 1 && t_.word[first.end] == and_) || (m.begin == first.end && gap(first.end - 1) == ", "));
    if (!russian && !listed) return std::nullopt;
    std::optional<Found> cue = left_cue(first, true);
    if (!cue && listed) cue = before(index - 1, most - 1);  // the third of a list
    return russian || (cue && cue->kind == PhraseKind::credit) ? cue : std::nullopt;
  }

  // "新华社、央视新闻", "《聯合報》與《自由時報》", "الجزيرة + رويترز".
  bool listed(const Mention& first, const Mention& m) const {
    static const std::uint32_t kAnd[] = {text::word_hash("及"), text::word_hash("和"), text::word_hash("与")};
    if (first.outlet == m.outlet || first.outlet < 0 || m.outlet < 0 || starts_inside(first.end, m.begin + 1)) return false;
    const std::string_view between = gap(first.end - 1);
    const bool ideographs = static_cast<unsigned char>(text_[begin_of(m.begin)]) >= 0xe3;
    if (m.begin == first.end) return has(between, "、") || has(between, "+") || (ideographs && between == " ");
    return m.begin == first.end + 1 && std::find(std::begin(kAnd), std::end(kAnd), t_.word[first.end]) != std::end(kAnd);
  }

  // The cue behind the last name of a list is that of the others, too.
  std::optional<Found> behind(std::size_t index) const {
    for (std::size_t k = index; k + 1 < mentions_.size() && k - index < kMostListed && !cased(mentions_[k].begin) && listed(mentions_[k], mentions_[k + 1]); ++k)
      if (const std::optional<Found> cue = right_cue(mentions_[k + 1], true)) return cue;
    return std::nullopt;
  }

  // "... will retire after 46 years. (Daily Mail)", at the end of a line. Agencies stand so behind the captions of pictures.
  bool ends_item(const Mention& m) const {
    if (m.outlet < 0 || is_agency(m) || sells_photos(m) || m.begin == 0) return false;
    std::size_t end = m.end;  // "(L'Equipe - in French)"
    while (end < n_ && end - m.end < kMostLanguage && !line_ends(end) && !has(gap(end - 1), ")")) ++end;
    if (!line_ends(end) || (end > m.end && !dash(gap(m.end - 1)))) return false;
    const std::size_t name = is_the(m.begin - 1) && m.begin > 1 ? m.begin - 1 : m.begin;
    const std::string_view before = gap_before(name);
    return has(before, "(") && (has(before, ".") || has(before, "!") || has(before, "?") || has(before, "\"") || has(before, "\u201d")) && has(gap(end - 1), ")");
  }

 private:
  std::span<const Mention> mentions_;
};

}  // namespace

std::optional<Found> joined_before(const NamedView& view, std::span<const Mention> mentions, std::size_t index) { return Lists(view, mentions).before(index); }

std::optional<Found> joined_behind(const NamedView& view, std::span<const Mention> mentions, std::size_t index) { return Lists(view, mentions).behind(index); }

bool ends_item(const NamedView& view, const Mention& m) { return Lists(view, {}).ends_item(m); }

}  // namespace reprise::provenance
