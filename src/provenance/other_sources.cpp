#include "provenance/other_sources.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "provenance/phrases.hpp"

namespace reprise::provenance {
namespace {

// Phrases are parted by '|'. One table for all languages, as in attributions_cues.cpp.
constexpr std::string_view kNouns =
    "media|media outlets|news outlets|news agencies|wire services|newspapers|media reports|news reports|press reports|newspaper reports|agency reports|"
    "сми|информагентства|информагентств|"
    "رسانه‌ها|رسانه ها|رسانه‌های|رسانه های|خبرگزاری‌ها|خبرگزاری ها|خبرگزاری‌های|خبرگزاری های|منابع خبری|"
    "وسائل إعلام|وسائل الإعلام|وسائل اعلام|وسائل الاعلام|لوسائل إعلام|لوسائل الإعلام|تقارير إعلامية|تقارير صحفية|لتقارير إعلامية|مصادر إعلامية|وكالات أنباء|وكالات الأنباء|"
    "כלי תקשורת|כלי התקשורת|התקשורת|בכלי התקשורת|בתקשורת|"
    "媒体|外媒|美媒|英媒|日媒|韩媒|俄媒|法媒|德媒|印媒|以媒|港媒|台媒|外电";
/// Before a noun, with a few words between: "according to several Turkish media".
constexpr std::string_view kBefore =
    "according to|citing|quoting|quoted by|cited by|reported by|reported in|"
    "сообщают|сообщили|сообщали|сообщается в|пишут|писали|передают|передали|узнали|по данным|по сообщениям|по сообщению|по информации|со ссылкой на|ссылаясь на|"
    "به گزارش|به نوشته|به نقل از|به گفته|بر اساس گزارش|براساس گزارش|بنا بر گزارش|بنابر گزارش|طبق گزارش|بنا به گزارش|"
    "ذكرت|وذكرت|أفادت|وأفادت|قالت|وقالت|نقلت|ونقلت|أوردت|وأوردت|كشفت|وكشفت|تداولت|بحسب|وبحسب|حسب|وفق|وفقا|ووفقا|نقلا عن|"
    "לפי|על פי|דיווחו|דיווחה|מדווחים|מדווחת|פרסמו|דווח|פורסם|דיווחים|הדיווחים|"
    "据|援引|综合|引述";
/// Behind a noun: "media have reported".
constexpr std::string_view kBehind =
    "reported|report|reporting|said|say|says|wrote|write|quoted|quoting|cited|citing|claimed|claim|"
    "сообщают|сообщили|сообщали|пишут|писали|передают|передали|узнали|"
    "گزارش دادند|گزارش داده‌اند|گزارش داده اند|گزارش کردند|خبر دادند|نوشتند|اعلام کردند|"
    "דיווחו|דיווחה|מדווחים|פרסמו|"
    "称|报道|报导|曝|披露";
/// Media by themselves.
constexpr std::string_view kWhole = "according to reports|according to the reports|according to some reports|according to several reports";
/// What institutions give out, and who gives it out for them.
constexpr std::string_view kReleases =
    "press release|news release|media release|press service|press office|press statement|syndicated feed|"
    "пресс-служба|пресс-службе|пресс-службу|пресс-службы|пресс-службой|пресс-релиз|пресс-релизе|пресс-релиза|пресс-релизом|"
    "روابط عمومی|"
    "بيان صحفي|بيان صحافي|البيان الصحفي|البيان الصحافي|بيانا صحفيا|"
    "דוברות|מדוברות|הודעה לעיתונות|בהודעה לעיתונות|לפי הודעת|"
    "公众号消息|公众号发布|网站消息|官网消息|数据显示|通报称";
/// What an institution says of itself to all, in the paragraph that says so and the one before. None in English: "said in a statement" stands in every agency's reports, and
/// in the labelled pairs five copies of such reports passed for credited by it.
constexpr std::string_view kStatements =
    "сообщили в|уточнили в|рассказали в|пояснили в|подчеркнули в|отметили в|добавили в|заявили в|подтвердили в|сообщает ведомство|по данным ведомства|по данным мчс|по данным полиции|по данным следствия|по данным следователей|в ведомстве|"
    "говорится в сообщении|информирует администрация|информирует мэрия|информирует ведомство|сообщает администрация|сообщает мэрия|сообщила администрация|сообщила мэрия|сообщает мчс|сообщает полиция|говорится в заявлении|в сообщении ведомства|на брифинге|сообщил губернатор|сообщила прокуратура|сообщает прокуратура|"
    "повідомили в|розповіли в|уточнили в|йдеться в повідомленні|йдеться у повідомленні|пресслужба|пресслужбі|пресслужби|повідомив голова|повідомив начальник|за даними поліції|за даними прокуратури|"
    "در بیانیه‌ای|در بیانیه ای|در اطلاعیه‌ای|در اطلاعیه ای|در این بیانیه|در این اطلاعیه|این اطلاعیه|این بیانیه|متن بیانیه|متن اطلاعیه|به شرح زیر|به این شرح است|سخنگوی وزارت|سخنگوی دستگاه|نشست خبری|"
    "في بيان|في بيانها|في بيانه|وفق بيان|بحسب بيان|حسب بيان|لبيان|جاء في البيان|وأوضح البيان|وأضاف البيان|وقال البيان|وذكر البيان|قالت الوزارة|وقالت الوزارة|أعلنت الوزارة|وأعلنت الوزارة|وأوضحت الوزارة|وأضافت الوزارة|مؤتمر صحفي|"
    "דובר צה\"ל|מדובר צה\"ל|דוברת|בהודעת|נמסר מהמשרד|מהמשרד נמסר|נמסר מהמשטרה|מהמשטרה נמסר|נמסר ממשרד|נמסר מהעירייה|נמסר מטעם|נמסר בהודעה|נמסר מעיריית|נמסר מעירית|נמסר מדובר|נמסר מבית החולים|מבית החולים נמסר|הודיעו בעיריית|הודיעו בעירייה|הודיעה העירייה|הודיעה המשטרה|מסרה המשטרה|הודיעו במשטרה|הודיע המשרד|"
    "微信公众号|官方微博|官微|部表示|局表示|委表示|厅表示|廳表示|署表示|办表示|處表示|处表示|隊表示|队表示|部指出|局指出|署指出|隊指出|處指出|警方表示|警方指出|警方称|警方通报|警方通報|部介绍|局介绍|厅介绍|部消息|局消息|台消息|厅消息|署消息|部发布|局发布|台发布|部發布|局發布|台發布|"
    "据平安|公告|通报|声明|聲明|新聞稿|公布|公佈|发布会|記者會|记者会|回应称|回应中|回應稱|公报|"
    "dans un communiqué|le communiqué|un communiqué|conférence de presse|"
    "en un comunicado|un comunicado|el comunicado|nota de prensa|rueda de prensa|em nota|"
    "in einer mitteilung|pressemitteilung|teilte die polizei|in einer erklärung|"
    "yazılı açıklama|yapılan açıklamada|yaptığı açıklamada|açıklaması şöyle|açıklamasında|in una nota|comunicato";
/// What a reporter learned there, with 从 before it: 「记者从国家航天局了解到」.
constexpr std::string_view kLearned = "了解到|获悉";
/// Before it: a picture is its, and no text.
constexpr std::string_view kPictures = "photo|photos|picture|image|courtesy|фото|фотография|снимок|видео|عکس|تصویر|الصورة|צילום|תמונה";
/// Before a noun that is none then: "social media said", 「新媒体」.
constexpr std::string_view kOthers = "social|соц|新|融|全|自|交";
/// Between a noun and its verb.
constexpr std::string_view kAuxiliaries = "have|has|had|also|later|earlier|также|уже|ранее|נוספים|זרים|המקומית";

constexpr std::size_t kWordsBetween = 2;
constexpr std::size_t kIdeographsBetween = 6;
constexpr std::size_t kLearnedFrom = 24;  // ideographs of "from" whom
constexpr std::size_t kPictureBefore = 3;

struct Tables {
  Phrases nouns{kNouns, false}, whole{kWhole, false}, behind{kBehind, false}, before{kBefore, true}, others{kOthers, true}, auxiliaries{kAuxiliaries, false}, releases{kReleases, false}, statements{kStatements, false}, learned{kLearned, false}, pictures{kPictures, false};
  Phrases::Filter starts = nouns.filter() | whole.filter() | releases.filter() | statements.filter() | learned.filter();
  bool may_start(std::uint32_t word) const { return starts[word % starts.size()]; }
};

const Tables& tables() {
  static const Tables all;
  return all;
}

class Reader {
 public:
  Reader(std::string_view text, const text::Tokens& tokens) : text_(text), t_(tokens) {}

