// The outlet registry: data/outlets.jsonl and --outlets FILE -> names, aliases and domains that can be looked up.
//
// Idea: a name is compared as its normalised words (text::tokenise), so case, marks, punctuation, Traditional and
//   Simplified characters and the letters that Persian and Arabic share do not matter. All words of a name make one 64-bit
//   key. For running text the aliases hang under their first two words, longest first, behind a filter of 2^18 bits, so that a
//   word that starts no name costs one load.
// Names in text come with endings and particles ("Интерфаксом", "לרויטרס", "لرويترز"): such forms are made when the
//   registry is built, and never displace a written alias.
// Outlets that only a corpus knows are a layer of their own over a registry that stays as it is.
// Invariant: in one layer a key belongs to one outlet; an entry that would take another's name is an error that names both.
// Cost: building some 60 ms, with() 2 ms; find O(length); match one bit test for most words.
// Tested by tests/corpus/outlets_test.cpp.
#include "corpus/outlets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/flat_table.hpp"
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
constexpr unsigned char kBuiltinBytes[] = {
#include "corpus/outlets.inc"
};

// Valid until the thread's next call: tens of thousands of names share the memory.
std::span<const std::uint32_t> words_of(std::string_view name) {
  thread_local text::Tokens tokens;
  text::tokenise(name.substr(0, kMaxNameBytes), tokens);
  return tokens.word;
}

// Key of a name; 0 when it has no words. A leading "the" says nothing.
std::uint64_t key_of(std::span<const std::uint32_t> words) {
  static const std::uint32_t the = text::word_hash("the");
  if (words.size() > 1 && words[0] == the) words = words.subspan(1);
  std::uint64_t key = 0;
  for (const std::uint32_t word : words) key = hash_combine(key, word);
  return key;
}

std::uint64_t key_of(std::string_view name) { return key_of(words_of(name)); }

std::string lower_ascii(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

// A domain of the registry, with its path segment; "" when it is none.
std::string domain_key(std::string_view domain) {
  std::string_view path;
  const std::string host = url_host(domain, &path);
  return host.empty() ? host : host + lower_ascii(path);
}

}  // namespace

struct OutletRegistry::Lookup {
  struct Alias {
    std::uint64_t key = 0;
    std::uint32_t begin = 0;  // match.words of `words`
    AliasMatch match;
  };
  std::shared_ptr<const Lookup> under;  // the registry that this one adds to; a name of both is the upper one's
  std::vector<std::uint32_t> words;     // of all aliases
  std::unordered_map<std::uint64_t, int> names;
  std::unordered_map<std::string, int> domains;
  std::vector<Alias> aliases;  // by (start, longest first, registry order)
  struct Range {
    std::uint32_t begin = 0, end = 0;  // of aliases; never empty
  };
  FlatTable<std::uint64_t, Range> by_start;
  using Filter = std::array<std::uint64_t, kFilterBits / 64>;
  Filter first{};  // words that aliases of this layer and those under it start with
  Filter start{};  // their starts

  static void set(Filter& filter, std::uint64_t key) { filter[key % kFilterBits / 64] |= 1ull << (key % 64); }
  static bool test(const Filter& filter, std::uint64_t key) { return filter[key % kFilterBits / 64] >> (key % 64) & 1; }
  /// The first two words of an alias, or its only one: hundreds start with "the".
  static std::uint64_t start_of(const std::uint32_t* at, std::size_t count) { return hash_combine(at[0], count > 1 ? at[1] : 0); }

  int owner(std::uint64_t key) const {
    for (const Lookup* layer = this; layer != nullptr && key != 0; layer = layer->under.get())
      if (const auto at = layer->names.find(key); at != layer->names.end()) return at->second;
    return -1;
  }
  int owner_of_domain(const std::string& host) const {
    for (const Lookup* layer = this; layer != nullptr; layer = layer->under.get())
      if (const auto at = layer->domains.find(host); at != layer->domains.end()) return at->second;
    return -1;
  }
  /// Whether a layer over `below` has the name: then that one's alias is covered, be it a form or a name that was taken from it.
  bool covered(std::uint64_t key, const Lookup* below) const {
    for (const Lookup* layer = this; layer != below; layer = layer->under.get())
      if (layer->names.count(key) != 0) return true;
    return false;
  }
};

