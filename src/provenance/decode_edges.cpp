// The edges of a family's model: what speaks for each hop, in centi-nats.
//
// Idea: a hop u -> v is weighed by the words of this family (decode_align), of all others the two share (ties: words that the copy lacks, readings that nobody else has), by the times, the names
//   in the text, and by what is known of their outlets. A source that is cited only competes with them; where it has an article in the
//   story that lacks the passage, it is a poor candidate. A text that says which of the others it has the passage from has it from one of them, however far its
//   wording. In a story in which nobody names another's outlet, and between outlets of
//   which the one hardly ever names the other, equal words speak for one source outside the corpus and not for a copy.
// Invariant: integers only; a function of the family, its articles and the ties.
// Cost: O(names) per pair, O(log p) for the ties.
// Tested by tests/provenance/decode_test.cpp, decode_story_test.cpp and decode_absent_test.cpp.
#include <algorithm>
#include <bit>
#include <limits>
#include <map>
#include <string_view>

#include "provenance/decode_model.hpp"
#include "provenance/decode_rules.hpp"

namespace reprise::provenance {
namespace {

constexpr std::size_t kMostCited = 16;    // cited outlets that compete, most often named first

// Words are not independent witnesses of a copy: their evidence counts a quarter.
constexpr std::int32_t kTemperature = 4;
// The kinds of evidence overlap (a late copy is also the one with the changes), so their sum claims too much: it is
// taken at four fifths. Settled on the written cascades, where hops given 0.9 and more were right too seldom.
constexpr std::int32_t kSumFifths = 4;
// centi-nats
constexpr std::int32_t kFromNobody = -300, kFromNobodyQuote = -250;
constexpr std::int32_t kCreditsHolder = 100;  // from nobody, beyond the cost of the wording
constexpr std::int32_t kSameCluster = 40;
constexpr std::int32_t kCitedInside = 250, kCitedShared = -100, kCitedUnknownOutlet = 100, kRelay = 300;
constexpr std::int32_t kCitedAtHead = -150;  // named for the article, not over the passage
constexpr std::int32_t kCitedSibling = 100;  // the words of a text that names the source, without the name
constexpr std::int32_t kCitedObserved = -400;  // has an article in the story, and there the passage is not
constexpr std::int32_t kCitedOtherTongue = -250;
constexpr std::int32_t kCustomer = -200;     // the parent names an absent wire as its source: the copy is likelier one of the wire
constexpr std::int32_t kMissingWord = 15, kMostMissing = 600;  // per word of the copy that others have and the parent has not
constexpr std::int32_t kInnovation = 60;     // per reading that the two alone have, in all their passages
constexpr std::uint32_t kMostInnovations = 5;
constexpr std::int32_t kClearlyLater = -150; // of time_score
constexpr std::int32_t kStorySource = 30;    // others in the story name the parent's outlet
constexpr std::int32_t kNamesOther = -100;   // per doubling of the look-alikes, where the copy names its source: many of them are no likelier together
constexpr Seconds kWrongStamp = 3 * 86400;   // a copy's stamp before its source's, where it says whose it is
constexpr Seconds kStillNews = 10 * 86400;  // an article that is older gave a phrase of its story, or its background
constexpr std::size_t kFew = 4;
constexpr std::int32_t kSilentStory = -400;
constexpr std::int32_t kToldItself = -150, kToldItselfQuote = -300;  // into a text that says its outlet was told so: an uncredited hop
constexpr std::int32_t kFromTold = 150, kFromToldQuote = 300;           // from such a text
constexpr std::int32_t kBothHandedOut = -250;  // each says that an office gave it the words
constexpr std::int32_t kSeldomNamed = 20, kMostDoublings = 8;  // per doubling of the articles that share text and hardly ever name the outlet
constexpr std::uint32_t kSeldom = 64;        // one article of so many: the outlet hardly ever names the other
constexpr std::uint32_t kHabit = 32;         // articles that share text, from which that is no accident
constexpr std::int32_t kFar = 3000;          // cost, where there is no neighbour at all
constexpr std::int32_t kNoCredit = std::numeric_limits<std::int32_t>::max();

std::int32_t doublings(std::uint32_t x) { return static_cast<std::int32_t>(std::bit_width(x)); }  // 0, 1, 2, 2, 3 ..

// Outlets that are named over the passage and have no witness: the most often named first.
std::vector<std::uint32_t> cited_outlets(const Names& names) {
  std::vector<std::uint32_t> cited;
  for (std::uint32_t k = 0; k < names.names.size(); ++k) {
    if (names.witnesses[k] == 0 && names.claimed[k] > 0) cited.push_back(k);
  }
  std::stable_sort(cited.begin(), cited.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return names.claimed[a] > names.claimed[b]; });
  // A relay's source gets a node too, so that "Y, citing X" can show X behind Y.
  if (cited.size() > kMostCited) cited.resize(kMostCited);
  for (const Names::Relay& r : names.relays) {
    if (cited.size() >= 2 * kMostCited) break;
    if (names.witnesses[r.source] == 0 && std::find(cited.begin(), cited.end(), r.source) == cited.end()) {
      cited.push_back(r.source);
    }
  }
  return cited;
}

// A name that several have may have been copied with the text; one that only this witness has is its own.
std::int32_t cited_score(const Named& named, std::uint32_t witnesses_naming_it) {
  if (witnesses_naming_it > 1) return kCitedShared;
  return named.known ? kCitedInside : kCitedUnknownOutlet;
}

class EdgeBuilder {
 public:
  EdgeBuilder(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry, std::span<const Witness> witnesses,
              const FamilyRecord& family, std::span<const FamilyPair> pairs, const Ties& ties, FamilyModel& model)
      : articles_(articles), registry_(registry), witnesses_(witnesses), family_(family), pairs_(pairs), ties_(ties), model_(model),
        names_(model.names), n_(witnesses.size()), nearest_(n_, kFar), least_missing_(n_, kNone), absent_(n_), by_agency_(n_), source_cost_(n_, kNoCredit) {
    for (const Occurrence& o : family.occurrences) {
      published_.push_back(published_of(articles[o.article]));
      holders_.push_back(o.article);
    }
    for (std::size_t w = 0; w < n_; ++w) {
      absent_[w] = absent_source(names_, w);
      if (!published_[w].known) continue;
      const auto [first, is_new] = first_told_.try_emplace(article(w).lang, published_[w]);
      if (!is_new && published_[w].to < first->second.to) first->second = published_[w];
    }
    for (const FamilyPair& p : pairs) {
      nearest_[p.from] = std::min(nearest_[p.from], p.change.cost);
      nearest_[p.to] = std::min(nearest_[p.to], p.change.cost);
    }
    for (const FamilyPair& p : pairs) {
      if (!possible(p)) continue;
      if (const std::uint32_t giver = names_.own[p.from]; giver != kNone && names_.agency[giver] && giver != names_.own[p.to] && certainly_later(published_[p.to], published_[p.from]))
        by_agency_[p.to] = true;
      if (says_whose(p.to, names_.own[p.from]) || is_version(p)) source_cost_[p.to] = std::min(source_cost_[p.to], p.change.cost);
      if (time_score(published_[p.from], published_[p.to]) < kClearlyLater && !names_or_is(names_, p.from, p.to)) continue;
      least_missing_[p.to] = std::min(least_missing_[p.to], missing(p));
    }
  }

