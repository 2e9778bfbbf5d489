// Idea: which words are a name is told by the script: capitals of another script or marks in Cyrillic, the clause's end in Persian,
//   the last character of a paper's or station's name in Chinese. Everywhere else a name needs a word for its kind (add_unknown).
// Invariant: a name stands right behind its cue, in one sentence, and has few words. Cost: O(kWords) per cue.
// Tested by tests/provenance/attributions_test.cpp.
#include "provenance/attributions_names.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace reprise::provenance {
namespace {

constexpr std::size_t kWords = 5;        // of a name
constexpr std::size_t kIdeographs = 12;
constexpr std::size_t kTold = 12;        // from the particle back to the verb

unsigned char lead(const View& v, std::size_t token) { return static_cast<unsigned char>(v.text_[v.begin_of(token)]); }
bool latin(const View& v, std::size_t token) { return lead(v, token) < 0x80 && !(v.t_.flags[token] & text::kNumber); }
bool cyrillic(const View& v, std::size_t token) { return lead(v, token) == 0xd0 || lead(v, token) == 0xd1; }
bool arabic(const View& v, std::size_t token) { return lead(v, token) >= 0xd8 && lead(v, token) <= 0xdb; }
bool hebrew(const View& v, std::size_t token) { return lead(v, token) == 0xd6 || lead(v, token) == 0xd7; }

bool is(const View& v, std::size_t token, std::initializer_list<std::uint32_t> words) {
  return std::find(words.begin(), words.end(), v.t_.word[token]) != words.end();
}

class Words {
 public:
  explicit Words(std::string_view list) {
    while (!list.empty()) {
      const std::size_t bar = std::min(list.find('|'), list.size());
      if (const std::uint32_t word = text::word_hash(list.substr(0, bar)); word != 0) words_.push_back(word);
      list.remove_prefix(std::min(bar + 1, list.size()));
    }
    std::sort(words_.begin(), words_.end());
  }
  bool holds(std::uint32_t word) const { return std::binary_search(words_.begin(), words_.end(), word); }

