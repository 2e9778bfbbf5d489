// From the decoded tree to the record: statuses, parents, relation, credit and the sentences that say why.
//
// Invariant: every number written is an integer share or identity divided once by 100, so it prints the same anywhere;
//   every occurrence gets a sentence on time and one on the words.
// Cost: O(edges), and O(names) per occurrence.
// Tested by tests/provenance/decode_test.cpp.
#include <algorithm>

#include <fmt/format.h>

#include "provenance/decode_model.hpp"
#include "provenance/decode_rules.hpp"

namespace reprise::provenance {
namespace {

constexpr std::int32_t kVerbatim = 9700, kEdited = 6000;  // identity in 1/10000
constexpr double kMostCitedConfidence = 0.8;
constexpr double kMostObserved = 0.55;                        // has an article in the story, without the passage
constexpr double kMostToldAnew = 0.65, kMostToldAbroad = 0.75;  // has an article in the story that may hold the passage in other words, in another language
constexpr double kMostSibling = 0.6;                      // cited by a look-alike, not by the text itself
constexpr double kMostAtHead = 0.7;                       // cited for the article, not over the passage
constexpr double kMostCircular = 0.6;                     // each credits the other
constexpr double kMostCommon = 0.7;                       // one source of several, none of them seen
constexpr double kMostCommonly = 0.6;                    // of a hop that a statement's giver explains as well
constexpr double kHeldBack = 0.54;                        // a candidate that is likelier than what is claimed of it
constexpr std::int32_t kMostOutlet = 700000;              // of one of an outlet's texts, which of them is not known
constexpr std::int32_t kMostUnordered = 600000;           // of an edition in its outlet's own language, where the times do not tell
constexpr double kLikely = 0.1;                           // a candidate whose name in the text is a credit
constexpr std::size_t kListed = 4;                        // candidates of an undecided occurrence

// Two digits; never a certainty, because the model is none.
double hundredths(std::int32_t millionths) {
  return static_cast<double>(std::clamp((millionths + 5000) / 10000, 0, 99)) / 100.0;
}

Relation relation_of(Kind kind, std::int32_t identity, const Change& change) {
  if (change.translated) return Relation::translation;
  if (identity >= kVerbatim) return kind == Kind::quote ? Relation::quote : Relation::verbatim;
  if (kind == Kind::quote) return Relation::quote;
  return identity >= kEdited ? Relation::edited : Relation::paraphrase;
}

std::string words_sentence(const Change& change, std::uint32_t copy_words, std::uint32_t parent_words) {
  if (change.translated) return "Told in another language; what the words mean agrees, the words cannot be compared.";
  const std::uint32_t differ = copy_words - change.matched;
  std::string out = differ == 0 && copy_words == parent_words ? fmt::format("All {} words are the same", copy_words)
                    : differ == 0 ? fmt::format("All {} words stand in the parent", copy_words)
                                : fmt::format("{} of {} words differ", differ, copy_words);
  if (change.own > 0) out += fmt::format("; {} of them stand in no other copy", change.own);
  if (change.foreign > 0) out += fmt::format("; {} stand in other copies but not in the parent", change.foreign);
  if (change.moved > 0) out += fmt::format("; {} were moved", change.moved);
  if (change.dropped > 0) out += fmt::format("; {} of the parent's {} words were dropped", change.dropped, parent_words);
  if (change.innovations > 0) out += fmt::format("; {} {} in these two copies alone", change.innovations, change.innovations == 1 ? "reading stands" : "readings stand");
  return out + ".";
}

// Whether the article names `outlet` anywhere but in a photo credit.
const Named* naming_of(const Names& names, std::size_t w, std::string_view outlet) {
  if (outlet.empty()) return nullptr;
  for (const Named& n : names.named[w]) {
    if (names.names[n.outlet] == outlet) return &n;
  }
  return nullptr;
}

struct Tops {
  std::vector<std::uint32_t> top;    // per node: its top (a child of the root)
  std::vector<std::uint32_t> under;  // per node: witnesses below and including it, for tops
};

Tops tops_of(const FamilyModel& model, std::size_t witnesses) {
  Tops t;
  const std::size_t nodes = model.chosen.size();
  t.top.assign(nodes, 0);
  t.under.assign(nodes, 0);
  std::vector<std::uint32_t> way;
  for (std::uint32_t v = 1; v < nodes; ++v) {
    way.clear();
    std::uint32_t at = v;
    while (t.top[at] == 0) {
      way.push_back(at);
      const std::uint32_t up = model.edges[model.chosen[at]].from;
      if (up == 0) {
        t.top[at] = at;
        break;
      }
      at = up;
    }
    for (std::uint32_t w : way) t.top[w] = t.top[at];
    if (v <= witnesses) ++t.under[t.top[v]];
  }
  return t;
}

std::string owner_note(const corpus::OutletRegistry& registry, const std::string& a, const std::string& b) {
  if (a.empty() || b.empty() || a == b) return {};
  const int x = registry.find(a), y = registry.find(b);
  if (x < 0 || y < 0) return {};
  const std::string& owner = registry.outlets()[static_cast<std::size_t>(x)].owner;
  if (owner.empty() || owner != registry.outlets()[static_cast<std::size_t>(y)].owner) return {};
  return fmt::format("It has the same owner as the parent's outlet ({}).", owner);
}

void append_sentence(std::string& to, std::string_view more) {
  if (more.empty()) return;
  if (!to.empty()) to += " ";
  to += more;
}

void append_words(std::string& to, std::string_view words) {
  if (!to.empty()) to += "; ";
  to += words;
}

class Teller {
 public:
  Teller(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry, const FamilyModel& model,
         std::int32_t decided, FamilyRecord& family)
      : articles_(articles), registry_(registry), model_(model), decided_(decided), family_(family),
        n_(family.occurrences.size()), tops_(tops_of(model, n_)) {
    const std::size_t nodes = model.chosen.size();
    into_.resize(nodes);
    for (std::uint32_t e = 0; e < model.edges.size(); ++e) into_[model.edges[e].to].push_back(e);
  }