  void build() {
    // How far apart the family's texts lie: the better two texts agree, the less do they come from two hands.
    const std::int32_t spread = n_ == 0 ? 0 : *std::max_element(nearest_.begin(), nearest_.end());
    const std::int32_t from_nobody = family_.kind == Kind::quote ? kFromNobodyQuote : kFromNobody;
    for (std::size_t v = 0; v < n_; ++v) add(0, node(v), from_nobody - spread / kTemperature - against_nobody(v), {});
    model_.silent.assign(n_, Silence::none);
    for (const FamilyPair& p : pairs_) add_hop(p);
    model_.cited = cited_outlets(names_);
    for (std::size_t k = 0; k < model_.cited.size(); ++k) add_cited(k);
    add_siblings();
    for (const Names::Relay& r : names_.relays) add_relay(r);
  }

 private:
  struct Sibling {
    std::uint32_t witness, source;
    std::int32_t cost, missing;
  };

  static std::uint32_t node(std::size_t witness) { return static_cast<std::uint32_t>(witness + 1); }
  std::uint32_t cited_node(std::uint32_t outlet) const {
    const auto at = std::find(model_.cited.begin(), model_.cited.end(), outlet);
    return at == model_.cited.end() ? 0 : static_cast<std::uint32_t>(n_ + 1 + static_cast<std::size_t>(at - model_.cited.begin()));
  }
  void add(std::uint32_t from, std::uint32_t to, std::int32_t score, const Change& change, std::uint32_t told_anew = kNone) {
    model_.edges.push_back({from, to, score * kSumFifths / 5});
    model_.changes.push_back(change);
    model_.told_anew.push_back(told_anew);
  }
  const ArticleRecord& article(std::size_t w) const { return articles_[holders_[w]]; }