struct RegistryBuilder {
  OutletRegistry under;  // what the entries are added to
  std::vector<ParsedOutlet> entries;
  std::vector<int> bereft;  // outlets under them that lost a name to an entry
  struct FurtherName {
    int outlet;
    std::string name;
    bool ambiguous;
  };
  std::vector<FurtherName> further_names;  // of outlets under them
  std::size_t named = static_cast<std::size_t>(-1);  // entries from here on are known by their sites alone
  std::shared_ptr<OutletRegistry::Lookup> lookup = std::make_shared<OutletRegistry::Lookup>();

  explicit RegistryBuilder(OutletRegistry to = {}) : under(std::move(to)) {
    lookup->under = under.lookup_;
    if (under.lookup_ == nullptr) return;
    lookup->first = under.lookup_->first;
    lookup->start = under.lookup_->start;
  }

  int index_of(std::size_t entry) const { return static_cast<int>(under.outlets_.size() + entry); }

  Error clash(std::string_view what, std::string_view name, int other, const ParsedOutlet& entry) const {
    const ParsedOutlet& before = entries[static_cast<std::size_t>(other) - under.outlets_.size()];
    return {ErrorCode::bad_input,
            fmt::format("{}:{}: expected names of its own for \"{}\", found {} \"{}\" that \"{}\" ({}:{}) has already", entry.file,
                        entry.line, entry.outlet.name, what, name, before.outlet.name, before.file, before.line),
            entry.file};
  }

  void add_alias(std::span<const std::uint32_t> words, std::uint64_t key, AliasMatch match) {
    match.words = static_cast<std::uint32_t>(words.size());
    lookup->aliases.push_back({key, static_cast<std::uint32_t>(lookup->words.size()), match});
    lookup->words.insert(lookup->words.end(), words.begin(), words.end());
  }

  Result<void> add_name(std::size_t at, const std::string& name, bool ambiguous, bool in_text) {
    const ParsedOutlet& entry = entries[at];
    const std::span<const std::uint32_t> words = words_of(name);
    const std::uint64_t key = key_of(words);
    if (key == 0) {
      return Error{ErrorCode::bad_input,
                   fmt::format("{}:{}: expected a name with letters or digits, found \"{}\"", entry.file, entry.line, name),
                   entry.file};
    }
    const auto [owner, fresh] = lookup->names.emplace(key, index_of(at));
    if (!fresh && owner->second != index_of(at)) return clash("the name", name, owner->second, entry);
    if (in_text) add_written(index_of(at), name, ambiguous, fresh);
    return {};
  }

  // The name as it is written. `fresh`: no other of this layer was written like it.
  void add_written(int outlet, const std::string& name, bool ambiguous, bool fresh) {
    const std::span<const std::uint32_t> words = words_of(name);
    const std::uint64_t key = key_of(words);
    const WrittenForm written = written_form(name);
    AliasMatch match;
    match.outlet = outlet;
    match.ambiguous = ambiguous;
    match.needs_upper = written.starts_upper;
    match.all_caps = written.acronym;
    // Written in two ways, "DPA" and "dpa", it is known by the one with fewer capitals.
    for (OutletRegistry::Lookup::Alias& same : fresh ? std::span<OutletRegistry::Lookup::Alias>() : std::span(lookup->aliases)) {
      if (same.key != key || same.match.outlet != match.outlet) continue;
      match.needs_upper = same.match.needs_upper = same.match.needs_upper && match.needs_upper;
      match.all_caps = same.match.all_caps = same.match.all_caps && match.all_caps;
    }
    add_alias(words, key, match);
  }

