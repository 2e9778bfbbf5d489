#include "text/language_tag.hpp"

#include <algorithm>
#include <iterator>

namespace reprise::text {
namespace {

struct Known {
  std::string_view given, tag;
};

// ISO 639-2 codes (both forms) and English names of languages that have two letters; members of macrolanguages that texts are tagged
// with, and tags that are no longer used. Ascending.
constexpr Known kKnown[] = {
    {"aar", "aa"}, {"abk", "ab"}, {"abkhazian", "ab"}, {"acm", "ar"}, {"afar", "aa"}, {"afr", "af"}, {"afrikaans", "af"}, {"aka", "ak"},
    {"akan", "ak"}, {"alb", "sq"}, {"albanian", "sq"}, {"amh", "am"}, {"amharic", "am"}, {"apc", "ar"}, {"ara", "ar"}, {"arabic", "ar"},
    {"aragonese", "an"}, {"arb", "ar"}, {"arg", "an"}, {"arm", "hy"}, {"armenian", "hy"}, {"ary", "ar"}, {"arz", "ar"}, {"asm", "as"},
    {"assamese", "as"}, {"ava", "av"}, {"avaric", "av"}, {"aym", "ay"}, {"aymara", "ay"}, {"aze", "az"}, {"azerbaijani", "az"},
    {"bak", "ba"}, {"bam", "bm"}, {"bambara", "bm"}, {"baq", "eu"}, {"bashkir", "ba"}, {"basque", "eu"}, {"bel", "be"},
    {"belarusian", "be"}, {"ben", "bn"}, {"bengali", "bn"}, {"bod", "bo"}, {"bos", "bs"}, {"bosnian", "bs"}, {"bre", "br"},
    {"breton", "br"}, {"bul", "bg"}, {"bulgarian", "bg"}, {"bur", "my"}, {"burmese", "my"}, {"cantonese", "zh"}, {"castilian", "es"},
    {"cat", "ca"}, {"catalan", "ca"}, {"ces", "cs"}, {"che", "ce"}, {"chechen", "ce"}, {"chi", "zh"}, {"chichewa", "ny"},
    {"chinese", "zh"}, {"chuvash", "cv"}, {"chv", "cv"}, {"cmn", "zh"}, {"cor", "kw"}, {"cornish", "kw"}, {"corsican", "co"},
    {"cos", "co"}, {"croatian", "hr"}, {"cym", "cy"}, {"cze", "cs"}, {"czech", "cs"}, {"dan", "da"}, {"danish", "da"}, {"dari", "fa"},
    {"deu", "de"}, {"div", "dv"}, {"divehi", "dv"}, {"dut", "nl"}, {"dutch", "nl"}, {"dzo", "dz"}, {"dzongkha", "dz"}, {"ell", "el"},
    {"eng", "en"}, {"english", "en"}, {"epo", "eo"}, {"esperanto", "eo"}, {"est", "et"}, {"estonian", "et"}, {"eus", "eu"}, {"ewe", "ee"},
    {"fao", "fo"}, {"faroese", "fo"}, {"farsi", "fa"}, {"fas", "fa"}, {"fij", "fj"}, {"fijian", "fj"}, {"fin", "fi"}, {"finnish", "fi"},
    {"flemish", "nl"}, {"fra", "fr"}, {"fre", "fr"}, {"french", "fr"}, {"frisian", "fy"}, {"fry", "fy"}, {"ful", "ff"}, {"fulah", "ff"},
    {"gaelic", "gd"}, {"galician", "gl"}, {"ganda", "lg"}, {"geo", "ka"}, {"georgian", "ka"}, {"ger", "de"}, {"german", "de"},
    {"gla", "gd"}, {"gle", "ga"}, {"glg", "gl"}, {"glv", "gv"}, {"gre", "el"}, {"greek", "el"}, {"grn", "gn"}, {"guarani", "gn"},
    {"guj", "gu"}, {"gujarati", "gu"}, {"haitian", "ht"}, {"hat", "ht"}, {"hau", "ha"}, {"hausa", "ha"}, {"heb", "he"}, {"hebrew", "he"},
    {"hin", "hi"}, {"hindi", "hi"}, {"hrv", "hr"}, {"hun", "hu"}, {"hungarian", "hu"}, {"hye", "hy"}, {"ibo", "ig"}, {"ice", "is"},
    {"icelandic", "is"}, {"igbo", "ig"}, {"iku", "iu"}, {"in", "id"}, {"ina", "ia"}, {"ind", "id"}, {"indonesian", "id"},
    {"interlingua", "ia"}, {"inuktitut", "iu"}, {"irish", "ga"}, {"isl", "is"}, {"ita", "it"}, {"italian", "it"}, {"iw", "he"},
    {"japanese", "ja"}, {"jav", "jv"}, {"javanese", "jv"}, {"ji", "yi"}, {"jpn", "ja"}, {"jw", "jv"}, {"kal", "kl"},
    {"kalaallisut", "kl"}, {"kan", "kn"}, {"kannada", "kn"}, {"kas", "ks"}, {"kashmiri", "ks"}, {"kat", "ka"}, {"kaz", "kk"},
    {"kazakh", "kk"}, {"khm", "km"}, {"khmer", "km"}, {"kik", "ki"}, {"kikuyu", "ki"}, {"kin", "rw"}, {"kinyarwanda", "rw"},
    {"kir", "ky"}, {"kom", "kv"}, {"komi", "kv"}, {"kon", "kg"}, {"kongo", "kg"}, {"kor", "ko"}, {"korean", "ko"}, {"kur", "ku"},
    {"kurdish", "ku"}, {"kyrgyz", "ky"}, {"lao", "lo"}, {"lat", "la"}, {"latin", "la"}, {"latvian", "lv"}, {"lav", "lv"}, {"lin", "ln"},
    {"lingala", "ln"}, {"lit", "lt"}, {"lithuanian", "lt"}, {"ltz", "lb"}, {"lug", "lg"}, {"luxembourgish", "lb"}, {"mac", "mk"},
    {"macedonian", "mk"}, {"mal", "ml"}, {"malagasy", "mg"}, {"malay", "ms"}, {"malayalam", "ml"}, {"maltese", "mt"}, {"mandarin", "zh"},
    {"manx", "gv"}, {"mao", "mi"}, {"maori", "mi"}, {"mar", "mr"}, {"marathi", "mr"}, {"may", "ms"}, {"mkd", "mk"}, {"mlg", "mg"},
    {"mlt", "mt"}, {"mon", "mn"}, {"mongolian", "mn"}, {"mri", "mi"}, {"msa", "ms"}, {"mya", "my"}, {"nep", "ne"}, {"nepali", "ne"},
    {"nld", "nl"}, {"nno", "nn"}, {"nob", "nb"}, {"nor", "no"}, {"norwegian", "no"}, {"nya", "ny"}, {"occitan", "oc"}, {"oci", "oc"},
    {"odia", "or"}, {"ori", "or"}, {"orm", "om"}, {"oromo", "om"}, {"oss", "os"}, {"ossetian", "os"}, {"pan", "pa"}, {"pashto", "ps"},
    {"per", "fa"}, {"persian", "fa"}, {"pes", "fa"}, {"pol", "pl"}, {"polish", "pl"}, {"por", "pt"}, {"portuguese", "pt"}, {"prs", "fa"},
    {"punjabi", "pa"}, {"pus", "ps"}, {"que", "qu"}, {"quechua", "qu"}, {"roh", "rm"}, {"romanian", "ro"}, {"romansh", "rm"},
    {"ron", "ro"}, {"rum", "ro"}, {"run", "rn"}, {"rundi", "rn"}, {"rus", "ru"}, {"russian", "ru"}, {"sag", "sg"}, {"samoan", "sm"},
    {"san", "sa"}, {"sango", "sg"}, {"sanskrit", "sa"}, {"sardinian", "sc"}, {"serbian", "sr"}, {"shona", "sn"}, {"sin", "si"},
    {"sindhi", "sd"}, {"sinhala", "si"}, {"slk", "sk"}, {"slo", "sk"}, {"slovak", "sk"}, {"slovene", "sl"}, {"slovenian", "sl"},
    {"slv", "sl"}, {"sme", "se"}, {"smo", "sm"}, {"sna", "sn"}, {"snd", "sd"}, {"som", "so"}, {"somali", "so"}, {"sot", "st"},
    {"spa", "es"}, {"spanish", "es"}, {"sqi", "sq"}, {"srd", "sc"}, {"srp", "sr"}, {"ssw", "ss"}, {"sun", "su"}, {"sundanese", "su"},
    {"swa", "sw"}, {"swahili", "sw"}, {"swati", "ss"}, {"swe", "sv"}, {"swedish", "sv"}, {"tagalog", "tl"}, {"tajik", "tg"},
    {"tam", "ta"}, {"tamil", "ta"}, {"tat", "tt"}, {"tatar", "tt"}, {"tel", "te"}, {"telugu", "te"}, {"tgk", "tg"}, {"tgl", "tl"},
    {"tha", "th"}, {"thai", "th"}, {"tib", "bo"}, {"tibetan", "bo"}, {"tigrinya", "ti"}, {"tir", "ti"}, {"ton", "to"}, {"tonga", "to"},
    {"tsn", "tn"}, {"tso", "ts"}, {"tsonga", "ts"}, {"tswana", "tn"}, {"tuk", "tk"}, {"tur", "tr"}, {"turkish", "tr"}, {"turkmen", "tk"},
    {"uig", "ug"}, {"ukr", "uk"}, {"ukrainian", "uk"}, {"urd", "ur"}, {"urdu", "ur"}, {"uyghur", "ug"}, {"uzb", "uz"}, {"uzbek", "uz"},
    {"ven", "ve"}, {"venda", "ve"}, {"vie", "vi"}, {"vietnamese", "vi"}, {"wel", "cy"}, {"welsh", "cy"}, {"wol", "wo"}, {"wolof", "wo"},
    {"xho", "xh"}, {"xhosa", "xh"}, {"yid", "yi"}, {"yiddish", "yi"}, {"yor", "yo"}, {"yoruba", "yo"}, {"yue", "zh"}, {"zha", "za"},
    {"zho", "zh"}, {"zhuang", "za"}, {"zul", "zu"}, {"zulu", "zu"},
};

}  // namespace

std::string language_tag(std::string_view given) {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!given.empty() && is_space(given.front())) given.remove_prefix(1);
  while (!given.empty() && is_space(given.back())) given.remove_suffix(1);
  std::string tag;
  for (const char c : given.substr(0, given.find_first_of("-_"))) {
    const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (low < 'a' || low > 'z') return {};
    tag.push_back(low);
  }
  const auto* known = std::lower_bound(std::begin(kKnown), std::end(kKnown), tag, [](const Known& x, const std::string& y) { return x.given < y; });
  if (known != std::end(kKnown) && known->given == tag) return std::string(known->tag);
  return tag.size() < 2 || tag.size() > 3 || tag == "und" ? std::string() : tag;
}

}  // namespace reprise::text