  void tell() {
    choose_origin();
    for (std::size_t v = 0; v < n_; ++v) tell_occurrence(v);
    review_origin();
  }

 private:
  const ArticleRecord& article(std::size_t w) const { return articles_[family_.occurrences[w].article]; }
  std::string_view cited_name(std::uint32_t node) const { return model_.names.names[model_.cited[node - n_ - 1]]; }
  bool is_cited(std::uint32_t node) const { return node > n_; }

  void choose_origin() {
    std::uint32_t best = 0;
    for (std::uint32_t v = 1; v < tops_.under.size(); ++v) {
      if (tops_.top[v] == v && tops_.under[v] > 0 && (best == 0 || tops_.under[v] > tops_.under[best])) best = v;
    }
    if (best == 0) return;
    if (is_cited(best)) {
      std::int32_t share = 0;
      for (std::uint32_t v = 1; v <= n_; ++v) {
        const std::uint32_t e = model_.chosen[v];
        if (tops_.top[v] == best && is_cited(model_.edges[e].from)) share = std::max(share, model_.shares[e]);
      }
      if (share < decided_) return;
      origin_ = best;
      family_.origin_outlet = cited_name(best);
      family_.origin_confidence = hundredths(share);
      return;
    }
    const std::int32_t share = model_.shares[model_.chosen[best]];
    if (share < decided_ || claims_from_observed(best - 1)) return;
    origin_ = best;
    family_.origin_article = family_.occurrences[best - 1].article;
    family_.origin_outlet = article(best - 1).outlet;
    family_.origin_observed = true;
    family_.origin_confidence = hundredths(share);
  }

