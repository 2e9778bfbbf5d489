// A corpus of hot text, made by chance with a fixed sequence, and its truth: viral stories (one wording in many outlets, edited,
// cut, framed, copied from copies), templates (forms that are filled in anew, by one outlet and by many; a block under unrelated
// articles), stock phrases (one in every article), footers, and articles by themselves. English words as frequent as
// data/word_weights.tsv says, invented names, numbers: no sentence means anything, but fingerprints, weights and postings look
// as those of news do. Every share grows with the number of articles, so that the cost can be drawn over it.
// Article i is a function of the seed and i, or of an earlier copy that it copies.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/corpus_maker.hpp"
#include "text/weights.hpp"

namespace reprise::testing {

inline constexpr std::uint32_t kNoStory = 0xffffffffu;

/// Bytes [begin, end) of an article that are sentence `sentence` of its story.
struct StorySpan {
  std::uint32_t sentence, begin, end;
};

struct HotTruth {
  std::uint32_t story = kNoStory;
  bool whole_core = false;        ///< holds every sentence of the story's core
  std::vector<StorySpan> spans;   ///< ascending
};

/// Words by their frequency, invented names, numbers; a word is its number.
class HotWords {
 public:
  HotWords() {
    const std::string_view table = text::embedded_word_weights();
    std::vector<double> shares;
    for (std::size_t begin = 0; begin < table.size();) {
      const std::size_t end = std::min(table.find('\n', begin), table.size());
      const std::string_view line = table.substr(begin, end - begin);
      begin = end + 1;
      if (line.substr(0, 3) != "en\t") continue;
      const std::size_t tab = line.find('\t', 3);
      const double share = std::exp2(-std::stod(std::string(line.substr(3, tab - 3))) / 4);
      for (std::size_t at = tab + 1; at < line.size();) {
        const std::size_t stop = std::min(line.find(' ', at), line.size());
        words_.emplace_back(line.substr(at, stop - at));
        shares.push_back(share);
        at = stop + 1;
      }
    }
    double all = 0, sum = 0;
    for (const double share : shares) all += share;
    for (const double share : shares) {
      sum += share;
      upto_.push_back(static_cast<std::uint32_t>(sum / all * 4294967295.0));
    }
    plain_ = static_cast<std::uint32_t>(words_.size());
    for (std::uint32_t i = 0; i < kNames; ++i) words_.push_back(name(i));
  }
  /// A word of running text: one in sixteen is a name, one in thirty a number.
  std::uint32_t pick(Chance& chance) const {
    const std::uint64_t dice = chance.below(480);
    if (dice < 30) return pick_name(chance);
    if (dice < 46) return kNumbers + static_cast<std::uint32_t>(chance.below(3000));
    return plain_at(static_cast<std::uint32_t>(chance.below(1ull << 32)));
  }
  /// No name, no number, and none of the rare words that make a tenth of running text.
  std::uint32_t pick_common(Chance& chance) const { return plain_at(static_cast<std::uint32_t>(chance.below((1ull << 32) * 9 / 10))); }
  /// Few names are in most of the news.
  std::uint32_t pick_name(Chance& chance) const {
    const std::uint64_t u = chance.below(kNames), v = chance.below(kNames);
    return plain_ + static_cast<std::uint32_t>(u * v / kNames);
  }
  void append(std::uint32_t word, bool first, std::string& out) const {
    if (word >= kNumbers) {
      out += std::to_string(word - kNumbers);
      return;
    }
    const std::size_t at = out.size();
    out += words_[word];
    if (first && out[at] >= 'a' && out[at] <= 'z') out[at] = static_cast<char>(out[at] - 32);
  }
  /// A name of its own for every number.
  static std::string name(std::uint64_t number) {
    static constexpr char kFirst[] = "BDFGHKLMNPRSTVZ", kVowel[] = "aeiou", kLater[] = "bdgklmnprstvz";
    std::string out;
    out += kFirst[number % 15], number /= 15;
    out += kVowel[number % 5], number /= 5;
    do {
      out += kLater[number % 13], number /= 13;
      out += kVowel[number % 5], number /= 5;
    } while (number > 0);
    return out + "sk";
  }
  static constexpr std::uint32_t kNumbers = 1u << 24;  ///< words from here on are numbers