  bool possible(const FamilyPair& p) const {
    const bool late = impossible_order(article(p.from), article(p.to)) &&
                      !(says_whose(p.to, names_.own[p.from]) && published_[p.from].from - published_[p.to].to < kWrongStamp);
    return !late && !ruled_out(names_, published_[p.from], published_[p.to], p.from, p.to);
  }

  // Over the passage, or of the whole article.
  bool says_whose(std::size_t v, std::uint32_t outlet) const {
    const Named* named = outlet == kNone ? nullptr : names_.find(v, outlet);
    return named != nullptr && (named->leads || (named->naming == Naming::inside && named->claims));
  }

  // An outlet's later text with words of its earlier one.
  bool is_version(const FamilyPair& p) const {
    return names_.own[p.from] != kNone && names_.own[p.from] == names_.own[p.to] && certainly_later(published_[p.to], published_[p.from]);
  }

  // However far the wording, a text that says from which of the others it has the passage, or whose outlet had it before, does not have it from nobody.
  std::int32_t against_nobody(std::size_t v) const { return source_cost_[v] == kNoCredit ? 0 : kCreditsHolder + source_cost_[v] / kTemperature; }

  std::uint32_t missing(const FamilyPair& p) const { return n_ > kExact ? 0 : ties_.missing(holders_[p.from], holders_[p.to]); }

  // Measured from the parent that holds most of the copy's other passages: a text of several sources misses some of each.
  std::int32_t missing_cost(const FamilyPair& p) const {
    const std::uint32_t words = missing(p), least = std::min(least_missing_[p.to], words);
    return static_cast<std::int32_t>(std::min<std::uint32_t>(words - least, kMostMissing / kMissingWord)) * kMissingWord;
  }

  // Both name one absent source in a dateline, a byline or a credit, which are not copied with the text.
  bool customers_together(const FamilyPair& p) const {
    const std::uint32_t source = absent_[p.from];
    if (source == kNone || source != absent_[p.to]) return false;
    const auto in_a_line = [&](std::size_t w) { return names_.find(w, source)->words->cue != Cue::sentence; };
    return in_a_line(p.from) && in_a_line(p.to);
  }

  // That the two are kin; where no order is known they may as well have it from a third. Customers of one wire share its versions, too.
  std::int32_t innovation_score(const FamilyPair& p, Silence silence) const {
    if (n_ > kExact || silence == Silence::outlets || customers_together(p)) return 0;
    const std::uint32_t readings = std::min(ties_.innovations(holders_[p.from], holders_[p.to]), kMostInnovations);
    return static_cast<std::int32_t>(readings) * (order_unknown(published_[p.from], published_[p.to]) ? kInnovation / 2 : kInnovation);
  }

  // An agency's words stand on many pages without a word of it, a paper's do not.
  bool names_an_absent_wire(std::size_t w) const { return absent_[w] != kNone && names_.agency[absent_[w]]; }

