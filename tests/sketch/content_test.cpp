// Content words: which words of a text they are, what they weigh, where they stand; and a plain twin on random texts.
#include "sketch/content.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "base/hash.hpp"
#include "text/stems.hpp"
#include "text/tokens.hpp"
#include "text/weights.hpp"

using namespace reprise;
using sketch::ContentWord;

namespace {

struct Article {
  std::string text;
  text::Tokens tokens;
  std::vector<ContentWord> content;
  std::vector<std::uint32_t> starts;

  explicit Article(std::string given) : text(std::move(given)) {
    text::tokenise(text, tokens);
    sketch::content_words(text, tokens, content);
    sketch::sentence_starts(tokens.flags, starts);
  }
  std::uint32_t place(const ContentWord& word) const { return starts[word.sentence] + word.offset; }
  std::string_view spelling(const ContentWord& word) const {
    const std::uint32_t at = place(word);
    return std::string_view(text).substr(tokens.begin[at], tokens.length[at]);
  }
  /// The content word that is spelled so; fails the test when there is none.
  ContentWord of(std::string_view spelled) const {
    for (const ContentWord& word : content)
      if (spelling(word) == spelled) return word;
    CAPTURE(spelled);
    REQUIRE(false);
    return {};
  }
  bool has(std::string_view spelled) const {
    return std::any_of(content.begin(), content.end(), [&](const ContentWord& word) { return spelling(word) == spelled; });
  }
};

using Row = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>;  // stem, sentence, offset, weight

std::vector<Row> rows(const std::vector<ContentWord>& content) {
  std::vector<Row> out;
  for (const ContentWord& word : content) out.emplace_back(word.stem, word.sentence, word.offset, word.weight);
  return out;
}

/// Sentence by sentence, each with a map of its stems.
std::vector<Row> plain_content(const std::string& text, const text::Tokens& t) {
  double known = 0, words = 0;
  std::size_t capitals = 0, inside = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    capitals += (t.flags[i] & text::kUpper) != 0;
    inside += t.flags[i] & text::kUpper && !(t.flags[i] & (text::kSentenceStart | text::kQuoteStart));
    if (t.flags[i] & text::kNumber || t.weight[i] == text::kAddressWeight) continue;
    words += 1;
    known += (t.flags[i] & text::kIdeograph) || t.weight[i] != text::kRareWeight;
  }
  std::vector<Row> out;
  if (known < words / 2) return out;
  const bool names_told = capitals * 50 >= t.size() && inside * 4 <= t.size();
  std::uint32_t sentence = 0;
  for (std::size_t start = 0; start < t.size() && sentence < sketch::kMostSentences; ++sentence) {
    std::size_t end = start + 1;
    while (end < t.size() && end < start + sketch::kMostSentenceWords && !(t.flags[end] & text::kSentenceStart)) ++end;
    std::map<std::uint32_t, Row> stems;
    for (std::size_t i = start; i < end; ++i) {
      std::uint32_t stem = 0, weight = t.weight[i];
      const auto offset = static_cast<std::uint32_t>(i - start);
      if (t.flags[i] & text::kIdeograph) {
        if (i + 1 == t.size() || !(t.flags[i + 1] & text::kIdeograph) || t.begin[i + 1] != t.begin[i] + t.length[i]) continue;
        weight = std::min(56u, (weight + t.weight[i + 1]) * 7 / 8);
        if (weight < 18) continue;
        const std::uint64_t pair = hash_combine(t.word[i], t.word[i + 1]);
        stem = static_cast<std::uint32_t>(pair ^ pair >> 32);
      } else {
        if (weight < 18) continue;
        const bool number = t.flags[i] & text::kNumber, name = names_told && t.flags[i] & text::kUpper && !(t.flags[i] & (text::kSentenceStart | text::kQuoteStart));
        stem = number ? t.word[i] : text::stem_hash(std::string_view(text).substr(t.begin[i], t.length[i]));
        if (number || !names_told || (!name && weight >= 56)) weight = weight * 4 / 5;
        else if (name) weight = weight * 3 / 5;
      }
      stems.emplace(stem, Row{stem, sentence, offset, weight});
    }
    for (const auto& [stem, row] : stems) out.push_back(row);
    start = end;
  }
  std::sort(out.begin(), out.end());
  return out;
}

