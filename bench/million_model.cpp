#include "million_model.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace reprise::bench {

namespace {

bool is_space(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_ascii_word(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// CJK ideographs, kana and their punctuation: E3 80 .. E9 BF, and full-width forms EF BC .. EF BF.
bool is_ideographic(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  return (c >= 0xe3 && c <= 0xe9) || (c == 0xef && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xbc);
}

constexpr std::string_view kOuter[] = {"\"", "'", "(", ")", "[", "]", "{", "}", ",", ".", ";", ":", "!", "?", "*", "_", "-", "“", "”", "‘", "’", "«", "»", "…", "–", "—",
                                       "،", "؛", "؟", "۔", "，", "。", "、", "！", "？", "；", "：", "「", "」", "『", "』", "《", "》", "（", "）", "【", "】"};

/// Cuts punctuation off both ends.
std::pair<std::size_t, std::size_t> core_of(std::string_view text) {
  std::size_t begin = 0, end = text.size();
  for (bool cut = true; cut;) {
    cut = false;
    for (const std::string_view sign : kOuter) {
      if (end - begin > sign.size() && text.substr(begin, end - begin).starts_with(sign)) begin += sign.size(), cut = true;
      if (end - begin > sign.size() && text.substr(begin, end - begin).ends_with(sign)) end -= sign.size(), cut = true;
    }
  }
  return {begin, end};
}

bool ends_sentence(std::string_view text) {
  std::size_t end = text.size();
  for (bool cut = true; cut && end > 0;) {
    cut = false;
    for (const std::string_view sign : {"\"", "'", ")", "”", "’", "»", "」", "』", "*"}) {
      if (text.substr(0, end).ends_with(sign) && end > sign.size()) end -= sign.size(), cut = true;
    }
  }
  text = text.substr(0, end);
  for (const std::string_view sign : {"!", "?", "؟", "۔", "。", "！", "？"}) {
    if (text.ends_with(sign)) return true;
  }
  // "Mr.", "U.S." and initials are no ends.
  return text.ends_with('.') && text.size() > 4 && text.find('.') == text.size() - 1;
}

}  // namespace

std::size_t code_point_bytes(unsigned char lead) { return lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4; }

double Random::normal() { return std::sqrt(-2 * std::log(1 - share())) * std::cos(6.283185307179586 * share()); }

Language::Language(std::string code) : code_(std::move(code)), ideographs_(code_ == "zh") {
  surfaces_.resize(2);
  surfaces_[1].word = 1;
  word_index_ = {{".", 0}, {"\n", 1}};
  places_.push_back({0, 0, 0, kParagraph});
}

void Language::read(std::string_view text) {
  // Wrapped lines (Reuters, ynet) are one paragraph up to an empty or an indented line.
  std::size_t lines = 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  const bool wrapped = !ideographs_ && lines > 4 && text.size() / lines < 130 && text.find("\n\n") == text.npos && text.find("\n  ") != text.npos;
  std::string joined;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    if (!wrapped || line.starts_with("  ")) paragraph(joined), joined.clear();
    (joined += line) += ' ';
    at = end + 1;
  }
  paragraph(joined);
}

void Language::paragraph(std::string_view text) {
  // Each paragraph once: what stands under every article of an outlet is no phrase of the language.
  if (text.size() < 20 || text.find("Creative Commons") != text.npos || !paragraphs_.insert(std::hash<std::string_view>{}(text)).second) return;
  for (std::size_t at = 0; at < text.size();) {
    if (is_space(static_cast<unsigned char>(text[at]))) {
      ++at;
      continue;
    }
    std::size_t end = at;
    if (ideographs_ && is_ideographic(text, at)) {
      end += code_point_bytes(static_cast<unsigned char>(text[at]));
      // Closing punctuation stays at its word.
      while (end < text.size() && is_ideographic(text, end)) {
        const std::string_view sign = text.substr(end, code_point_bytes(static_cast<unsigned char>(text[end])));
        if (std::find(std::begin(kOuter), std::end(kOuter), sign) == std::end(kOuter) || sign == "「" || sign == "《" || sign == "（") break;
        end += sign.size();
      }
    } else {
      while (end < text.size() && !is_space(static_cast<unsigned char>(text[end])) && !(ideographs_ && is_ideographic(text, end))) ++end;
    }
    end = std::min(end, text.size());
    const std::string_view piece = text.substr(at, end - at);
    if (piece.size() <= 60) {  // no addresses
      token(piece);
      if (ends_sentence(piece)) places_.push_back({0, 0, 0, kSentence});
    }
    at = end;
  }
  if (places_.back().surface == kSentence) places_.back().surface = kParagraph;
  if (places_.back().surface != kParagraph) places_.push_back({0, 0, 0, kParagraph});
}

void Language::token(std::string_view text) {
  const auto [at, fresh] = surface_index_.try_emplace(std::string(text), static_cast<std::uint32_t>(surfaces_.size()));
  if (fresh) {
    Surface s;
    s.text = text;
    const auto [begin, end] = core_of(text);
    s.core_begin = static_cast<std::uint32_t>(begin), s.core_end = static_cast<std::uint32_t>(end);
    std::string folded(text.substr(begin, end - begin));
    for (char& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (ends_sentence(text)) folded += '.';  // so that an end follows it, and nothing else
    s.word = word_index_.try_emplace(folded, static_cast<std::uint32_t>(word_index_.size())).first->second;
    surfaces_.push_back(std::move(s));
  }
  places_.push_back({0, 0, 0, at->second});
}

void Language::build() {
  paragraphs_ = {};
  const std::size_t n = places_.size(), words = word_index_.size();
  std::vector<std::uint32_t> word(n), counts(words + 1), next(n);
  for (std::size_t i = 0; i < n; ++i) word[i] = surfaces_[places_[i].surface].word;
  const auto before = [&](std::uint32_t i, std::uint32_t back) { return i >= back ? word[i - back] : 1; };
  order_.resize(n);
  for (std::size_t i = 0; i < n; ++i) order_[i] = static_cast<std::uint32_t>(i);
  for (std::uint32_t back = 4; back >= 1; --back) {
    std::fill(counts.begin(), counts.end(), 0);
    for (std::size_t i = 0; i < n; ++i) ++counts[before(static_cast<std::uint32_t>(i), back) + 1];
    for (std::size_t w = 0; w < words; ++w) counts[w + 1] += counts[w];
    for (const std::uint32_t i : order_) next[counts[before(i, back)]++] = i;
    order_.swap(next);
  }
  // Groups of one length are runs of order_. A place belongs to one group alone, that of its longest context with enough places that are in none yet: so the
  // walk visits all places equally often, and what is frequent stays as frequent as it is.
  const auto same = [&](std::uint32_t a, std::uint32_t b, std::uint32_t length) {
    for (std::uint32_t back = 1; back <= length; ++back) {
      if (before(a, back) != before(b, back)) return false;
    }
    return true;
  };
  groups_.reserve(n);
  const auto close = [&](std::size_t from, std::uint32_t length) {
    for (std::size_t r = from; r < groups_.size(); ++r) places_[groups_[r]].begin = static_cast<std::uint32_t>(from), places_[groups_[r]].count = (groups_.size() - from) & 0xfffffff, places_[groups_[r]].length = length & 15;
  };
  for (std::uint32_t length = 4; length >= 1; --length) {
    for (std::size_t from = 0, to; from < n; from = to) {
      const std::size_t start = groups_.size();
      for (to = from; to < n && (to == from || same(order_[from], order_[to], length)); ++to) {
        if (places_[order_[to]].count == 0) groups_.push_back(order_[to]);
      }
      groups_.size() - start >= kBranches[length] ? close(start, length) : groups_.resize(start);
    }
  }
  const std::size_t start = groups_.size();
  for (const std::uint32_t i : order_) {
    if (places_[i].count == 0) groups_.push_back(i);
  }
  close(start, 0);
  after_.assign(words + 1, 0);
  for (const std::uint32_t w : word) ++after_[w + 1];
  ++after_[1 + 1], --after_[word[n - 1] + 1];  // the first place follows the end of a paragraph
  for (std::size_t w = 0; w < words; ++w) after_[w + 1] += after_[w];
  for (std::size_t i = 1; i < n; ++i) {
    if (word[i - 1] == kParagraph && word[i] > kParagraph) begins_.push_back(static_cast<std::uint32_t>(i));
  }
  std::fill(counts.begin(), counts.end(), 0);
  for (const std::uint32_t w : word) ++counts[w];
  const double rare = std::max(3.0, kRareShare * static_cast<double>(n));
  for (std::uint32_t s = 2; s < surfaces_.size(); ++s) {
    Surface& surface = surfaces_[s];
    const std::string_view core = std::string_view(surface.text).substr(surface.core_begin, surface.core_end - surface.core_begin);
    const auto digits = std::count_if(core.begin(), core.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool year = core.size() == 4 && digits == 4 && (core.starts_with("19") || core.starts_with("20"));
    if (digits > 0 && !year) surface.what = kNumber;
    if (ideographs_ || digits > 0 || core.size() < 3 || counts[surface.word] > rare) continue;
    const auto lead = static_cast<unsigned char>(core[0]);
    // Capitals: Latin, and Cyrillic D0 90 .. D0 AF.
    const bool capital = (lead >= 'A' && lead <= 'Z') || (lead == 0xd0 && static_cast<unsigned char>(core[1]) >= 0x90 && static_cast<unsigned char>(core[1]) < 0xb0);
    const bool plain = std::all_of(core.begin(), core.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
    surface.what = capital ? kName : kRare;
    if (plain && core.size() < 30) (capital ? names_ : rare_).push_back(s);
  }
  if (names_.empty()) names_ = rare_;
  surface_index_ = {}, word_index_ = {};
}

Event Language::event(Random& random) const {
  Event event;
  const auto core = [&](const std::vector<std::uint32_t>& from) {
    const Surface& s = surfaces_[from[random.below(from.size())]];
    return std::string_view(s.text).substr(s.core_begin, s.core_end - s.core_begin);
  };
  if (rare_.empty()) return event;
  for (std::size_t i = 0; i < kEventNames; ++i) {
    // Most names of a new event were never printed before: the head of one and the tail of another.
    std::string name(core(names_));
    if (random.chance(0.6)) {
      const std::string_view tail = core(names_);
      std::size_t head = (name.size() + 1) / 2, cut = tail.size() / 2;
      while (head < name.size() && (static_cast<unsigned char>(name[head]) & 0xc0) == 0x80) ++head;
      while (cut < tail.size() && (static_cast<unsigned char>(tail[cut]) & 0xc0) == 0x80) ++cut;
      name.resize(head);
      name += tail.substr(cut);
    }
    event.names.push_back(std::move(name));
  }
  for (std::size_t i = 0; i < kEventWords; ++i) event.words.emplace_back(core(rare_));
  return event;
}

std::string_view Language::word(Random& random) const {
  for (;;) {
    const Surface& s = surfaces_[places_[random.below(places_.size())].surface];
    if (!s.text.empty()) return std::string_view(s.text).substr(s.core_begin, s.core_end - s.core_begin);
  }
}

std::vector<std::string> Language::walk(Random& random, const Event& event, std::size_t words) const {
  std::vector<std::string> paragraphs;
  std::string out;
  std::uint32_t at = begins_[random.below(begins_.size())];
  bool quoted = false;
  std::uint32_t alike = 0;  // words in a row with a long context
  const std::size_t most = words + words / 4 + 40;
  for (std::size_t written = 0;;) {
    const Place& place = places_[at];
    if (place.surface <= kParagraph) {
      if (place.surface == kParagraph || written >= words) {
        if (quoted) out += "”", quoted = false;
        if (!out.empty()) paragraphs.push_back(std::move(out)), out.clear();
        if (written >= words) return paragraphs;
      }
    } else if (written >= most) {
      out += '.';
      paragraphs.push_back(std::move(out));
      return paragraphs;
    } else {
      const Surface& s = surfaces_[place.surface];
      std::string_view text = s.text;
      if (!out.empty() && !(ideographs_ && (!is_ascii_word(text[0]) || !is_ascii_word(out.back())))) out += ' ';
      std::size_t from = 0;
      // Quotation marks stay in pairs: a second opening and a closing one without an opening are left out.
      if (text.starts_with("“") || text.starts_with('"')) {
        if (quoted) from = text[0] == '"' ? 1 : 3;
        quoted = true;
      }
      const bool closes = text.size() > from + 3 && (text.ends_with("”") || text.ends_with('"'));
      const std::size_t mark = closes ? (text.back() == '"' ? 1 : 3) : 0;
      if (closes && !quoted) text.remove_suffix(mark);
      if (closes) quoted = false;
      if (s.what == kPlain || (s.what != kNumber && event.names.empty())) {
        out += text.substr(from);
      } else if (s.what == kNumber) {
        for (const char c : text.substr(from)) out += c >= '1' && c <= '9' ? static_cast<char>('1' + random.below(9)) : c;
      } else {
        // The same word becomes the same one in all articles of the event; some come much more often than others.
        const std::vector<std::string>& cast = s.what == kName ? event.names : event.words;
        const std::uint64_t mixed = Random{s.word}();
        const std::size_t pick = std::min((mixed & 0xffff) % cast.size(), (mixed >> 32) % cast.size());
        if (s.core_begin > from) out += text.substr(from, s.core_begin - from);
        out += cast[pick];
        if (text.size() > s.core_end) out += text.substr(s.core_end);
      }
      ++written;
    }
    const Place& following = places_[at + 1 < places_.size() ? at + 1 : 0];
    alike = following.length >= kLongContext ? alike + 1 : 0;
    if (alike > kLongest && place.surface > kParagraph) {
      // Long enough in the words of others: on from the last word alone.
      const std::uint32_t last = surfaces_[place.surface].word;
      at = order_[after_[last] + random.below(after_[last + 1] - after_[last])];
      alike = 0;
    } else {
      at = groups_[following.begin + random.below(following.count)];
    }
  }
}

}  // namespace reprise::bench
