// Scans, from end to end: a passage that two badly printed pages share is found, with its borders, and nothing else is.
//
// A clean text is set in narrow columns (words broken at line ends, hyphens lost) and 2 to 8 in 100 of its letters are damaged: taken
// for a likeness, lost, doubled; spaces lost or put in.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "reprise/reprise.hpp"

using namespace reprise;

namespace {

const char* const kPassage =
    "The bridge over the Tamber gave way shortly before noon on Tuesday, when a train of nineteen cars loaded with timber was crossing "
    "it, and eleven men are known to have perished. The engineer, who was thrown clear of the wreck, told the coroner that he had "
    "reported the northern pier as unsafe in October and again at Christmas, but that the superintendent of the line had laughed at "
    "the warning. Divers were sent for from the naval station and worked until darkness fell. They recovered seven bodies. The river is "
    "in flood and it is feared that the others have been carried to the sea. The governor has ordered an inquiry and the company has "
    "promised every assistance to the families of the dead.";

const char* const kHosts[2] = {
    "Farmers of the county met on Saturday to discuss the price of seed potatoes, which has doubled since the autumn. A committee of five "
    "was chosen to write to the railroad about freight charges. Mr. Carter spoke for half an hour and was heard with attention. The "
    "ladies served supper in the basement of the church and a collection was taken for the library.",
    "The council voted last evening to pave Orchard street from the mill to the cemetery. Two members objected that the work would cost "
    "more than the town can pay before the taxes come in. A petition against the saloon near the school was laid on the table. The "
    "band will play in the park every Sunday afternoon as long as the weather remains fair."};

class Printer {
 public:
  Printer(std::uint64_t seed, unsigned permille) : state_(seed), permille_(permille) {}

  std::string set(const std::string& text, std::size_t column) {
    std::string out;
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size();) {
      std::size_t end = std::min(text.find(' ', i), text.size());
      std::string word = text.substr(i, end - i);
      if (width > 0 && width + word.size() + 1 > column) {
        const std::size_t room = column > width + 3 ? column - width - 1 : 0;
        if (room >= 3 && word.size() >= room + 3) {
          out += ' ' + damaged(word.substr(0, room));
          word = word.substr(room);
        }
        out += '\n';
        width = 0;
      }
      if (width > 0 && !(below(1000) * 8 < permille_)) out += ' ';
      width += word.size() + 1;
      out += damaged(word);
      i = end + 1;
    }
    return out;
  }

 private:
  std::uint64_t below(std::uint64_t n) {
    state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
    return (state_ >> 33) % n;
  }
  std::string damaged(const std::string& word) {
    static const std::pair<char, const char*> kLikenesses[] = {{'e', "o"}, {'h', "b"}, {'i', "l"}, {'a', "n"}, {'u', "n"}, {'m', "rn"}, {'n', "u"}, {'c', "e"},
                                                               {'t', "f"}, {'s', "a"}, {'o', "c"}, {'d', "cl"}, {'r', "i"}, {'l', "1"}, {'b', "h"}, {'w', "vv"}};
    std::string out;
    for (const char c : word) {
      if (below(1000) >= permille_) {
        out += c;
        continue;
      }
      const auto like = std::find_if(std::begin(kLikenesses), std::end(kLikenesses), [&](const auto& l) { return l.first == c; });
      const std::uint64_t kind = below(10);
      if (like != std::end(kLikenesses) && kind < 7) out += like->second;
      else if (kind < 8) out += std::string(2, c);
      else if (kind < 9) out += std::string(1, c) + ' ';
    }
    return out;
  }
  std::uint64_t state_;
  unsigned permille_;
};

struct Page {
  Article article;
  Span passage;
};

Page printed(const char* id, const char* outlet, const char* host, std::size_t column, std::uint64_t seed, unsigned permille) {
  Printer printer(seed, permille);
  Page page;
  page.article.id = id;
  page.article.outlet = outlet;
  page.article.lang = "en";
  page.article.text = printer.set(host, column) + "\n";
  page.passage.begin = static_cast<std::uint32_t>(page.article.text.size());
  page.article.text += printer.set(kPassage, column);
  page.passage.end = static_cast<std::uint32_t>(page.article.text.size());
  page.article.text += "\n" + printer.set(host, column - 3);
  return page;
}

}  // namespace

TEST_CASE("ocr: a passage is found in two damaged pages, with its borders") {
  for (const unsigned permille : {20u, 40u, 60u, 80u})
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      CAPTURE(permille);
      CAPTURE(seed);
      const Page pages[2] = {printed("a", "The Morning Post-Gazette", kHosts[0], 34, 2 * seed, permille),
                             printed("b", "Valley Weekly Register", kHosts[1], 27, 2 * seed + 1, permille)};
      const Result<Run> run = scan_articles({pages[0].article, pages[1].article}, {});
      REQUIRE(run);
      for (std::uint32_t a = 0; a < 2; ++a) {
        std::uint32_t inside = 0, outside = 0;
        for (const FamilyRecord& family : run->families)
          for (const Occurrence& o : family.occurrences) {
            if (run->articles[o.article].id != pages[a].article.id || family.occurrences.size() < 2) continue;
            const Span truth = pages[a].passage;
            const std::uint32_t begin = std::max(o.span.begin, truth.begin), end = std::min(o.span.end, truth.end);
            const std::uint32_t common = end > begin ? end - begin : 0;
            inside += common;
            outside += o.span.size() - common;
          }
        CHECK(100 * inside >= (permille <= 40 ? 95u : 80u) * pages[a].passage.size());
        CHECK(outside <= 12);
      }
    }
}

TEST_CASE("ocr: a clean copy and a damaged one are the same text") {
  const Page page = printed("a", "The Morning Post-Gazette", kHosts[0], 30, 5, 40);
  Article clean;
  clean.id = "b";
  clean.outlet = "Valley Weekly Register";
  clean.lang = "en";
  clean.text = std::string(kHosts[1]) + "\n" + kPassage;
  const Result<Run> run = scan_articles({page.article, clean}, {});
  REQUIRE(run);
  std::uint32_t covered = 0;
  for (const FamilyRecord& family : run->families)
    for (const Occurrence& o : family.occurrences)
      if (family.occurrences.size() == 2 && run->articles[o.article].id == "b") covered += o.span.size();
  CHECK(10 * covered >= 9 * std::string(kPassage).size());
}