  // Forms that running text has and the file has not; a form that is some outlet's written name is left to it.
  void add_forms(int outlet, const std::string& name, bool ambiguous) {
    AliasMatch match;
    match.outlet = outlet;
    match.ambiguous = ambiguous;
    match.needs_upper = written_form(name).starts_upper;
    for (const NameForm& form : name_forms(name)) {
      const std::span<const std::uint32_t> words = words_of(form.text);
      const std::uint64_t key = key_of(words);
      if (words.empty() || lookup->owner(key) >= 0 || is_form_below(words)) continue;
      match.prefixed = form.prefixed;
      match.possessive = form.possessive;
      add_alias(words, key, match);
    }
  }

  // "להארץ" is a form of הארץ, and would be one of ארץ.
  bool is_form_below(std::span<const std::uint32_t> words) const {
    const AliasMatch below = under.match(words.data(), words.size());
    return below.words == words.size() && std::find(bereft.begin(), bereft.end(), below.outlet) == bereft.end();
  }

  Result<void> add_domain(int outlet, const std::string& domain, const ParsedOutlet& entry) {
    const std::string key = domain_key(domain);
    if (key.empty()) {
      return Error{ErrorCode::bad_input,
                   fmt::format("{}:{}: expected a domain such as \"tass.ru\", found \"{}\"", entry.file, entry.line, domain),
                   entry.file};
    }
    const auto [at, fresh] = lookup->domains.emplace(key, outlet);
    if (!fresh && at->second != outlet) return clash("the domain", domain, at->second, entry);
    return {};
  }

  // Of one that has an owner nothing is said.
  void add_site(int outlet, const std::string& site) {
    if (const std::string key = domain_key(site); !key.empty()) lookup->domains.emplace(key, outlet);
  }