  OtherSources read() const {
    OtherSources found;
    for (std::size_t i = 0; i < t_.size(); ++i) {
      if (!tables_.may_start(t_.word[i]) || quoted(i)) continue;
      found.media = found.media || is_media(i);
      if (!found.handed_out.empty() && t_.begin[i] < found.handed_out.back().end) continue;
      if (is_release(i)) found.handed_out.assign(1, {0, static_cast<std::uint32_t>(text_.size())});
      else if (is_statement(i)) found.handed_out.push_back(with_the_one_before(i));
    }
    return found;
  }

 private:
  bool is_media(std::size_t i) const {
    if (const auto* whole = tables_.whole.of(t_.word[i]); whole != nullptr && longest_at(*whole, i) > 0) return true;
    const auto* nouns = tables_.nouns.of(t_.word[i]);
    const std::size_t length = nouns == nullptr ? 0 : longest_at(*nouns, i);
    return length > 0 && !is_other(i) && (reported_before(i) || reported_behind(i + length));
  }
  bool is_release(std::size_t i) const {
    if (const auto* phrases = tables_.releases.of(t_.word[i]); phrases != nullptr && longest_at(*phrases, i) > 0 && !part_of_name(i) && !of_picture(i)) return true;
    const auto* learned = tables_.learned.of(t_.word[i]);
    return learned != nullptr && longest_at(*learned, i) > 0 && learned_from(i);
  }
  bool is_statement(std::size_t i) const {
    const auto* phrases = tables_.statements.of(t_.word[i]);
    return phrases != nullptr && longest_at(*phrases, i) > 0;
  }
  /// The paragraph of the word and the one before.
  Span with_the_one_before(std::size_t i) const {
    const auto begins = [&](std::size_t k) { return k == 0 || (t_.flags[k] & text::kParagraphStart); };
    std::size_t first = i, last = i + 1;
    while (!begins(first)) --first;
    if (first > 0) --first;
    while (!begins(first)) --first;
    while (last < t_.size() && !begins(last)) ++last;
    return {t_.begin[first], t_.end_of(last - 1)};
  }
  /// "Algeria Press Service": a name with its capitals.
  bool part_of_name(std::size_t i) const { return (t_.flags[i] & text::kUpper) && i > 0 && !(t_.flags[i] & text::kSentenceStart) && (t_.flags[i - 1] & text::kUpper); }
  bool of_picture(std::size_t i) const {
    for (std::size_t k = i; k > 0 && i - k < kPictureBefore && !(t_.flags[k] & text::kLineStart); --k)
      if (tables_.pictures.of(t_.word[k - 1]) != nullptr) return true;
    return false;
  }
  bool learned_from(std::size_t i) const {
    static const std::uint32_t from = text::word_hash("从");
    for (std::size_t k = i; k > 0 && i - k < kLearnedFrom && !(t_.flags[k] & text::kSentenceStart); --k)
      if (t_.word[k - 1] == from) return true;
    return false;
  }
  bool quoted(std::size_t i) const { return (t_.flags[i] & text::kInQuote) != 0; }
  bool ideograph(std::size_t i) const { return (t_.flags[i] & text::kIdeograph) != 0; }
  /// The word goes on with the clause of the one before it.
  bool goes_on(std::size_t i) const {
    if (i == 0 || i >= t_.size() || (t_.flags[i] & text::kSentenceStart)) return false;
    const std::string_view between = text_.substr(t_.end_of(i - 1), t_.begin[i] - t_.end_of(i - 1));
    return std::none_of(std::begin(kPauses), std::end(kPauses), [&](std::string_view sign) { return between.find(sign) != std::string_view::npos; });
  }
  static constexpr std::string_view kPauses[] = {",", ";", ":", "،", "؛", "，", "；", "：", "、", "(", ")"};

