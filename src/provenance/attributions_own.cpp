// Idea: the name itself, its first words where no registry has the outlet, and a house of which its site is a part are the article's own. Around such a
//   name the cues that elsewhere credit say that the outlet heard or saw for itself.
// Tested by tests/provenance/attributions_shapes_test.cpp.
#include "provenance/attributions_own.hpp"

#include <algorithm>
#include <iterator>

#include "provenance/attributions_names.hpp"
#include "provenance/phrases.hpp"

namespace reprise::provenance {

OwnOutlet::OwnOutlet(const NamedView& view, std::string_view self) : NamedView(view), outlet_(self.empty() ? -1 : registry_.find(self)) {
  if (outlet_ >= 0 && !registry_.outlets()[static_cast<std::size_t>(outlet_)].kind.empty()) return;
  text::Tokens own;
  text::tokenise(self, own);
  words_ = std::move(own.word);
}

bool OwnOutlet::is(const Mention& m) const { return (m.outlet >= 0 && m.outlet == outlet_) || shortens(m) || houses(m); }

// "DAILY POST reports" in the Daily Post Nigeria, "told the Daily Record" in the Siskiyou Daily Record: an outlet that no registry has may call itself by the
// first words of its name, or by the last ones.
bool OwnOutlet::shortens(const Mention& m) const {
  const std::size_t count = m.end - m.begin;
  if (count >= words_.size()) return false;
  const auto name = t_.word.begin() + static_cast<std::ptrdiff_t>(m.begin);
  const auto is_at = [&](std::size_t first) { return std::equal(name, name + static_cast<std::ptrdiff_t>(count), words_.begin() + static_cast<std::ptrdiff_t>(first)); };
  return is_at(0) || (count > 1 && is_at(words_.size() - count));
}

// The site of R-Sport is a part of RIA Novosti's: its reports have the house's dateline.
bool OwnOutlet::houses(const Mention& m) const {
  if (m.outlet < 0 || outlet_ < 0 || outlet_ == m.outlet) return false;
  const corpus::Outlet &own = registry_.outlets()[static_cast<std::size_t>(outlet_)], &house = registry_.outlets()[static_cast<std::size_t>(m.outlet)];
  if (own.owner == house.name && own.name.starts_with(house.name)) return true;  // BBC Persian's BBC; the paper that owns ynet is another
  const auto is_part = [](std::string_view site, std::string_view of) {
    if (site.size() <= of.size()) return false;
    return (site.ends_with(of) && site[site.size() - of.size() - 1] == '.') || (site.starts_with(of) && site[of.size()] == '/');
  };
  return std::any_of(own.domains.begin(), own.domains.end(), [&](const std::string& site) {
    return std::any_of(house.domains.begin(), house.domains.end(), [&](const std::string& of) { return is_part(site, of); });
  });
}

// "told the Post", "a Post reporter", «сообщили ТАСС», "告诉红星新闻记者", in that outlet's own text.
bool OwnOutlet::was_told(const Mention& m) const {
  static const std::uint32_t kReporters[] = {text::word_hash("reporter"), text::word_hash("reporters"), text::word_hash("correspondent"), text::word_hash("correspondents"), text::word_hash("корреспондент"), text::word_hash("корреспондента"),
                                             text::word_hash("корреспонденту"), text::word_hash("корреспондентом"), text::word_hash("корреспонденты"), text::word_hash("корреспондентам"), text::word_hash("خبرنگار"), text::word_hash("مراسل"),
                                             text::word_hash("لمراسل"), text::word_hash("مراسلنا")};
  const auto reports = [&](std::size_t token) { return std::find(std::begin(kReporters), std::end(kReporters), t_.word[token]) != std::end(kReporters); };
  if (m.begin > 0 && !starts_sentence(m.begin) && reports(m.begin - 1)) return true;
  if (m.end < n_ && !starts_sentence(m.end) && reports(m.end)) return true;
  if (told_from(*this, m.begin, m.prefixed) <= m.begin) return true;
  const auto tells = [](const std::optional<Found>& cue) { return cue && (cue->told || cue->kind == PhraseKind::meeting); };
  return tells(left_cue(m, true)) || tells(right_cue(m, true));
}

std::vector<Span> OwnOutlet::told_us() const {
  static const Phrases phrases(
      "told us|told our reporter|told our reporters|told our correspondent|told this newspaper|told this paper|told this publication|told this reporter|told our newspaper|speaking to this newspaper|"
      "said to our reporter|seen by this newspaper|this newspaper understands|this newspaper has learned|"
      "нашему изданию|нашему корреспонденту|нашим корреспондентом|нашему порталу|нашей редакции|нашей газете|нашому виданню|нашому кореспонденту|"
      "خبرنگار ما|لمراسلنا|لموقعنا|لصحيفتنا|לכתבנו|לכתבינו|לכתבתנו|gazetemize|muhabirimize|"
      "à notre journal|à notre rédaction|a este diario|a este periódico|a este medio|unserer zeitung|unserer redaktion|dieser zeitung|告诉本报",
      false);
  std::vector<Span> out;
  for (std::size_t k = 0; k < n_; ++k) {
    const std::vector<Words>* const found = phrases.of(t_.word[k]);
    if (found == nullptr || quoted(k)) continue;
    const std::size_t words = longest_at(*found, t_, k);
    if (words > 0 && !starts_inside(k + 1, k + words) && (out.empty() || begin_of(k) >= out.back().end)) out.push_back(paragraph(k, k + words));
  }
  return out;
}

Span OwnOutlet::paragraph(std::size_t begin, std::size_t end) const {
  std::size_t first = begin, last = end;
  while (first > 0 && !(t_.flags[first] & text::kParagraphStart)) --first;
  while (last < n_ && !(t_.flags[last] & text::kParagraphStart)) ++last;
  return {begin_of(first), end_of(last - 1)};
}

}  // namespace reprise::provenance
