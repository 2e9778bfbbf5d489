// Idea: brackets, dashes, slashes and line ends around a name, and how far it stands from the text's beginning or end, tell a dateline, a byline, an end
//   credit or a picture's caption.
// Tested by tests/provenance/attributions_test.cpp.
#include "provenance/attributions_layout.hpp"

#include <algorithm>

namespace reprise::provenance {
namespace {

constexpr std::uint32_t kHeadBytes = 400;  // a dateline or byline stands in here: 250 characters, most of two bytes
constexpr std::uint32_t kTailBytes = 500;  // an end credit stands in here
constexpr std::size_t kBylineWords = 12;   // "By Jane Roe and John Doe, The Associated Press"
constexpr std::size_t kSlashWords = 4;
constexpr std::size_t kMaker = 4;          // words of a photographer's name
constexpr std::size_t kLeastReport = 12;   // words above a credit that stands alone
constexpr std::size_t kDatelineWords = 6;  // "ST. PETERSBURG, Russia, Oct. 5 (Reuters)"

class Layout : private NamedView {
 public:
  explicit Layout(const NamedView& view) : NamedView(view) {}

  std::optional<Cue> cue(const Mention& m) const {
    const std::string_view before = gap_before(m.begin);
    const std::string_view behind = gap(m.end - 1);
    const bool head = begin_of(m.begin) < kHeadBytes;
    const bool tail = end_of(m.end - 1) + kTailBytes > text_.size();
    const std::uint32_t next_class = m.end < n_ ? cues_.classes(t_.word[m.end]) : 0u;
    if (m.outlet < 0) return std::nullopt;
    // "عين اليوم", "(اليوم)": without capitals a common word needs a cue; a person's or a product's name is no paper.
    if (m.ambiguous && !is_agency(m) && (!cased(m.begin) || person_at(m))) return std::nullopt;
    if (head && in_byline(m)) return Cue::byline;
    if (head && slash_dateline(m)) return Cue::dateline;
    if (head && wires_dateline(m)) return Cue::dateline;
    if (photo_by_slash(m) || photo_with_maker(m)) return Cue::photo;
    if (tail && with_in_brackets(m)) return Cue::credit;
    if (opens(before) && closes(behind) && !has(behind, "](") && !(next_class & kVetoNext && behind.size() < 2) && !between_slashes(before, behind) &&
        !(m.ambiguous && spells_words_before(m))) {
      // "The square in the evening (Reuters)" as a line of its own is a picture's caption; so is, at the head, a whole
      // sentence on its line: a dateline has but a place and a date, and the report goes on behind it.
      const bool line = has(behind, "\n");
      // "(NAN)", a line of its own below the report, whatever the page has behind it.
      if (is_agency(m) && m.begin >= kLeastReport && alone_in_line(m)) return Cue::credit;
      const bool caption = line && (head ? words_before_in_line(m.begin) > kDatelineWords
                                         : !tail && !has(before, ".") && !has(before, "!") && !has(before, "\""));
      if (caption && upper(m.begin)) return Cue::photo;
      const bool dateline = head && (!tail || !ends_text(m.end));
      if (dateline && !dateline_shape(m, behind)) {
        if (!is_agency(m)) return std::nullopt;  // a cue beside it decides
        return Cue::sentence;  // "the kingdom's official agency (SPA)"
      }
      const bool marked = has(before, "«") && has(behind, "»");  // "... контракт («Чемпионат»)."
      if (!dateline && m.ambiguous && !is_agency(m) && !marked) return std::nullopt;
      return dateline ? Cue::dateline : tail ? Cue::credit : Cue::sentence;
    }
    // 新华社北京3月1日电: the name, a place, a date, the sign for a dispatch.
    if (head && is_wire_head(m)) return Cue::dateline;
    const bool line_start = m.begin == 0 || (t_.flags[m.begin] & text::kLineStart);
    const bool line_end = line_ends(m.end);
    const bool short_head = head && words_before_in_line(m.begin) <= kDatelineWords;
    // A headline's "... — CNN" ends its line; a dateline goes on behind its own dash or colon.
    const bool framed = dash(before) && before != "-" && (line_end || (short_head && (dash(behind) || has(behind, ":"))));
    if (framed && line_end && has(behind, ".")) return Cue::sentence;  // "... after a complaint — Reuters."
    if (head && (framed || (short_head && line_start && is_agency(m) && dash(behind)))) return dash(before) ? Cue::dateline : Cue::byline;
    if (short_head && dash(before) && before != "-" && has(behind, ".") && !m.ambiguous) return Cue::dateline;
    if (m.begin == 0 && is_agency(m) && !cased(m.begin) && (behind == ": " || behind == "：")) return Cue::dateline;  // «ایسنا: ...»
    if (head && comma_dateline(m)) return Cue::dateline;
    const bool spelled = head && is_agency(m) && !cased(m.begin);  // «أ ش أ», a line of its own
    if (line_start && line_end && n_ > m.end - m.begin && (head || tail) && (!m.ambiguous || spelled)) return head ? Cue::byline : Cue::credit;
    return std::nullopt;
  }

