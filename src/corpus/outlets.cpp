// The outlet registry: data/outlets.jsonl and --outlets FILE -> names, aliases and domains that can be looked up.
//
// Idea: a name is compared as its normalised words (text::tokenise), so case, marks, punctuation, Traditional and
//   Simplified characters and the letters that Persian and Arabic share do not matter. All words of a name make one 64-bit
//   key. For running text the aliases hang under their first word, longest first, behind a filter of 2^16 bits, so that a
//   word that starts no name costs one load.
// Names in text come with endings and particles ("Интерфаксом", "לרויטרס", "لرويترز"): such forms are made when the
//   registry is built, and never displace a written alias.
// Invariant: one key belongs to one outlet; an entry that would take another's name is an error that names both.
// Cost: building some 50 ms; find O(length); match one bit test for most words.
// Tested by tests/corpus/outlets_test.cpp.
#include "corpus/outlets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <unordered_map>
#include <utility>

#include "base/hash.hpp"
#include "base/io.hpp"
#include "corpus/outlets_forms.hpp"
#include "corpus/outlets_parse.hpp"
#include "corpus/url_host.hpp"
#include "text/tokens.hpp"

namespace reprise::corpus {
namespace {

constexpr std::size_t kMaxNameBytes = 512;       // longer "outlets" are no names
constexpr std::uint64_t kMaxFileBytes = 64u << 20;  // a registry file; ours is half a megabyte
constexpr std::size_t kFilterBits = 1u << 16;
constexpr unsigned char kBuiltinBytes[] = {
#include "corpus/outlets.inc"
};

std::vector<std::uint32_t> words_of(std::string_view name) {
  text::Tokens tokens;
  text::tokenise(name.substr(0, kMaxNameBytes), tokens);
  return std::move(tokens.word);
}

// Key of a name; 0 when it has no words. A leading "the" says nothing.
std::uint64_t key_of(const std::uint32_t* words, std::size_t count) {
  static const std::uint32_t the = text::word_hash("the");
  if (count > 1 && words[0] == the) ++words, --count;
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < count; ++i) key = hash_combine(key, words[i]);
  return key;
}

std::uint64_t key_of(std::string_view name) {
  const std::vector<std::uint32_t> words = words_of(name);
  return key_of(words.data(), words.size());
}

std::string lower_ascii(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

struct Alias {
  std::vector<std::uint32_t> words;
  AliasMatch match;
};

}  // namespace

struct OutletRegistry::Lookup {
  std::unordered_map<std::uint64_t, int> names;
  std::unordered_map<std::string, int> domains;
  std::vector<Alias> aliases;  // by (first word, longest first, registry order)
  std::unordered_map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> by_first;  // word -> [begin, end) of aliases
  using Filter = std::array<std::uint64_t, kFilterBits / 64>;
  Filter first{};  // words that aliases start with
  Filter start{};  // their first two words, or the only one: hundreds start with "the"

  static void set(Filter& filter, std::uint64_t key) { filter[key % kFilterBits / 64] |= 1ull << (key % 64); }
  static bool test(const Filter& filter, std::uint64_t key) { return filter[key % kFilterBits / 64] >> (key % 64) & 1; }
  bool may_start(const std::uint32_t* words, std::size_t count) const {
    return test(first, words[0]) && (test(start, hash_combine(words[0], 0)) || (count > 1 && test(start, hash_combine(words[0], words[1]))));
  }
};

struct RegistryBuilder {
  std::vector<ParsedOutlet> entries;
  std::size_t named = static_cast<std::size_t>(-1);  // entries from here on are known by their sites alone
  std::shared_ptr<OutletRegistry::Lookup> lookup = std::make_shared<OutletRegistry::Lookup>();

