// Idea: the words right before a name, and the one behind it, tell a place or a body that is called as an outlet is. Each rule is for names that mean
//   something else as well; its words are a short list of what stood there in real articles.
// Tested by tests/provenance/attributions_test.cpp.
#include "provenance/attributions_senses.hpp"

#include <algorithm>
#include <iterator>

namespace reprise::provenance {
namespace {

constexpr std::size_t kMaxOffice = 4;  // words from a title to its place

class Senses : private NamedView {
 public:
  explicit Senses(const NamedView& view) : NamedView(view) {}

  bool set_apart(const Mention& m) const {
    const std::string_view before = gap_before(m.begin), behind = gap(m.end - 1);
    for (const std::string_view mark : {"«", "\"", "“", "”", "„", "《", "'", "''"}) {
      if (has(before, mark) && (has(behind, "»") || has(behind, "\"") || has(behind, "”") || has(behind, "“") ||
                                has(behind, "》") || has(behind, "'"))) {
        return true;
      }
    }
    if (m.prefixed && (has(word(m.begin), "\"") || has(word(m.begin), "\u05f4"))) return true;  // ב"הארץ"
    return m.begin > 0 && (cues_.classes(t_.word[m.begin - 1]) & kMediaHead);
  }

  bool according_to(std::size_t token) const {
    static const std::uint32_t according = text::word_hash("according");
    return token > 1 && t_.word[token - 2] == according;
  }

  // "the governor of Fars said", "Fars officials", "in Phoenix": the town or the province of that name.
  bool is_town(const Mention& m) const {
    static const std::uint32_t kTowns[] = {text::word_hash("fars"), text::word_hash("phoenix"), text::word_hash("saba"), text::word_hash("petra"), text::word_hash("mashregh")};
    static const std::uint32_t kPlaced[] = {text::word_hash("of"), text::word_hash("in"), text::word_hash("from"), text::word_hash("at"), text::word_hash("to"), text::word_hash("for"), text::word_hash("through")};
    if (!m.ambiguous || m.end - m.begin != 1 || !cased(m.begin)) return false;
    if (std::find(std::begin(kTowns), std::end(kTowns), t_.word[m.begin]) == std::end(kTowns)) return false;
    if (m.end < n_ && !starts_sentence(m.end) && (classes(m.end) & kOfTown) && gap(m.end - 1) == " ") return true;
    return m.begin > 0 && !starts_sentence(m.begin) && std::find(std::begin(kPlaced), std::end(kPlaced), t_.word[m.begin - 1]) != std::end(kPlaced) &&
           !according_to(m.begin);
  }

  // "Ministry of Foreign Affairs", "Students for Life": a body or a cause of that name.
  bool is_governed(const Mention& m) const {
    static const std::uint32_t kBodies[] = {text::word_hash("ministry"), text::word_hash("ministries"), text::word_hash("department"), text::word_hash("minister"), text::word_hash("ministers"),
                                            text::word_hash("secretary"), text::word_hash("committee"), text::word_hash("council"), text::word_hash("institute"), text::word_hash("faculty"),
                                            text::word_hash("bureau"), text::word_hash("vice-president")};
    static const std::uint32_t of = text::word_hash("of"), for_ = text::word_hash("for"), on = text::word_hash("on");
    if (!m.ambiguous || !cased(m.begin) || m.begin < 2 || starts_inside(m.begin - 1, m.begin + 1)) return false;
    const std::size_t tie = is_the(m.begin - 1) ? m.begin - 2 : m.begin - 1;
    if (tie == 0 || starts_sentence(tie)) return false;
    const std::uint32_t by = t_.word[tie];
    if (by != of && by != for_ && by != on) return false;
    if (std::find(std::begin(kBodies), std::end(kBodies), t_.word[tie - 1]) != std::end(kBodies)) return true;
    return by == for_ && tie + 1 == m.begin && upper(tie - 1) && gap(tie - 1) == " " && !word(tie - 1).ends_with("ing") && !(classes(tie - 1) & (kFiller | kSpeech | kPerson));
  }