  void tell_occurrence(std::size_t v) {
    Occurrence& o = family_.occurrences[v];
    const std::uint32_t chosen = model_.chosen[v + 1];
    const std::uint32_t from = model_.edges[chosen].from;
    const std::int32_t share = model_.shares[chosen];
    const bool alone = share >= decided_;
    const std::int32_t sure = alone ? share : std::min(outlet_share(v, from), kMostOutlet);
    if (sure < decided_) {
      tell_undecided(v);
    } else if (from == 0 && claims_from_observed(v)) {
      const std::uint32_t source = claimed_source(v);
      if (source == kNone) tell_undecided(v);
      else tell_told_anew(v, source, kMostObserved);
    } else if (from == 0) {
      o.confidence = hundredths(share);
      tell_top(v);
    } else if (is_cited(from) && model_.told_anew[chosen] != kNone) {
      const std::uint32_t source = model_.told_anew[chosen];
      tell_told_anew(v, source, std::min(hundredths(share), articles_[source].lang == article(v).lang ? kMostToldAnew : kMostToldAbroad));
    } else if (is_cited(from)) {
      // It is the text's word, and no copy was compared.
      const Named* naming = naming_of(model_.names, v, cited_name(from));
      const bool named = naming != nullptr;
      o.confidence = std::min(hundredths(share), model_.cited_observed[from - n_ - 1] ? kMostObserved
                                                 : !named                        ? kMostSibling
                                                 : naming->claims                ? kMostCitedConfidence
                                                                                 : kMostAtHead);
      o.status = Status::cited;
      o.parent_outlet = cited_name(from);
      o.relation = family_.kind == Kind::quote ? Relation::quote : Relation::paraphrase;
      o.evidence.time = "The source is not in the corpus; no time to compare.";
      o.evidence.variants = named ? "The source's words are not in the corpus."
                                  : "A text with the same words names the source; the source's words are not in the corpus.";
    } else if (const std::int32_t cap = most_sure_of(v, from - 1, model_.changes[chosen]); cap == 0) {
      tell_undecided(v);
    } else {
      o.confidence = hundredths(std::min(sure, cap));
      tell_copy(v, from - 1, model_.changes[chosen]);
      if (!alone) append_sentence(o.evidence.variants, "The outlet has several such texts; which of them it was is less sure than that it was one of them.");
    }
    tell_names(v, from);
  }

  // The text says that the passage is an outlet's whose article of the story was not found to hold it: then nobody is its origin here.
  bool claims_from_observed(std::size_t v) const {
    const auto& named = model_.names.named[v];
    return std::any_of(named.begin(), named.end(), [&](const Named& n) {
      if (!claims_passage(n) || model_.names.witnesses[n.outlet] > 0) return false;
      const auto at = std::find(model_.cited.begin(), model_.cited.end(), n.outlet);
      return at != model_.cited.end() && model_.cited_observed[static_cast<std::size_t>(at - model_.cited.begin())];
    });
  }
  static bool claims_passage(const Named& n) { return (n.leads && n.words->cue == Cue::credit) || (n.claims && n.naming == Naming::inside); }

  // That article, where it can have been there before; of several the likeliest outlet's.
  std::uint32_t claimed_source(std::size_t v) const {
    std::uint32_t best = kNone;
    for (const std::uint32_t e : into_[v + 1]) {
      if (model_.told_anew[e] == kNone || !claims_passage(*naming_of(model_.names, v, cited_name(model_.edges[e].from)))) continue;
      if (best == kNone || model_.edges[e].score > model_.edges[best].score) best = e;
    }
    return best == kNone ? kNone : model_.told_anew[best];
  }

  // The share of all texts of the outlet of `from` in its language, which are versions: 0 where it is not an article of a known outlet.
  std::int32_t outlet_share(std::size_t v, std::uint32_t from) const {
    if (from == 0 || is_cited(from) || model_.names.own[from - 1] == kNone) return 0;
    std::int32_t share = 0;
    for (const std::uint32_t e : into_[v + 1]) {
      const std::uint32_t other = model_.edges[e].from;
      if (other == 0 || is_cited(other) || model_.names.own[other - 1] != model_.names.own[from - 1]) continue;
      if (article(other - 1).lang == article(from - 1).lang) share += model_.shares[e];
    }
    return share;
  }