  // "Jim Young/Reuters", "REUTERS/Jim Young", "/AFP/Getty Images": slashes part a picture's maker and its sellers. A pair
  // of slashes that stands free ("/TASS/") frames a dateline, and a poll has two givers ("Reuters/Ipsos poll").
  bool photo_by_slash(const Mention& m) const {
    const std::string_view before = trimmed(gap_before(m.begin)), behind = trimmed(gap(m.end - 1));
    const bool left = !before.empty() && before.back() == '/' && before.size() == 1 && m.begin > 0;
    const std::string_view raw = gap(m.end - 1);
    const bool right = behind == "/" && m.end < n_ && raw != "/ ";  // "/TASS/ " closes a frame
    if (!left && !right) return false;
    if (const auto cue = left ? std::nullopt : left_cue(m, true); cue && cue->fill == 0 && cue->kind == PhraseKind::report) return false;  // "told Reuters/TV"
    for (std::size_t k = m.end; k < n_ && k < m.end + 5; ++k) {
      if (cues_.classes(t_.word[k]) & kPoll) return false;
    }
    if (left && !right) {
      if (behind.size() > 0 && behind.front() == '/') return false;
      return upper(m.begin - 1) && (is_agency(m) || sells_photos(m) || (m.begin > 1 && upper(m.begin - 2) && (closes(behind) || has(behind, "\n"))));
    }
    if (!is_agency(m) && !sells_photos(m)) return false;
    return left ? upper(m.begin - 1) : upper(m.end);
  }

  // "צילום: דודי גרינשפן, כאן חדשות", "Фото: Алина Бурдина / 59.RU": the photographer stands before the outlet.
  bool photo_with_maker(const Mention& m) const {
    static const std::uint32_t kPhotos[] = {text::word_hash("photo"), text::word_hash("photos"), text::word_hash("picture"), text::word_hash("image"), text::word_hash("фото"), text::word_hash("צילום"), text::word_hash("צילומים"),
                                            text::word_hash("تصوير"), text::word_hash("عکس"), text::word_hash("foto"), text::word_hash("fotos")};
    const std::string_view parts = gap_before(m.begin);
    if (m.begin < 2 || !(comma(parts) || has(parts, "/") || dash(parts)) || has(parts, "\n")) return false;
    for (std::size_t k = m.begin - 1; k > 0 && m.begin - k <= kMaker && !(t_.flags[k] & text::kLineStart); --k)
      if (has(gap(k - 1), ":")) return std::find(std::begin(kPhotos), std::end(kPhotos), t_.word[k - 1]) != std::end(kPhotos);
    return false;
  }

  bool alone_in_line(const Mention& m) const {
    return (m.begin == 0 || (t_.flags[m.begin] & text::kLineStart)) && line_ends(m.end);
  }