  Error clash(std::string_view what, std::string_view name, int other, const ParsedOutlet& entry) const {
    const ParsedOutlet& before = entries[static_cast<std::size_t>(other)];
    return {ErrorCode::bad_input,
            fmt::format("{}:{}: expected names of its own for \"{}\", found {} \"{}\" that \"{}\" ({}:{}) has already", entry.file,
                        entry.line, entry.outlet.name, what, name, before.outlet.name, before.file, before.line),
            entry.file};
  }

  void add_alias(std::vector<std::uint32_t> words, AliasMatch match) {
    match.words = static_cast<std::uint32_t>(words.size());
    lookup->aliases.push_back({std::move(words), match});
  }

  Result<void> add_name(int index, const std::string& name, bool ambiguous, bool in_text) {
    const ParsedOutlet& entry = entries[static_cast<std::size_t>(index)];
    std::vector<std::uint32_t> words = words_of(name);
    const std::uint64_t key = key_of(words.data(), words.size());
    if (key == 0) {
      return Error{ErrorCode::bad_input,
                   fmt::format("{}:{}: expected a name with letters or digits, found \"{}\"", entry.file, entry.line, name),
                   entry.file};
    }
    const auto [at, fresh] = lookup->names.emplace(key, index);
    if (!fresh && at->second != index) return clash("the name", name, at->second, entry);
    if (!in_text) return {};
    const WrittenForm written = written_form(name);
    AliasMatch match;
    match.outlet = index;
    match.ambiguous = ambiguous;
    match.needs_upper = written.starts_upper;
    match.all_caps = written.acronym;
    add_alias(std::move(words), match);
    return {};
  }

  // Forms that running text has and the file has not; a form that is some outlet's written name is left to it.
  void add_forms(int index, const std::string& name, bool ambiguous) {
    const WrittenForm written = written_form(name);
    for (const NameForm& form : name_forms(name)) {
      std::vector<std::uint32_t> words = words_of(form.text);
      if (words.empty() || lookup->names.count(key_of(words.data(), words.size())) != 0) continue;
      AliasMatch match;
      match.outlet = index;
      match.ambiguous = ambiguous;
      match.needs_upper = written.starts_upper;
      match.prefixed = form.prefixed;
      match.possessive = form.possessive;
      add_alias(std::move(words), match);
    }
  }

  Result<void> add_domains(int index) {
    const ParsedOutlet& entry = entries[static_cast<std::size_t>(index)];
    for (const std::string& domain : entry.outlet.domains) {
      std::string_view path;
      const std::string host = url_host(domain, &path);
      if (host.empty()) {
        return Error{ErrorCode::bad_input,
                     fmt::format("{}:{}: expected a domain such as \"tass.ru\", found \"{}\"", entry.file, entry.line, domain),
                     entry.file};
      }
      const auto [at, fresh] = lookup->domains.emplace(host + lower_ascii(path), index);
      if (!fresh && at->second != index) return clash("the domain", domain, at->second, entry);
    }
    return {};
  }

  void sort_aliases() {
    std::vector<Alias>& all = lookup->aliases;
    std::stable_sort(all.begin(), all.end(), [](const Alias& a, const Alias& b) {
      if (a.words[0] != b.words[0]) return a.words[0] < b.words[0];
      return a.words.size() > b.words.size();
    });
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      const std::uint32_t first = all[i].words[0];
      OutletRegistry::Lookup::set(lookup->first, first);
      OutletRegistry::Lookup::set(lookup->start, hash_combine(first, all[i].words.size() > 1 ? all[i].words[1] : 0));
      lookup->by_first.try_emplace(first, i, i).first->second.second = i + 1;
    }
  }

