// Abbreviations; see sentences.hpp. The list is ours: titles, months, units and legal forms as the six main languages and
// their neighbours write them in news. Words that are far more often whole words ("no", "may", "sun") are left out.
#include "text/sentences.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "text/tokens.hpp"

namespace reprise::text {
namespace {

constexpr std::string_view kAbbreviations[] = {
    // English
    "mr", "mrs", "ms", "dr", "prof", "sen", "sens", "rep", "reps", "gov", "gen", "col", "lt", "sgt", "capt", "cmdr", "cpl",
    "maj", "adm", "rev", "hon", "pres", "supt", "atty", "amb", "st", "jr", "sr", "inc", "ltd", "co", "corp", "llc", "bros",
    "vs", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "mon", "tue", "tues", "wed",
    "thu", "thurs", "fri", "vol", "fig", "figs", "dept", "est", "approx", "ave", "blvd", "mt", "ft", "al", "ph", "ed", "eds",
    "ariz", "calif", "colo", "conn", "fla", "ga", "ind", "kan", "ky", "md", "mich", "minn", "miss", "mo", "mont", "neb",
    "nev", "okla", "ore", "pa", "tenn", "tex", "vt", "va", "wash", "wis", "wyo",
    // Russian, Ukrainian, Bulgarian
    "г", "гг", "млн", "млрд", "трлн", "тыс", "руб", "коп", "ул", "им", "стр", "др", "пр", "проф", "акад", "обл", "св", "см",
    "рис", "напр", "тел", "кв", "чел", "гл", "ст", "тов", "ред", "изд", "долл", "грн", "янв", "февр", "авг", "сент", "окт",
    "нояб", "дек", "вул", "тис", "лв",
    // German, French, Spanish, Italian, Portuguese, Dutch, Polish, Turkish
    "bzw", "ca", "nr", "str", "hr", "fr", "dipl", "ing", "mme", "mlle", "mm", "sra", "srta", "dra", "ud", "uds", "vd", "sig",
    "dott", "avv", "exmo", "dhr", "mevr", "drs", "ul", "tzw", "np", "prok", "doc", "yrd",
};

// Whole words, too, but for a number behind them: "the No. 28 shirt", "Art. 5", "pp. 3-9".
constexpr std::string_view kBeforeNumbers[] = {"no", "nos", "art", "arts", "sec", "sect", "ch", "pp", "pt", "num", "núm"};

// German: "dem 16. Jahrhundert", "am 5. Mai".
constexpr std::string_view kBeforeOrdinals[] = {"dem", "der", "den", "des", "die", "das", "vom", "zum", "zur", "im", "am", "beim", "bis", "seit"};

std::vector<std::uint32_t> sorted_hashes(std::span<const std::string_view> words) {
  std::vector<std::uint32_t> out;
  for (const std::string_view w : words) out.push_back(word_hash(w));
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

bool is_abbreviation(std::uint32_t word) {
  static const std::vector<std::uint32_t> hashes = sorted_hashes(kAbbreviations);
  return std::binary_search(hashes.begin(), hashes.end(), word);
}

bool announces_number(std::uint32_t word) {
  static const std::vector<std::uint32_t> hashes = sorted_hashes(kBeforeNumbers);
  return std::binary_search(hashes.begin(), hashes.end(), word);
}

bool announces_ordinal(std::uint32_t word) {
  static const std::vector<std::uint32_t> hashes = sorted_hashes(kBeforeOrdinals);
  return std::binary_search(hashes.begin(), hashes.end(), word);
}

}  // namespace reprise::text