 private:
  // A place and a date at most before it on its line, and behind it what parts a dateline from the report.
  bool dateline_shape(const Mention& m, std::string_view behind) const {
    if (words_before_in_line(m.begin) > kDatelineWords) return false;
    // "(CNN) A storm": the name opens the text and the report follows.
    if (m.begin == 0 && !m.ambiguous && (behind == ") " || behind == ")") && m.end < n_ && (upper(m.end) || !cased(m.end))) return true;
    return (is_agency(m) && (!m.ambiguous || !cased(m.begin))) || dash(behind) || has(behind, ":") || has(behind, "：") || has(behind, "\n");
  }

  std::size_t line_begin(std::size_t token) const {
    while (token > 0 && !(t_.flags[token] & text::kLineStart)) --token;
    return token;
  }

  // "By The Associated Press", "By Jane Roe, Reuters", "By JANE ROE | AP", "By Reuters Staff", "Jane Roe, The Canadian Press": a line of its own.
  bool in_byline(const Mention& m) const {
    static const std::uint32_t by = text::word_hash("by"), staff = text::word_hash("staff"), of = text::word_hash("of"), and_ = text::word_hash("and");
    const std::size_t first = line_begin(m.begin);
    if (!cased(m.begin) || m.begin - first > kBylineWords) return false;
    static const std::uint32_t city = text::word_hash("city"), kDesk[] = {staff, text::word_hash("reporter"), text::word_hash("reporters"), text::word_hash("writer")};
    const auto desk = [&](std::size_t token) { return token < n_ && std::find(std::begin(kDesk), std::end(kDesk), t_.word[token]) != std::end(kDesk) && line_ends(token + 1); };
    const bool of_agency = is_agency(m) && (desk(m.end) || (m.end < n_ && t_.word[m.end] == city && desk(m.end + 1)));  // "By PA Reporter", "PA City Staff"
    if (!line_ends(m.end) && !of_agency && !(t_.word[m.end] == staff && line_ends(m.end + 1))) return false;
    if (of_agency && m.begin == first) return true;
    const bool told = t_.word[first] == by && upper(first) && first < m.begin;
    if (!told && !(m.begin - first >= 2 && is_agency(m))) return false;
    for (std::size_t k = told ? first + 1 : first; k < m.begin; ++k) {
      if (!upper(k) && !is_the(k) && t_.word[k] != of && t_.word[k] != and_) return false;
    }
    const std::size_t name = m.begin > first && is_the(m.begin - 1) ? m.begin - 1 : m.begin;
    const std::string_view parts = gap_before(name);
    const bool parted = comma(parts) || has(parts, "|") || has(parts, "(") || dash(parts) || (told && (name == first + 1 || t_.word[name - 1] == of));
    if (told && !parted) return is_agency(m) && all_caps(first) && all_caps(m.begin) && !m.ambiguous;  // "BY JANE ROE ASSOCIATED PRESS"
    return parted && (told || comma(parts)) && (!m.ambiguous || is_agency(m) || (name < m.begin && upper(name)));
  }

  // «إسطنبول / الأناضول»: a place, a slash, the agency, and the end of the line or a colon. «ایرنا/ ...»: the agency opens the text.
  bool slash_dateline(const Mention& m) const {
    if (m.begin == 0 && !m.ambiguous && !cased(m.begin) && is_agency(m) && trimmed(gap(m.end - 1)) == "/") return true;
    if (cased(m.begin) || !is_agency(m) || trimmed(gap_before(m.begin)) != "/") return false;
    const std::size_t words = words_before_in_line(m.begin);
    const std::string_view behind = gap(m.end - 1);
    return words > 0 && words <= kSlashWords && (line_ends(m.end) || has(behind, ":") || dash(behind));
  }

