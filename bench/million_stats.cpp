// million stats: how much the articles of a corpus share, as one JSON line.
// Of sampled articles: how many others hold at least 1, 2, 3 and 5 of their runs of 5 words (median, 90th percentile, mean), the share with a run of 12 words
// in common with any other, how many other articles hold one such run of 5, and words and lengths. Articles of fewer than --words words are left out, longer ones cut
// to so many, at most --count are taken from each file: real and made text are comparable only at the same sizes.
// --only: real (ids not of `million make`), made, single (made, in no family). Cost: the files are read twice.
#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "jsonl.hpp"
#include "million_model.hpp"

namespace reprise::bench {

namespace {

constexpr std::size_t kShort = 5, kLong = 12;

struct Choice {
  std::uint64_t count = ~0ull;
  std::size_t words = 0, sample = 200;
  std::string only, lang;
  std::vector<std::string> files;
};

bool made(std::string_view id) { return id.size() == 8 && id[0] == 'm' && std::all_of(id.begin() + 1, id.end(), [](char c) { return c >= '0' && c <= '9'; }); }

/// Hashes of the words: runs of letters and digits, ASCII folded; each ideograph is one.
void words_of(std::string_view text, std::size_t most, std::vector<std::uint64_t>& out) {
  out.clear();
  std::uint64_t hash = 0;
  const auto end_word = [&] {
    if (hash) out.push_back(Random{hash}());
    hash = 0;
  };
  for (std::size_t at = 0; at < text.size() && (most == 0 || out.size() < most);) {
    const auto c = static_cast<unsigned char>(text[at]);
    const std::size_t bytes = std::max<std::size_t>(1, code_point_bytes(c));
    const bool ascii_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool sign = c == 0xe2 || (c == 0xc2 && at + 1 < text.size()) || (c == 0xd8 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xa0) || c == 0xef || (c == 0xe3 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) == 0x80);
    const bool ideograph = c >= 0xe3 && c <= 0xe9 && !sign;
    if (ideograph || sign || (c < 0x80 && !ascii_word)) end_word();
    if (!sign && (c >= 0x80 || ascii_word)) {
      for (std::size_t i = at; i < at + bytes && i < text.size(); ++i) {
        auto b = static_cast<unsigned char>(text[i]);
        if (b >= 'A' && b <= 'Z') b += 32;
        hash = (hash ^ b) * 0x100000001b3ULL + 0x9e3779b97f4a7c15ULL;
      }
    }
    if (ideograph) end_word();
    at += bytes;
  }
  end_word();
  if (most > 0 && out.size() > most) out.resize(most);
}

void runs_of(const std::vector<std::uint64_t>& words, std::size_t length, std::vector<std::uint64_t>& out) {
  out.clear();
  for (std::size_t i = 0; i + length <= words.size(); ++i) {
    std::uint64_t hash = length;
    for (std::size_t k = i; k < i + length; ++k) hash = (hash ^ words[k]) * 0x9fb21c651e98df25ULL, hash ^= hash >> 29;
    out.push_back(hash);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

/// Calls for each article that was chosen, with its number and words.
template <class F>
std::uint64_t each(const Choice& choice, F&& call) {
  std::uint64_t number = 0;
  std::vector<std::uint64_t> words;
  for (const std::string& file : choice.files) {
    Lines lines(file);
    std::uint64_t taken = 0;
    for (Line line; taken < choice.count && lines.next(line);) {
      if (!choice.only.empty() && (made(line.id) ? choice.only == "real" || (choice.only == "single" && !line.family.empty()) : choice.only != "real")) continue;
      if (!choice.lang.empty() && line.lang != choice.lang) continue;
      words_of(line.text, choice.words, words);
      if (words.size() < std::max(choice.words, kShort)) continue;
      ++taken;
      call(number++, words);
    }
  }
  return number;
}

/// Which sampled articles hold a run, behind a filter that most runs of the corpus do not pass.
struct Holders {
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> map;
  std::vector<bool> filter = std::vector<bool>(1 << 24);
  void add(std::uint64_t run, std::uint32_t sampled) { map[run].push_back(sampled), filter[run >> 40] = true; }
  const std::vector<std::uint32_t>* find(std::uint64_t run) const {
    if (!filter[run >> 40]) return nullptr;
    const auto at = map.find(run);
    return at == map.end() ? nullptr : &at->second;
  }
};

template <class T>
double at_share(std::vector<T>& values, double share) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : static_cast<double>(values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)]);
}

}  // namespace