  // It says that it was told so, or others say that they have it from there.
  bool is_a_source(std::size_t w) const {
    const std::uint32_t own = names_.own[w];
    return names_.told[w] != 0 || (own != kNone && names_.claimed[own] > 0);
  }

  // An outlet that is unknown, or known by its host alone, cannot be named: that nobody does says nothing.
  bool nameable(std::uint32_t outlet) const {
    if (outlet == kNone) return false;
    const std::string_view name = names_.names[outlet];
    return name.find('.') == std::string_view::npos || name.find(' ') != std::string_view::npos || registry_.find(name) >= 0;
  }

  // The source is of another language, and its words were put into this one before: whoever has the same words has them from there.
  bool translated_before(std::size_t v, std::uint32_t outlet) const {
    if (!foreign_name(names_.names[outlet], article(v).lang, registry_)) return false;
    const auto first = first_told_.find(article(v).lang);
    return first != first_told_.end() && certainly_later(published_[v], first->second);
  }

  // It names over the passage who has it too, or whose text it says to be.
  bool credits_a_source(std::size_t v) const {
    return std::any_of(names_.named[v].begin(), names_.named[v].end(), [&](const Named& n) {
      return names_.witnesses[n.outlet] > 0 ? n.naming == Naming::inside || n.leads : n.claims || n.leads;
    });
  }

  bool handed_out(std::size_t w) const { return is_handed_out(article(w), family_.occurrences[w].span); }

  // What the story and the corpus say of a hop that the copy does not credit.
  struct Uncredited {
    std::int32_t score = 0;
    Silence silence = Silence::none;  // equal words of the two speak for one source outside the corpus
  };

  Uncredited judge(const FamilyPair& p) const {
    Uncredited out;
    const std::uint32_t giver = names_.own[p.from], taker = names_.own[p.to];
    Ties::Outlets known;
    if (giver != kNone && taker != kNone) known = ties_.outlets(names_.names[giver], names_.names[taker]);
    const bool seldom = known.credits * kSeldom < known.shared;
    // Identical copies within minutes: which it was, and whether either was copied, stays open.
    const bool open = p.change.cost == 0 && within_minutes(published_[p.from], published_[p.to]);
    // Who was told so is no customer of an absent wire, and neither are those who have its words.
    if (ties_.known() && !open && nameable(giver) && !names_.told[p.from] && !names_.told[p.to]) {
      if (seldom && known.shared >= kHabit) out.silence = Silence::outlets;
      else if (!names_.agency[giver] && !ties_.names_run(holders_[p.from]) && !ties_.names_run(holders_[p.to])) out.silence = Silence::story;
    }
    if (out.silence != Silence::none) out.score += kSilentStory;
    if (seldom) out.score -= kSeldomNamed * std::min(doublings(known.shared), kMostDoublings);
    if (handed_out(p.from) && handed_out(p.to)) out.score += kBothHandedOut;
    if (ties_.named_by(holders_[p.from]) > 0) out.score += kStorySource;
    if (names_.told[p.to]) out.score += family_.kind == Kind::quote ? kToldItselfQuote : kToldItself;
    else if (names_.told[p.from]) out.score += family_.kind == Kind::quote ? kFromToldQuote : kFromTold;
    return out;
  }

  // A paper that a later text names may itself have it from the wire that stood here before; so has one that cites the wire.
  bool may_be_downstream(const FamilyPair& p, std::uint32_t source) const {
    const std::uint32_t own = names_.own[p.to];
    if (own == kNone) return true;
    if (names_.agency[own] && !names_.agency[source] && certainly_later(published_[p.from], published_[p.to])) return false;
    return std::none_of(names_.relays.begin(), names_.relays.end(), [&](const Names::Relay& r) { return r.through == source && r.source == own; });
  }