  Result<OutletRegistry> build() {
    const int count = static_cast<int>(entries.size());
    for (int i = 0; i < count; ++i) {
      const Outlet& outlet = entries[static_cast<std::size_t>(i)].outlet;
      // A canonical name that is told apart by a word in brackets ("APA (Austria)") is none that stands in a text. One
      // that is ambiguous too is listed there.
      const bool listed = std::find(outlet.ambiguous.begin(), outlet.ambiguous.end(), outlet.name) != outlet.ambiguous.end();
      auto done = add_name(i, outlet.name, listed, outlet.name.find('(') == std::string::npos && static_cast<std::size_t>(i) < named);
      for (std::size_t k = 0; done && k < outlet.aliases.size(); ++k) done = add_name(i, outlet.aliases[k], false, true);
      for (std::size_t k = 0; done && k < outlet.ambiguous.size(); ++k) done = add_name(i, outlet.ambiguous[k], true, true);
      if (done) done = add_domains(i);
      if (!done) return done.error();
    }
    for (int i = 0; i < count; ++i) {
      if (static_cast<std::size_t>(i) >= named) break;
      const Outlet& outlet = entries[static_cast<std::size_t>(i)].outlet;
      add_forms(i, outlet.name, std::find(outlet.ambiguous.begin(), outlet.ambiguous.end(), outlet.name) != outlet.ambiguous.end());
      for (const std::string& alias : outlet.aliases) add_forms(i, alias, false);
      for (const std::string& alias : outlet.ambiguous) add_forms(i, alias, true);
    }
    sort_aliases();
    OutletRegistry registry;
    for (ParsedOutlet& entry : entries) registry.outlets_.push_back(std::move(entry.outlet));
    registry.lookup_ = std::move(lookup);
    return registry;
  }
};

namespace {

// What a text calls an outlet whose name is given as "Name (newsletter)": the name before the brackets.
std::string_view without_brackets(std::string_view name) {
  for (const std::string_view bracket : {"(", "（", "["}) {
    if (const std::size_t at = name.find(bracket); at != std::string_view::npos && at > 0) name = name.substr(0, at);
  }
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  return name;
}

// Two to four capitalised words, none of which is one that papers and stations have in their names.
bool may_be_person(std::string_view name, const std::vector<std::uint32_t>& words) {
  static const std::vector<std::uint32_t> press = [] {
    std::vector<std::uint32_t> out;
    for (const char* word : {"the", "times", "post", "news", "herald", "tribune", "agency", "tv", "radio", "gazette", "journal", "chronicle", "observer", "examiner",
                             "dispatch", "courier", "telegraph", "bulletin", "register", "inquirer", "globe", "sentinel", "press", "mirror", "express", "magazine",
                             "review", "mercury", "argus", "record", "advertiser", "monitor", "newspaper", "television", "broadcasting", "beacon", "ledger", "standard",
                             "daily", "weekly", "today", "digest", "report", "reporter", "wire", "online", "media", "network", "channel", "portal", "blog", "insider",
                             "independent", "citizen", "leader", "sun", "star", "mail", "echo", "voice", "newswire", "newsletter", "circular", "notebook", "tribune's",
                             "новости", "газета", "вестник", "листок", "ведомости", "известия", "правда", "спорт", "инфо", "информ", "тв", "медиа", "экспресс",
                             "телеграф", "курьер", "день", "труд", "время", "времена", "агентство", "канал", "портал", "журнал", "обозрение", "деловая"}) {
      if (const std::uint32_t hash = text::word_hash(word); hash != 0) out.push_back(hash);
    }
    std::sort(out.begin(), out.end());
    return out;
  }();
  const WrittenForm written = written_form(name);
  if (!written.starts_upper || words.size() < 2 || words.size() > 4) return false;
  return std::none_of(words.begin(), words.end(), [](std::uint32_t word) { return std::binary_search(press.begin(), press.end(), word); });
}

constexpr std::size_t kMostWords = 6;    // longer names are slogans; nobody cites them
constexpr std::size_t kMostIdeographs = 12;
constexpr std::size_t kLeastBytes = 4;

}  // namespace

