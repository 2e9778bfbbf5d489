#include "group/boilerplate.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "base/hash.hpp"
#include "base/parallel.hpp"
#include "group/topics.hpp"
#include "group/wordings.hpp"
#include "text/tokens.hpp"

namespace reprise::group {

namespace {

/// One holder of a form, as counted for one outlet.
struct FormHolder {
  std::uint32_t outlet;
  std::uint64_t what;   ///< the words without their numbers
  std::uint64_t which;  ///< the words with their numbers
  auto operator<=>(const FormHolder&) const = default;
};

/// The largest number of different `which`s of one outlet and one `what`.
std::uint32_t most_variants(std::vector<FormHolder>& holders) {
  std::sort(holders.begin(), holders.end());
  std::uint32_t most = 0, count = 0;
  for (std::size_t i = 0; i < holders.size(); ++i) {
    if (i == 0 || holders[i].outlet != holders[i - 1].outlet || holders[i].what != holders[i - 1].what) count = 1;
    else if (holders[i].which != holders[i - 1].which) ++count;
    most = std::max(most, count);
  }
  return most;
}

/// Calls visit(begin, end) for each line of the article.
template <class Visit>
void for_lines(const match::DocView& doc, const Visit& visit) {
  for (std::uint32_t begin = 0, i = 1; i <= doc.size(); ++i)
    if (i == doc.size() || (doc.flags[i] & text::kLineStart)) {
      visit(begin, i);
      begin = i;
    }
}

std::uint64_t line_hash(const match::DocView& doc, std::uint32_t begin, std::uint32_t end) {
  std::uint64_t hash = end - begin;
  for (std::uint32_t i = begin; i < end; ++i) hash = hash_combine(hash, doc.words[i]);
  return hash;
}

/// The days from the first to the last of the articles; 0 when none is known.
std::int64_t days_between(std::span<const std::uint32_t> docs, std::span<const DocFacts> facts) {
  std::int32_t first = std::numeric_limits<std::int32_t>::max(), last = kUnknownDay;
  for (const std::uint32_t d : docs)
    if (facts[d].day != kUnknownDay) first = std::min(first, facts[d].day), last = std::max(last, facts[d].day);
  return last == kUnknownDay ? 0 : std::int64_t{last} - first;
}

/// The articles of one outlet that hold a text are of a few days and mostly of one subject, and the text is prose whose numbers stay
/// as they are: background that the outlet carries through a running story. What changes its numbers is a form; what is short and of
/// more than one subject is a set phrase; what anyone holds again weeks later is standing text: all holders lie within `days`.
bool is_background(const Wording& text, std::uint32_t stories, std::int64_t days, std::span<const DocFacts> facts, const Topics& topics,
                   const BoilerplateOptions& options, std::vector<std::uint32_t>& scratch) {
  if (text.docs.size() > options.max_background_articles || text.numbers_change ||
      days > options.max_background_days)
    return false;
  const std::uint32_t subjects = topics.count(text.docs, facts, false, scratch);
  if (text.words < options.min_background_words && subjects > 1) return false;
  return subjects < options.articles && 3 * subjects <= 2 * stories;
}

/// Different stories among articles.
std::uint32_t count_stories(std::span<const std::uint32_t> docs, std::span<const DocFacts> facts, std::vector<std::uint32_t>& scratch) {
  scratch.clear();
  for (const std::uint32_t d : docs) scratch.push_back(facts[d].story == kNone ? d : facts[d].story);
  std::sort(scratch.begin(), scratch.end());
  return static_cast<std::uint32_t>(std::unique(scratch.begin(), scratch.end()) - scratch.begin());
}

/// The words begin inside a sentence and end inside one.
bool inside_sentences(const match::DocView& doc, const FamilyOccurrence& o) {
  return !(doc.flags[o.begin] & text::kSentenceStart) && o.end < doc.size() && !(doc.flags[o.end] & text::kSentenceStart);
}

/// Words [begin, end) are not what the article is about: a part of it, or what stands below the lines of a short post.
bool may_be_standing(const match::DocView& doc, std::uint32_t begin, std::uint32_t end, const BoilerplateOptions& options) {
  const std::uint64_t share_permille = 1000ull * (end - begin) / std::max(1u, doc.size());
  if (share_permille <= options.max_share_permille) return true;
  return (share_permille <= options.max_footer_share_permille || begin >= options.min_own_words) && begin > 0 && (doc.flags[begin] & text::kLineStart) && doc.size() - end <= options.edge_words;
}

/// True when an outlet repeats a wording of the text over enough stories, and it is not a story that everyone runs and a few run
/// again: most outlets hold such a text once. `holders` are occurrences by (doc, begin).
bool outlets_repeat(std::span<const match::DocView> docs, std::span<const FamilyOccurrence> holders, std::span<const DocFacts> facts,
                    const Topics& topics, const BoilerplateOptions& options) {
  std::vector<std::pair<std::uint32_t, FamilyOccurrence>> by_outlet;
  for (const FamilyOccurrence& o : holders) by_outlet.emplace_back(facts[o.doc].outlet, o);
  std::stable_sort(by_outlet.begin(), by_outlet.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
  std::vector<FamilyOccurrence> held;
  std::vector<std::uint32_t> articles, scratch;
  for (const FamilyOccurrence& o : holders) articles.push_back(o.doc);
  const std::int64_t days = days_between(articles, facts);
  std::uint64_t outlets = 0, stories = 0, repeating = 0;
  for (std::size_t i = 0; i < by_outlet.size();) {
    held.clear();
    articles.clear();
    const std::uint32_t outlet = by_outlet[i].first;
    for (; i < by_outlet.size() && by_outlet[i].first == outlet; ++i) {
      held.push_back(by_outlet[i].second);
      if (articles.empty() || articles.back() != held.back().doc) articles.push_back(held.back().doc);
    }
    ++outlets;
    const std::uint32_t all = count_stories(articles, facts, scratch);
    stories += all;
    if (all < options.articles) continue;
    // Within days a text told again in other words is news; over weeks it is a form.
    if (days > options.max_background_days) {
      repeating += all;
      continue;
    }
    for (const Wording& wording : find_wordings(docs, held, {})) {
      const std::uint32_t count = count_stories(wording.docs, facts, scratch);
      if (count >= options.articles && !is_background(wording, count, days, facts, topics, options, scratch)) repeating += count;
    }
  }
  if (repeating == 0) return false;
  return 2 * stories >= 3 * outlets || 1000 * repeating >= options.min_repeating_permille * stories;
}

/// An outlet has the text again and again, each time weeks after the last.
bool stands_for_months(std::span<const FamilyOccurrence> occurrences, std::span<const DocFacts> facts, const BoilerplateOptions& options) {
  std::vector<std::pair<std::uint32_t, std::int32_t>> held;
  for (const FamilyOccurrence& o : occurrences)
    if (facts[o.doc].outlet != kNone && facts[o.doc].day != kUnknownDay) held.emplace_back(facts[o.doc].outlet, facts[o.doc].day);
  std::sort(held.begin(), held.end());
  std::uint32_t count = 0;
  std::int64_t last = 0;
  for (std::size_t i = 0; i < held.size(); ++i) {
    if (i == 0 || held[i].first != held[i - 1].first) count = 0;
    if (count > 0 && held[i].second - last < options.far_days) continue;
    last = held[i].second;
    if (++count >= options.occasions) return true;
  }
  return false;
}

/// A long text that comes back again and again, each time weeks after the last and under something else, in whatever outlets: a
/// gallery, a licence, an agency's portrait of itself. A long report is run again within days, and then from its first word.
bool comes_back(std::span<const match::DocView> docs, std::span<const FamilyOccurrence> occurrences, std::span<const DocFacts> facts, const BoilerplateOptions& options) {
  std::vector<std::int32_t> days;
  for (const FamilyOccurrence& o : occurrences)
    if (facts[o.doc].day != kUnknownDay && o.begin > options.edge_words && match::words_of(docs[o.doc], o.begin, o.end) >= options.min_returning_words) days.push_back(facts[o.doc].day);
  std::sort(days.begin(), days.end());
  std::uint32_t count = 0;
  std::int64_t last = 0;
  for (const std::int32_t day : days)
    if (count == 0 || day - last >= options.far_days) ++count, last = day;
  return count >= options.articles;
}

class Stories {
 public:
  explicit Stories(std::size_t docs) : parent_(docs) {
    for (std::uint32_t d = 0; d < docs; ++d) parent_[d] = d;
  }
  std::uint32_t find(std::uint32_t d) {
    while (parent_[d] != d) d = parent_[d] = parent_[parent_[d]];
    return d;
  }
  void unite(std::uint32_t x, std::uint32_t y) {
    x = find(x), y = find(y);
    if (x != y) parent_[std::max(x, y)] = std::min(x, y);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

}  // namespace

bool near_line_start(const match::DocView& doc, std::uint32_t position, std::uint32_t distance) {
  if (position <= distance || position + distance >= doc.size()) return true;
  for (std::uint32_t i = position - distance; i <= position + distance; ++i)
    if (doc.flags[i] & text::kLineStart) return true;
  return false;
}

std::vector<std::uint32_t> find_stories(std::span<const match::DocView> docs, const match::MatchBatch& matches, std::span<const std::uint32_t> cluster,
                                        std::span<const std::int32_t> day, const StoryOptions& options) {
  Stories stories(docs.size());
  std::vector<std::uint32_t> first_of_cluster;
  for (std::uint32_t d = 0; d < docs.size(); ++d) {
    if (cluster[d] == kNone) continue;
    if (cluster[d] >= first_of_cluster.size()) first_of_cluster.resize(cluster[d] + 1, kNone);
    if (first_of_cluster[cluster[d]] == kNone) first_of_cluster[cluster[d]] = d;
    stories.unite(first_of_cluster[cluster[d]], d);
  }
  const auto in_lead = [&](std::uint32_t d, std::uint32_t word) {
    return word < options.lead_words && (word == 0 || 1000ull * word < std::uint64_t{options.max_lead_permille} * docs[d].size());
  };
  for (const match::PairMatch& pair : matches.pairs) {
    std::uint64_t matched = 0, runs = 0;
    bool leads = false;
    for (std::uint32_t i = 0; i < pair.alignment_count; ++i) {
      const match::Alignment& x = matches.alignments[pair.first_alignment + i];
      if (x.added) continue;
      matched += x.matched_words;
      runs += x.run_count;
      leads = leads || (in_lead(pair.a, x.a_begin) && in_lead(pair.b, x.b_begin));
    }
    const std::uint64_t shorter = std::min(docs[pair.a].size(), docs[pair.b].size());
    const std::int32_t x = day[pair.a], y = day[pair.b];
    const bool far = x != kUnknownDay && y != kUnknownDay && std::abs(std::int64_t{x} - y) > options.far_days;
    const std::uint64_t share_permille = far ? options.min_far_share_permille : options.min_share_permille;
    // Another filling of the same form breaks into short runs.
    if (leads && matched >= options.min_run_words * runs && 1000 * matched >= share_permille * shorter) stories.unite(pair.a, pair.b);
  }
  std::vector<std::uint32_t> members(docs.size(), 0), story(docs.size(), kNone);
  for (std::uint32_t d = 0; d < docs.size(); ++d) ++members[stories.find(d)];
  for (std::uint32_t d = 0; d < docs.size(); ++d)
    if (members[stories.find(d)] > 1) story[d] = stories.find(d);
  return story;
}

std::vector<std::vector<WordRange>> repeated_lines(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const Topics& topics,
                                                   const BoilerplateOptions& options) {
  struct Line {
    std::uint64_t outlet_and_words;
    std::uint32_t doc, words;
    auto operator<=>(const Line&) const = default;
  };
  const auto key = [&](std::size_t d, std::uint32_t begin, std::uint32_t end) {
    return hash_combine(facts[d].outlet, line_hash(docs[d], begin, end));
  };
  std::vector<std::vector<WordRange>> result(docs.size());
  if (docs.size() < options.articles) return result;
  constexpr std::size_t kDocsPerRange = 256;
  const std::size_t ranges = (docs.size() + kDocsPerRange - 1) / kDocsPerRange;
  std::vector<std::vector<Line>> found(ranges);
  parallel_ranges(ranges, 1, [&](std::size_t first, std::size_t last) {
    for (std::size_t r = first; r < last; ++r)
      for (std::size_t d = r * kDocsPerRange; d < std::min(docs.size(), (r + 1) * kDocsPerRange); ++d) {
        if (facts[d].outlet == kNone) continue;
        for_lines(docs[d], [&](std::uint32_t begin, std::uint32_t end) {
          if (!may_be_standing(docs[d], begin, end, options)) return;
          found[r].push_back({key(d, begin, end), static_cast<std::uint32_t>(d), match::words_of(docs[d], begin, end)});
        });
      }
  });
  std::vector<Line> lines;
  for (auto& range : found) lines.insert(lines.end(), range.begin(), range.end());
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  std::vector<std::uint64_t> repeated;  // ascending
  std::vector<std::uint32_t> scratch;
  Wording text;
  for (std::size_t i = 0; i < lines.size();) {
    text.docs.clear();
    text.words = lines[i].words;
    const std::uint64_t line = lines[i].outlet_and_words;
    for (; i < lines.size() && lines[i].outlet_and_words == line; ++i) text.docs.push_back(lines[i].doc);
    if (text.docs.size() < options.articles) continue;
    const std::uint32_t stories = count_stories(text.docs, facts, scratch);
    if (stories >= options.articles && !is_background(text, stories, days_between(text.docs, facts), facts, topics, options, scratch)) repeated.push_back(line);
  }
  parallel_ranges(docs.size(), kDocsPerRange, [&](std::size_t first, std::size_t last) {
    for (std::size_t d = first; d < last; ++d) {
      if (facts[d].outlet == kNone) continue;
      for_lines(docs[d], [&](std::uint32_t begin, std::uint32_t end) {
        if (std::binary_search(repeated.begin(), repeated.end(), key(d, begin, end))) result[d].push_back({begin, end});
      });
    }
  });
  return result;
}

bool is_boilerplate(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const Topics& topics,
                    std::span<const FamilyOccurrence> occurrences, const BoilerplateOptions& options) {
  if (occurrences.size() < options.articles) return false;
  std::vector<FormHolder> forms;
  std::vector<FamilyOccurrence> holders;
  for (const FamilyOccurrence& o : occurrences) {
    const DocFacts& fact = facts[o.doc];
    if (fact.outlet == kNone) continue;
    std::uint64_t words = 0, with_numbers = 0;
    for (std::uint32_t i = o.begin; i < o.end; ++i) {
      with_numbers = hash_combine(with_numbers, docs[o.doc].words[i]);
      if (!(docs[o.doc].flags[i] & text::kNumber)) words = hash_combine(words, docs[o.doc].words[i]);
    }
    const std::uint64_t share_permille = 1000ull * (o.end - o.begin) / std::max(1u, docs[o.doc].size());
    // A form is much of its article; a dated headline over changing text is not one.
    if (share_permille >= options.min_form_share_permille) forms.push_back({fact.outlet, words, with_numbers});
    if (may_be_standing(docs[o.doc], o.begin, o.end, options)) holders.push_back(o);
  }
  return most_variants(forms) >= options.articles || stands_for_months(occurrences, facts, options) || comes_back(docs, occurrences, facts, options) || outlets_repeat(docs, holders, facts, topics, options);
}

bool is_furniture(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const Topics& topics,
                  std::span<const FamilyOccurrence> occurrences, std::uint32_t identity_permille, const BoilerplateOptions& options) {
  if (identity_permille < options.min_furniture_identity_permille) return false;
  // One outlet's whole lines, or words inside its sentences.
  std::vector<std::uint32_t> holders;
  std::uint32_t size = 0;
  bool lines = true, edge = true, phrase = true;
  for (const FamilyOccurrence& o : occurrences) {
    const match::DocView& doc = docs[o.doc];
    if (facts[o.doc].outlet == kNone || facts[o.doc].outlet != facts[occurrences.front().doc].outlet) return false;
    if (1000ull * (o.end - o.begin) > std::uint64_t{options.max_share_permille} * doc.size()) return false;
    lines = lines && near_line_start(doc, o.begin, options.edge_words) && near_line_start(doc, o.end, options.edge_words);
    phrase = phrase && inside_sentences(doc, o) && !match::quoted(doc, o.begin, o.end);
    if (!lines && !phrase) return false;
    size = std::max(size, match::words_of(doc, o.begin, o.end));
    edge = edge && (o.begin <= options.edge_words || doc.size() - o.end <= options.edge_words);
    if (holders.empty() || holders.back() != o.doc) holders.push_back(o.doc);
  }
  std::vector<std::uint32_t> subject;
  if (topics.count(holders, facts, true, subject) < 2) return false;
  // Over days the background of a running story stays the same too, so that near holders decide about short lines only.
  for (std::size_t i = 0; i < holders.size(); ++i) {
    const std::int32_t x = facts[holders[i]].day, first = facts[holders[0]].day;
    if (subject[i] != subject[0] && x != kUnknownDay && first != kUnknownDay && std::abs(std::int64_t{x} - first) >= options.far_days)
      return size <= (!lines ? options.max_phrase_words : edge ? options.max_edge_words : options.max_inner_words);
  }
  return lines && size <= (edge ? options.max_edge_words_near : options.max_inner_words_near);
}

}  // namespace reprise::group
