// Idea: who publishes in the corpus is an outlet, and its name in another article is worth as much as one of the registry.
//   Which names there are is known only when all is read; so articles that hold one are read a second time from the texts put
//   aside, with a registry that has these names too. So are articles with a link to a site that one outlet's articles come from, or its address.
// Invariant: an article that holds none keeps its attributions as they are. Cost: a bit test per word; for the articles that hold
//   a name, as much as their tokens and attributions cost the first time.
// Tested by tests/engine/local_outlets_test.cpp.
#include "engine/local_outlets.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "base/hash.hpp"
#include "base/parallel.hpp"
#include "corpus/url_host.hpp"
#include "text/tokens.hpp"

namespace reprise::engine {
namespace {

constexpr std::size_t kGrain = 64;      // articles of one task
constexpr std::size_t kSpokenOf = 8;    // articles that may name an outlet of a single article
constexpr std::size_t kStanding = 3;       // articles of an outlet with a link to the same channel
constexpr std::size_t kStandingShare = 100; // and one of so many of its articles
constexpr std::size_t kPerArticle = 4;  // and for each that it has published

/// The names that articles give themselves and the registry does not have.
std::vector<std::string> unknown_outlets(const Corpus& corpus, const corpus::OutletRegistry& registry) {
  std::vector<std::string> names;
  for (const ArticleRecord& a : corpus.articles)
    if (!a.outlet_as_given.empty()) names.push_back(a.outlet_as_given);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::erase_if(names, [&](const std::string& name) { return registry.find(name) >= 0; });
  return names;
}

using Sites = std::vector<std::pair<std::string, std::string>>;

/// Of names that the registry does not have the outlet that the articles' addresses tell: "The Punch" of punchng.com. None that two outlets are called.
std::map<std::string, std::string> further_names(const Corpus& corpus, const corpus::OutletRegistry& registry) {
  std::map<std::string, std::string> names;
  for (const ArticleRecord& a : corpus.articles) {
    if (a.outlet_as_given.empty()) continue;
    const auto [at, fresh] = names.emplace(a.outlet_as_given, a.outlet);
    if (!fresh && at->second != a.outlet) at->second.clear();
  }
  std::erase_if(names, [&](const auto& name) { return name.second.empty() || name.second == name.first || registry.find(name.first) >= 0; });
  return names;
}

/// The sites that articles of one outlet come from, and of no other.
Sites own_sites(const Corpus& corpus, const corpus::OutletRegistry& registry) {
  Sites all, own;
  for (const ArticleRecord& a : corpus.articles) {
    if (a.outlet.empty() || a.url.empty()) continue;
    if (std::string site = corpus::own_site(a.url); !site.empty()) all.emplace_back(std::move(site), a.outlet);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool shared = (i > 0 && all[i - 1].first == all[i].first) || (i + 1 < all.size() && all[i + 1].first == all[i].first);
    if (!shared && registry.find_url(all[i].first) < 0) own.push_back(all[i]);
  }
  return own;
}

struct Held {
  std::vector<std::uint32_t> named;      // outlets that the words may name: sorted, unique
  std::vector<std::uint32_t> spoken_of;  // those of them whose capitals tell a name from words: "the star", "Today the ..." do not
};

Held held(const match::DocView& doc, const corpus::OutletRegistry& local) {
  static const std::uint32_t the = text::word_hash("the");
  Held out;
  const std::span<const std::uint32_t> words = doc.words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const corpus::AliasMatch match = local.match(words.data() + i, words.size() - i);
    if (match.outlet < 0) continue;
    const bool article = match.words == 2 && words[i] == the;
    const auto upper = [&](std::size_t word) { return (doc.flags[word] & text::kUpper) != 0; };
    if (match.needs_upper && (!upper(i) || (article && !upper(i + 1)))) continue;
    out.named.push_back(static_cast<std::uint32_t>(match.outlet));
    if (!(match.needs_upper && match.words == 1 && (doc.flags[i] & text::kSentenceStart))) out.spoken_of.push_back(out.named.back());
  }
  for (std::vector<std::uint32_t>* list : {&out.named, &out.spoken_of}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  return out;
}

/// The names that are spoken of about as much as they publish. A president has written two of the articles and stands in thousands.
std::vector<std::uint8_t> that_publish(const Corpus& corpus, const corpus::OutletRegistry& local, const std::vector<Held>& named) {
  std::vector<std::size_t> published(local.outlets().size()), spoken_of(published.size());
  for (std::size_t i = 0; i < corpus.articles.size(); ++i) {
    const ArticleRecord& article = corpus.articles[i];
    const int own = article.outlet_as_given.empty() ? -1 : local.find(article.outlet_as_given);
    if (own >= 0) ++published[static_cast<std::size_t>(own)];
    for (const std::uint32_t n : named[i].spoken_of) spoken_of[n] += static_cast<int>(n) != own;
  }
  std::vector<std::uint8_t> out;
  for (std::size_t n = 0; n < published.size(); ++n) out.push_back(spoken_of[n] <= kSpokenOf + kPerArticle * published[n]);
  return out;
}

bool unknown_link(const Attribution& a) { return a.cue == Cue::link && !a.known; }

/// An outlet that links to the same unknown channel again and again links to its own, or advertises it.
void drop_standing_links(Corpus& corpus) {
  std::map<std::pair<std::string_view, std::string>, std::size_t> linked;  // (outlet, channel) -> articles
  for (const ArticleRecord& article : corpus.articles) {
    if (article.outlet.empty()) continue;
    std::vector<std::string_view> seen;
    for (const Attribution& a : article.attributions) {
      if (!unknown_link(a) || std::find(seen.begin(), seen.end(), a.outlet) != seen.end()) continue;
      seen.push_back(a.outlet);
      ++linked[{article.outlet, a.outlet}];
    }
  }
  if (linked.empty()) return;
  std::map<std::string_view, std::size_t> published;
  for (const ArticleRecord& article : corpus.articles) ++published[article.outlet];
  for (ArticleRecord& article : corpus.articles) {
    std::erase_if(article.attributions, [&](const Attribution& a) {
      if (article.outlet.empty() || !unknown_link(a)) return false;
      const std::size_t count = linked.at({article.outlet, a.outlet});
      if (count < kStanding || count * kStandingShare < published[article.outlet]) return false;
      std::erase(article.named, a.outlet);
      return true;
    });
  }
}

/// A name that is a common word, too, is looked for in no text; behind a word for its kind and in marks («صحيفة "الأنباء"») it was found all the same.
void resolve_given_names(Corpus& corpus, const corpus::OutletRegistry& registry) {
  const std::map<std::string, std::string> given = further_names(corpus, registry);
  if (given.empty()) return;
  const auto resolve = [&](std::string& name) {
    const auto at = given.find(name);
    if (at != given.end()) name = at->second;
    return at != given.end();
  };
  parallel_ranges(corpus.articles.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      ArticleRecord& article = corpus.articles[i];
      bool any = false;
      for (Attribution& a : article.attributions) {
        if (!a.known && resolve(a.outlet)) a.known = any = true;
        if (!a.via.empty() && resolve(a.via)) any = true;
      }
      if (!any) continue;
      std::erase_if(article.attributions, [&](const Attribution& a) { return a.outlet == article.outlet; });
      for (std::string& name : article.named) resolve(name);
      std::erase(article.named, article.outlet);
      std::sort(article.named.begin(), article.named.end());
      article.named.erase(std::unique(article.named.begin(), article.named.end()), article.named.end());
    }
  });
}

