#include "provenance/attributions_page.hpp"

#include <algorithm>

namespace reprise::provenance {
namespace {

constexpr std::size_t kTailBytes = 500;  // a page's small print stands in here
constexpr std::size_t kAround = 80;      // bytes of it on either side of the name

}  // namespace

std::vector<Span> links_in(std::string_view text) {
  std::vector<Span> out;
  for (std::size_t at = 0; (at = text.find('/', at)) != std::string_view::npos; ++at) {
    std::size_t begin = at;
    const bool scheme = at > 0 && text[at - 1] == ':' && at + 1 < text.size() && text[at + 1] == '/';
    const bool telegram = at >= 4 && text.substr(at - 4, 4) == "t.me" && (at == 4 || text[at - 5] != '/');
    if (scheme) {
      begin = at - 1;
      while (begin > 0 && text[begin - 1] >= 'a' && text[begin - 1] <= 'z') --begin;
    } else if (telegram) {
      begin = at - 4;
    } else {
      continue;
    }
    std::size_t end = text.find_first_of(" \t\r\n)]>\"'<|*", at + (scheme ? 2 : 1));
    if (end == std::string_view::npos) end = text.size();
    for (std::size_t k = at; k < end; ++k) {
      if (static_cast<unsigned char>(text[k]) >= 0x80) end = k;
    }
    out.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    at = end > at ? end - 1 : at;
  }
  return out;
}

bool in_licence(std::string_view text, Span name) {
  if (name.end + kTailBytes < text.size()) return false;
  const std::size_t from = text.substr(0, name.begin).find_last_of("\n)");  // a credit in brackets may share the line
  if (from != std::string_view::npos && from >= 2 && (text.substr(from - 2, 3) == "(c)" || text.substr(from - 2, 3) == "(C)")) return true;
  const std::size_t to = std::min(text.find_first_of("\n)", name.end), text.size());
  const std::size_t first = std::max(from == std::string_view::npos ? std::size_t{0} : from,
                                     name.begin > kAround ? name.begin - kAround : std::size_t{0});
  const std::string_view line = text.substr(first, std::min(to, name.end + kAround) - first);
  for (const std::string_view sign : {"icensed under", "icensed by", "ll rights reserved", "©", "opyright", "ll content by", "ll Content by"}) {
    if (line.find(sign) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace reprise::provenance