  // A text of no known outlet may be the very one that the other names as its source.
  bool names_absent_source(std::size_t u) const {
    const auto& named = model_.names.named[u];
    return std::any_of(named.begin(), named.end(), [&](const Named& n) {
      const bool whole = n.words != nullptr && n.words->cue == Cue::credit;
      return (n.claims || n.leads || whole) && model_.names.witnesses[n.outlet] == 0;
    });
  }

  std::int32_t most_sure_of(std::size_t v, std::size_t u, const Change& change) const {
    const Published parent = published_of(article(u)), copy = published_of(article(v));
    const bool same = !article(v).outlet.empty() && article(v).outlet == article(u).outlet;
    if (same && order_unknown(parent, copy)) {
      // Two texts of one outlet: only the times order them, but for a translation.
      const bool from_home = change.translated && edition_of(article(v).outlet, article(u).lang, article(v).lang, registry_) == Edition::from_home;
      return from_home ? kMostUnordered : 0;
    }
    if (article(v).outlet.empty() && order_unknown(parent, copy) && names_absent_source(u)) return 0;
    // Two texts, neither credits nor times: cuts and additions alone tell little, unless one is an agency's.
    const std::uint32_t giver = model_.names.own[u];
    const bool agency = giver != kNone && model_.names.agency[giver];
    if (n_ == 2 && !agency && order_unknown(parent, copy) && !names_or_is(model_.names, u, v)) return 0;
    // No agency takes over a paper's words without a word of it, as far as is weighed; that an earlier paper took the agency's does not follow.
    const bool stamped = parent.from == parent.to && copy.from == copy.to;  // days next to each other leave it open
    if (agency && stamped && certainly_later(parent, copy) && !names_or_is(model_.names, u, v)) return 0;
    const std::string_view lang = article(v).lang;
    const std::uint32_t half_words = model_.words.length(v) * (lang.substr(0, 2) == "zh" ? 1 : 2);
    // What a translation changes cannot be told from what it cannot but change.
    return most_sure(change.translated ? kEdited : identity_of(model_.words, u, v, change), half_words, names_or_is(model_.names, u, v), parent, copy);
  }

  // Its parent is cited, or an article that does not hold the passage.
  bool from_outside(const Occurrence& o) const {
    if (o.status == Status::cited) return true;
    return o.status == Status::copied && std::none_of(family_.occurrences.begin(), family_.occurrences.end(), [&](const Occurrence& other) { return other.article == o.parent; });
  }

  // An origin is as sure as its surest copy; where every other text came from elsewhere, it is none.
  void review_origin() {
    if (!family_.origin_observed) {
      // A source that is only cited is as sure as the surest text that has it from there.
      const Occurrence* surest = nullptr;
      for (const Occurrence& o : family_.occurrences) {
        if (from_outside(o) && o.parent_outlet == family_.origin_outlet && (surest == nullptr || o.confidence > surest->confidence)) surest = &o;
      }
      family_.origin_confidence = std::min(family_.origin_confidence, surest == nullptr ? 0 : surest->confidence);
      if (surest != nullptr && surest->parent != kNone) {
        family_.origin_article = surest->parent;
        family_.origin_observed = true;
      }
      return;
    }
    if (n_ < 2) return;
    double surest = 0;
    bool open = false;
    for (std::size_t v = 0; v < n_; ++v) {
      const Occurrence& o = family_.occurrences[v];
      const bool by_way = o.status == Status::cited && tops_.top[v + 1] == origin_;  // of an outlet that cites it
      if (by_way || o.status == Status::copied || o.status == Status::version) surest = std::max(surest, o.confidence);
      open = open || o.status == Status::undecided;
    }
    Occurrence& first = family_.occurrences[origin_ - 1];
    if (surest > 0 || open) {
      first.confidence = std::min(first.confidence, surest > 0 ? surest : kMostSibling);
      family_.origin_confidence = first.confidence;
      return;
    }
    family_.origin_article = kNone;
    family_.origin_outlet.clear();
    family_.origin_observed = false;
    family_.origin_confidence = 0;
    origin_ = 0;
    first.identity = 0;
    const auto v = static_cast<std::size_t>(&first - family_.occurrences.data());
    tell_top(v);
    if (first.status == Status::common_source) first.credited = names_someone(v) ? Credited::yes : Credited::no;
  }

