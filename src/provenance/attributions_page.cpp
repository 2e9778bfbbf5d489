#include "provenance/attributions_page.hpp"

#include <algorithm>
#include <iterator>

namespace reprise::provenance {
namespace {

constexpr std::size_t kTailBytes = 500;  // a page's small print stands in here
constexpr std::size_t kAround = 80;      // bytes of it on either side of the name
constexpr std::size_t kLeastHost = 4;    // bytes of an address's first part
constexpr std::size_t kMostLabels = 3;   // further parts of it

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

std::size_t site_end(std::string_view text, const text::Tokens& tokens, std::size_t token) {
  static const std::uint32_t kTops[] = {text::word_hash("com"), text::word_hash("org"), text::word_hash("net"), text::word_hash("info"), text::word_hash("uk"), text::word_hash("ie"), text::word_hash("au"), text::word_hash("in"),
                                        text::word_hash("ng"), text::word_hash("ke"), text::word_hash("za"), text::word_hash("ru"), text::word_hash("ua"), text::word_hash("kz"), text::word_hash("by"), text::word_hash("de"),
                                        text::word_hash("fr"), text::word_hash("es"), text::word_hash("it"), text::word_hash("tr"), text::word_hash("ir"), text::word_hash("tv"), text::word_hash("news")};
  const auto dot_behind = [&](std::size_t k) {
    const std::uint32_t end = tokens.end_of(k);
    return k + 1 < tokens.size() && end < text.size() && text[end] == '.' && tokens.begin[k + 1] == end + 1;
  };
  if (!dot_behind(token) || tokens.length[token] < kLeastHost) return token;
  const std::uint32_t begin = tokens.begin[token];
  if (begin > 0 && std::string_view("/@.:-_").find(text[begin - 1]) != std::string_view::npos) return token;
  std::size_t last = token + 1;
  while (dot_behind(last) && last - token < kMostLabels) ++last;
  if (std::find(std::begin(kTops), std::end(kTops), tokens.word[last]) == std::end(kTops) || (tokens.flags[last] & text::kUpper)) return token;
  const std::uint32_t end = tokens.end_of(last);
  return end < text.size() && (text[end] == '/' || text[end] == '@') ? token : last + 1;
}

std::vector<Span> sites_in(std::string_view text, const text::Tokens& tokens) {
  std::vector<Span> out;
  for (std::size_t k = 0; k < tokens.size(); ++k)
    if (const std::size_t end = site_end(text, tokens, k); end > k) {
      out.push_back({tokens.begin[k], tokens.end_of(end - 1)});
      k = end - 1;
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
