// Makes a corpus of any size from real articles, to measure an index at sizes nobody gives away: the real ones, and between them made ones
// in which natural word frequencies and stock phrases stay while copies stay rare (million_model.hpp). 30 % of all articles stand in families of
// 2 to 8: a made article and later, lightly edited copies by other outlets, some of copies, one in five with only some paragraphs of it.
//   million make --data DIR [-o FILE] [--count 1000000] [--seed 1] [--real 0.132] [--families 0.3] [--quotes 0] [--outlets data/outlets.jsonl]
// Lines come in order of arrival and are spread evenly over 3 years at a million; real and made ones and families are mixed from the first line on, so that
// the head of a file is a smaller corpus of the same kind. The same seed gives the same bytes. A made article's id is "m" and seven
// digits; "family" names the family of those that stand in one.
//   million stats [--count N] [--words W] [--sample N] [--only real|made|single] [--lang en] FILE...
// How much the articles of a corpus share; see million_stats.cpp.
// Real articles of one event quote the same people, which made ones do not: --quotes gives that share of the made articles a sentence that others of its event
// have too. Without it common phrases are natural, passages in common fewer than in real articles (docs/performance.md).
#include <algorithm>
#include <cmath>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <map>
#include <memory>
#include <queue>
#include <string>
#include <unordered_set>
#include <vector>

#include "jsonl.hpp"
#include "million_model.hpp"

namespace reprise::bench {
int million_stats(int argc, char** argv);
}

