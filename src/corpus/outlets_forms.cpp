// Forms of outlets' names in running text.
//
// English: the possessive is one word with its name ("CNN's").
// Idea: few rules that cover most names, since a missed form only loses one attribution. Russian: the last word is declined
//   after its ending (and an adjective in -ая before it with it); acronyms and names in Latin script are not. A noun in front
//   ("агентство Фарс"), with its adjectives ("Оманское агентство новостей"), is declined, in forms of their own. Hebrew: one or
//   two of the particles ו ה ב כ ל מ ש before the first word. Arabic: ب ل ك و ف, and "لل" for "ل" + "ال".
// Tested by tests/corpus/outlets_test.cpp.
#include "corpus/outlets_forms.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"

namespace reprise::corpus {
namespace {

bool is_cyrillic(char32_t c) { return c >= 0x400 && c < 0x530; }
bool is_cyrillic_upper(char32_t c) { return c >= 0x400 && c < 0x430; }
bool is_latin_upper(char32_t c) { return c >= 'A' && c <= 'Z'; }
bool is_hebrew(char32_t c) { return c >= 0x5d0 && c <= 0x5ea; }
bool is_arabic(char32_t c) { return c >= 0x620 && c <= 0x6d3; }

std::u32string decode(std::string_view s) {
  std::u32string out;
  for (std::size_t i = 0; i < s.size();) out += utf8::next(s, i);
  return out;
}

std::string encode(std::u32string_view s) {
  std::string out;
  for (const char32_t c : s) utf8::append(out, c);
  return out;
}

bool ends_with(std::u32string_view s, std::u32string_view end) {
  return s.size() >= end.size() && s.substr(s.size() - end.size()) == end;
}

// Endings of a plural noun: how much is cut off, and what comes in its place (genitive, dative, instrumental, locative).
struct Declension {
  std::u32string_view ending;
  std::size_t cut;
  std::array<std::u32string_view, 4> put;
};
constexpr std::array<Declension, 2> kDeclensions = {{
    {U"ия", 1, {U"й", U"ям", U"ями", U"ях"}},     // Известия (plural)
    {U"ости", 1, {U"ей", U"ям", U"ями", U"ях"}},  // Ведомости, Новости
}};
constexpr std::array<std::u32string_view, 4> kAdjective = {U"ой", U"ой", U"ую", U"ой"};
constexpr std::u32string_view kConsonants = U"бвгджзклмнпрстфхцчшщ";

// Nouns that stand in front of a name: how much is cut off, and the endings (genitive, dative, instrumental, locative).
struct HeadNoun {
  std::u32string_view noun;
  std::size_t cut;
  bool neuter;
  std::array<std::u32string_view, 4> put;
};
constexpr std::array<HeadNoun, 6> kHeadNouns = {{
    {U"агентство", 1, true, {U"а", U"у", U"ом", U"е"}},
    {U"издание", 1, true, {U"я", U"ю", U"ем", U"и"}},
    {U"газета", 1, false, {U"ы", U"е", U"у", U"ой"}},
    {U"журнал", 0, false, {U"а", U"у", U"ом", U"е"}},
    {U"портал", 0, false, {U"а", U"у", U"ом", U"е"}},
    {U"телеканал", 0, false, {U"а", U"у", U"ом", U"е"}},
}};
constexpr std::array<std::u32string_view, 4> kNeuterAdjective = {U"ого", U"ому", U"ым", U"ом"};

bool is_noun(std::u32string_view word, std::u32string_view noun) {
  if (word.size() != noun.size() || word.substr(1) != noun.substr(1)) return false;
  return word[0] == noun[0] || word[0] + 0x20 == noun[0];  // "Агентство"
}

void add_headed_russian(const std::u32string& name, std::vector<NameForm>& out) {
  std::size_t head = 0;  // behind the adjectives in -ое, each with its space
  for (std::size_t space = name.find(U' '); space != std::u32string::npos && space > head + 2; space = name.find(U' ', head)) {
    if (name.compare(space - 2, 2, U"ое") != 0) break;
    head = space + 1;
  }
  const std::size_t end = std::min(name.find(U' ', head), name.size());
  if (head == 0 && end == name.size()) return;  // one word
  for (const HeadNoun& h : kHeadNouns) {
    if (!is_noun(std::u32string_view(name).substr(head, end - head), h.noun) || (head > 0 && !h.neuter)) continue;
    for (std::size_t i = 0; i < h.put.size(); ++i) {
      std::u32string form;
      for (std::size_t at = 0; at < head;) {
        const std::size_t space = name.find(U' ', at);
        const std::u32string stem = name.substr(at, space - 2 - at);
        const bool velar = !stem.empty() && (stem.back() == U'к' || stem.back() == U'г' || stem.back() == U'х');
        form += stem + std::u32string(i == 2 && velar ? U"им" : kNeuterAdjective[i]) + U' ';
        at = space + 1;
      }
      form += name.substr(head, end - head - h.cut) + std::u32string(h.put[i]) + name.substr(end);
      out.push_back({encode(form), false});
    }
  }
}

void add_russian(const std::u32string& name, std::vector<NameForm>& out) {
  add_headed_russian(name, out);
  const std::size_t space = name.rfind(U' ');
  const std::size_t word = space == std::u32string::npos ? 0 : space + 1;
  const std::u32string_view last = std::u32string_view(name).substr(word);
  // "Лента.ру": the name before the domain has the endings.
  if (name.size() > 5 && ends_with(last, U"а.ру")) {
    for (const std::u32string_view end : {U"ы", U"е", U"у", U"ой"}) out.push_back({encode(name.substr(0, name.size() - 4) + std::u32string(end) + U".ру"), false});
    return;
  }
  if (last.size() < 4 || !is_cyrillic(last.back()) || is_cyrillic_upper(last.back())) return;
  if (kConsonants.find(last.back()) != std::u32string_view::npos) {
    if (last.front() >= 0x430 && word > 0) return;  // "Московский комсомолец": not by this rule
    for (const std::u32string_view end : {U"а", U"у", U"ом", U"е"}) out.push_back({encode(name + std::u32string(end)), false});
    return;
  }
  const bool feminine = ends_with(last, U"ета") || ends_with(last, U"ка") || ends_with(last, U"да") || ends_with(last, U"за");
  if (feminine) {
    const std::u32string stem = name.substr(0, name.size() - 1);
    const std::array<std::u32string_view, 4> ends = {ends_with(last, U"ка") ? U"и" : U"ы", U"е", U"у", U"ой"};
    for (std::size_t i = 0; i < ends.size(); ++i) {
      std::u32string form = stem + std::u32string(ends[i]);
      if (space != std::u32string::npos && space >= 2 && name.substr(space - 2, 2) == U"ая") {
        form.replace(space - 2, 2, kAdjective[i]);
      }
      out.push_back({encode(form), false});
    }
    return;
  }
  for (const Declension& d : kDeclensions) {
    if (!ends_with(last, d.ending)) continue;
    for (const std::u32string_view put : d.put) {
      out.push_back({encode(name.substr(0, name.size() - d.cut) + std::u32string(put)), false});
    }
    return;
  }
}

void add_hebrew(const std::u32string& name, std::vector<NameForm>& out) {
  for (const std::u32string_view particle :
       {U"ל", U"ב", U"מ", U"ש", U"ו", U"ה", U"כ", U"של", U"שב", U"וב", U"ול", U"לה", U"בה", U"מה", U"וה", U"שה"}) {
    out.push_back({encode(std::u32string(particle) + name), true});
  }
}

void add_arabic(const std::u32string& name, std::vector<NameForm>& out) {
  const bool definite = name.size() > 3 && name[0] == U'ا' && name[1] == U'ل';
  for (const std::u32string_view particle : {U"ب", U"ل", U"ك", U"و", U"ف", U"ول", U"وب"}) {
    if (name.size() < 4 && (particle == U"ك" || particle == U"ف")) continue;  // كافة is a word, and not "like EFE"
    if (definite && particle.back() == U'ل') {
      out.push_back({encode(std::u32string(particle) + name.substr(1)), true});  // ل + ال = لل
    } else {
      out.push_back({encode(std::u32string(particle) + name), true});
    }
  }
}

}  // namespace

WrittenForm written_form(std::string_view name) {
  const std::u32string letters = decode(name);
  WrittenForm form;
  if (letters.empty()) return form;
  form.starts_upper = is_latin_upper(letters[0]) || is_cyrillic_upper(letters[0]);
  form.acronym = letters.size() >= 2 && letters.size() <= 5;
  for (const char32_t c : letters) form.acronym = form.acronym && (is_latin_upper(c) || is_cyrillic_upper(c));
  return form;
}

std::vector<NameForm> name_forms(std::string_view name) {
  std::vector<NameForm> out;
  const std::u32string letters = decode(name);
  if (letters.size() < 2) return out;
  const char32_t end = letters.back() | 0x20;
  if (end >= 'a' && end <= 'z') out.push_back({std::string(name) + "'s", false, true});
  if (is_cyrillic(letters[0])) add_russian(letters, out);
  if (is_hebrew(letters[0])) add_hebrew(letters, out);
  if (is_arabic(letters[0]) && letters.size() > 2) add_arabic(letters, out);
  return out;
}

}  // namespace reprise::corpus