Result<LocalOutlets> read_anew(Corpus& corpus, const corpus::OutletRegistry& registry);

}  // namespace

std::uint64_t site_key(std::string_view url) {
  const std::string site = corpus::own_site(url);
  if (site.empty()) return 0;
  return hash_bytes(site.substr(0, 5) == "t.me/" ? site : corpus::registrable_domain(site));
}

Result<LocalOutlets> name_local_outlets(Corpus& corpus, const corpus::OutletRegistry& registry) {
  Result<LocalOutlets> result = read_anew(corpus, registry);
  if (!result) return result;
  resolve_given_names(corpus, registry);
  drop_standing_links(corpus);
  return result;
}

namespace {

Result<LocalOutlets> read_anew(Corpus& corpus, const corpus::OutletRegistry& registry) {
  const corpus::OutletRegistry local = corpus::OutletRegistry{}.with(unknown_outlets(corpus, registry));
  Sites sites = own_sites(corpus, registry);
  const std::vector<std::vector<std::uint64_t>> links = std::exchange(corpus.links, {});
  if (local.outlets().empty() && sites.empty()) return LocalOutlets{};
  std::vector<std::uint64_t> site_keys;
  for (const auto& [site, name] : sites) site_keys.push_back(site_key(site));
  std::sort(site_keys.begin(), site_keys.end());
  std::vector<Held> named(corpus.articles.size());
  parallel_ranges(named.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) named[i] = held(corpus.docs[corpus.rank_of_article[i]], local);
  });
  const std::vector<std::uint8_t> publishes = that_publish(corpus, local, named);
  const std::map<std::string, std::string> further = further_names(corpus, registry);
  std::vector<std::string> names;
  for (std::size_t n = 0; n < publishes.size(); ++n) {
    if (!publishes[n]) continue;
    const std::string& name = local.outlets()[n].name;
    if (const auto of = further.find(name); of != further.end()) sites.emplace_back(std::string(corpus::kFurtherName) + name, of->second);
    else names.push_back(name);
  }
  LocalOutlets found{std::move(names), std::move(sites)};
  const corpus::OutletRegistry wider = registry.with(found.names, found.sites);
  std::mutex mutex;
  Error failure;
  parallel_ranges(named.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    text::Tokens tokens;
    for (std::size_t i = begin; i < end; ++i) {
      const bool names_one = std::any_of(named[i].named.begin(), named[i].named.end(), [&](std::uint32_t n) { return publishes[n] != 0; });
      const bool links_to_one = i < links.size() && std::any_of(links[i].begin(), links[i].end(), [&](std::uint64_t key) { return std::binary_search(site_keys.begin(), site_keys.end(), key); });
      if (!names_one && !links_to_one) continue;
      const Result<std::string> text = corpus.spill.read(corpus.texts[i]);
      if (!text) {
        const std::lock_guard lock(mutex);
        failure = text.error();
        return;
      }
      text::tokenise(*text, tokens);
      read_attributions(*text, tokens, wider, corpus.articles[i]);
    }
  });
  if (failure.code != ErrorCode::ok) return failure;
  return found;
}

}  // namespace

}  // namespace reprise::engine