  std::size_t longest_at(const std::vector<Words>& phrases, std::size_t i) const { return provenance::longest_at(phrases, t_, i); }
  /// One of the phrases ends in front of word i.
  bool any_ends_at(const std::vector<Words>& phrases, std::size_t i) const {
    return std::any_of(phrases.begin(), phrases.end(), [&](const Words& words) {
      return words.size() <= i && std::equal(words.begin(), words.end(), t_.word.begin() + static_cast<std::ptrdiff_t>(i - words.size()));
    });
  }

  bool is_other(std::size_t noun) const { return noun > 0 && goes_on(noun) && tables_.others.of(t_.word[noun - 1]) != nullptr; }

  bool reported_before(std::size_t noun) const {
    const std::size_t most = ideograph(noun) ? kIdeographsBetween : kWordsBetween;
    for (std::size_t k = noun; k > 0 && noun - k <= most && goes_on(k); --k)
      if (const auto* cues = tables_.before.of(t_.word[k - 1]); cues != nullptr && any_ends_at(*cues, k)) return true;
    return false;
  }

  bool reported_behind(std::size_t end) const {
    for (std::size_t k = end; k <= end + kWordsBetween && goes_on(k); ++k) {
      if (const auto* cues = tables_.behind.of(t_.word[k]); cues != nullptr && longest_at(*cues, k) > 0) return true;
      if (tables_.auxiliaries.of(t_.word[k]) == nullptr) return false;
    }
    return false;
  }

  std::string_view text_;
  const text::Tokens& t_;
  const Tables& tables_ = tables();
};

}  // namespace

OtherSources other_sources(std::string_view text, const text::Tokens& tokens) { return Reader(text, tokens).read(); }

}  // namespace reprise::provenance