  // Both ends are told of it, where most of the one's words stand in the other.
  void note_silence(const FamilyPair& p, Silence silence) {
    if (silence == Silence::none) return;
    for (const std::uint32_t w : {p.from, p.to}) {
      if (2 * p.change.matched >= model_.words.length(w)) model_.silent[w] = std::max(model_.silent[w], silence);
    }
  }

  void add_hop(const FamilyPair& p) {
    const bool uncredited = !names_or_is(names_, p.from, p.to);
    const Uncredited judged = uncredited ? judge(p) : Uncredited{};
    note_silence(p, judged.silence);
    const bool customer = names_an_absent_wire(p.from) && uncredited;
    if (customer && absent_[p.to] == kNone && !is_a_source(p.to) && !by_agency_[p.to] && source_cost_[p.to] == kNoCredit && !impossible_order(article(p.from), article(p.to)) && may_be_downstream(p, absent_[p.from])) {
      siblings_.push_back({p.to, absent_[p.from], p.change.cost, missing_cost(p)});
    }
    // In a large family only a credit speaks against the order of the record: else copies of a minute, all alike,
    // would close cycles by the thousand.
    if (n_ > kExact && p.from > p.to) {
      const std::uint32_t source = names_.own[p.from];
      const Named* named = source == kNone ? nullptr : names_.find(p.to, source);
      if (named == nullptr || named->naming != Naming::inside) return;
    }
    if (!possible(p)) return;
    std::int32_t score = -p.change.cost / kTemperature + time_score(published_[p.from], published_[p.to]) + name_score(names_, p.from, p.to) -
                         missing_cost(p) + innovation_score(p, judged.silence) + judged.score;
    if (uncredited && credits_a_source(p.to)) score += kNamesOther * doublings(static_cast<std::uint32_t>(n_ / kFew));
    if (customer && !follows_closely(model_.words, published_[p.from], published_[p.to], p.from, p.to)) score += kCustomer;
    if (const std::uint32_t giver = names_.own[p.from]; p.change.translated && giver != kNone && giver == names_.own[p.to])
      score += edition_score(edition_of(names_.names[giver], article(p.from).lang, article(p.to).lang, registry_));
    const std::uint32_t group = witnesses_[p.from].near_duplicate_group;
    if (group != kNone && group == witnesses_[p.to].near_duplicate_group) score += kSameCluster;
    add(node(p.from), node(p.to), score, p.change);
  }

  void add_cited(std::size_t k) {
    const std::uint32_t outlet = model_.cited[k], to = static_cast<std::uint32_t>(n_ + 1 + k);
    add(0, to, 0, {});  // every node has one parent: what this edge costs, all trees pay
    const std::uint32_t in_story = n_ <= kExact ? ties_.in_story(holders_, names_.names[outlet]) : kNone;
    model_.cited_observed.push_back(in_story != kNone);
    for (std::size_t v = 0; v < n_; ++v) {
      const Named* named = names_.find(v, outlet);
      if (named == nullptr || (!named->claims && (!named->leads || names_.told[v] != 0))) continue;
      const std::int32_t named_score = named->claims ? cited_score(*named, names_.claimed[outlet]) : kCitedAtHead;
      const std::uint32_t source = source_article(v, outlet, in_story);
      add(to, node(v), named_score + observed(v, source, in_story) + (translated_before(v, outlet) ? kCitedOtherTongue : 0) - nearest_[v] / kTemperature, {}, source);
    }
  }

  // The outlet's article of the story that can have been there before: one that shares a passage with the witness, else one near the others.
  std::uint32_t source_article(std::size_t v, std::uint32_t outlet, std::uint32_t in_story) const {
    if (in_story == kNone) return kNone;
    const std::uint32_t beside = ties_.in_story({&holders_[v], 1}, names_.names[outlet], 1);
    const std::uint32_t source = beside != kNone ? beside : in_story;
    const Published given = published_of(articles_[source]), &taken = published_[v];
    return given.known && taken.known && (given.from - taken.to > kWrongStamp || taken.from - given.to > kStillNews) ? kNone : source;
  }

