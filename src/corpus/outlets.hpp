// OutletRegistry: the outlets that reprise knows, with their names in many scripts and their domains.
// Data: data/outlets.jsonl, compiled into the library; extended or replaced by --outlets FILE (same format).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reprise/result.hpp"

namespace reprise::corpus {

struct Outlet {
  std::string name;                  ///< the short everyday name: TASS, AFP, Fars, Jerusalem Post
  std::string kind;                  ///< agency | paper | broadcaster | portal | magazine | photo
  std::string country;               ///< ISO 3166 alpha-2
  std::string owner;                 ///< group that several outlets share, or ""
  std::string timezone;              ///< "+03:30" style offset for times without a zone, or ""
  std::vector<std::string> aliases;  ///< in any script
  std::vector<std::string> ambiguous;///< aliases that are also common words (Fars, AP, Sputnik): only with a cue
  std::vector<std::string> domains;
};

inline constexpr std::string_view kFurtherName = "name:";

/// An alias found at a place in a sequence of words.
struct AliasMatch {
  int outlet = -1;           ///< index into outlets(); -1: no alias starts here
  std::uint32_t words = 0;   ///< how many words it takes
  bool ambiguous = false;    ///< also a common word: counts only with a strong cue
  bool needs_upper = false;  ///< the alias is written with a capital in a cased script
  bool all_caps = false;     ///< an acronym: every letter is a capital
  bool possessive = false;   ///< an English genitive, whose apostrophe the words do not show
  bool prefixed = false;     ///< found with a Hebrew or Arabic particle glued to it ("to Reuters")
};

/// Immutable after construction: any number of threads may read.
class OutletRegistry {
 public:
  static const OutletRegistry& builtin();  ///< parsed once; thread-safe
  /// The built-in outlets plus those of a JSONL file; an entry with a known name replaces it. `replace`: only the file's.
  static Result<OutletRegistry> load(const std::string& path, bool replace);

  /// This registry and, behind its outlets, those of which only the name is known: articles say that they are by them. Names that
  /// it has already, or that are none to be found in a text, are left out; a single word is ambiguous, and so is what may be a person's
  /// name. Their kind is "". The order of `names` decides.
  /// They lie over this registry's outlets: a name of both is theirs; a form that both have stays this one's.
  /// `sites`: whose site (own_site) belongs to which outlet, by its name; an outlet that is not among the rest is known by its site alone. In a site's place
  /// may stand kFurtherName and a name: so articles call an outlet of this registry that their addresses tell.
  OutletRegistry with(const std::vector<std::string>& names, const std::vector<std::pair<std::string, std::string>>& sites = {}) const;

  const std::vector<Outlet>& outlets() const { return outlets_; }
  /// Index of the outlet with this name, alias or domain (case, marks, punctuation and "www." ignored); -1 if unknown.
  int find(std::string_view name) const;
  /// Index of the outlet that owns the URL's host (or a parent domain of it); -1 if unknown. A domain of the registry may
  /// carry one path segment ("t.me/breakingmash"): then that channel alone is meant.
  int find_url(std::string_view url) const;
  /// Canonical name for what an article says of itself: by name, else by URL, else the name as given,
  /// else the URL's registrable domain, else "".
  std::string canonical(std::string_view outlet_as_given, std::string_view url) const;

  /// The longest alias that starts at words[0]; `words` are word hashes of text::tokenise. Russian case endings and the
  /// glued particles of Hebrew and Arabic are known. O(layers and aliases with those first two words), most often one bit test.
  AliasMatch match(const std::uint32_t* words, std::size_t count) const;
  /// False where match() finds nothing whatever follows the word: nearly always.
  bool may_start(std::uint32_t word) const { return first_ != nullptr && first_[word % kFilterBits / 64] >> (word % 64) & 1; }

 private:
  friend struct RegistryBuilder;
  static constexpr std::size_t kFilterBits = 1u << 18;
  std::vector<Outlet> outlets_;
  struct Lookup;
  int owner(std::uint64_t key) const;  ///< the outlet with the name of this key, or -1
  std::shared_ptr<const Lookup> lookup_;  // shared: the registry is copied by value and never changes
  const std::uint64_t* first_ = nullptr;  // the filter of the words that its aliases start with, in lookup_
};

/// "https://www.bbc.co.uk/news" -> "bbc.co.uk"; "" when there is none. Knows the two-level public suffixes that news sites use.
std::string registrable_domain(std::string_view url);

}  // namespace reprise::corpus