OutletRegistry OutletRegistry::with(const std::vector<std::string>& names, const std::vector<std::pair<std::string, std::string>>& sites) const {
  RegistryBuilder builder;
  for (const Outlet& outlet : outlets_) builder.entries.push_back({outlet, "", 0});
  std::unordered_map<std::uint64_t, bool> taken;
  for (const std::string& name : names) {
    const std::string_view shown = without_brackets(name);
    const std::vector<std::uint32_t> words = words_of(shown), whole = words_of(name);
    const std::uint64_t key = key_of(words.data(), words.size()), full = key_of(whole.data(), whole.size());
    const bool ideographs = !shown.empty() && static_cast<unsigned char>(shown[0]) >= 0xe3;
    if (key == 0 || shown.size() < kLeastBytes || words.size() > (ideographs ? kMostIdeographs : kMostWords)) continue;
    if (lookup_ != nullptr && (lookup_->names.count(key) != 0 || lookup_->names.count(full) != 0)) continue;
    if ( !taken.emplace(key, true).second || (full != key && !taken.emplace(full, true).second)) continue;
    Outlet outlet;
    outlet.name = name;
    const bool single = words.size() < 2 || (ideographs && words.size() < 4);
    static const std::uint32_t the = text::word_hash("the");
    const bool article = words.size() > 1 && words[0] == the;
    if (single || may_be_person(shown, words) || (article && words.size() < 3)) outlet.ambiguous.push_back(std::string(shown));
    else if (full != key) outlet.aliases.push_back(std::string(shown));
    if (article && words.size() > 2) outlet.aliases.push_back(std::string(shown.substr(4)));  // "a Caspian Ledger report"
    // Where an outlet of the corpus is called just "The Sun", its paper is no other Sun.
    const std::uint64_t paper = hash_combine(key, text::word_hash("newspaper"));
    for (std::size_t i = 0; i < outlets_.size() && (single || article); ++i) {
      if (std::erase_if(builder.entries[i].outlet.aliases, [&](const std::string& alias) { return key_of(alias) == paper; }) > 0)
        outlet.aliases.push_back(std::string(shown) + " newspaper");
    }
    builder.entries.push_back({std::move(outlet), "", 0});
  }
  builder.named = builder.entries.size();
  std::unordered_map<std::string, std::size_t> by_name;
  for (std::size_t i = outlets_.size(); i < builder.entries.size(); ++i) by_name.emplace(builder.entries[i].outlet.name, i);
  for (const auto& [site, name] : sites) {
    const std::uint64_t key = key_of(name);
    if (key == 0 || find_url(site) >= 0) continue;
    std::size_t at = builder.entries.size();
    if (const auto known = by_name.find(name); known != by_name.end()) at = known->second;
    else if (const int own = find(name); own >= 0) at = static_cast<std::size_t>(own);
    else if (!taken.emplace(key, true).second) continue;
    if (at == builder.entries.size()) {
      Outlet outlet;
      outlet.name = name;
      builder.entries.push_back({std::move(outlet), "", 0});
      by_name.emplace(name, at);
    }
    builder.entries[at].outlet.domains.push_back(site);
  }
  if (builder.entries.size() == outlets_.size() && sites.empty()) return *this;
  auto built = builder.build();
  assert(built.has_value());
  return built ? std::move(*built) : *this;
}

const OutletRegistry& OutletRegistry::builtin() {
  static const OutletRegistry registry = [] {
    RegistryBuilder builder;
    const std::string_view bytes(reinterpret_cast<const char*>(kBuiltinBytes), sizeof kBuiltinBytes);
    auto parsed = parse_outlets(bytes, "data/outlets.jsonl");
    assert(parsed.has_value());  // tests/corpus/outlets_test.cpp reads the same file through load()
    if (parsed) builder.entries = std::move(*parsed);
    auto built = builder.build();
    assert(built.has_value());
    return built ? std::move(*built) : OutletRegistry{};
  }();
  return registry;
}