unsigned weight_of(std::string_view word) { return text::word_weight(text::word_hash(word)); }

}  // namespace

TEST_CASE("content: informative words with what they weigh, function words not") {
  const Article a("The minister of transport opened the new bridge near Ruritania on 14 March. \"Ferries will stop,\" he said; 48213 people crossed it in 1987, among them zwirbelnde cyclists.");
  for (const char* word : {"The", "of", "the", "on", "will", "he", "it", "in"}) CHECK_FALSE(a.has(word));
  CHECK(a.of("minister").weight == weight_of("minister"));
  CHECK(a.of("bridge").weight == weight_of("bridge"));
  // A name inside a sentence, numbers, a word that the table does not know.
  CHECK(a.of("Ruritania").weight == text::kRareWeight * 3 / 5);
  CHECK(a.of("March").weight == weight_of("march") * 3 / 5);
  CHECK(a.of("14").weight == text::kSmallNumberWeight * 4 / 5);
  CHECK(a.of("48213").weight == text::kNumberWeight * 4 / 5);
  CHECK(a.of("1987").weight == text::kYearWeight * 4 / 5);
  CHECK(a.of("zwirbelnde").weight == text::kRareWeight * 4 / 5);
  // Capitals at the start of a sentence or a quotation are no name.
  CHECK(a.of("Ferries").weight == weight_of("ferries") * (weight_of("ferries") == text::kRareWeight ? 4 : 5) / 5);
  CHECK(a.of("Ferries").sentence == 1);
  // A script without capitals: any word may be a name.
  CHECK(Article("הממשלה אישרה את התקציב").of("התקציב").weight == weight_of("התקציב") * 4 / 5);
  CHECK(Article("أعلنت الحكومة الميزانية").of("الحكومة").weight == weight_of("الحكومة") * 4 / 5);
  // So it is where many words have capitals: German nouns.
  CHECK(Article("Die Regierung kündigte für Schulen einen Haushalt mit Geld an").of("Haushalt").weight == weight_of("haushalt") * 4 / 5);
  CHECK(Article("Правительство приняло бюджет").of("бюджет").weight == weight_of("бюджет"));
  CHECK(a.of("minister").sentence == 0);
  CHECK(a.of("minister").offset == 1);
}

TEST_CASE("content: of a stem that a sentence has twice the first stays, and every sentence has its own") {
  const Article a("Ministers met other ministers and a minister. A minister left.");
  CHECK(std::count_if(a.content.begin(), a.content.end(), [](const ContentWord& w) { return w.stem == text::stem_hash("minister"); }) == 2);
  CHECK(a.of("Ministers").offset == 0);
  CHECK(a.of("minister").sentence == 1);
  CHECK(a.of("minister").offset == 1);
}

TEST_CASE("content: of ideographs, pairs of neighbours") {
  const Article a("政府宣布新的鐵路計劃。鐵，路");
  const ContentWord iron = a.of("鐵");
  CHECK(iron.sentence == 0);
  CHECK(iron.offset == 6);
  CHECK(iron.weight == (a.tokens.weight[6] + a.tokens.weight[7]) * 7 / 8);
  // Not across a mark.
  for (const ContentWord& word : a.content) CHECK(word.sentence == 0);
  // Simplified and Traditional are the same words.
  CHECK(rows(Article("政府宣布新的铁路计划。").content) == rows(a.content));
}

TEST_CASE("content: other forms, order and case give the same stems") {
  const auto stems = [](const char* text) {
    std::vector<std::uint32_t> out;
    for (const ContentWord& word : Article(text).content) out.push_back(word.stem);
    return out;
  };
  CHECK(stems("министр подписал приказ о бюджете города") == stems("О бюджетах городских подписали приказы министры"));
  CHECK(stems("the minister announced elections") == stems("Elections, announces the ministry"));
  CHECK(stems("תקציב הממשלה ובחירות") == stems("הבחירות, הממשלה והתקציב"));
}