  // Texts of one outlet are no two reporters'.
  bool own_outlet_only(std::size_t v) const {
    if (article(v).outlet.empty()) return false;
    for (std::size_t w = 0; w < n_; ++w) {
      if (article(w).outlet != article(v).outlet) return false;
    }
    return true;
  }

  void tell_copy(std::size_t v, std::size_t u, const Change& change) {
    Occurrence& o = family_.occurrences[v];
    const ArticleRecord &parent = article(u), &copy = article(v);
    const bool same = !copy.outlet.empty() && copy.outlet == parent.outlet;
    o.status = same ? Status::version : Status::copied;
    o.parent = family_.occurrences[u].article;
    o.parent_outlet = parent.outlet;
    o.parent_observed = true;
    const std::int32_t identity = identity_of(model_.words, u, v, change);
    o.identity = static_cast<double>(identity / 100) / 100.0;
    o.relation = relation_of(family_.kind, identity, change);
    o.evidence.time = time_sentence(published_of(parent), published_of(copy));
    o.evidence.variants = words_sentence(change, model_.words.length(v), model_.words.length(u));
    if (same)
      append_sentence(o.evidence.variants, order_unknown(published_of(parent), published_of(copy)) ? "The parent is the same outlet's text in its own language."
                                                                                                   : "The parent is an earlier text of the same outlet.");
  }

  // The source's article is here, and the passage was not found in it: the text's word, again.
  void tell_told_anew(std::size_t v, std::uint32_t source, double confidence) {
    Occurrence& o = family_.occurrences[v];
    const ArticleRecord& parent = articles_[source];
    o.confidence = confidence;
    o.status = Status::copied;
    o.parent = source;
    o.parent_outlet = parent.outlet;
    o.parent_observed = true;
    o.relation = family_.kind == Kind::quote ? Relation::quote : parent.lang != article(v).lang ? Relation::translation : Relation::paraphrase;
    o.evidence.time = time_sentence(published_of(parent), published_of(article(v)));
    o.evidence.variants = "The text names the parent's outlet; the parent shares other passages with the story, and this one was not found in it: told in other words, or from another text of that outlet.";
  }

  void tell_top(std::size_t v) {
    Occurrence& o = family_.occurrences[v];
    const Published mine = published_of(article(v));
    std::size_t later = 0, earlier = 0;
    for (std::size_t w = 0; w < n_; ++w) {
      const Published other = published_of(article(w));
      if (w == v || order_unknown(mine, other)) continue;
      ++(other.middle() > mine.middle() ? later : earlier);
    }
    o.evidence.time = !mine.known ? "The time of publication is unknown."
                      : fmt::format("Published before {} and after {} of the other {} {}.", later, earlier, n_ - 1,
                                    n_ == 2 ? "copy" : "copies");
    const bool origin = origin_ == v + 1;
    if (!origin && own_outlet_only(v)) {
      o.confidence = 0;
      o.status = Status::undecided;
      o.evidence.variants = earlier + later == 0 ? "Another text of the same outlet; nothing tells which was first."
                                                 : "Another text of the same outlet, too different from the others to be told a version of one of them.";
      return;
    }
    o.status = origin ? Status::origin : Status::common_source;
    if (!origin) o.confidence = std::min(o.confidence, kMostCommon);
    if (origin) {
      o.identity = 1;
      o.evidence.variants = "The other copies are explained best as coming from this text.";
    } else {
      o.evidence.variants = family_.kind == Kind::quote
                                ? "The same words of a speaker; no sign that either text was taken from the other."
                            : model_.silent[v] == Silence::story
                                ? "No text of the story credits another's outlet: from one source outside the corpus as likely as from each other."
                            : model_.silent[v] == Silence::outlets
                                ? "The outlets share much text and hardly ever credit each other: from one source outside the corpus as likely as from each other."
                                : "Too different from every other copy to have been taken from it.";
    }
  }