 private:
  static constexpr std::uint32_t kNames = 20000;
  std::uint32_t plain_at(std::uint32_t quantile) const {
    return std::min(static_cast<std::uint32_t>(std::lower_bound(upto_.begin(), upto_.end(), quantile) - upto_.begin()), plain_ - 1);
  }
  std::vector<std::string> words_;
  std::vector<std::uint32_t> upto_;
  std::uint32_t plain_ = 0;
};

class HotCorpus {
 public:
  /// Copies of each story, the last one's from copy to copy; the rest is half of templates, then articles by themselves.
  explicit HotCorpus(std::size_t articles, std::uint64_t seed = 1)
      : articles_(articles), seed_(seed), copies_{articles / 10, articles / 50, articles * 3 / 1000, articles / 100} {
    Chance chance(seed);
    for (std::size_t s = 0; s < kStories; ++s) stories_.push_back(paragraphs(chance, kSentences));
    for (std::size_t p = 0; p < kPhrases; ++p) phrases_.push_back(phrase(chance, p));
    for (std::vector<Words>* form : {&form_one_, &form_many_}) *form = paragraphs(chance, 6);
    block_ = paragraphs(chance, 3);
    for (std::size_t o = 0; o < kBigOutlets; ++o) footers_.push_back(paragraphs(chance, 2));
  }

  std::size_t stories() const { return kStories; }
  std::size_t copies(std::size_t story) const { return copies_[story]; }
  static constexpr std::uint32_t kSentences = 14, kCore = 6;

  /// Calls visit(article, truth) for each article; article i has the id of `id(i)`.
  void make(const std::function<void(const MadeArticle&, const HotTruth&)>& visit) const {
    std::size_t at = 0;
    for (std::size_t s = 0; s < kStories; ++s) {
      std::vector<std::vector<Held>> held;  // of the copies so far, where copies are copied
      for (std::size_t c = 0; c < copies_[s]; ++c, ++at) {
        Chance chance(seed_ * 1000003 + at);
        std::vector<Held> mine = s + 1 == kStories && c > 0 ? held[chance.below(c)] : original(s);
        if (c > 0) edit(chance, s + 1 == kStories ? 1 + chance.below(2) : 1 + chance.below(8), mine);
        if (s + 1 == kStories) held.push_back(mine);
        else if (c > 0) cut(chance, mine);
        story_article(chance, at, s, c, mine, visit);
      }
    }
    const std::size_t templates = articles_ / 2;
    for (std::size_t t = 0; t < templates; ++t, ++at) template_article(at, t, visit);
    for (; at < articles_; ++at) lone_article(at, visit);
  }
  static std::string id(std::size_t article) {
    const std::string digits = std::to_string(article);
    return "a" + std::string(9 - digits.size(), '0') + digits;
  }
  static std::size_t number(const std::string& id) { return std::stoul(id.substr(1)); }

 private:
  using Words = std::vector<std::uint32_t>;
  /// One sentence of an article, and which of its story it is.
  struct Held {
    std::uint32_t sentence;  ///< kNoStory: the article's own
    Words words;
  };
  static constexpr std::size_t kStories = 4, kPhrases = 40, kBigOutlets = 200;

  Words words(Chance& chance, std::uint64_t count) const {
    Words out;
    for (; count > 0; --count) out.push_back(words_.pick(chance));
    return out;
  }
  std::vector<Words> paragraphs(Chance& chance, std::uint64_t sentences) const {
    std::vector<Words> out;
    for (; sentences > 0; --sentences) out.push_back(words(chance, 9 + chance.below(20)));
    return out;
  }
  /// Eight to thirteen common words; every fifth phrase has two names in it, as titles of offices do.
  Words phrase(Chance& chance, std::size_t number) const {
    Words out;
    for (std::uint64_t count = 8 + chance.below(6); count > 0; --count) out.push_back(words_.pick_common(chance));
    if (number % 5 == 4) out.front() = words_.pick_name(chance), out.back() = words_.pick_name(chance);
    return out;
  }
  /// A sentence of the article's own; one in five has a stock phrase in it.
  Words own_sentence(Chance& chance) const {
    Words out = words(chance, 4 + chance.below(10));
    if (chance.below(5) == 0) append(phrases_[chance.below(kPhrases)], out);
    append(words(chance, 4 + chance.below(10)), out);
    return out;
  }
  static void append(const Words& more, Words& out) { out.insert(out.end(), more.begin(), more.end()); }

