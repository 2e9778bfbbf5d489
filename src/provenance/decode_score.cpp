#include "provenance/decode_score.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <span>

#include <fmt/format.h>

namespace reprise::provenance {
namespace {

// A stamp to the second is good to about 20 minutes (publication, update and feed times differ by that much).
constexpr std::int64_t kStampSigma = 1200;
// Some stamps are of another kind: wrong by hours (zone, update), or by anything.
constexpr std::int64_t kLooseSigma = 10800;
constexpr std::int64_t kGoodShare = 76, kLooseShare = 16, kWildShare = 8;  // per cent
constexpr Seconds kStampDays = 1;             // a stamp may be an update's, or a print edition's of the next morning
constexpr std::int32_t kLagPerDoubling = 10;  // centi-nats per doubling of the hours since the parent

// names, centi-nats
constexpr std::int32_t kNamedInside = 400, kNamedInsideShared = 350, kNamedElsewhere = 150, kNamedAtHead = 350;
constexpr std::int32_t kInherited = 100;
constexpr std::int32_t kNamesAnother = -100, kNamesChildInside = -350, kNamesChildElsewhere = -120;
constexpr std::int32_t kAgencyFirst = 60;
constexpr std::int32_t kFromHome = 350, kToHome = -150, kAbroad = 150;  // editions of one outlet need no credit

constexpr double constexpr_exp_negative(double x) {
  double sum = 1, term = 1;
  for (int k = 1; k < 80; ++k) {
    term *= x / k;
    sum += term;
  }
  return 1.0 / sum;
}
// Phi(z) in 1/1024, z = 0, 1/16 .. 4, from Marsaglia's series.
constexpr auto kPhi = [] {
  std::array<std::int32_t, 65> t{};
  for (std::size_t i = 0; i < t.size(); ++i) {
    const double z = static_cast<double>(i) / 16.0;
    double term = z, sum = z;
    for (int k = 1; k < 80; ++k) {
      term *= z * z / (2 * k + 1);
      sum += term;
    }
    const double p = 0.5 + sum * 0.3989422804014327 * constexpr_exp_negative(z * z / 2);
    t[i] = static_cast<std::int32_t>(p * 1024 + 0.5);
  }
  return t;
}();
// 100 ln(k / 1024), k = 1 .. 1024.
constexpr auto kLog = [] {
  std::array<std::int32_t, 1025> t{};
  for (std::size_t k = 1; k < t.size(); ++k) {
    double x = static_cast<double>(k) / 1024.0, halvings = 0;
    while (x < 0.5) {
      x *= 2;
      halvings += 1;
    }
    const double y = (x - 1) / (x + 1);
    double term = y, sum = y;
    for (int j = 3; j < 60; j += 2) {
      term *= y * y;
      sum += term / j;
    }
    t[k] = static_cast<std::int32_t>((2 * sum - halvings * 0.6931471805599453) * 100 - 0.5);
  }
  t[0] = t[1];
  return t;
}();

std::int64_t square_root(std::int64_t x) {
  if (x <= 0) return 0;
  std::int64_t r = std::int64_t{1} << ((std::bit_width(static_cast<std::uint64_t>(x)) + 1) / 2);
  for (;;) {
    const std::int64_t next = (r + x / r) / 2;
    if (next >= r) return r;
    r = next;
  }
}

std::int64_t phi(std::int64_t difference, std::int64_t sigma) {
  const std::int64_t z = std::clamp<std::int64_t>(difference * 16 / std::max<std::int64_t>(sigma, 1), -64, 64);
  return z >= 0 ? kPhi[static_cast<std::size_t>(z)] : 1024 - kPhi[static_cast<std::size_t>(-z)];
}

constexpr Seconds kLongest = 400LL * 366 * 86400;  // keeps products inside 64 bits whatever the dates claim

std::int64_t sigma_of(const Published& p) {
  const std::int64_t width = std::min<Seconds>(p.to - p.from, kLongest) * 289 / 1000;  // a uniform's deviation
  return std::max(width, kStampSigma);
}

bool speaks_for_text(Cue cue) { return cue != Cue::photo; }

// The first third of a short article, not its last item, in bytes for each of its words; where letters take two bytes its first quarter, and of ideographs, three
// bytes each, the first third.
constexpr std::uint32_t kHeadBytesPerWord = 2, kHeadTwoBytes = 3, kHeadIdeographs = 1;
constexpr std::uint32_t kHeadBytes = 600;  // an article that rests on one source says so in its first sentences

/// A sentence that names a source claims a passage that it opens, or a fifth of it: one caption of a gallery does not speak for the
/// others. Offsets are bytes.
bool speaks_for_much(const Attribution& a, Span passage) {
  constexpr std::uint32_t kHeadOfPassage = 300;
  if (a.span.begin < passage.begin + kHeadOfPassage) return true;
  const std::uint32_t begin = std::max(a.scope.begin, passage.begin), end = std::min(a.scope.end, passage.end);
  return end > begin && 5 * std::uint64_t{end - begin} >= passage.size();
}

bool is_one_of(std::string_view lang, std::span<const std::string_view> list) { return std::find(list.begin(), list.end(), lang.substr(0, 2)) != list.end(); }

constexpr std::string_view kTwoByteScripts[] = {"ar", "be", "bg", "el", "fa", "he", "ru", "sr", "uk", "ur"}, kIdeographs[] = {"ja", "zh"}, kFurtherScripts[] = {"hi", "ko", "th"};

std::uint32_t head_bytes_per_word(std::string_view lang) {
  return is_one_of(lang, kIdeographs) ? kHeadIdeographs : is_one_of(lang, kTwoByteScripts) ? kHeadTwoBytes : kHeadBytesPerWord;
}

std::uint32_t bytes_between(Span a, Span b) { return a.end < b.begin ? b.begin - a.end : b.end < a.begin ? a.begin - b.end : 0; }

Span said(const Attribution& a) { return a.sentence.size() > 0 ? a.sentence : a.scope; }

// The one source an article rests on: named in its head and no other in a sentence, or credited for the whole.
std::string_view lead_of(const ArticleRecord& article) {
  std::string_view lead, credit;
  bool several = false, credits = false;
  for (const Attribution& a : article.attributions) {
    const std::string_view source = a.via.empty() ? a.outlet : a.via;
    if (source.empty() || source == article.outlet || a.speaker) continue;
    if (a.cue == Cue::credit) {
      if (!credits_whole(a)) continue;
      credits = credits || (!credit.empty() && credit != source);
      credit = source;
    } else if (a.cue == Cue::sentence) {
      if (lead.empty() && a.scope.begin > std::min(kHeadBytes, head_bytes_per_word(article.lang) * article.words)) several = true;
      // What opens as its own reporter's rests on no one whom it names later.
      if (lead.empty() && !article.own_words.empty() && article.own_words.front().begin < a.scope.begin) several = true;
      several = several || (!lead.empty() && lead != source);
      if (lead.empty()) lead = source;
    }
  }
  if (!lead.empty() && !several) return lead;
  return lead.empty() && !credits ? credit : std::string_view{};
}

// The language of a country's press; "" where there is no one language, or it is not known here.
std::string_view language_of(std::string_view country) {
  static constexpr std::string_view kPress[][2] = {
      {"AE", "ar"}, {"AU", "en"}, {"BH", "ar"}, {"BY", "ru"}, {"CA", "en"}, {"CN", "zh"}, {"DE", "de"}, {"DZ", "ar"}, {"EG", "ar"},
      {"ES", "es"}, {"FR", "fr"}, {"GB", "en"}, {"HK", "zh"}, {"IL", "he"}, {"IN", "en"}, {"IQ", "ar"}, {"IR", "fa"}, {"IT", "it"},
      {"JO", "ar"}, {"JP", "ja"}, {"KR", "ko"}, {"KW", "ar"}, {"LB", "ar"}, {"LY", "ar"}, {"MA", "ar"}, {"OM", "ar"}, {"PS", "ar"},
      {"QA", "ar"}, {"RU", "ru"}, {"SA", "ar"}, {"SD", "ar"}, {"SY", "ar"}, {"TN", "ar"}, {"TR", "tr"}, {"TW", "zh"}, {"UA", "uk"},
      {"US", "en"}, {"YE", "ar"}};
  for (const auto& row : kPress) {
    if (row[0] == country) return row[1];
  }
  return {};
}

// "TASS said" in an English text means words that the text's own outlet put into English; a dateline means the wire itself.
bool can_be_its_words(const Attribution& a, std::string_view source, std::string_view lang, const corpus::OutletRegistry& registry) {
  if (a.cue == Cue::dateline || a.cue == Cue::byline) return true;
  const int outlet = registry.find(source);
  if (outlet < 0) return !foreign_name(source, lang, registry);
  if (lang.empty()) return true;
  const std::string_view own = language_of(registry.outlets()[static_cast<std::size_t>(outlet)].country);
  return own.empty() || own == lang.substr(0, 2);
}

}  // namespace

bool foreign_name(std::string_view name, std::string_view lang, const corpus::OutletRegistry& registry) {
  return (is_one_of(lang, kTwoByteScripts) || is_one_of(lang, kIdeographs) || is_one_of(lang, kFurtherScripts)) && registry.find(name) < 0 &&
         std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

Published published_of(const ArticleRecord& article) {
  const auto sane = [](Seconds s) { return std::clamp<Seconds>(s, -16 * kLongest, 16 * kLongest); };
  Published p;
  const Seconds fetched = sane(article.fetched);
  if (!article.published.known()) {
    // First seen then; published some time in the week before, for want of better.
    if (article.fetched != kNoTime) p = {true, fetched - 7 * 86400, fetched};
    return p;
  }
  const Seconds from = sane(article.published.from);
  p = {true, from, std::max(from, sane(article.published.to))};
  if (article.fetched != kNoTime && fetched >= p.from) p.to = std::min(p.to, fetched);
  return p;
}

bool order_unknown(const Published& a, const Published& b) {
  if (!a.known || !b.known) return true;
  if (a.from == a.to && b.from == b.to) return a.from == b.from;
  return a.from <= b.to && b.from <= a.to;
}

bool impossible_order(const ArticleRecord& parent, const ArticleRecord& child) {
  if (!parent.published.known()) return false;  // a fetch says only that it was there by then
  const Published p = published_of(parent), c = published_of(child);
  return c.known && p.from - c.to > kStampDays * 86400;
}

std::int32_t time_score(const Published& parent, const Published& child) {
  if (order_unknown(parent, child)) return kLog[512];
  const Seconds difference = std::clamp<Seconds>(child.middle() - parent.middle(), -kLongest, kLongest);
  const std::int64_t a = sigma_of(parent), b = sigma_of(child);
  const std::int64_t sigma = square_root(a * a + b * b);
  const std::int64_t share = (kGoodShare * phi(difference, sigma) + kLooseShare * phi(difference, sigma + kLooseSigma) +
                              kWildShare * 512) / 100;
  const std::uint64_t hours = static_cast<std::uint64_t>(std::max<Seconds>(difference, 0) / 3600);
  return kLog[static_cast<std::size_t>(share)] - kLagPerDoubling * static_cast<std::int32_t>(std::bit_width(hours));
}

const Named* Names::find(std::size_t witness, std::uint32_t outlet) const {
  for (const Named& n : named[witness]) {
    if (n.outlet == outlet) return &n;
  }
  return nullptr;
}

Names names_of(const std::vector<ArticleRecord>& articles, const corpus::OutletRegistry& registry,
               const FamilyRecord& family) {
  Names out;
  const auto& occurrences = family.occurrences;
  for (const Occurrence& o : occurrences) {
    const ArticleRecord& article = articles[o.article];
    if (!article.outlet.empty()) out.names.push_back(article.outlet);
    for (const Attribution& a : article.attributions) {
      if (!speaks_for_text(a.cue)) continue;
      if (!a.outlet.empty()) out.names.push_back(a.outlet);
      if (!a.via.empty()) out.names.push_back(a.via);
    }
  }
  std::sort(out.names.begin(), out.names.end());
  out.names.erase(std::unique(out.names.begin(), out.names.end()), out.names.end());
  const auto index = [&](std::string_view name) {
    return static_cast<std::uint32_t>(std::lower_bound(out.names.begin(), out.names.end(), name) - out.names.begin());
  };
  out.witnesses.assign(out.names.size(), 0);
  out.inside.assign(out.names.size(), 0);
  out.claimed.assign(out.names.size(), 0);
  out.agency.assign(out.names.size(), false);
  for (std::size_t k = 0; k < out.names.size(); ++k) {
    const int known = registry.find(out.names[k]);
    out.agency[k] = known >= 0 && registry.outlets()[static_cast<std::size_t>(known)].kind == "agency";
  }
  out.named.resize(occurrences.size());
  for (std::size_t w = 0; w < occurrences.size(); ++w) {
    const Occurrence& o = occurrences[w];
    const ArticleRecord& article = articles[o.article];
    out.own.push_back(article.outlet.empty() ? kNone : index(article.outlet));
    if (out.own[w] != kNone) ++out.witnesses[out.own[w]];
    const std::string_view lead = lead_of(article);
    for (const Attribution& a : article.attributions) {
      if (!speaks_for_text(a.cue) || a.outlet.empty()) continue;
      const bool over = a.cue != Cue::link && !a.speaker && ((a.scope.begin < o.span.end && o.span.begin < a.scope.end) ||
                                               (a.span.begin < o.span.end && o.span.begin < a.span.end));
      const auto add = [&](std::string_view name, Naming naming, bool known) {
        const std::uint32_t k = index(name);
        if (k == out.own[w]) return;
        const bool claims = naming == Naming::inside && claims_text(a, registry) && speaks_for_much(a, o.span);
        const bool leads = name == lead;
        const bool wire = (claims || leads) && can_be_its_words(a, name, article.lang, registry);
        for (Named& n : out.named[w]) {
          if (n.outlet != k) continue;
          n.claims = n.claims || claims;
          n.leads = n.leads || leads;
          n.wire = n.wire || wire;
          // Of several that speak for the passage the one is shown in whose sentence it stands.
          if (naming > n.naming || (naming == n.naming && naming == Naming::inside && bytes_between(said(a), o.span) < bytes_between(said(*n.words), o.span))) n.words = &a;
          n.naming = std::max(naming, n.naming);
          return;
        }
        out.named[w].push_back({k, naming, known, claims, leads, wire, &a});
      };
      const Naming naming = over ? Naming::inside : Naming::elsewhere;
      if (a.via.empty() || a.via == a.outlet) {
        add(a.outlet, naming, a.known);
        continue;
      }
      // "Y, citing X": the text came through Y; X stands behind it.
      add(a.via, naming, true);
      add(a.outlet, Naming::elsewhere, a.known);
      if (over) out.relays.push_back({index(a.via), index(a.outlet)});
    }
    out.told.push_back(!is_handed_out(article, o.span) && std::any_of(article.own_words.begin(), article.own_words.end(), [&](Span s) { return s.begin < o.span.end && o.span.begin < s.end; }) &&
                       std::none_of(out.named[w].begin(), out.named[w].end(), [](const Named& n) { return n.naming == Naming::inside && n.claims; }));
    for (const Named& n : out.named[w]) {
      out.inside[n.outlet] += n.naming == Naming::inside;
      out.claimed[n.outlet] += n.claims || n.leads;
    }
  }
  std::sort(out.relays.begin(), out.relays.end(), [](const Names::Relay& a, const Names::Relay& b) {
    return a.through != b.through ? a.through < b.through : a.source < b.source;
  });
  out.relays.erase(std::unique(out.relays.begin(), out.relays.end(),
                               [](const Names::Relay& a, const Names::Relay& b) {
                                 return a.through == b.through && a.source == b.source;
                               }),
                   out.relays.end());
  return out;
}

Edition edition_of(std::string_view outlet, std::string_view parent_lang, std::string_view child_lang, const corpus::OutletRegistry& registry) {
  const int known = registry.find(outlet);
  const std::string_view home = known < 0 ? std::string_view{} : language_of(registry.outlets()[static_cast<std::size_t>(known)].country);
  if (home.empty() || (parent_lang != home && child_lang != home)) return Edition::abroad;
  return parent_lang == home ? Edition::from_home : Edition::to_home;
}

std::int32_t edition_score(Edition edition) { return edition == Edition::from_home ? kFromHome : edition == Edition::to_home ? kToHome : kAbroad; }

std::int32_t name_score(const Names& names, std::size_t u, std::size_t v) {
  const std::uint32_t parent = names.own[u], child = names.own[v];
  std::int32_t score = 0;
  const Named* direct = parent == kNone ? nullptr : names.find(v, parent);
  if (direct != nullptr) {
    if (direct->naming == Naming::inside) score += names.inside[parent] > 1 ? kNamedInsideShared : kNamedInside;
    else score += direct->leads ? kNamedAtHead : kNamedElsewhere;
  } else {
    // The copy names someone else over the passage. A witness's name that it may have had from this parent speaks a little for the
    // parent, too; one that the parent does not have speaks against it.
    std::int32_t best = 0;
    for (const Named& n : names.named[v]) {
      if (n.naming != Naming::inside || n.outlet == parent) continue;
      const Named* inherited = names.find(u, n.outlet);
      if (inherited == nullptr) best = std::min(best, kNamesAnother);
      else if (inherited->naming == Naming::inside && names.witnesses[n.outlet] > 0) { best = kInherited; break; }
    }
    score += best;
  }
  if (child != kNone) {
    if (const Named* back = names.find(u, child)) {
      score += back->naming == Naming::inside ? kNamesChildInside : kNamesChildElsewhere;
    }
  }
  const bool parent_agency = parent != kNone && names.agency[parent];
  const bool child_agency = child != kNone && names.agency[child];
  if (parent_agency != child_agency) score += parent_agency ? kAgencyFirst : -kAgencyFirst;
  return score;
}

std::string duration(Seconds seconds) {
  if (seconds < 60) return fmt::format("{} s", seconds);
  const Seconds minutes = seconds / 60, hours = minutes / 60, days = hours / 24;
  if (hours == 0) return fmt::format("{} min", minutes);
  if (days == 0) return minutes % 60 ? fmt::format("{} h {} min", hours, minutes % 60) : fmt::format("{} h", hours);
  const char* unit = days == 1 ? "day" : "days";
  return hours % 24 ? fmt::format("{} {} {} h", days, unit, hours % 24) : fmt::format("{} {}", days, unit);
}

std::string time_sentence(const Published& parent, const Published& child) {
  if (!child.known) return "The time of publication is unknown.";
  if (!parent.known) return "The parent's time of publication is unknown.";
  if (order_unknown(parent, child)) {
    if (parent.from == parent.to && child.from == child.to) return "Published in the same second; the order is unknown.";
    return child.to - parent.from < 2 * 86400 && parent.to - child.from < 2 * 86400
               ? "Published on the same day; the order is unknown." : "The possible times overlap; the order is unknown.";
  }
  const bool exact = parent.from == parent.to && child.from == child.to;
  const Seconds lag = child.middle() - parent.middle();
  return fmt::format("Published {}{} {} the parent.", exact ? "" : "about ", duration(lag < 0 ? -lag : lag),
                     lag < 0 ? "before" : "after");
}

}  // namespace reprise::provenance
