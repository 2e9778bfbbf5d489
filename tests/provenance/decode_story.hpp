// The passages of one story, and what is asked of its decoding, for the tests of decode_edges.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "provenance/decode_family_builder.hpp"
#include "provenance/decode_model.hpp"

namespace reprise::test {

inline constexpr Seconds kHour = 3600, kDay = 86400, kNoon = 1700000000 / kDay * kDay + kDay / 2;

// Passages of one story.
inline const std::string kFerry =
    "the ferry that ran aground off the northern mole on sunday night was towed free at high water with forty passengers "
    "still aboard and nobody hurt the harbour master said";
inline const std::string kInquiry =
    "an inquiry will ask why the lights of the mole had been dark since the storm of last week although the mender had "
    "been sent for twice";
inline const std::string kOwner =
    "the company that owns the ship promised every traveller the price of the ticket and a night in the station hotel "
    "while divers look over the hull";
inline const std::string kHistory =
    "twice before in this century has a ship struck the same bank and both times the council put off the dredging for "
    "want of money";
inline const std::string kRussian =
    "паром севший на мель у северного мола в ночь на понедельник сняли с приливом сорок пассажиров оставались на борту "
    "никто не пострадал сообщил начальник порта";

// Of one evening, in other words.
inline const std::string kRetold =
    "it was high water before tugs could pull free the ferry stranded off the northern mole on sunday night the harbour "
    "master says nobody was hurt among forty who spent the hours on deck wrapped in blankets and singing";

inline constexpr const char* kSilence = "No text of the story credits another's outlet";

// Share of `from` among the possible parents of `to`, in millionths.
inline std::int32_t share_of(const StoryBuilder& s, std::size_t f, std::uint32_t from, std::uint32_t to) {
  std::vector<std::vector<provenance::FamilyPair>> pairs;
  for (std::size_t g = 0; g < s.families.size(); ++g) pairs.push_back(provenance::compare_family(s.witnesses[g], s.families[g]));
  const provenance::Ties ties(s.articles, s.families, pairs);
  const auto model = provenance::solve_family(s.articles, corpus::OutletRegistry::builtin(), s.witnesses[f], s.families[f], pairs[f], ties);
  const auto node = [&](std::uint32_t article) {
    std::uint32_t at = 0;
    while (s.families[f].occurrences[at].article != article) ++at;
    return at + 1;
  };
  for (std::size_t e = 0; e < model.edges.size(); ++e) {
    if (model.edges[e].from == node(from) && model.edges[e].to == node(to)) return model.shares[e];
  }
  return 0;
}

// `giver` and `taker` had one passage in each of so many articles; the first `credits` of the taker's say so.
inline void share_often(StoryBuilder& s, const std::string& giver, const std::string& taker, int articles, int credits) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (int k = 0; k < articles; ++k) {
    pairs.emplace_back(s.article(giver, kNoon - (k + 9) * kDay), s.article(taker, kNoon - (k + 9) * kDay + 5 * kHour));
  }
  for (int k = 0; k < articles; ++k) {
    const std::size_t f = s.passage({{pairs[k].first, kHistory}, {pairs[k].second, kHistory}});
    if (k < credits) s.names(pairs[k].second, f, giver);
  }
}

}  // namespace reprise::test