  // Of an article in the witness's language its own words would have been found, were they there.
  std::int32_t observed(std::size_t v, std::uint32_t source, std::uint32_t in_story) const {
    return in_story == kNone || (source != kNone && articles_[source].lang != article(v).lang) ? 0 : kCitedObserved;
  }

  // The closest of the texts that name a source speaks for those beside it.
  void add_siblings() {
    std::sort(siblings_.begin(), siblings_.end(), [](const Sibling& a, const Sibling& b) {
      if (a.witness != b.witness) return a.witness < b.witness;
      if (a.source != b.source) return a.source < b.source;
      return a.cost != b.cost ? a.cost < b.cost : a.missing < b.missing;
    });
    for (std::size_t k = 0; k < siblings_.size(); ++k) {
      const Sibling& s = siblings_[k];
      if (k > 0 && siblings_[k - 1].witness == s.witness && siblings_[k - 1].source == s.source) continue;
      const std::uint32_t from = cited_node(s.source);
      if (from == 0) continue;
      const std::int32_t observed = model_.cited_observed[from - n_ - 1] ? kCitedObserved : 0;  // it does not name that article's outlet itself
      const std::int32_t tongue = translated_before(s.witness, s.source) ? kCitedOtherTongue : 0;
      add(from, node(s.witness), kCitedSibling + observed + tongue - s.missing - s.cost / kTemperature, {});
    }
  }

  // "Y, citing X", and X is here, and was before one who says so: its text came by way of Y.
  void add_relay_of_holder(std::uint32_t through, const Names::Relay& r) {
    Published latest;  // of those who say so; unknown where one's time is
    bool said = false;
    for (std::size_t v = 0; v < n_; ++v) {
      if (names_.find(v, r.through) == nullptr || names_.find(v, r.source) == nullptr) continue;
      if (!said || (latest.known && (!published_[v].known || published_[v].to > latest.to))) latest = published_[v];
      said = true;
    }
    for (std::size_t w = 0; w < n_ && said; ++w)
      if (names_.own[w] == r.source && !certainly_later(published_[w], latest)) add(node(w), through, kRelay, {});
  }

  void add_relay(const Names::Relay& r) {
    const std::uint32_t through = cited_node(r.through), source = cited_node(r.source);
    if (through != 0 && names_.witnesses[r.source] > 0) add_relay_of_holder(through, r);
    if (source == 0 || source == through) return;
    if (through != 0) {
      add(source, through, kRelay, {});
      return;
    }
    for (std::size_t w = 0; w < n_; ++w) {
      const Named* own = names_.own[w] == r.through ? names_.find(w, r.source) : nullptr;
      if (names_.own[w] != r.through || (own != nullptr && own->naming == Naming::inside)) continue;
      add(source, node(w), kRelay - nearest_[w] / kTemperature, {});
    }
  }

  const std::vector<ArticleRecord>& articles_;
  const corpus::OutletRegistry& registry_;
  std::span<const Witness> witnesses_;
  const FamilyRecord& family_;
  std::span<const FamilyPair> pairs_;
  const Ties& ties_;
  FamilyModel& model_;
  const Names& names_;
  std::size_t n_;
  std::vector<std::uint32_t> holders_;        // articles
  std::vector<Published> published_;
  std::vector<std::int32_t> nearest_;         // cost to the closest other witness, either way
  std::vector<std::uint32_t> least_missing_;  // of the possible parents; kNone without one
  std::vector<std::uint32_t> absent_;
  std::vector<bool> by_agency_;               // an agency's text of the family was there before
  std::vector<std::int32_t> source_cost_;     // to the closest of those it has the passage from by what it says, or of its outlet's earlier texts
  std::map<std::string_view, Published> first_told_;  // by language: the witness whose time ends first
  std::vector<Sibling> siblings_;
};

}  // namespace

void build_edges(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry, std::span<const Witness> witnesses,
                 const FamilyRecord& family, std::span<const FamilyPair> pairs, const Ties& ties, FamilyModel& model) {
  EdgeBuilder(articles, registry, witnesses, family, pairs, ties, model).build();
}

}  // namespace reprise::provenance
