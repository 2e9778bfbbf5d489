// Abbreviations; see sentences.hpp. The list is ours: titles, months, units and legal forms as the six main languages and
// their neighbours write them in news. Words that are far more often whole words ("no", "may", "sun") are left out.
#include "text/sentences.hpp"

#include <algorithm>
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

}  // namespace

bool is_abbreviation(std::uint32_t word) {
  static const std::vector<std::uint32_t> hashes = [] {
    std::vector<std::uint32_t> out;
    for (const std::string_view w : kAbbreviations) out.push_back(word_hash(w));
    std::sort(out.begin(), out.end());
    return out;
  }();
  return std::binary_search(hashes.begin(), hashes.end(), word);
}

}  // namespace reprise::text
