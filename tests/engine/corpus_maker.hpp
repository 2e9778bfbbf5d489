// A corpus made by chance, with a fixed sequence: Zipf words, families that are copied and edited, boilerplate of outlets,
// equal times, missing times, dates alone, ids that occur twice. What the tests of the promises scan when fixtures/ is too small.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "hostile/files.hpp"

namespace reprise::testing {

inline std::string json_string(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      constexpr char kHex[] = "0123456789abcdef";
      out += std::string("\\u00") + kHex[byte >> 4] + kHex[byte & 15];
    } else {
      out += c;
    }
  }
  return out + '"';
}

struct MadeArticle {
  std::string id, outlet, published, title, text;
  std::string line() const {
    std::string out = "{\"id\":" + json_string(id);
    if (!outlet.empty()) out += ",\"outlet\":" + json_string(outlet);
    if (!published.empty()) out += ",\"published\":" + json_string(published);
    if (!title.empty()) out += ",\"title\":" + json_string(title);
    return out + ",\"text\":" + json_string(text) + "}\n";
  }
};

class CorpusMaker {
 public:
  explicit CorpusMaker(std::uint64_t seed) : chance_(seed) {
    for (std::size_t rank = 1; rank <= kVocabulary; ++rank) {
      std::string word;
      for (std::uint64_t syllables = 1 + chance_.below(3) + (rank > 200); syllables > 0; --syllables) {
        word += "bcdfghklmnprstvwz"[chance_.below(17)];
        word += "aeiou"[chance_.below(5)];
      }
      words_.push_back(word);
    }
  }

  /// Zipf: rank r with probability about 1 / r.
  const std::string& word() {
    const double u = static_cast<double>(chance_.below(1u << 30)) / (1u << 30);
    return words_[static_cast<std::size_t>(std::exp(u * std::log(static_cast<double>(kVocabulary)))) % kVocabulary];
  }
  std::string sentence() {
    std::string out = word();
    out[0] = static_cast<char>(out[0] - 32);
    for (std::uint64_t n = 6 + chance_.below(16); n > 0; --n) out += " " + word();
    return out + ". ";
  }
  std::string paragraph(std::uint64_t sentences) {
    std::string out;
    for (; sentences > 0; --sentences) out += sentence();
    return out;
  }
  /// Some words changed, left out or added.
  std::string edited(const std::string& text) {
    std::string out;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find(' ', begin), text.size());
      const std::uint64_t dice = chance_.below(30);
      if (dice == 0) out += word() + " ";
      if (dice != 1) out += dice == 2 ? word() + " " : text.substr(begin, end - begin) + " ";
      begin = end + 1;
    }
    return out;
  }

  std::vector<MadeArticle> make(std::size_t count) {
    const std::vector<std::string> outlets = {"TASS", "Fars News Agency", "Reuters", "xinhuanet.com", "Kestrel Post", "Harbor Gazette", "ТАСС", ""};
    std::vector<std::string> footers, wires;
    for (std::size_t i = 0; i < outlets.size(); ++i) footers.push_back("\nSubscribe: " + sentence() + sentence());
    std::vector<MadeArticle> made;
    while (made.size() < count) {
      MadeArticle a;
      const std::size_t outlet = chance_.below(outlets.size());
      a.id = (chance_.below(40) == 0 && !made.empty()) ? made[chance_.below(made.size())].id : "a" + std::to_string(chance_.below(1u << 30));
      a.outlet = outlets[outlet];
      a.published = time();
      a.title = chance_.below(5) == 0 ? "" : sentence();
      a.text = paragraph(2 + chance_.below(6));
      if (chance_.below(3) == 0 || wires.empty()) {
        wires.push_back(paragraph(3 + chance_.below(8)));
        a.text += wires.back();
      } else if (chance_.below(3) != 0) {  // the later wires are the hot ones
        const std::string& wire = wires[wires.size() - 1 - chance_.below(std::min<std::size_t>(wires.size(), 40))];
        if (chance_.below(3) == 0) a.text += "According to " + outlets[chance_.below(4)] + ", " + edited(wire);
        else if (chance_.below(6) == 0) a.text = wire;
        else a.text += wire.substr(0, chance_.below(2) ? wire.size() : wire.size() / 2);
      }
      a.text += paragraph(chance_.below(4));
      if (chance_.below(2) == 0) a.text += footers[outlet];
      made.push_back(std::move(a));
    }
    return made;
  }

  Chance& chance() { return chance_; }

 private:
  static constexpr std::size_t kVocabulary = 8000;

  std::string time() {
    if (chance_.below(8) == 0) return "";
    const std::string day = "2024-03-0" + std::to_string(1 + chance_.below(6));
    if (chance_.below(6) == 0) return day;
    // Few hours, so that many times are equal; some without a zone.
    return day + "T0" + std::to_string(chance_.below(4)) + ":00:00" + (chance_.below(6) == 0 ? "" : "Z");
  }

  Chance chance_;
  std::vector<std::string> words_;
};

inline std::string json_lines(const std::vector<MadeArticle>& articles) {
  std::string out;
  for (const MadeArticle& a : articles) out += a.line();
  return out;
}

/// The same articles in another order.
template <class T>
void shuffle(std::vector<T>& things, Chance& chance) {
  for (std::size_t i = things.size(); i > 1; --i) std::swap(things[i - 1], things[chance.below(i)]);
}

}  // namespace reprise::testing