  std::vector<Held> original(std::size_t story) const {
    std::vector<Held> out;
    for (std::uint32_t s = 0; s < kSentences; ++s) out.push_back({s, stories_[story][s]});
    return out;
  }
  /// Changes, leaves out or adds `percent` of the words.
  void edit(Chance& chance, std::uint64_t percent, std::vector<Held>& held) const {
    for (Held& sentence : held) {
      Words out;
      for (const std::uint32_t word : sentence.words) {
        const std::uint64_t dice = chance.below(300);
        if (dice >= 3 * percent) out.push_back(word);
        else if (dice % 3 == 0) out.push_back(words_.pick(chance));
        else if (dice % 3 == 1) out.push_back(word), out.push_back(words_.pick(chance));
      }
      sentence.words = std::move(out);
    }
  }
  /// Three in five copies are whole; the others lose their end, a sentence behind the core, or all but two to four sentences.
  static void cut(Chance& chance, std::vector<Held>& held) {
    const std::uint64_t dice = chance.below(20);
    if (dice < 5) held.resize(kCore + chance.below(kSentences - kCore));
    else if (dice < 7) held.erase(held.begin() + static_cast<std::ptrdiff_t>(kCore + chance.below(kSentences - kCore)));
    else if (dice == 7) {
      const std::uint64_t first = chance.below(kSentences - 4), count = 2 + chance.below(3);
      held = {held.begin() + static_cast<std::ptrdiff_t>(first), held.begin() + static_cast<std::ptrdiff_t>(first + count)};
    }
  }

  void story_article(Chance& chance, std::size_t at, std::size_t story, std::size_t copy, const std::vector<Held>& held,
                     const std::function<void(const MadeArticle&, const HotTruth&)>& visit) const {
    std::vector<Held> text;
    if (copy > 0 && chance.below(2) == 0) add_own(chance, 1 + chance.below(2), text);
    const std::uint64_t insert = copy > 0 && chance.below(6) == 0 ? 2 + chance.below(held.size()) : kSentences;
    for (std::size_t i = 0; i < held.size(); ++i) {
      if (i == insert) add_own(chance, 1, text);
      text.push_back(held[i]);
    }
    add_everywhere(chance, text);
    if (chance.below(3) == 0) add_own(chance, 1 + chance.below(4), text);
    HotTruth truth;
    truth.story = static_cast<std::uint32_t>(story);
    std::uint32_t core = 0;
    for (const Held& h : held) core += h.sentence < kCore;
    truth.whole_core = core == kCore;
    publish(chance, at, copy, chance.below(10) == 0 ? chance.below(kBigOutlets) : kBigOutlets + copy, text, truth, visit);
  }

  /// Two fifths a form of one outlet, three tenths a form of many, three tenths unrelated articles with one block under them.
  void template_article(std::size_t at, std::size_t t, const std::function<void(const MadeArticle&, const HotTruth&)>& visit) const {
    Chance chance(seed_ * 1000003 + at);
    std::vector<Held> text;
    std::size_t outlet = 0;
    const std::size_t kind = t % 10;
    if (kind < 7) {
      outlet = kind < 4 ? 0 : 1 + chance.below(kBigOutlets - 1);
      for (const Words& sentence : kind < 4 ? form_one_ : form_many_) {
        Words filled = sentence;
        for (std::size_t i = 3; i < filled.size(); i += 7) filled[i] = HotWords::kNumbers + static_cast<std::uint32_t>(chance.below(1000));
        if (filled.size() > 12) filled[12] = words_.pick_name(chance);
        text.push_back({kNoStory, std::move(filled)});
      }
      if (chance.below(4) == 0) add_own(chance, 1, text);
      add_everywhere(chance, text);
    } else {
      outlet = chance.below(kBigOutlets);
      add_own(chance, 4 + chance.below(8), text);
      add_everywhere(chance, text);
    }
    publish(chance, at, 1 + chance.below(articles_), outlet, text, {}, visit, kind >= 7);
  }

