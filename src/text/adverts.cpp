#include "text/adverts.hpp"

#include <algorithm>
#include <cstddef>

namespace reprise::text {
namespace {

constexpr std::size_t kMinNumber = 5;      // characters; real ones have nine and more
constexpr std::size_t kMinBareNumber = 8;  // without "=" or ":" before it, and of letters and digits both

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }

/// The letters and digits at the front.
std::string_view number_of(std::string_view text) { return text.substr(0, static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_alnum) - text.begin())); }

/// Without one of the strings at the front.
template <std::size_t N>
std::string_view without_one(std::string_view text, const std::string_view (&some)[N]) {
  for (const std::string_view s : some)
    if (text.substr(0, s.size()) == s) return text.substr(s.size());
  return text;
}

constexpr std::string_view kSpaces[] = {" ", "\u00a0"};
constexpr std::string_view kDashes[] = {"-", "_", "–", "—"};
constexpr std::string_view kMark = "erid";

/// `at` is the mark's second letter: the rest of it follows, whatever the case, and no word goes on into it.
bool is_mark(std::string_view text, std::size_t at) {
  if (at == 0 || (at > 1 && is_alnum(text[at - 2])) || at - 1 + kMark.size() > text.size()) return false;
  return std::equal(kMark.begin(), kMark.end(), text.begin() + static_cast<std::ptrdiff_t>(at - 1), [](char m, char c) { return m == (c | 0x20); });
}

/// The number behind a mark: "=" or ":" and a number, or a number that looks like one.
std::string_view number_behind(std::string_view text) {
  if (!text.empty() && (text[0] == '=' || text[0] == ':')) {
    const std::string_view number = number_of(without_one(text.substr(1), kSpaces));
    return number.size() >= kMinNumber ? number : std::string_view();
  }
  const std::string_view bare = without_one(without_one(without_one(text, kSpaces), kDashes), kSpaces);
  if (bare.size() == text.size()) return {};
  const std::string_view number = number_of(bare);
  const bool looks_like_one = number.size() >= kMinBareNumber && std::any_of(number.begin(), number.end(), is_digit) && !std::all_of(number.begin(), number.end(), is_digit);
  return looks_like_one ? number : std::string_view();
}

}  // namespace

std::string_view advert_number(std::string_view text, std::string_view lang) {
  if (lang != "ru") return {};
  for (std::size_t at = text.find_first_of("rR"); at != std::string_view::npos; at = text.find_first_of("rR", at + 1)) {
    if (!is_mark(text, at)) continue;
    if (const std::string_view number = number_behind(text.substr(at - 1 + kMark.size())); !number.empty()) return number;
  }
  return {};
}

}  // namespace reprise::text