Result<OutletRegistry> OutletRegistry::load(const std::string& path, bool replace) {
  auto bytes = io::read_file(path, kMaxFileBytes);
  if (!bytes) return bytes.error();
  auto parsed = parse_outlets(*bytes, path);
  if (!parsed) return parsed.error();
  RegistryBuilder builder;
  if (!replace) {
    std::unordered_map<std::uint64_t, bool> given;
    for (const ParsedOutlet& entry : *parsed) given.emplace(key_of(entry.outlet.name), true);
    const std::string_view own(reinterpret_cast<const char*>(kBuiltinBytes), sizeof kBuiltinBytes);
    auto base = parse_outlets(own, "built-in");
    if (!base) return base.error();
    for (ParsedOutlet& entry : *base) {
      if (given.count(key_of(entry.outlet.name)) == 0) builder.entries.push_back(std::move(entry));
    }
  }
  for (ParsedOutlet& entry : *parsed) builder.entries.push_back(std::move(entry));
  return builder.build();
}

int OutletRegistry::find(std::string_view name) const {
  if (!lookup_ || name.empty() || name.size() > kMaxNameBytes) return -1;
  const auto by_words = [&](std::string_view part) {
    const std::uint64_t key = key_of(part);
    const auto at = key == 0 ? lookup_->names.end() : lookup_->names.find(key);
    return at == lookup_->names.end() ? -1 : at->second;
  };
  if (const int whole = by_words(name); whole >= 0) return whole;
  if (name.find_first_of(" \t") == std::string_view::npos) {
    if (const int host = find_url(name); host >= 0) return host;
  }
  // "mako (N12)", "China News Service (chinanews.com)": the name before the brackets, else the one inside.
  const std::size_t open = name.find('(');
  if (open == std::string_view::npos) return -1;
  const std::size_t close = name.find(')', open);
  if (const int before = by_words(name.substr(0, open)); before >= 0) return before;
  if (close == std::string_view::npos) return -1;
  return find(name.substr(open + 1, close - open - 1));
}

int OutletRegistry::find_url(std::string_view url) const {
  if (!lookup_) return -1;
  std::string_view path;
  const std::string host = url_host(url, &path);
  if (host.empty()) return -1;
  const auto get = [&](const std::string& key) {
    const auto at = lookup_->domains.find(key);
    return at == lookup_->domains.end() ? -1 : at->second;
  };
  if (path.size() > 1 && path[0] == '/') {
    // A channel's page: the first segment ("t.me/s/name" is the same channel's web view).
    if (path.substr(0, 3) == "/s/") path.remove_prefix(2);
    const std::string segment = lower_ascii(path.substr(0, std::min(path.find_first_of("/?#", 1), path.size())));
    if (const int channel = get(host + segment); channel >= 0) return channel;
  }
  for (std::size_t at = 0; at != std::string::npos;) {
    if (const int outlet = get(host.substr(at)); outlet >= 0) return outlet;
    at = host.find('.', at);
    if (at != std::string::npos) ++at;
  }
  return -1;
}

std::string OutletRegistry::canonical(std::string_view outlet_as_given, std::string_view url) const {
  int outlet = find(outlet_as_given);
  if (outlet < 0) outlet = find_url(url);
  if (outlet >= 0) return outlets_[static_cast<std::size_t>(outlet)].name;
  if (!outlet_as_given.empty()) return std::string(outlet_as_given);
  return registrable_domain(url);
}

AliasMatch OutletRegistry::match(const std::uint32_t* words, std::size_t count) const {
  if (count == 0 || !lookup_ || !lookup_->may_start(words, count)) return {};
  const auto range = lookup_->by_first.find(words[0]);
  if (range == lookup_->by_first.end()) return {};
  for (std::uint32_t i = range->second.first; i < range->second.second; ++i) {
    const Alias& alias = lookup_->aliases[i];
    if (alias.words.size() <= count && std::equal(alias.words.begin(), alias.words.end(), words)) return alias.match;
  }
  return {};
}

}  // namespace reprise::corpus
