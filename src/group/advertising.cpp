#include "group/advertising.hpp"

#include <algorithm>
#include <utility>

#include "group/topics.hpp"

namespace reprise::group {

std::vector<std::uint8_t> find_adverts(std::span<const match::DocView> docs, std::span<const std::uint64_t> numbers, const AdvertOptions& options) {
  std::vector<std::uint8_t> adverts(docs.size(), 0);
  std::vector<std::pair<std::uint64_t, std::uint32_t>> by_number;
  for (std::uint32_t d = 0; d < docs.size(); ++d)
    if (numbers[d] != 0) by_number.emplace_back(numbers[d], d);
  std::sort(by_number.begin(), by_number.end());
  const TopicOptions topics;
  RestComparer rest(topics);
  for (std::size_t first = 0, end = 0; first < by_number.size(); first = end) {
    while (end < by_number.size() && by_number[end].first == by_number[first].first) ++end;
    bool banner = false;
    for (std::size_t i = first + 1; i < end && i - first < options.max_compared && !banner; ++i) {
      const std::uint32_t cosine = rest.cosine_permille(docs[by_number[i - 1].second], docs[by_number[i].second], {});
      banner = cosine != kNone && cosine < options.max_cosine_permille;
    }
    for (std::size_t i = first; i < end && !banner; ++i) {
      const match::DocView& doc = docs[by_number[i].second];
      adverts[by_number[i].second] = match::words_of(doc, 0, doc.size()) <= options.max_words;
    }
  }
  return adverts;
}

bool is_advertising(std::span<const DocFacts> facts, std::span<const FamilyOccurrence> occurrences) {
  return std::all_of(occurrences.begin(), occurrences.end(), [&](const FamilyOccurrence& o) { return facts[o.doc].advert; });
}

}  // namespace reprise::group