int million_stats(int argc, char** argv) {
  Choice choice;
  for (int i = 0; i < argc; ++i) {
    const std::string name = argv[i];
    const auto value = [&] { return i + 1 < argc ? argv[++i] : ""; };
    if (name == "--count") choice.count = std::strtoull(value(), nullptr, 10);
    else if (name == "--words") choice.words = std::strtoull(value(), nullptr, 10);
    else if (name == "--sample") choice.sample = std::strtoull(value(), nullptr, 10);
    else if (name == "--only") choice.only = value();
    else if (name == "--lang") choice.lang = value();
    else choice.files.push_back(name);
  }
  Random random{7};
  std::vector<std::pair<std::uint64_t, std::vector<std::uint64_t>>> sample;  // article number, words
  std::vector<std::uint32_t> lengths;
  std::unordered_map<std::uint64_t, std::uint32_t> vocabulary;
  std::uint64_t tokens = 0;
  const std::uint64_t articles = each(choice, [&](std::uint64_t number, const std::vector<std::uint64_t>& words) {
    lengths.push_back(static_cast<std::uint32_t>(words.size()));
    for (const std::uint64_t w : words) ++vocabulary[w];
    tokens += words.size();
    if (sample.size() < choice.sample) return sample.emplace_back(number, words), void();
    const std::uint64_t at = random() % (number + 1);
    if (at < sample.size()) sample[at] = {number, words};
  });
  const auto singles = std::count_if(vocabulary.begin(), vocabulary.end(), [](const auto& w) { return w.second == 1; });
  const std::size_t distinct = vocabulary.size();
  vocabulary = {};

  Holders five, twelve;
  std::vector<std::uint64_t> runs;
  std::unordered_map<std::uint64_t, std::uint32_t> held;  // by others, of the sample's runs of five
  std::unordered_map<std::uint64_t, std::uint32_t> numbers;
  for (std::uint32_t s = 0; s < sample.size(); ++s) {
    numbers[sample[s].first] = s;
    runs_of(sample[s].second, kShort, runs);
    for (const std::uint64_t run : runs) five.add(run, s), held[run] = 0;
    runs_of(sample[s].second, kLong, runs);
    for (const std::uint64_t run : runs) twelve.add(run, s);
  }
  std::vector<std::array<std::uint32_t, 4>> others(sample.size());
  std::vector<std::uint32_t> long_others(sample.size()), shared(sample.size()), touched;
  each(choice, [&](std::uint64_t number, const std::vector<std::uint64_t>& words) {
    const auto self = numbers.find(number);
    for (const bool is_long : {false, true}) {
      runs_of(words, is_long ? kLong : kShort, runs);
      touched.clear();
      for (const std::uint64_t run : runs) {
        const std::vector<std::uint32_t>* holders = (is_long ? twelve : five).find(run);
        if (!holders) continue;
        if (!is_long) ++held[run];
        for (const std::uint32_t s : *holders) {
          if (self != numbers.end() && self->second == s) continue;
          if (shared[s]++ == 0) touched.push_back(s);
        }
      }
      for (const std::uint32_t s : touched) {
        constexpr std::uint32_t kAtLeast[] = {1, 2, 3, 5};
        if (is_long) ++long_others[s];
        for (std::size_t k = 0; k < 4 && !is_long; ++k) others[s][k] += shared[s] >= kAtLeast[k];
        shared[s] = 0;
      }
    }
  });
  std::printf("{\"articles\":%llu,\"words\":%llu,\"median_words\":%.0f,\"distinct_words\":%zu,\"seen_once\":%.3f,\"sample\":%zu", static_cast<unsigned long long>(articles), static_cast<unsigned long long>(tokens),
              at_share(lengths, 0.5), distinct, static_cast<double>(singles) / static_cast<double>(std::max<std::size_t>(1, distinct)), sample.size());
  constexpr const char* kNames[] = {"share_1", "share_2", "share_3", "share_5"};
  for (std::size_t k = 0; k < 4; ++k) {
    std::vector<std::uint32_t> values;
    double sum = 0;
    for (const auto& o : others) values.push_back(o[k]), sum += o[k];
    std::printf(",\"%s\":{\"p10\":%.0f,\"p50\":%.0f,\"p90\":%.0f,\"mean\":%.1f}", kNames[k], at_share(values, 0.1), at_share(values, 0.5), at_share(values, 0.9), sum / static_cast<double>(std::max<std::size_t>(1, others.size())));
  }
  const auto with_long = std::count_if(long_others.begin(), long_others.end(), [](std::uint32_t n) { return n > 0; });
  std::printf(",\"run_of_12\":%.3f,\"run_of_12_others_p90\":%.0f", static_cast<double>(with_long) / static_cast<double>(std::max<std::size_t>(1, sample.size())), at_share(long_others, 0.9));
  // Shares of the sampled runs of five that 1, 2 to 4, 5 to 24, 25 to 249, and more articles hold (itself among them).
  std::array<std::uint64_t, 5> classes{};
  for (const auto& [run, n] : held) ++classes[n <= 1 ? 0 : n <= 4 ? 1 : n <= 24 ? 2 : n <= 249 ? 3 : 4];
  std::printf(",\"holders\":{");
  constexpr const char* kClasses[] = {"1", "2_4", "5_24", "25_249", "250"};
  for (std::size_t c = 0; c < 5; ++c) std::printf("%s\"%s\":%.5f", c ? "," : "", kClasses[c], static_cast<double>(classes[c]) / static_cast<double>(std::max<std::size_t>(1, held.size())));
  std::printf("}}\n");
  return 0;
}

}  // namespace reprise::bench
