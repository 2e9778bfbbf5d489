// Boilerplate: text that an outlet repeats over unrelated articles, and forms that it fills in anew.
//
// Findings on counts of articles of one outlet; they say something about a text and are never a filter on what is stored or matched.
// - Repeated: sign-up lines, bios, links, licence lines. Held by `articles` of one outlet that are not the same story.
//   Articles are the same story when they are near-duplicates, or share much of their text and their lead with it: a list that is
//   posted again is no boilerplate of its posts. Counted twice: over the lines of all articles, which needs no match and sees a
//   footer of two words, and over the components that matching found, which sees blocks whose lines differ. What is held within few
//   days counts by its wording (wordings.hpp): a report told again in other words is news.
// - Standing: an outlet comes back to it for months, five times at least and each time weeks after the last, be it its whole post (the
//   newsletter, the list of its other channels).
// - Background is no boilerplate: prose that an outlet carries, numbers and all, through the few days of a running story (topics.hpp).
// - Furniture: the same in fewer articles, two at least, where place and shape say so: whole lines in the same words, at the first
//   or last word of articles about different things; short ones also inside. Judged on whole passages. Words inside sentences,
//   weeks apart, are set phrases, or links that the outlet puts behind a name.
// - Form: a daily rate table or forecast. Several articles of one outlet hold the same words with other numbers.
// Numbered captions (captions.hpp) and advertising (advertising.hpp) need no counting.
// Tested by tests/group/boilerplate_test.cpp.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "match/candidates.hpp"
#include "reprise/run.hpp"

namespace reprise::group {

/// Words [begin, end) of article `doc` (rank).
struct FamilyOccurrence {
  std::uint32_t doc = 0, begin = 0, end = 0;
};

struct WordRange {
  std::uint32_t begin = 0, end = 0;
};

inline constexpr std::int32_t kUnknownDay = std::numeric_limits<std::int32_t>::min();

/// What grouping needs to know of an article besides its words, by rank.
struct DocFacts {
  std::uint32_t outlet = kNone;  ///< index of its canonical outlet; kNone = unknown, never pooled
  std::uint32_t story = kNone;   ///< articles of one story count once; kNone = a story of its own
  std::int32_t day = kUnknownDay;  ///< of publication, since 1970
  bool advert = false;             ///< the article is an advertisement
};

struct BoilerplateOptions {
  std::uint32_t articles = 4;               ///< unrelated articles of one outlet that hold the text
  std::uint32_t min_repeating_permille = 250;   ///< of a text's articles, in such outlets, where most outlets hold it once
  std::uint32_t min_form_share_permille = 200;  ///< of an article that is such a form
  std::uint32_t max_share_permille = 500;   ///< an article that is mostly this text is a re-post, not a holder of boilerplate,
  std::uint32_t max_footer_share_permille = 800;  ///< unless lines of its own come first: a short post over its channel's footer,
  std::uint32_t min_own_words = 80;         ///< or so much of them over a gallery
  std::uint32_t occasions = 5;              ///< of one outlet, far_days apart, for standing text
  std::uint32_t min_returning_words = 100;  ///< of a text that several outlets come back to, far_days apart, in so many `articles`
  // Background of a running story, which is none:
  std::uint32_t max_background_articles = 16;
  std::int32_t max_background_days = 7;     ///< from the first to the last article that holds the text, in any outlet
  std::uint32_t min_background_words = 12;  ///< where its articles are of more than one subject
  // Furniture of fewer articles:
  std::uint32_t edge_words = 3;             ///< from a line's border, the article's first or last word
  std::uint32_t min_furniture_identity_permille = 900;
  std::int32_t far_days = 14;               ///< between two holders, for a story to be over
  std::uint32_t max_edge_words = 150;       ///< of text at the edge, held far apart
  std::uint32_t max_inner_words = 30;       ///< of text inside, held far apart
  std::uint32_t max_phrase_words = 60;      ///< of words inside sentences, held far apart
  std::uint32_t max_edge_words_near = 25;   ///< the same, when the holders are not known to be far apart
  std::uint32_t max_inner_words_near = 20;
};

class Topics;

struct StoryOptions {
  std::uint32_t lead_words = 40;            ///< the lead: the first words of an article,
  std::uint32_t max_lead_permille = 250;    ///< and no more of a short one
  std::uint32_t min_share_permille = 400;   ///< of the shorter article's words, matched
  std::uint32_t min_run_words = 14;         ///< mean length of the exact runs
  std::int32_t far_days = 14;               ///< so far apart two articles are one story only as a re-post,
  std::uint32_t min_far_share_permille = 850;  ///< which shares more
};

/// story per rank (the earliest member's rank; kNone for an article alone) from near-duplicate clusters and from pairs that share
/// their leads and much of their text. `cluster` is the cluster's number per rank, or kNone; `day` as in DocFacts.
std::vector<std::uint32_t> find_stories(std::span<const match::DocView> docs, const match::MatchBatch& matches, std::span<const std::uint32_t> cluster,
                                        std::span<const std::int32_t> day, const StoryOptions& options);

/// Per article, by rank: the lines [begin, end) that its outlet repeats over unrelated articles, ascending.
std::vector<std::vector<WordRange>> repeated_lines(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const Topics& topics,
                                                   const BoilerplateOptions& options);

/// A line begins or the article ends within `distance` words of `position`.
bool near_line_start(const match::DocView& doc, std::uint32_t position, std::uint32_t distance);

/// True for repeated text and forms: enough articles of one outlet hold it in one wording (wordings.hpp). `occurrences` by (doc, begin).
bool is_boilerplate(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const Topics& topics,
                    std::span<const FamilyOccurrence> occurrences, const BoilerplateOptions& options);

/// True for furniture: whole lines or words inside sentences, nearly the same, held by two articles of one outlet or more that are about
/// different things.
bool is_furniture(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const Topics& topics,
                  std::span<const FamilyOccurrence> occurrences, std::uint32_t identity_permille, const BoilerplateOptions& options);

}  // namespace reprise::group
