#include "text/adverts.hpp"

#include <algorithm>
#include <cstddef>

namespace reprise::text {
namespace {

constexpr std::size_t kMinNumber = 5;  // characters; real ones have nine and more

bool is_alnum(char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }

/// A number of registration stands at the front.
bool starts_with_number(std::string_view text) { return text.size() >= kMinNumber && std::all_of(text.begin(), text.begin() + kMinNumber, is_alnum); }

/// Without one space, of either kind.
std::string_view without_space(std::string_view text) {
  for (const std::string_view space : {" ", "\u00a0"})
    if (text.substr(0, space.size()) == space) return text.substr(space.size());
  return text;
}

constexpr std::string_view kMark = "erid";

/// `at` is the mark's second letter: the rest of it follows, whatever the case, and no word goes on into it.
bool is_mark(std::string_view text, std::size_t at) {
  if (at == 0 || (at > 1 && is_alnum(text[at - 2])) || at - 1 + kMark.size() > text.size()) return false;
  return std::equal(kMark.begin(), kMark.end(), text.begin() + static_cast<std::ptrdiff_t>(at - 1), [](char m, char c) { return m == (c | 0x20); });
}

}  // namespace

bool is_advert(std::string_view text, std::string_view lang) {
  if (lang != "ru") return false;
  for (std::size_t at = text.find_first_of("rR"); at != std::string_view::npos; at = text.find_first_of("rR", at + 1)) {
    if (!is_mark(text, at)) continue;
    const std::string_view behind = text.substr(at - 1 + kMark.size());
    if (!behind.empty() && (behind[0] == '=' || behind[0] == ':') && starts_with_number(without_space(behind.substr(1)))) return true;
  }
  return false;
}

}  // namespace reprise::text
