// Idea: such a line is short, its words have capitals or are of a short list, and what stands next to the name parts the members of a list. A headline
//   that names an agency has a verb next to it ("Reuters Wins Pulitzer Prize").
// Tested by tests/provenance/attributions_shapes_test.cpp.
#include "provenance/attributions_bylines.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>

namespace reprise::provenance {
namespace {

constexpr std::uint32_t kHeadBytes = 400;  // 250 characters, most of two bytes
constexpr std::uint32_t kTailBytes = 500;
constexpr std::size_t kMostWords = 14;
constexpr std::size_t kLeastReport = 12;   // words above a credit
constexpr std::size_t kFree = 3;           // capitalised words in one member of the list: "Mary Ann Smith"
constexpr std::size_t kPair = 3;           // "AP and Reuters"
constexpr std::size_t kInitials = 4;       // letters of an editor's: "PTI COR SKD MNB"

using Words = std::initializer_list<const char*>;

class Words32 {
 public:
  Words32(Words words) {
    for (const char* word : words) hashes_.push_back(text::word_hash(word));
    std::sort(hashes_.begin(), hashes_.end());
  }
  bool has(std::uint32_t word) const { return std::binary_search(hashes_.begin(), hashes_.end(), word); }

 private:
  std::vector<std::uint32_t> hashes_;
};

class Makers : private NamedView {
 public:
  explicit Makers(const NamedView& view) : NamedView(view) {}

  std::optional<Cue> cue(const Mention& m) {
    if (!is_agency(m) || (m.ambiguous && !(cased(m.begin) && all_caps(m.begin)))) return std::nullopt;
    if (opens(gap_before(m.begin)) && closes(gap(m.end - 1))) return std::nullopt;  // the layout tells what brackets mean
    const bool head = begin_of(m.begin) < kHeadBytes;
    if (!head && (end_of(m.end - 1) + kTailBytes <= text_.size() || m.begin < kLeastReport)) return std::nullopt;
    const Cue found = head ? Cue::byline : Cue::credit;
    first_ = m.begin;
    while (first_ > 0 && m.begin - first_ < kMostWords && !(t_.flags[first_] & text::kLineStart)) --first_;
    last_ = m.end;
    while (last_ < n_ && last_ - first_ <= kMostWords && !(t_.flags[last_] & text::kLineStart)) ++last_;
    if (!head && closes_report(m)) return found;
    if (!cased(m.begin) || last_ - first_ > kMostWords || n_ == last_ - first_) return std::nullopt;
    if (!head && m.begin == first_ && initials_follow(m)) return found;
    if (!furniture(first_, m.begin) || !furniture(m.end, last_)) return std::nullopt;
    return parted_before(m) && parted_behind(m) ? std::optional(found) : std::nullopt;
  }

 private:
  static const Words32& opens_line() {
    static const Words32 words{"by", "par", "por", "von", "author", "writer", "source", "fuente", "agencia", "agence", "with", "avec", "con", "mit"};
    return words;
  }
  static const Words32& desk() {
    static const Words32 words{"staff", "bureau", "desk", "report", "reporters", "reporter", "agencies", "wires", "newsroom", "redacción", "redaction", "rédaction", "agencias", "agences", "merkezi", "redação"};
    return words;
  }
  bool joiner(std::size_t k) const {
    static const Words32 words{"by", "and", "with", "et", "y", "und", "ve", "avec", "con", "mit", "via"};
    return words.has(t_.word[k]);
  }
  bool is_desk(std::size_t k) const { return desk().has(t_.word[k]); }
  bool number(std::size_t k) const { return t_.flags[k] & text::kNumber; }
  bool address(std::size_t k) const { return has(word(k), "."); }
  static bool separates(std::string_view g) { return comma(g) || has(g, "|") || has(g, "/") || has(g, "·") || has(g, "(") || dash(g); }