  void tell_undecided(std::size_t v) {
    Occurrence& o = family_.occurrences[v];
    std::vector<std::uint32_t> edges = into_[v + 1];
    std::stable_sort(edges.begin(), edges.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return model_.shares[a] > model_.shares[b]; });
    for (std::uint32_t e : edges) {
      if (o.evidence.candidates.size() == kListed || hundredths(model_.shares[e]) < 0.01) break;
      const std::uint32_t from = model_.edges[e].from;
      Candidate c;
      c.share = std::min(hundredths(model_.shares[e]), kHeldBack);
      if (is_cited(from)) {
        c.outlet = cited_name(from);
      } else if (from != 0) {
        c.article = family_.occurrences[from - 1].article;
        c.outlet = article(from - 1).outlet;
      }
      o.evidence.candidates.push_back(std::move(c));
    }
    for (std::uint32_t e : edges) {
      const std::uint32_t from = model_.edges[e].from;
      if (from == 0 || is_cited(from)) continue;
      const std::size_t u = from - 1;
      append_sentence(o.evidence.time, time_sentence(published_of(article(u)), published_of(article(v))));
      std::string& words = o.evidence.variants;
      words = words_sentence(model_.changes[e], model_.words.length(v), model_.words.length(u));
      append_sentence(words, "This is measured against the likeliest parent.");
      break;
    }
    if (o.evidence.time.empty()) o.evidence.time = "There is no other copy to compare the time with.";
    if (o.evidence.variants.empty()) o.evidence.variants = "There is no other copy to compare the words with.";
  }

  // The text names the outlet, though in no words that attribute something to it.
  bool says(std::size_t v, std::string_view outlet) const { return outlet != article(v).outlet && names_outlet(article(v), outlet); }

  bool says_a_holder(std::size_t v) const {
    const std::vector<std::string_view>& names = model_.names.names;
    return std::any_of(article(v).named.begin(), article(v).named.end(), [&](const std::string& name) {
      const auto at = std::lower_bound(names.begin(), names.end(), std::string_view(name));
      return at != names.end() && *at == name && name != article(v).outlet && model_.names.witnesses[static_cast<std::size_t>(at - names.begin())] != 0;
    });
  }

  // Whoever the parent is, the text says that the passage, or the whole of it, is another's.
  bool credits_someone(std::size_t v) const {
    if (is_handed_out(article(v), family_.occurrences[v].span)) return true;
    const auto& named = model_.names.named[v];
    return std::any_of(named.begin(), named.end(), [](const Named& n) { return n.claims || (n.words != nullptr && n.words->cue == Cue::credit); });
  }

  // From whom it is, is not known; a text that names another who has the passage, or an outlet in the passage itself, hides nothing.
  bool names_someone(std::size_t v) const { return names_inside(v) || credits_someone(v) || says_a_holder(v); }
  bool names_inside(std::size_t v) const {
    const auto& named = model_.names.named[v];
    return std::any_of(named.begin(), named.end(), [](const Named& n) { return n.known && n.naming == Naming::inside; });
  }

  // It has other words of its article from an outlet: whether these, too, is not known where their source is not.
  bool credits_elsewhere(std::size_t v) const {
    const auto& attributions = article(v).attributions;
    return std::any_of(attributions.begin(), attributions.end(), [&](const Attribution& a) { return a.cue != Cue::photo && a.known && a.outlet != article(v).outlet; });
  }