  // «سكان الجزيرة»: the province.
  bool is_province(const Mention& m) const {
    static const std::uint32_t kOf[] = {text::word_hash("ولاية"), text::word_hash("محافظة"), text::word_hash("إقليم"), text::word_hash("مقاطعة"), text::word_hash("سكان"),
                                        text::word_hash("أهالي"), text::word_hash("حاكم"), text::word_hash("والي"), text::word_hash("شبه")};
    if (cased(m.begin) || m.begin == 0 || m.end - m.begin != 1 || starts_sentence(m.begin)) return false;
    return std::find(std::begin(kOf), std::end(kOf), t_.word[m.begin - 1]) != std::end(kOf);
  }

  // «استاندار فارس»: a title or an office and the place of it, in one chain.
  bool ends_office(const Mention& m) const {
    static const std::uint32_t kOffices[] = {text::word_hash("استاندار"), text::word_hash("استانداری"), text::word_hash("فرماندار"), text::word_hash("فرمانداری"), text::word_hash("مدیرکل"), text::word_hash("مدیر"),
                                             text::word_hash("رئیس"), text::word_hash("رییس"), text::word_hash("معاون"), text::word_hash("فرمانده"), text::word_hash("پلیس"), text::word_hash("دادستان"),
                                             text::word_hash("دادگستری"), text::word_hash("مردم"), text::word_hash("اهالی"), text::word_hash("نماینده"), text::word_hash("شهردار"), text::word_hash("هواشناسی"),
                                             text::word_hash("انتظامی"), text::word_hash("سپاه"), text::word_hash("دانشگاه"), text::word_hash("سخنگوی"), text::word_hash("مسئول"), text::word_hash("امام")};
    static const std::uint32_t kParts[] = {text::word_hash("از"), text::word_hash("به"), text::word_hash("در"), text::word_hash("با"), text::word_hash("که"), text::word_hash("را"), text::word_hash("و")};
    if (!m.ambiguous || cased(m.begin) || set_apart(m) || m.end - m.begin != 1) return false;
    for (std::size_t k = m.begin; k > 0 && m.begin - k < kMaxOffice && !starts_sentence(k) && gap(k - 1) == " "; --k) {
      const std::uint32_t word = t_.word[k - 1];
      if (std::find(std::begin(kParts), std::end(kParts), word) != std::end(kParts)) return false;
      if (std::find(std::begin(kOffices), std::end(kOffices), word) != std::end(kOffices)) return true;
    }
    return false;
  }

  // "the CCTV", "CCTV footage": cameras, not the broadcaster.
  bool is_camera(const Mention& m) const {
    static const std::uint32_t cctv = text::word_hash("cctv"), kSees[] = {text::word_hash("footage"), text::word_hash("camera"), text::word_hash("cameras"), text::word_hash("video"), text::word_hash("videos"),
                                                                          text::word_hash("images"), text::word_hash("clip"), text::word_hash("recordings"), text::word_hash("system"), text::word_hash("grab")};
    if (t_.word[m.begin] != cctv || m.end - m.begin != 1 || !cased(m.begin)) return false;
    if (m.begin > 0 && is_the(m.begin - 1)) return true;
    return m.end < n_ && !starts_sentence(m.end) && std::find(std::begin(kSees), std::end(kSees), t_.word[m.end]) != std::end(kSees);
  }

  // "Topeka, Kan.": a state's short form.
  bool abbreviates_state(const Mention& m) const {
    return m.ambiguous && m.end - m.begin == 1 && cased(m.begin) && m.begin > 0 && has(gap_before(m.begin), ",") &&
           gap(m.end - 1).substr(0, 1) == ".";
  }
};

}  // namespace

bool set_apart(const NamedView& view, const Mention& m) { return Senses(view).set_apart(m); }

bool is_other_thing(const NamedView& view, const Mention& m) {
  const Senses senses(view);
  return senses.abbreviates_state(m) || senses.is_governed(m) || senses.is_camera(m);
}

bool is_place(const NamedView& view, const Mention& m) {
  const Senses senses(view);
  return senses.ends_office(m) || senses.is_province(m) || senses.is_town(m);
}

}  // namespace reprise::provenance