  // "... until Monday. – PA", "... hasta el lunes. EFE", «... فارس»: behind the last sentence, or a line of its own in a script without capitals.
  bool closes_report(const Mention& m) const {
    if (!line_ends(m.end) || person_at(m)) return false;
    if (m.begin == first_) return !cased(m.begin) && last_ == m.end;
    const std::string_view before = gap_before(m.begin);
    const bool ended = has(before, ".") || has(before, "!") || has(before, "?") || has(before, "”") || has(before, "\"") || has(before, "»");
    return cased(m.begin) && all_caps(m.begin) ? ended && (dash(before) || starts_sentence(m.begin)) : ended && dash(before);
  }

  bool initials_follow(const Mention& m) const {
    for (std::size_t k = m.end; k < last_; ++k)
      if (!upper(k) || !all_caps(k) || t_.length[k] > kInitials) return false;
    return last_ > m.end + 1;
  }

  // Makers, places and dates.
  bool furniture(std::size_t begin, std::size_t end) const {
    static const Words32 small{"in", "of", "the", "ago", "am", "pm", "at", "on", "hours", "hour", "minutes", "min", "posted", "updated", "published", "de", "la", "le", "h", "et"};
    std::size_t free = 0;
    for (std::size_t k = begin; k < end; ++k) {
      if (k > begin && (separates(gap(k - 1)) || has(gap(k - 1), ":"))) free = 0;
      if (number(k) || is_desk(k) || joiner(k) || address(k) || small.has(t_.word[k]) || opens_line().has(t_.word[k])) {
        free = 0;
      } else if (!upper(k)) {
        if (t_.length[k] > 2) return false;
      } else if (++free > kFree) {
        return false;
      }
    }
    return true;
  }

  // "By ...", "... staff": not a headline, nor a picture's maker.
  bool tells_makers() const {
    if (opens_line().has(t_.word[first_])) return true;
    for (std::size_t k = first_; k < last_; ++k)
      if (is_desk(k)) return true;
    return false;
  }
  bool pairs_makers() const { return tells_makers() || last_ - first_ <= kPair; }

  bool parted_before(const Mention& m) const {
    std::size_t name = m.begin;
    if (name > first_ && is_the(name - 1)) --name;
    if (name == first_) return true;
    const std::string_view before = gap_before(name);
    if (has(before, "/")) return outlet_ends(name) || tells_makers() || address(name - 1);  // "Jim Young/Reuters" is a picture's
    if (separates(before)) return true;
    if (has(before, ":")) return opens_line().has(t_.word[name - 1]);
    if (opens_line().has(t_.word[name - 1])) return true;
    if (joiner(name - 1)) return pairs_makers();
    return m.end == last_ && opens_line().has(t_.word[first_]) && upper(first_) && !m.ambiguous;  // "By Jane Roe Associated Press"
  }

  bool parted_behind(const Mention& m) const {
    static const std::uint32_t in = text::word_hash("in");
    const std::string_view behind = gap(m.end - 1);
    if (m.end == last_) return behind.substr(0, 1) != ":";
    if (has(behind, "/")) return outlet_at(m.end) || dated(m.end);
    if (separates(behind)) return true;
    if (number(m.end) || is_desk(m.end)) return true;
    if (joiner(m.end)) return pairs_makers();
    return t_.word[m.end] == in && m.begin == first_ && last_ - m.end <= kFree && upper(last_ - 1);  // "Reuters in Nairobi"
  }

  bool prints(int outlet) const { return outlet >= 0 && registry_.outlets()[static_cast<std::size_t>(outlet)].kind != "photo"; }
  bool outlet_at(std::size_t k) const { return prints(registry_.match(t_.word.data() + k, n_ - k).outlet); }
  bool outlet_ends(std::size_t end) const {
    for (std::size_t k = end; k > first_; --k) {
      const corpus::AliasMatch found = registry_.match(t_.word.data() + k - 1, end - (k - 1));
      if (prints(found.outlet) && k - 1 + found.words == end) return true;
    }
    return false;
  }
  bool dated(std::size_t begin) const {
    for (std::size_t k = begin; k < last_; ++k)
      if (number(k)) return true;
    return false;
  }

  std::size_t first_ = 0, last_ = 0;  ///< tokens of the line
};

}  // namespace

std::optional<Cue> cue_by_makers(const NamedView& view, const Mention& m) { return Makers(view).cue(m); }

}  // namespace reprise::provenance