  // "BEIRUT (AFP/Reuters) —", "La. (AP/KXLA) —": a wire and a station, or two wires, share a dateline.
  bool wires_dateline(const Mention& m) const {
    if (!cased(m.begin) || words_before_in_line(m.begin) > kDatelineWords) return false;
    std::size_t first = m.begin, last = m.end;
    while (first > 0 && m.begin - first < 2 && gap_before(first) == "/") --first;
    while (last < n_ && last - m.end < 2 && gap(last - 1) == "/") ++last;
    if (last - first == m.end - m.begin || !has(gap_before(first), "(")) return false;
    const std::string_view behind = gap(last - 1);
    return has(behind, ")") && dash(behind);
  }

  // "(with AFP)", "(avec AFP)", "(mit dpa)": at the end, of an agency.
  bool with_in_brackets(const Mention& m) const {
    static const std::uint32_t kWith[] = {text::word_hash("with"), text::word_hash("avec"), text::word_hash("mit"), text::word_hash("con"), text::word_hash("com"), text::word_hash("с"), text::word_hash("مع"), text::word_hash("ile")};
    return is_agency(m) && m.begin > 0 && opens(gap_before(m.begin - 1)) && std::find(std::begin(kWith), std::end(kWith), t_.word[m.begin - 1]) != std::end(kWith);
  }

  // "YEREVAN, JANUARY 5, ARMENPRESS. ...", "Damascus, SANA- ...": places and a date in capitals, commas, the agency, and the report behind it.
  bool comma_dateline(const Mention& m) const {
    if (!is_agency(m) || !cased(m.begin) || m.begin == 0 || line_ends(m.end)) return false;
    const std::string_view behind = gap(m.end - 1);
    if (!has(gap_before(m.begin), ",") || !(dash(behind) || has(behind, "."))) return false;
    const std::size_t first = line_begin(m.begin);
    if (m.begin - first > kDatelineWords) return false;
    for (std::size_t k = first; k < m.begin; ++k) {
      if (!upper(k) && !(t_.flags[k] & text::kNumber)) return false;
    }
    return !m.ambiguous || all_caps(m.begin);
  }

  static std::string_view trimmed(std::string_view s) {
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    return s;
  }

  // "NBC News/Wall Street Journal/Marist poll": the slashes part names; "/TASS/" is a frame and stands free.
  static bool between_slashes(std::string_view before, std::string_view behind) { return before == "/" || behind == "/"; }

  // "Advanced Placement (AP)": an abbreviation that the text explains.
  bool spells_words_before(const Mention& m) const {
    if (m.end - m.begin != 1 || m.begin < 2) return false;
    const std::string_view letters = text_.substr(begin_of(m.begin), t_.length[m.begin]);
    const std::size_t count = letters.size();
    if (count < 2 || count > 6 || m.begin < count) return false;
    for (std::size_t k = 0; k < count; ++k) {
      const char letter = letters[k], first = text_[begin_of(m.begin - count + k)];
      if (letter < 'A' || letter > 'Z' || (first | 0x20) != (letter | 0x20)) return false;
    }
    return true;
  }

  bool ends_text(std::size_t end) const { return end >= n_; }
  std::size_t words_before_in_line(std::size_t token) const {
    std::size_t words = 0;
    while (token > 0 && !(t_.flags[token] & text::kLineStart) && words <= kDatelineWords) --token, ++words;
    return words;
  }

  bool is_wire_head(const Mention& m) const {
    static const std::uint32_t dispatch = text::word_hash("电"), letter = text::word_hash("讯"), month = text::word_hash("月");
    bool dated = false;
    for (std::size_t k = m.end; k < n_ && k < m.end + 14; ++k) {
      if (t_.word[k] == month) dated = true;
      if ((t_.word[k] == dispatch || t_.word[k] == letter) && dated) return true;
    }
    return false;
  }
};

}  // namespace

std::optional<Cue> cue_by_layout(const NamedView& view, const Mention& m) { return Layout(view).cue(m); }

bool shows_photo(const NamedView& view, const Mention& m) { return Layout(view).photo_by_slash(m); }

bool alone_in_line(const NamedView& view, const Mention& m) { return Layout(view).alone_in_line(m); }

}  // namespace reprise::provenance