  void lone_article(std::size_t at, const std::function<void(const MadeArticle&, const HotTruth&)>& visit) const {
    Chance chance(seed_ * 1000003 + at);
    std::vector<Held> text;
    add_own(chance, 4 + chance.below(14), text);
    add_everywhere(chance, text);
    publish(chance, at, 1 + chance.below(articles_), chance.below(kBigOutlets), text, {}, visit);
  }

  void add_own(Chance& chance, std::uint64_t count, std::vector<Held>& text) const {
    for (; count > 0; --count) text.push_back({kNoStory, own_sentence(chance)});
  }
  /// The sentence that everyone writes: the first phrase, with words of the article's own around it.
  void add_everywhere(Chance& chance, std::vector<Held>& text) const {
    Words out = words(chance, 3 + chance.below(5));
    append(phrases_[0], out);
    append(words(chance, 3 + chance.below(5)), out);
    text.push_back({kNoStory, std::move(out)});
  }

  /// Lines that are the same wherever they stand.
  void add_lines(const std::vector<Words>& sentences, std::size_t seed, std::string& out) const {
    std::vector<StorySpan> none;
    std::vector<Held> lines;
    for (const Words& sentence : sentences) lines.push_back({kNoStory, sentence});
    Chance same(seed);
    out += '\n';
    render(same, lines, out, none);
  }
  /// `order`: how late it comes, from 0, the first, to the number of articles, after some sixty days. The footer of a big outlet behind the text.
  void publish(Chance& chance, std::size_t at, std::size_t order, std::size_t outlet, const std::vector<Held>& text, HotTruth truth,
               const std::function<void(const MadeArticle&, const HotTruth&)>& visit, bool with_block = false) const {
    MadeArticle article;
    article.id = id(at);
    article.outlet = outlet_name(outlet);
    const std::uint64_t spread = 1 + order * 5184000ull / articles_;
    article.published = time(order == 0 ? 0 : 1 + spread / 2 + chance.below(spread));
    if (chance.below(10) == 0 && order > 0) article.published.resize(10);
    const Words headline = words(chance, 5 + chance.below(5));
    for (std::size_t i = 0; i < headline.size(); ++i) article.title += i == 0 ? "" : " ", words_.append(headline[i], i == 0, article.title);
    render(chance, text, article.text, truth.spans);
    if (with_block) add_lines(block_, 0, article.text);
    if (outlet < kBigOutlets) add_lines(footers_[outlet], outlet, article.text);
    visit(article, truth);
  }
  static std::string outlet_name(std::size_t number) {
    static constexpr const char* kPapers[] = {"Herald", "Courier", "Gazette", "Ledger", "Observer"};
    return HotWords::name(number * 7 + 900000) + " " + kPapers[number % 5];
  }
  /// Seconds after 1 March 2024; months of 30 days are near enough.
  static std::string time(std::uint64_t seconds) {
    const auto two = [](std::uint64_t n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
    const std::uint64_t day = seconds / 86400 % 180;
    return "2024-" + two(3 + day / 30) + "-" + two(1 + day % 30) + "T" + two(seconds / 3600 % 24) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60) + "Z";
  }

  void render(Chance& chance, const std::vector<Held>& text, std::string& out, std::vector<StorySpan>& spans) const {
    const std::uint64_t per_paragraph = 1 + chance.below(4);
    const char* const gap = chance.below(2) == 0 ? "\n" : "\n\n";
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (i > 0) out += i % per_paragraph == 0 ? gap : " ";
      const std::uint32_t begin = static_cast<std::uint32_t>(out.size());
      for (std::size_t w = 0; w < text[i].words.size(); ++w) {
        if (w > 0) out += w % 11 == 0 ? ", " : " ";
        words_.append(text[i].words[w], w == 0, out);
      }
      out += '.';
      if (text[i].sentence != kNoStory) spans.push_back({text[i].sentence, begin, static_cast<std::uint32_t>(out.size())});
    }
  }
  std::size_t articles_;
  std::uint64_t seed_;
  std::array<std::size_t, kStories> copies_;
  HotWords words_;
  std::vector<std::vector<Words>> stories_;
  std::vector<Words> phrases_, form_one_, form_many_, block_;
  std::vector<std::vector<Words>> footers_;
};

}  // namespace reprise::testing