TEST_CASE("content: none where the weights do not know the language") {
  // Greek, Georgian, and Latin letters of no language.
  for (const char* text : {"Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία και τους πολίτες", "მთავრობამ გამოაცხადა ახალი ღონისძიებები ეკონომიკისთვის",
                           "Brankel vortu simzal quedrin ofalsk torbenik"})
    CHECK(Article(text).content.empty());
  // Half of the words are enough; numbers count for neither side.
  CHECK(Article("minister election brankel vortuq").content.size() == 4);
  CHECK(Article("minister brankel vortuq 1 2 3 4 5 6").content.empty());
  for (const char* text : {"The government announced a new budget for schools", "Правительство объявило новый бюджет школ", "دولت بودجه جدید مدارس را اعلام کرد",
                           "أعلنت الحكومة ميزانية جديدة للمدارس", "הממשלה הודיעה על תקציב חדש לבתי הספר", "政府公布新的学校预算", "Die Regierung kündigte einen neuen Haushalt an",
                           "El gobierno anunció un nuevo presupuesto", "Уряд оголосив новий бюджет шкіл"}) {
    CAPTURE(text);
    CHECK(Article(text).content.size() >= 2);
  }
}

TEST_CASE("content: limits") {
  CHECK(Article("").content.empty());
  CHECK(Article("?!… — ").content.empty());
  std::string many;
  for (int i = 0; i < 1500; ++i) many += "Minister speaks. ";
  const Article sentences(many);
  CHECK(sentences.starts.size() == 1500);
  CHECK(std::max_element(sentences.content.begin(), sentences.content.end(), [](const auto& x, const auto& y) { return x.sentence < y.sentence; })->sentence ==
        sketch::kMostSentences - 1);
  // A sentence without an end is cut, and what is cut off has numbers and offsets of its own.
  std::string endless;
  for (int i = 0; i < 1000; ++i) endless += i % 50 == 0 ? "minister " : "the ";
  const Article words(endless);
  CHECK(words.starts == std::vector<std::uint32_t>{0, 200, 400, 600, 800});
  REQUIRE(words.content.size() == 5);
  for (unsigned i = 0; i < 5; ++i) CHECK(rows(words.content)[i] == Row{text::stem_hash("minister"), i, 0, weight_of("minister") * 4 / 5});
}

TEST_CASE("content: appended, sorted, inside the article, and the same as sentence by sentence") {
  const char* const pieces[] = {"the", "minister", "Minister", "ministers", "of", "Paris", "budget", "Budgets", "14", "1987", "48213", "xyzzyq", "said", "правительство", "Москвы", "и", "бюджет", "דولت",
                                "دولت", "مجلس", "و", "הממשלה", "תקציב", "政府", "宣布", "國", "国会", "が", "&amp;", "<b>", "\"", "“", "”", ". ", ". ", "! ", "\n", "\n\n", "U.S.", "t.me/x"};
  std::mt19937 random(23);
  std::size_t total = 0, silent = 0;
  for (int round = 0; round < 400; ++round) {
    std::string text;
    for (unsigned n = random() % (round % 20 == 0 ? 4000 : 120); n > 0; --n) {
      text += pieces[random() % (round % 7 == 0 ? std::size(pieces) : 20)];
      if (random() % 5) text += ' ';
    }
    const Article a(text);
    CAPTURE(text);
    CHECK(rows(a.content) == plain_content(a.text, a.tokens));
    total += a.content.size();
    silent += a.content.empty();
    for (const ContentWord& word : a.content) {
      REQUIRE(word.sentence < a.starts.size());
      REQUIRE(a.place(word) < a.tokens.size());
      CHECK(word.weight > 0);
    }
    std::vector<ContentWord> both(3, ContentWord{0xffffffffu, 7, 7, 7});
    sketch::content_words(a.text, a.tokens, both);
    REQUIRE(both.size() == 3 + a.content.size());
    CHECK(std::get<0>(rows(both)[2]) == 0xffffffffu);
    CHECK(rows({both.begin() + 3, both.end()}) == rows(a.content));
  }
  CHECK(total > 5000);
  CHECK(silent < 200);
}