  void tell_names(std::size_t v, std::uint32_t from) {
    Occurrence& o = family_.occurrences[v];
    const Named* parent = naming_of(model_.names, v, o.parent_outlet);
    const Named* origin = naming_of(model_.names, v, family_.origin_outlet);
    if (o.status == Status::copied || o.status == Status::cited || o.status == Status::version) {
      const bool own = o.status == Status::version && !o.parent_outlet.empty();  // nobody credits himself
      // A source that only others name is a guess; the text that says it has the passage from somebody hides nothing.
      const bool guessed = o.status == Status::cited && parent == nullptr;
      const bool named = parent != nullptr || origin != nullptr || says(v, o.parent_outlet) || says(v, family_.origin_outlet) || (guessed && credits_someone(v)) || (o.status == Status::copied && o.confidence <= kMostCommonly && is_handed_out(article(v), family_.occurrences[v].span));
      o.credited = named ? Credited::yes : own ? Credited::unset : Credited::no;
    } else if (o.status == Status::undecided && n_ > 1) {
      // Whoever of the possible parents it was: is one of them named?
      bool named = origin != nullptr || says(v, family_.origin_outlet) || names_inside(v) || credits_someone(v);
      // Or is it an own text most likely, as a version's is?
      const std::string& outlet = article(v).outlet;
      const bool own = !outlet.empty() && !o.evidence.candidates.empty() && o.evidence.candidates.front().outlet == outlet;
      for (const Candidate& c : o.evidence.candidates) named = named || (c.share >= kLikely && (naming_of(model_.names, v, c.outlet) != nullptr || says(v, c.outlet)));
      o.credited = named ? Credited::yes : own || credits_elsewhere(v) ? Credited::unset : Credited::no;
    } else if (o.status == Status::common_source) {
      o.credited = origin != nullptr || says(v, family_.origin_outlet) || names_someone(v) ? Credited::yes : Credited::no;
    }
    if (model_.names.told[v] != 0) append_sentence(o.evidence.variants, "The text says that its own outlet was told so.");
    else if (from != 0 && !is_cited(from) && o.parent_observed && model_.names.told[from - 1] != 0) append_sentence(o.evidence.variants, "The parent says that its own outlet was told so.");
    std::string& words = o.evidence.attribution;
    if (parent != nullptr) append_words(words, parent->words->text);
    if (origin != nullptr && (parent == nullptr || origin->words != parent->words)) append_words(words, origin->words->text);
    if (words.empty()) {
      const std::string* last = nullptr;
      for (const Named& n : model_.names.named[v]) {
        if (n.naming != Naming::inside || (last != nullptr && *last == n.words->text)) continue;
        append_words(words, n.words->text);
        last = &n.words->text;
      }
    }
    if (from != 0 && !is_cited(from) && o.parent_observed) {
      const Named* back = model_.names.own[v] == kNone ? nullptr : model_.names.find(from - 1, model_.names.own[v]);
      if (back != nullptr && back->naming == Naming::inside && parent != nullptr && parent->naming == Naming::inside) {
        o.confidence = std::min(o.confidence, kMostCircular);
        append_sentence(o.evidence.variants, fmt::format("Circular: the parent credits {} for these words in turn ({}).", article(v).outlet, back->words->text));
      }
      append_sentence(o.evidence.variants, owner_note(registry_, o.parent_outlet, article(v).outlet));
    }
  }

  const std::vector<ArticleRecord>& articles_;
  const corpus::OutletRegistry& registry_;
  const FamilyModel& model_;
  std::int32_t decided_;
  FamilyRecord& family_;
  std::size_t n_;
  Tops tops_;
  std::vector<std::vector<std::uint32_t>> into_;
  std::uint32_t origin_ = 0;  // node, 0 none
};

}  // namespace

void tell_family(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry,
                 const FamilyModel& model, std::int32_t decided, FamilyRecord& family) {
  Teller(articles, registry, model, decided, family).tell();
}

void tell_boilerplate(const std::vector<ArticleRecord>& articles, FamilyRecord& family) {
  Occurrence& first = family.occurrences.front();
  first.status = Status::origin;
  first.identity = 1;
  family.origin_article = first.article;
  family.origin_outlet = articles[first.article].outlet;
  family.origin_observed = true;
  for (Occurrence& o : family.occurrences) {
    o.evidence.time = "Not weighed: a standing text of the outlet.";
    o.evidence.variants = "A standing text of the outlet has no direction.";
  }
}

}  // namespace reprise::provenance
