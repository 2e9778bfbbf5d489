#include "text/adverts.hpp"

#include <cstddef>

namespace reprise::text {
namespace {

constexpr std::size_t kMinNumber = 5;  // characters; real ones have nine and more

bool is_alnum(char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }

/// A number of registration stands at `at`.
bool number_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && end - at < kMinNumber && is_alnum(text[end])) ++end;
  return end - at == kMinNumber;
}

}  // namespace

bool is_advert(std::string_view text, std::string_view lang) {
  if (lang != "ru") return false;
  for (std::size_t at = text.find("rid"); at != std::string_view::npos; at = text.find("rid", at + 3)) {
    if (at == 0 || (text[at - 1] | 0x20) != 'e' || (at > 1 && is_alnum(text[at - 2]))) continue;
    const std::string_view behind = text.substr(at + 3);
    if (behind.empty() || (behind[0] != '=' && behind[0] != ':')) continue;
    if (number_at(behind, behind.substr(1, 1) == " " ? 2 : 1)) return true;
  }
  return false;
}

}  // namespace reprise::text