  void sort_aliases() {
    std::vector<OutletRegistry::Lookup::Alias>& all = lookup->aliases;
    const auto words_of_alias = [&](const OutletRegistry::Lookup::Alias& alias) { return lookup->words.data() + alias.begin; };
    const auto start_of = [&](const OutletRegistry::Lookup::Alias& alias) { return OutletRegistry::Lookup::start_of(words_of_alias(alias), alias.match.words); };
    std::vector<std::tuple<std::uint64_t, std::uint32_t, std::uint32_t>> order(all.size());  // start, longest first, place in registry order
    for (std::uint32_t i = 0; i < all.size(); ++i) order[i] = {start_of(all[i]), ~all[i].match.words, i};
    std::sort(order.begin(), order.end());
    std::vector<OutletRegistry::Lookup::Alias> sorted;
    sorted.reserve(all.size());
    for (const auto& entry : order) sorted.push_back(all[std::get<2>(entry)]);
    all = std::move(sorted);
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      const std::uint64_t start = start_of(all[i]);
      OutletRegistry::Lookup::set(lookup->first, *words_of_alias(all[i]));
      OutletRegistry::Lookup::set(lookup->start, start);
      OutletRegistry::Lookup::Range& range = lookup->by_start[start];
      if (range.end == 0) range.begin = i;
      range.end = i + 1;
    }
  }

  Result<OutletRegistry> build() {
    lookup->names.reserve(8 * entries.size());
    // A canonical name that is told apart by a word in brackets ("APA (Austria)") is none that stands in a text. One that
    // is ambiguous too is listed there.
    const auto listed = [](const Outlet& outlet) { return std::find(outlet.ambiguous.begin(), outlet.ambiguous.end(), outlet.name) != outlet.ambiguous.end(); };
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const Outlet& outlet = entries[i].outlet;
      auto done = add_name(i, outlet.name, listed(outlet), outlet.name.find('(') == std::string::npos && i < named);
      for (std::size_t k = 0; done && k < outlet.aliases.size(); ++k) done = add_name(i, outlet.aliases[k], false, true);
      for (std::size_t k = 0; done && k < outlet.ambiguous.size(); ++k) done = add_name(i, outlet.ambiguous[k], true, true);
      for (std::size_t k = 0; done && k < outlet.domains.size(); ++k) done = add_domain(index_of(i), outlet.domains[k], entries[i]);
      if (!done) return done.error();
    }
    for (std::size_t i = 0; i < std::min(entries.size(), named); ++i) {
      const Outlet& outlet = entries[i].outlet;
      add_forms(index_of(i), outlet.name, listed(outlet));
      for (const std::string& alias : outlet.aliases) add_forms(index_of(i), alias, false);
      for (const std::string& alias : outlet.ambiguous) add_forms(index_of(i), alias, true);
    }
    for (const FurtherName& further : further_names) {
      if (!lookup->names.emplace(key_of(further.name), further.outlet).second) continue;
      add_written(further.outlet, further.name, further.ambiguous, true);
      add_forms(further.outlet, further.name, further.ambiguous);
    }
    sort_aliases();
    OutletRegistry registry;
    registry.outlets_ = std::move(under.outlets_);
    for (ParsedOutlet& entry : entries) registry.outlets_.push_back(std::move(entry.outlet));
    registry.first_ = lookup->first.data();
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
bool may_be_person(std::string_view name, std::span<const std::uint32_t> words) {
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

/// "جريدة الضفة", «газета «Зори»», "پایگاه خبری صدای اراک": the name behind the words for its kind; empty where there is none, or nothing behind it.
std::string_view without_kind(std::string_view name) {
  static const std::vector<std::uint32_t> kinds = [] {
    std::vector<std::uint32_t> out;
    for (const char* word : {"خبرگزاری", "روزنامه", "پایگاه", "خبری", "سایت", "وبسایت", "هفته‌نامه", "نشریه", "شبکه", "جريدة", "صحيفة", "موقع", "وكالة", "أنباء", "الأنباء", "قناة", "شبكة", "بوابة", "مجلة",
                             "עיתון", "אתר", "סוכנות", "ערוץ", "газета", "портал", "журнал", "издание", "агентство", "информагентство", "телеканал", "сетевое", "telegram", "телеграм", "тг", "канал"})
      out.push_back(text::word_hash(word));
    std::sort(out.begin(), out.end());
    return out;
  }();
  text::Tokens tokens;
  text::tokenise(name, tokens);
  std::size_t first = 0;
  while (first < tokens.size() && std::binary_search(kinds.begin(), kinds.end(), tokens.word[first])) ++first;
  if (first == 0 || first == tokens.size()) return {};
  const auto end = tokens.end_of(tokens.size() - 1);
  return name.substr(tokens.begin[first], end - tokens.begin[first]);
}

/// "Sputnik Arabic", "بي بي سي عربي": the name before the words for an edition's language; empty where there is none, or nothing before it.
std::string_view without_language(std::string_view name) {
  static const std::vector<std::uint32_t> languages = [] {
    std::vector<std::uint32_t> out;
    for (const char* word : {"arabic", "english", "persian", "farsi", "russian", "chinese", "hebrew", "turkish", "french", "spanish", "german", "in", "عربي", "عربية", "العربية", "بالعربية", "بالعربي", "انجليزي", "بالإنجليزية",
                             "فارسی", "انگلیسی", "عربی", "на", "русском", "английском", "по", "русски", "українською", "en", "español", "français", "deutsch", "türkçe", "עברית", "בעברית", "באנגלית", "中", "文", "网", "版", "英"})
      for (const std::uint32_t part : words_of(word)) out.push_back(part);
    std::sort(out.begin(), out.end());
    return out;
  }();
  text::Tokens tokens;
  text::tokenise(name, tokens);
  std::size_t last = tokens.size();
  while (last > 0 && std::binary_search(languages.begin(), languages.end(), tokens.word[last - 1])) --last;
  return last == tokens.size() || last == 0 ? std::string_view{} : name.substr(0, tokens.end_of(last - 1));
}

/// Persian writes a name's parts with a space, or with a joiner; empty where it has neither.
std::string joined_otherwise(std::string_view name) {
  constexpr std::string_view kJoiner = "\u200c";
  const bool joined = name.find(kJoiner) != std::string_view::npos;
  const std::string_view from = joined ? kJoiner : " ", to = joined ? " " : kJoiner;
  if (name.find(from) == std::string_view::npos || static_cast<unsigned char>(name[0]) < 0xd8 || static_cast<unsigned char>(name[0]) > 0xdb) return {};
  std::string out;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t next = std::min(name.find(from, at), name.size());
    out += name.substr(at, next - at);
    if (next < name.size()) out += to;
    at = std::min(next + from.size(), name.size());
  }
  return out;
}