 private:
  std::vector<std::uint32_t> words_;
};

Range cyrillic_name(const View& v, std::size_t cue) {
  static const std::uint32_t on = text::word_hash("на"), reference = text::word_hash("ссылкой"), referring = text::word_hash("ссылаясь");
  if (v.t_.word[cue] == on && (cue == 0 || !is(v, cue - 1, {reference, referring}))) return {};
  const std::size_t begin = cue + 1;
  const std::string_view gap = v.gap(cue);
  if (View::comma(gap) || View::has(gap, ":") || View::has(gap, "—")) return {};
  std::size_t end = begin;
  if (View::has(gap, "«") || View::has(gap, "\"") || View::has(gap, "“") || View::has(gap, "„")) {
    if (!v.upper(begin) && !latin(v, begin)) return {};
    for (end = begin + 1; end <= v.n_ && end - begin <= kWords; ++end) {
      const std::string_view g = v.gap(end - 1);
      if (View::has(g, "»") || View::has(g, "\"") || View::has(g, "”") || View::has(g, "“")) return {begin, end};
      if (end == v.n_ || v.starts_sentence(end) || View::comma(g)) return {};
    }
    return {};
  }
  if (gap != " " || !latin(v, begin) || !v.upper(begin)) return {};
  while (end < v.n_ && end - begin < kWords && latin(v, end) && v.upper(end) && (end == begin || v.gap(end - 1) == " ")) ++end;
  if (end < v.n_ && v.gap(end - 1) == "-" && (v.classes(end) & (kFiller | kMediaHead))) return {};  // «Telegram-канал «...»»
  static const std::uint32_t kDomains[] = {text::word_hash("ru"), text::word_hash("com"), text::word_hash("net"), text::word_hash("info"), text::word_hash("su")};
  if (end < v.n_ && v.gap(end - 1) == "." && std::find(std::begin(kDomains), std::end(kDomains), v.t_.word[end]) != std::end(kDomains)) ++end;  // "NN.RU"
  return {begin, end};
}

Range persian_name(const View& v, std::size_t cue) {
  static const std::uint32_t to = text::word_hash("به"), from = text::word_hash("از"), word_of = text::word_hash("نقل"), from_of = text::word_hash("بنقل");
  // Words for what prints; "به نقل از" names people too and needs one.
  static const Words kPrints("خبرگزاری|روزنامه|سایت|وب|پایگاه|خبری|شبکه|رسمی|نشریه|مجله|هفته|هفته‌نامه|نامه|تلویزیون|تلویزیونی|تحلیلی|اینترنتی|محلی|کانال");
  // What no name has; and who has such a word in the name is no outlet, though a source: ministries, companies, clubs. Their news
  // sites are outlets, and are named by the whole of it.
  static const Words kNever("مردم|اهالی|کارگران|شهروندان|کاربران|مسئولان|مسئولین|پزشکان|دانشجویان|معلمان|این|آن|وی|او|ما|منابع|منبع|رسانه|شاهدان|برخی|خود|مقامات|مقام|گروه|سرویس|خبرنگار|حوزه|به|و|که|در|با|نقل|گزارش|پژوهشگران|محققان|کارشناسان");
  static const Words kOthers("روابط|وزارت|وزیر|سازمان|شرکت|اداره|پلیس|مرکز|دفتر|رئیس|مدیر|بانک|باشگاه|"
                             "فدراسیون|کنفدراسیون|جامعه|جامعهٔ|کمیته|ستاد|دولت|ارتش|سخنگوی|سخنگو|دانشگاه|نماینده|دکتر|"
                             "ریاست|مجلس|شورای|انجمن|اتحادیه|پایگاه|صندوق|بیمارستان|هلال|آتش|موسسه|مؤسسه|کل");
  if (cue == 0) return {};
  const bool handed = v.t_.word[cue] == from && is(v, cue - 1, {word_of, from_of});
  if (!handed && (v.t_.word[cue] == from || v.t_.word[cue - 1] != to)) return {};
  std::size_t begin = cue + 1;
  while (begin < v.n_ && begin - cue < 5 && kPrints.holds(v.t_.word[begin]) && !v.starts_sentence(begin)) ++begin;
  if (handed && begin == cue + 1) return {};
  const std::size_t name = begin;
  for (std::size_t end = begin; end < v.n_ && end - name <= 3 && arabic(v, end) && !v.starts_sentence(end); ++end) {
    if (end > name && v.gap(end - 1) != " " && v.gap(end - 1) != "\u200c") return {};
    if (kNever.holds(v.t_.word[end])) return {};
    if (kOthers.holds(v.t_.word[end])) {
      if (name == cue + 1) return {};
      begin = cue + 1;
    }
    const std::string_view g = v.gap(end);
    const bool from_a_place = end + 1 < v.n_ && v.t_.word[end + 1] == from;
    if (View::has(g, "،") || View::has(g, ":") || from_a_place) return {begin, end + 1};
  }
  return {};
}

Range chinese_name(const View& v, std::size_t cue) {
  static const std::uint32_t report = text::word_hash("报"), way = text::word_hash("道"), lead_way = text::word_hash("导"), news = text::word_hash("消"), rest = text::word_hash("息"),
                             dispatch = text::word_hash("讯"), turned = text::word_hash("转"), copied = text::word_hash("摘"), lead_on = text::word_hash("援");
  static const std::uint32_t self = text::word_hash("自"), quote = text::word_hash("引");
  static const Words kTails("报|网|社|闻|刊|端|视|台"), kOnAir("视|播|电|卫|央"), kOwn("官|电");  // 气象台 and 官网 are no press
  static const std::uint32_t station = text::word_hash("台"), net = text::word_hash("网"), view = text::word_hash("视");
  const auto is_tail = [&](std::size_t token) {
    const std::uint32_t word = v.t_.word[token], before = token > 0 ? v.t_.word[token - 1] : 0;
    if (word == station || word == view) return kOnAir.holds(before);
    return kTails.holds(word) && !(word == net && kOwn.holds(before));
  };
  if (v.t_.word[cue] == self && (cue == 0 || !is(v, cue - 1, {turned, copied}))) return {};
  if (v.t_.word[cue] == quote && (cue == 0 || v.t_.word[cue - 1] != lead_on)) return {};
  const std::size_t begin = cue + 1;
  for (std::size_t end = begin; end < v.n_ && end - begin < kIdeographs && !v.starts_sentence(end); ++end) {
    const std::string_view gap = v.gap(end);
    const bool marked = View::has(gap, "》");
    if (end > begin && is_tail(end)) {
      const std::size_t next = end + 1;
      const auto reads = [&](std::uint32_t first, std::uint32_t second) { return next + 1 < v.n_ && v.t_.word[next] == first && v.t_.word[next + 1] == second; };
      const bool said = reads(report, way) || reads(report, lead_way) || reads(news, rest) || (next < v.n_ && v.t_.word[next] == dispatch);
      if (said || (marked && v.t_.word[cue] != self)) return {begin, end + 1};
      if (v.t_.word[cue] == self && (!gap.empty() || next == v.n_)) return {begin, end + 1};
    }
    if (!gap.empty() && !marked) return {};
  }
  return {};
}

// "to": ل and what it is glued to, ל.
bool has_particle(const View& v, std::size_t token) {
  const std::string_view word = v.word(token);
  if (arabic(v, token)) return word.substr(0, 2) == "ل";
  return hebrew(v, token) && word.substr(0, 2) == "ל";
}

}  // namespace

Range name_behind(const View& v, std::size_t cue) {
  if (cue + 1 >= v.n_ || v.starts_sentence(cue + 1)) return {};
  if (cyrillic(v, cue)) return cyrillic_name(v, cue);
  if (arabic(v, cue)) return persian_name(v, cue);
  return chinese_name(v, cue);
}

std::size_t told_from(const View& v, std::size_t begin, bool prefixed) {
  constexpr auto kNobody = static_cast<std::size_t>(-1);
  std::size_t first = begin;
  if (!prefixed || !has_particle(v, begin)) {
    // "لوكالة الأناضول", "לאתר וואלה": glued to the word for its kind, or alone before quotation marks.
    if (begin == 0 || v.starts_sentence(begin) || !(v.classes(begin - 1) & (kFiller | kMediaHead)) || !has_particle(v, begin - 1)) return kNobody;
    first = begin - 1;
  }
  for (std::size_t k = first; k > 0 && first - k < kTold && !v.starts_sentence(k); --k) {
    if (v.classes(k - 1) & kSpeech) return first;
  }
  return kNobody;
}

}  // namespace reprise::provenance