namespace {

using namespace reprise::bench;

constexpr double kSecondsPerArticle = 3 * 365.25 * 86400 / 1e6;
constexpr std::int64_t kStart = 1640995200;  // 2022-01-01
constexpr double kSizes[] = {0.50, 0.22, 0.12, 0.07, 0.04, 0.03, 0.02};  // of families of 2 to 8 articles
constexpr double kMedianWords = 450, kDeviation = 0.6;                     // of a made article's length, log-normal
constexpr std::size_t kLiveEvents = 2000;
constexpr double kNewEvent = 0.15;
constexpr std::size_t kSaid = 6;

// Articles, not titles alone, scanned pages or web pages (state-media-titles-en, chronam, pan13).
constexpr const char* kFiles[] = {"allsides-en", "tehran-times-en", "reuters21578-en", "telegram-ru", "persian-fa", "fa-2020",      "fa-fars",
                                  "ar-saudi2015", "he-2019",        "zh-2025",         "zh-hant-2021", "polnear-en", "ecbplus-en", "fnc1-en"};

struct Options {
  std::string data, out, outlets = "data/outlets.jsonl";
  std::uint64_t count = 1000000, seed = 1;
  double real = 0.132, families = 0.3, quotes = 0;
};

struct Real {
  std::string id, outlet, published, title, text, lang;
};

struct Outlets {
  std::vector<std::string> names;
  std::vector<double> weight;  ///< running sum
  const std::string& pick(Random& random) const {
    const auto at = std::lower_bound(weight.begin(), weight.end(), random.share() * weight.back());
    return names[static_cast<std::size_t>(at - weight.begin())];
  }
};

/// Credit of a language, before and after the outlet's name.
struct Credit {
  const char *before, *after;
};
const std::map<std::string, std::vector<Credit>> kCredits = {
    {"en", {{"", " reported."}, {"According to ", ", the details were confirmed on the same day."}, {"(", ")"}, {"Source: ", ""}, {"This article was first published by ", "."}}},
    {"ru", {{"Об этом сообщает ", "."}, {"Источник: ", ""}, {"Как передает ", ", об этом стало известно ранее."}}},
    {"ar", {{"وفقا لما نقلته ", "."}, {"المصدر: ", ""}}},
    {"fa", {{"به گزارش ", "،"}, {"منبع: ", ""}}},
    {"he", {{"כך דווח ב-", "."}, {"מקור: ", ""}}},
    {"zh", {{"据", "报道，"}, {"来源：", ""}}},
};
const std::map<std::string, std::vector<std::string>> kCountries = {
    {"en", {"US", "GB", "AU", "CA", "IE", "IN", "SG", "PK", "DE", "FR", "JP", "QA", "TR", "KR", "NG", "PH", "NL", "IT", "ES"}},
    {"ru", {"RU", "BY", "KZ", "UA", "KG", "UZ"}}, {"ar", {"SA", "EG", "AE", "QA", "LB", "JO", "IQ", "KW", "BH", "YE", "SD", "SY", "DZ", "PS"}},
    {"fa", {"IR", "AF"}}, {"he", {"IL"}}, {"zh", {"CN", "HK", "TW", "SG"}}};

/// About 200 names of the registry, by language; a few print much more than most. Some are given by their domain, as crawlers do.
std::map<std::string, Outlets> read_outlets(const std::string& path, Random random) {
  std::map<std::string, Outlets> all;
  simdjson::dom::parser parser;
  simdjson::dom::document_stream rows;
  simdjson::padded_string bytes;
  if (simdjson::padded_string::load(path).get(bytes) != simdjson::SUCCESS || parser.parse_many(bytes).get(rows) != simdjson::SUCCESS) {
    std::fprintf(stderr, "million: cannot read %s\n", path.c_str());
    std::exit(2);
  }
  for (auto row : rows) {
    std::string_view name, country, kind, domain;
    if (row["name"].get(name) || row["country"].get(country) || row["kind"].get(kind) || kind == "photo" || random.chance(0.2)) continue;
    const bool known = row["domains"].at(0).get(domain) == simdjson::SUCCESS && domain.find('/') == domain.npos;
    for (const auto& [lang, countries] : kCountries) {
      const bool home = std::find(countries.begin(), countries.end(), country) != countries.end();
      if (!home && !(lang == "en" && kind == "agency")) continue;
      Outlets& outlets = all[lang];
      if (outlets.names.size() >= (lang == "en" ? 120 : 20)) continue;
      outlets.names.emplace_back(known && random.chance(0.15) ? domain : name);
    }
  }
  for (auto& [lang, outlets] : all) {
    for (std::size_t i = outlets.names.size(); i > 1; --i) std::swap(outlets.names[i - 1], outlets.names[random.below(i)]);
    double sum = 0;
    for (std::size_t i = 0; i < outlets.names.size(); ++i) outlets.weight.push_back(sum += std::pow(static_cast<double>(i + 1), -0.6));
  }
  return all;
}

struct Made {
  std::string outlet, title;
  std::vector<std::string> paragraphs;
  const Language* language = nullptr;
  std::int64_t published = 0;
};

/// A family that goes on: its articles so far (the last two are enough to copy from) and when the next copy comes.
struct Family {
  std::uint64_t number = 0;
  Made first, last;
  unsigned left = 0;
};
struct Due {
  std::uint64_t at, family;
  bool operator>(const Due& o) const { return at != o.at ? at > o.at : family > o.family; }
};

class Writer {
 public:
  explicit Writer(const std::string& path) : file_(path.empty() || path == "-" ? stdout : std::fopen(path.c_str(), "wb")) {
    if (!file_) std::fprintf(stderr, "million: cannot write %s\n", path.c_str()), std::exit(2);
  }
  ~Writer() { flush(), std::fclose(file_); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  void key(const char* name) { ((buffer_ += buffer_.empty() || buffer_.back() == '\n' ? "{\"" : ",\"") += name) += "\":\""; }
  void add(std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    for (const char c : text) {
      if (c == '"' || c == '\\') {
        (buffer_ += '\\') += c;
      } else if (static_cast<unsigned char>(c) >= 0x20) {
        buffer_ += c;
      } else if (c == '\n') {
        buffer_ += "\\n";
      } else {
        (((buffer_ += "\\u00") += kHex[c >> 4]) += kHex[c & 15]);
      }
    }
  }
  void field(const char* name, std::string_view text) { key(name), add(text), buffer_ += '"'; }
  void raw(std::string_view text) { buffer_ += text; }
  void end() {
    buffer_ += "}\n";
    if (buffer_.size() > 1 << 20) flush();
  }

 private:
  void flush() {
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) std::fprintf(stderr, "million: cannot write\n"), std::exit(1);
    buffer_.clear();
  }
  std::FILE* file_;
  std::string buffer_;
};

std::string iso(std::int64_t seconds) {
  const std::time_t t = seconds;
  std::tm parts{};
  ::gmtime_r(&t, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

class Maker {
 public:
  explicit Maker(const Options& options) : options_(options), random_{options.seed * 0x9e3779b97f4a7c15ULL + 1}, writer_(options.out) {
    outlets_ = read_outlets(options.outlets, Random{options.seed});
    read_data();
  }

  void run() {
    double mean = 0;
    for (std::size_t i = 0; i < std::size(kSizes); ++i) mean += kSizes[i] * static_cast<double>(i + 2);
    // Of all places: copies take families * (1 - 1/mean), real articles `real`; bases of families are made of the rest.
    const double copies = options_.families * (1 - 1 / mean), rest = 1 - copies - options_.real;
    const double base = options_.families / mean / rest, real = options_.real / (1 - copies);
    std::uint64_t members = 0;
    std::size_t next_real = 0;
    for (std::uint64_t i = 0; i < options_.count; ++i) {
      now_ = kStart + static_cast<std::int64_t>(static_cast<double>(i) * kSecondsPerArticle);
      if (!due_.empty() && due_.top().at <= i) {
        const Due due = due_.top();
        due_.pop();
        copy(i, families_.at(due.family));
        ++members;
      } else if (next_real < reals_.size() && random_.chance(real)) {
        write_real(reals_[next_real++]);
      } else {
        Made made = original();
        const bool begins = random_.chance(base);
        members += begins;
        write(i, made, begins ? families_seen_ + 1 : 0);
        if (begins) begin_family(i, std::move(made));
      }
      if ((i + 1) % 100000 == 0) std::fprintf(stderr, "million: %llu articles, %zu real, %llu in families\n", static_cast<unsigned long long>(i + 1), next_real, static_cast<unsigned long long>(members));
    }
  }

 private:
  void read_data() {
    std::unordered_set<std::string> ids;
    std::map<std::string, std::unique_ptr<Language>> languages;
    std::vector<std::pair<double, Real>> mixed;
    for (const char* name : kFiles) {
      const std::string path = options_.data + "/" + name + ".jsonl.zst";
      if (!std::filesystem::exists(path)) continue;
      const std::string code = std::strrchr(name, '-') ? std::string(name).substr(std::string(name).find('-') + 1, 2) : "";
      static const std::map<std::string, std::string> other = {{"fa-2020", "fa"}, {"fa-fars", "fa"}, {"ar-saudi2015", "ar"}, {"he-2019", "he"}, {"zh-2025", "zh"}, {"zh-hant-2021", "zh"}, {"tehran-times-en", "en"}};
      const auto known = other.find(name);
      const std::string lang = known != other.end() ? known->second : code;
      std::unique_ptr<Language>& language = languages[lang];
      if (!language) language = std::make_unique<Language>(lang);
      std::vector<Real> file;
      Lines lines(path);
      for (Line line; lines.next(line);) {
        language->read(line.text);
        if (std::count(line.text.begin(), line.text.end(), ' ') < 10 && line.text.size() < 200) continue;
        std::string id(line.id);
        if (!ids.insert(id).second) continue;
        file.push_back({std::move(id), std::string(line.outlet), std::string(line.published), std::string(line.title), std::string(line.text), lang});
      }
      // In the order of their times; files are mixed evenly.
      std::stable_sort(file.begin(), file.end(), [](const Real& a, const Real& b) { return a.published < b.published; });
      for (std::size_t i = 0; i < file.size(); ++i) mixed.emplace_back((static_cast<double>(i) + 0.5) / static_cast<double>(file.size()), std::move(file[i]));
      std::fprintf(stderr, "million: %s, %zu articles\n", name, file.size());
    }
    if (mixed.empty()) std::fprintf(stderr, "million: no articles in %s\n", options_.data.c_str()), std::exit(2);
    std::stable_sort(mixed.begin(), mixed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [at, real] : mixed) reals_.push_back(std::move(real));
    double sum = 0;
    for (auto& [lang, language] : languages) {
      language->build();
      // In proportion to the words there are; a sign of Chinese counts as half a word.
      weights_.push_back(sum += static_cast<double>(language->tokens()) * (language->ideographs() ? 0.5 : 1));
      std::fprintf(stderr, "million: %s, %zu words\n", lang.c_str(), language->tokens());
      languages_.push_back(std::move(language));
    }
    events_.resize(languages_.size());
  }

  Made original() {
    const double at = random_.share() * weights_.back();
    const auto which = static_cast<std::size_t>(std::lower_bound(weights_.begin(), weights_.end(), at) - weights_.begin());
    Made made;
    made.language = languages_[which].get();
    made.outlet = outlets_.at(made.language->code()).pick(random_);
    const double length = std::clamp(kMedianWords * std::exp(kDeviation * random_.normal()), 40.0, 4000.0) - 20;  // it ends with a sentence
    made.paragraphs = text(which, length);
    made.title = title(made.paragraphs[0]);
    made.published = now_ - delay();
    return made;
  }

  std::vector<std::string> text(std::size_t which, double words) {
    const Language& language = *languages_[which];
    std::vector<Event>& live = events_[which];
    const std::size_t most = std::max<std::size_t>(20, static_cast<std::size_t>(static_cast<double>(kLiveEvents) * (weights_[which] - (which ? weights_[which - 1] : 0)) / weights_.back()));
    std::size_t at;
    if (live.size() < most || random_.chance(kNewEvent)) {
      at = live.size() < most ? live.size() : random_.below(most);
      if (at == live.size()) live.emplace_back();
      live[at] = language.event(random_);
    } else {
      // Some events are much written about.
      at = static_cast<std::size_t>(static_cast<double>(live.size()) * random_.share() * random_.share());
    }
    std::vector<std::string> made = language.walk(random_, live[at], static_cast<std::size_t>(words * (language.ideographs() ? 1.5 : 1)));
    if (options_.quotes > 0 && random_.chance(options_.quotes)) {
      std::vector<std::string>& said = live[at].said;
      if (said.size() < kSaid) said.push_back("“" + language.walk(random_, live[at], 15 + random_.below(20))[0] + "”");
      made.insert(made.begin() + random_.below(made.size() + 1), said[random_.below(said.size())]);
    }
    return made;
  }

  static std::string title(std::string_view paragraph) {
    std::size_t end = 0;
    for (int words = 0; words < 10 && end != paragraph.npos; ++words) end = paragraph.find(' ', end + 1);
    if (end == paragraph.npos) end = paragraph.size();
    end = std::min<std::size_t>(end, 90);
    while (end < paragraph.size() && (static_cast<unsigned char>(paragraph[end]) & 0xc0) == 0x80) ++end;
    while (end > 1 && std::strchr(".,;: ", paragraph[end - 1])) --end;
    return std::string(paragraph.substr(0, end));
  }

  /// Seconds between publication and arrival: minutes, now and then a day or two.
  std::int64_t delay() { return static_cast<std::int64_t>(-std::log(1 - random_.share()) * (random_.chance(0.01) ? 86400 : 600)); }

  void begin_family(std::uint64_t i, Made made) {
    Family family;
    family.number = ++families_seen_;
    unsigned size = 2;
    for (double x = random_.share(); size < 8 && x >= kSizes[size - 2]; ++size) x -= kSizes[size - 2];
    family.left = size - 1;
    family.last = made;
    family.first = std::move(made);
    for (unsigned c = 0; c < family.left; ++c) {
      // Median three hours after the first (120 articles), at most three weeks; never beside it.
      const double gap = std::clamp(120 * std::exp(1.5 * random_.normal()), 5.0, 20000.0);
      due_.push({i + static_cast<std::uint64_t>(gap), family.number});
    }
    families_.emplace(family.number, std::move(family));
  }

  /// One or two sentences' worth of words changed, and sometimes a word left out.
  std::string edited(const Language& language, const std::string& paragraph, double rate) {
    std::string out;
    for (std::size_t at = 0; at < paragraph.size();) {
      std::size_t end = language.ideographs() ? std::min(at + code_point_bytes(static_cast<unsigned char>(paragraph[at])), paragraph.size()) : std::min(paragraph.find(' ', at), paragraph.size());
      if (end == at) end = at + 1;
      if (!random_.chance(rate)) {
        out += std::string_view(paragraph).substr(at, end - at);
      } else if (random_.chance(0.8)) {
        out += language.word(random_);
      }
      if (end < paragraph.size() && paragraph[end] == ' ') out += ' ', ++end;
      at = end;
    }
    return out.empty() ? paragraph : out;
  }

  void copy(std::uint64_t i, Family& family) {
    const Made& from = random_.chance(0.7) ? family.first : family.last;
    const Language& language = *from.language;
    const std::size_t which = static_cast<std::size_t>(std::find_if(languages_.begin(), languages_.end(), [&](const auto& l) { return l.get() == &language; }) - languages_.begin());
    Made made;
    made.language = from.language;
    for (int tries = 0; tries < 5; ++tries) {
      made.outlet = outlets_.at(language.code()).pick(random_);
      if (made.outlet != from.outlet) break;
    }
    made.published = std::max(now_ - delay(), from.published + 60);
    made.title = random_.chance(0.5) ? from.title : title(edited(language, from.title, 0.2));
    std::vector<std::string> taken = from.paragraphs;
    if (random_.chance(0.2) && taken.size() > 2) {
      // Only a part of it, within a text of its own.
      const std::size_t keep = 1 + random_.below(taken.size() / 2), first = random_.below(taken.size() - keep + 1);
      taken.assign(from.paragraphs.begin() + static_cast<std::ptrdiff_t>(first), from.paragraphs.begin() + static_cast<std::ptrdiff_t>(first + keep));
      made.paragraphs = text(which, 150 + 250 * random_.share());
      made.title = title(made.paragraphs[0]);
      const std::size_t into = random_.below(made.paragraphs.size() + 1);
      made.paragraphs.insert(made.paragraphs.begin() + static_cast<std::ptrdiff_t>(into), taken.begin(), taken.end());
    } else {
      if (random_.chance(0.6) && taken.size() > 1) {
        // Cut, from the end more often than from within.
        const std::size_t cut = 1 + random_.below(std::max<std::size_t>(1, taken.size() / 4));
        if (random_.chance(0.7)) {
          taken.resize(taken.size() - cut);
        } else {
          const auto at = taken.begin() + random_.below(taken.size() - cut + 1);
          taken.erase(at, at + static_cast<std::ptrdiff_t>(cut));
        }
      }
      made.paragraphs = std::move(taken);
    }
    if (random_.chance(0.7)) {
      const double rate = random_.chance(0.3) ? 0.02 : 0.006;
      for (std::string& paragraph : made.paragraphs) paragraph = edited(language, paragraph, rate);
    }
    if (random_.chance(0.35)) {
      const std::vector<Credit>& credits = kCredits.at(language.code());
      const Credit& credit = credits[random_.below(credits.size())];
      const std::string line = credit.before + from.outlet + credit.after;
      random_.chance(0.5) ? void(made.paragraphs.push_back(line)) : void(made.paragraphs.front() += (language.ideographs() ? "" : " ") + line);
    }
    write(i, made, family.number);
    family.last = std::move(made);
    if (--family.left == 0) families_.erase(family.number);
  }

  void write(std::uint64_t i, const Made& made, std::uint64_t family) {
    char id[32];
    std::snprintf(id, sizeof id, "m%07llu", static_cast<unsigned long long>(i));
    writer_.field("id", id);
    writer_.field("outlet", made.outlet);
    writer_.field("published", iso(made.published));
    writer_.field("title", made.title);
    writer_.key("text");
    for (std::size_t p = 0; p < made.paragraphs.size(); ++p) {
      if (p > 0) writer_.add(made.language->paragraph_break());
      writer_.add(made.paragraphs[p]);
    }
    writer_.raw("\"");
    writer_.field("lang", made.language->code());
    if (family > 0) std::snprintf(id, sizeof id, "f%06llu", static_cast<unsigned long long>(family)), writer_.field("family", id);
    writer_.end();
  }

  void write_real(const Real& real) {
    writer_.field("id", real.id);
    if (!real.outlet.empty()) writer_.field("outlet", real.outlet);
    writer_.field("published", iso(now_ - delay()));
    writer_.field("title", real.title);
    writer_.field("text", real.text);
    writer_.field("lang", real.lang);
    writer_.end();
  }

  const Options& options_;
  Random random_;
  Writer writer_;
  std::map<std::string, Outlets> outlets_;
  std::vector<std::unique_ptr<Language>> languages_;
  std::vector<double> weights_;  ///< running sums
  std::vector<std::vector<Event>> events_;
  std::vector<Real> reals_;
  std::map<std::uint64_t, Family> families_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::uint64_t families_seen_ = 0;
  std::int64_t now_ = kStart;
};

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "stats") return million_stats(argc - 2, argv + 2);
  Options options;
  bool good = command == "make" && argc % 2 == 0;
  for (int i = 2; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    if (name == "--data") options.data = argv[i + 1];
    else if (name == "-o") options.out = argv[i + 1];
    else if (name == "--outlets") options.outlets = argv[i + 1];
    else if (name == "--count") options.count = std::strtoull(argv[i + 1], nullptr, 10);
    else if (name == "--seed") options.seed = std::strtoull(argv[i + 1], nullptr, 10);
    else if (name == "--real") options.real = std::strtod(argv[i + 1], nullptr);
    else if (name == "--quotes") options.quotes = std::strtod(argv[i + 1], nullptr);
    else if (name == "--families") options.families = std::strtod(argv[i + 1], nullptr);
    else good = false;
  }
  if (!good || options.data.empty() || options.count == 0) {
    std::fprintf(stderr, "usage: million make --data DIR [-o FILE] [--count N] [--seed N] [--real SHARE] [--families SHARE] [--quotes SHARE] [--outlets FILE]\n"
                         "       million stats [--count N] [--words N] [--sample N] [--only real|made|single] [--lang CODE] FILE...\n");
    return 2;
  }
  Maker(options).run();
  return 0;
}
