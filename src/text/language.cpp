// Which language a text is in, for the readers of a report and for rules that differ between languages.
//
// Idea: count the letters of each script in the first 4 KiB. Hangul, kana, Han, Hebrew and the like name their language;
//   Latin, Cyrillic and Arabic texts are told apart by the share of their words that are function words of a language, and by
//   letters that only one of them has. Ties go to the language that stands first in the list. "und" without letters, or when
//   no function word of any list is met in a text of many words.
// Cost: about 10 us. Tested by tests/text/language_test.cpp.
#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/utf8.hpp"
#include "text/fold.hpp"
#include "text/tokenise.hpp"
#include "text/tokens.hpp"

namespace reprise::text {
namespace {

constexpr std::size_t kLookBytes = 4096;

struct Profile {
  std::string_view tag;
  char script;  // L, C, A
  std::string_view words;
};

// Function words, ours. Words that several languages share are listed with each.
constexpr Profile kProfiles[] = {
    {"en", 'L', "the of and to in a is that for on with was as it by at from his he be are have not this has but they an said who "
                "were which had their or will its would been she you we more about her after when there what if all than i"},
    {"de", 'L', "der die und das in den von zu mit ist dem des nicht ein eine sich auf für im auch es an als wie werden aus hat dass "
                "sie nach bei einer um am sind noch wird einem einen so zum war haben nur oder aber vor zur bis mehr durch man"},
    {"fr", 'L', "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont ou avec son aux dont "
                "cette mais ont été ses leur comme elle nous sa fait être deux après même ces"},
    {"es", 'L', "de la que el en y los del se las por un para con no una su al lo como más o pero sus le ha este si porque esta son "
                "entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante fue ser han"},
    {"it", 'L', "di e il la che in un a per è del non una della con i le si da al dei sono come più nel ha alla anche lo gli ma delle "
                "dal o se dalla nella su questo ci hanno essere sul stato era tra fra ai"},
    {"pt", 'L', "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando "
                "muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus foi são ser tem está"},
    {"nl", 'L', "de het een van en in is dat op te zijn met voor niet aan er om ook als bij maar door over hij naar uit dan nog of "
                "ze wordt heeft worden tot meer werd deze hebben we was wel geen"},
    {"pl", 'L', "w i na z się nie do to że jest o a od po przez za jak dla tym co są ale ich było był który oraz jego czy tak już "
                "przed tego też która które będzie między tylko może roku"},
    {"tr", 'L', "ve bir bu da de için ile olarak olan daha çok en gibi sonra kadar ne ancak her o var ama göre ya ise olduğu "
                "değil tarafından ki iki mi üzerine şey oldu etti dedi"},
    {"sv", 'L', "och i att det som en på är av för med den till inte har de om ett han men var jag sig från vi så kan man när år nu "
                "eller också efter där under hade ska blev"},
    {"da", 'L', "og i at det en er til på for med af den de ikke som har der et han om var men fra sig kan man vi så jeg eller hun "
                "også blev efter ved nu da hvor skal meget"},
    {"no", 'L', "og i det på som er en til å for av at med har de ikke den han om et fra var men seg jeg vi kan så når eller også ble "
                "etter hun skal der opp ut nå"},
    {"fi", 'L', "ja on ei että se oli hän joka mutta ovat kun myös ole mukaan olla kuin sen tai hänen niin jos vain nyt sitä tämä "
                "mitä ollut voi vuonna jälkeen"},
    {"cs", 'L', "a v se na je že s z do i o to k ve pro za by ale si po jako od jsou které který jeho tak při už byl nebo jeho před "
                "podle také jen až být bylo"},
    {"ro", 'L', "de și în a la cu pe o că din nu un se este mai sau pentru care ce au fost prin dar al ale ca sunt lui o după fi "
                "această acest sa"},
    {"hu", 'L', "a az és hogy nem is egy ez azt de van volt meg már csak még mint el ki vagy ha lesz szerint után több majd pedig "
                "amely lehet között"},
    {"id", 'L', "yang dan di untuk dengan dari pada ini itu dalam tidak akan oleh ke juga adalah ada para sebagai telah saat bisa "
                "kata tersebut karena mereka tahun atau"},
    {"vi", 'L', "và của là có cho không các được trong người với một những đã này để khi từ ra về cũng vào đến ông như tại nhiều năm"},
    {"sw", 'L', "na ya wa kwa katika ni la za cha hiyo huo kuwa kama hii yake ambayo baada wake wakati lakini hilo pia alisema"},
    {"ru", 'C', "и в не на что с по как к из у за от о это для то его но а он все также было был так же или мы до при бы она они "
                "если их который уже после я года только может чтобы будет более во со"},
    {"uk", 'C', "і в на що не з та до у за про від як для по й це його він але є також або був із після під час буде вже які який "
                "коли цього щоб ми вони при року так його"},
    {"bg", 'C', "на и да в за се от не с че е по са ще до като има но при си след това от ли във или му който както той те го беше "
                "със няма може само"},
    {"sr", 'C', "је и у да се на за са од су што који не о као из ће али до би то због није након био које која само када или они"},
    {"be", 'C', "і ў у на не з што да ў па за як для ад гэта было але быў яго ён таксама пра гэтага каб пасля яны які"},
    {"ar", 'A', "في من على إلى أن عن التي الذي مع هذا هذه ما لا كان بعد قد بين ذلك كما كل حيث خلال لم قال وقال أو كانت عام ان منذ ثم "
                "قبل عند حول ضد اليوم الى غير وفي ومن"},
    {"fa", 'A', "و در به از که این را با است برای آن یک خود تا بر نیز هم کرد شد شده می باید بود ما اما کرده ها یا کند دارد وی اگر های "
                "گفت اینکه هر پس بین چه دو شود همچنین مورد"},
    {"ur", 'A', "کے میں کی ہے اور سے کا کو اس نے پر کہ ہیں نہیں بھی تھا ایک یہ کر جو تو ہو لیے گیا ہی کیا وہ کہا اپنے ان تھے بعد ساتھ"},
};
constexpr std::size_t kProfileCount = std::size(kProfiles);
static_assert(kProfileCount <= 32);

// Function word -> the languages it is one of, as bits.
const std::unordered_map<std::uint32_t, std::uint32_t>& function_words() {
  static const std::unordered_map<std::uint32_t, std::uint32_t> table = [] {
    std::unordered_map<std::uint32_t, std::uint32_t> out;
    Tokens tokens;
    for (std::size_t i = 0; i < kProfileCount; ++i) {
      std::string_view rest = kProfiles[i].words;
      while (!rest.empty()) {
        const std::string_view word = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
        if (const std::uint32_t hash = word_hash(word); hash != 0) out[hash] |= 1u << i;
      }
    }
    return out;
  }();
  return table;
}

struct Scripts {
  std::size_t latin = 0, cyrillic = 0, arabic = 0, hebrew = 0, han = 0, kana = 0, hangul = 0, greek = 0, devanagari = 0, bengali = 0,
              thai = 0, armenian = 0, georgian = 0, tamil = 0;
  // Letters that tell languages of one script apart.
  std::size_t persian = 0, urdu = 0, arabic_only = 0, ukrainian = 0, belarusian = 0, russian = 0, serbian = 0;
};

void count_letter(char32_t c, Scripts& s) {
  const auto in = [c](char32_t low, char32_t high) { return c >= low && c <= high; };
  const FoldEntry e = fold(c);
  if (!e.in_word() && e.char_class() != CharClass::ideograph) return;
  if (e.char_class() == CharClass::digit) return;
  if (c < 0x250 || in(0x1e00, 0x1eff)) {
    ++s.latin;
  } else if (in(0x370, 0x3ff) || in(0x1f00, 0x1fff)) {
    ++s.greek;
  } else if (in(0x400, 0x52f)) {
    ++s.cyrillic;
    s.ukrainian += c == U'і' || c == U'ї' || c == U'є' || c == U'ґ';
    s.belarusian += c == U'ў';
    s.russian += c == U'ы' || c == U'э' || c == U'ё';
    s.serbian += c == U'ј' || c == U'њ' || c == U'љ' || c == U'ђ' || c == U'ћ' || c == U'џ';
  } else if (e.arabic()) {
    ++s.arabic;
    s.persian += c == U'پ' || c == U'چ' || c == U'ژ' || c == U'گ' || c == U'ی' || c == U'ک';
    s.urdu += c == U'ٹ' || c == U'ڈ' || c == U'ڑ' || c == U'ں' || c == U'ے' || c == U'ہ' || c == U'ھ';
    s.arabic_only += c == U'ة' || c == U'ى' || c == U'ي' || c == U'ك' || c == U'إ' || c == U'أ';
  } else if (e.hebrew()) {
    ++s.hebrew;
  } else if (in(0x530, 0x58f)) {
    ++s.armenian;
  } else if (in(0x900, 0x97f)) {
    ++s.devanagari;
  } else if (in(0x980, 0x9ff)) {
    ++s.bengali;
  } else if (in(0xb80, 0xbff)) {
    ++s.tamil;
  } else if (in(0xe00, 0xe7f)) {
    ++s.thai;
  } else if (in(0x10a0, 0x10ff)) {
    ++s.georgian;
  } else if (in(0x3040, 0x30ff) || in(0xff66, 0xff9f)) {
    ++s.kana;
  } else if (in(0xac00, 0xd7a3) || in(0x1100, 0x11ff)) {
    ++s.hangul;
  } else if (e.char_class() == CharClass::ideograph) {
    ++s.han;
  }
}

// The language of `script` with most function words among the tokens; "" when none was met.
std::string_view by_words(const Tokens& tokens, char script, const Scripts& letters) {
  std::array<std::size_t, kProfileCount> hits{};
  const auto& words = function_words();
  for (const std::uint32_t hash : tokens.word) {
    const auto at = words.find(hash);
    if (at == words.end()) continue;
    for (std::size_t i = 0; i < kProfileCount; ++i) hits[i] += at->second >> i & 1;
  }
  std::size_t best = kProfileCount;
  std::size_t best_score = 0;
  for (std::size_t i = 0; i < kProfileCount; ++i) {
    if (kProfiles[i].script != script) continue;
    std::size_t score = hits[i] * 4;
    const std::string_view tag = kProfiles[i].tag;
    if (tag == "uk") score += letters.ukrainian;
    if (tag == "be") score += letters.belarusian * 8 + letters.ukrainian / 2;
    if (tag == "ru") score += letters.russian;
    if (tag == "sr") score += letters.serbian;
    if (tag == "fa") score += letters.persian;
    if (tag == "ur") score += letters.urdu * 3;
    if (tag == "ar") score += letters.arabic_only;
    if (score > best_score) {
      best_score = score;
      best = i;
    }
  }
  return best == kProfileCount ? std::string_view() : kProfiles[best].tag;
}

}  // namespace

std::string_view detect_language(std::string_view text) {
  std::size_t size = std::min(text.size(), kLookBytes);
  while (size > 0 && !utf8::is_boundary(text, size)) --size;
  text = text.substr(0, size);
  Tokens tokens;
  walk(text, {.path = MaskPath::best, .with_tables = false}, tokens);
  // Only what is in tokens counts: no letters of tags and addresses.
  Scripts s;
  for (std::size_t t = 0; t < tokens.size(); ++t) {
    for (std::size_t i = tokens.begin[t]; i < tokens.end_of(t);) count_letter(utf8::next(text, i), s);
  }
  // An ideograph or a syllable says about as much as two letters.
  const std::size_t cjk = 2 * (s.han + s.kana + s.hangul);
  const std::pair<std::size_t, char> scripts[] = {
      {s.latin, 'L'},      {s.cyrillic, 'C'},   {s.arabic, 'A'}, {s.hebrew, 'H'}, {cjk, 'J'},        {s.greek, 'G'},
      {s.devanagari, 'D'}, {s.bengali, 'B'},    {s.thai, 'T'},   {s.armenian, 'M'}, {s.georgian, 'K'}, {s.tamil, 'Y'},
  };
  std::pair<std::size_t, char> most = {0, '?'};
  for (const auto& script : scripts) {
    if (script.first > most.first) most = script;
  }
  std::string_view tag;
  switch (most.second) {
    case 'H': return "he";
    case 'J':
      if (s.hangul > s.han + s.kana) return "ko";
      return s.kana * 10 > s.han + s.kana ? "ja" : "zh";
    case 'G': return "el";
    case 'D': return "hi";
    case 'B': return "bn";
    case 'T': return "th";
    case 'M': return "hy";
    case 'K': return "ka";
    case 'Y': return "ta";
    case '?': return "und";
    default: tag = by_words(tokens, most.second, s);
  }
  return tag.empty() ? "und" : tag;
}

}  // namespace reprise::text