/// A name that articles give themselves, as words to be looked for; without a key where it is none.
struct GivenName {
  explicit GivenName(std::string_view name) : shown(without_brackets(name)) {
    static const std::uint32_t the = text::word_hash("the");
    const std::span<const std::uint32_t> read = words_of(shown);
    words.assign(read.begin(), read.end());
    const bool ideographs = !shown.empty() && static_cast<unsigned char>(shown[0]) >= 0xe3;
    if (shown.size() >= kLeastBytes && words.size() <= (ideographs ? kMostIdeographs : kMostWords)) key = key_of(words);
    single = words.size() < 2 || (ideographs && words.size() < 4);
    article = words.size() > 1 && words[0] == the;
    ambiguous = single || may_be_person(shown, words) || (article && words.size() < 3);
  }
  std::string_view shown;
  std::vector<std::uint32_t> words;
  std::uint64_t key = 0;
  bool single = false, article = false;  ///< one word, or "the" before it
  bool ambiguous = false;
};

}  // namespace

OutletRegistry OutletRegistry::with(const std::vector<std::string>& names, const std::vector<std::pair<std::string, std::string>>& sites) const {
  RegistryBuilder builder(*this);
  std::unordered_map<std::uint64_t, bool> taken;
  for (const std::string& name : names) {
    const GivenName given(name);
    const auto& [shown, words, key, single, article, ambiguous] = given;
    const std::uint64_t full = key_of(name);
    if (key == 0) continue;
    if (owner(key) >= 0 || owner(full) >= 0) continue;
    if (!taken.emplace(key, true).second || (full != key && !taken.emplace(full, true).second)) continue;
    Outlet outlet;
    outlet.name = name;
    if (ambiguous) outlet.ambiguous.push_back(std::string(shown));
    else if (full != key) outlet.aliases.push_back(std::string(shown));
    if (article && words.size() > 2) outlet.aliases.push_back(std::string(shown.substr(4)));  // "a Caspian Ledger report"
    const auto add_form = [&](std::string form, bool is_ambiguous) {
      const GivenName other(form);
      if (other.key == 0 || other.key == key || owner(other.key) >= 0 || !taken.emplace(other.key, true).second) return;
      (is_ambiguous || other.ambiguous ? outlet.ambiguous : outlet.aliases).push_back(std::move(form));
    };
    add_form(std::string(without_kind(shown)), true);
    add_form(joined_otherwise(shown), ambiguous);
    // Where an outlet of the corpus is called just "The Sun", its paper is no other Sun.
    const std::uint64_t paper = hash_combine(key, text::word_hash("newspaper"));
    if (const int known = single || article ? owner(paper) : -1; known >= 0) {
      std::vector<std::string>& aliases = builder.under.outlets_[static_cast<std::size_t>(known)].aliases;
      if (std::erase_if(aliases, [&](const std::string& alias) { return key_of(alias) == paper; }) > 0) {
        outlet.aliases.push_back(std::string(shown) + " newspaper");
        builder.bereft.push_back(known);
      }
    }
    builder.entries.push_back({std::move(outlet), "", 0});
  }
  builder.named = builder.entries.size();
  std::unordered_map<std::string, int> by_name;
  for (std::size_t i = 0; i < builder.entries.size(); ++i) by_name.emplace(builder.entries[i].outlet.name, builder.index_of(i));
  for (const auto& [site, name] : sites) {
    const std::uint64_t key = key_of(name);
    if (key == 0) continue;
    int outlet = find(name);
    if (site.starts_with(kFurtherName)) {
      const GivenName given(std::string_view(site).substr(kFurtherName.size()));
      if (outlet >= 0 && given.key != 0 && owner(given.key) < 0 && !taken.contains(given.key)) builder.further_names.push_back({outlet, std::string(given.shown), given.ambiguous});
      continue;
    }
    if (find_url(site) >= 0) continue;
    if (const auto known = by_name.find(name); known != by_name.end()) {
      outlet = known->second;
    } else if (outlet < 0) {
      if (!taken.emplace(key, true).second) continue;
      outlet = builder.index_of(builder.entries.size());
      Outlet of_site;
      of_site.name = name;
      builder.entries.push_back({std::move(of_site), "", 0});
      by_name.emplace(name, outlet);
    }
    builder.add_site(outlet, site);
  }
  if (builder.entries.empty() && sites.empty()) return *this;
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

int OutletRegistry::owner(std::uint64_t key) const { return lookup_ ? lookup_->owner(key) : -1; }

int OutletRegistry::find(std::string_view name) const {
  if (!lookup_ || name.empty() || name.size() > kMaxNameBytes) return -1;
  const auto by_words = [&](std::string_view part) { return owner(key_of(part)); };
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
  if (path.size() > 1 && path[0] == '/') {
    // A channel's page: the first segment ("t.me/s/name" is the same channel's web view).
    if (path.substr(0, 3) == "/s/") path.remove_prefix(2);
    const std::string segment = lower_ascii(path.substr(0, std::min(path.find_first_of("/?#", 1), path.size())));
    if (const int channel = lookup_->owner_of_domain(host + segment); channel >= 0) return channel;
  }
  for (std::size_t at = 0; at != std::string::npos;) {
    if (const int outlet = lookup_->owner_of_domain(host.substr(at)); outlet >= 0) return outlet;
    at = host.find('.', at);
    if (at != std::string::npos) ++at;
  }
  return -1;
}

std::string OutletRegistry::canonical(std::string_view outlet_as_given, std::string_view url) const {
  int outlet = find(outlet_as_given);
  if (outlet < 0) outlet = find_url(url);
  if (outlet < 0) outlet = find(without_kind(outlet_as_given));
  if (outlet < 0) outlet = find(without_language(outlet_as_given));
  if (outlet >= 0) return outlets_[static_cast<std::size_t>(outlet)].name;
  if (!outlet_as_given.empty()) return std::string(outlet_as_given);
  return registrable_domain(url);
}

AliasMatch OutletRegistry::match(const std::uint32_t* words, std::size_t count) const {
  AliasMatch best;
  if (count == 0 || !may_start(words[0])) return best;
  for (const std::size_t least : {2, 1}) {  // aliases of two words and more, then those of one
    if (count < least || best.words >= least) continue;
    const std::uint64_t start = Lookup::start_of(words, least);
    if (!Lookup::test(lookup_->start, start)) continue;
    for (const Lookup* layer = lookup_.get(); layer != nullptr; layer = layer->under.get()) {
      const Lookup::Range* const range = layer->by_start.find(start);
      if (range == nullptr) continue;
      for (std::uint32_t i = range->begin; i < range->end; ++i) {
        const Lookup::Alias& alias = layer->aliases[i];
        if (alias.match.words <= best.words) break;  // longest first
        if (alias.match.words > count || !std::equal(words, words + alias.match.words, layer->words.data() + alias.begin)) continue;
        if (lookup_->covered(alias.key, layer)) continue;
        best = alias.match;
        break;
      }
    }
  }
  return best;
}

}  // namespace reprise::corpus
