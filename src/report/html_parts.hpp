// Pieces of the report page: escaping, anchors, colours, and the two large items, a family and an article.
//
// Invariant: text from outside reaches the page only through escaped(), which turns & < > " ' into entities and control
//   and reordering characters into visible escapes; element ids, classes and the script hold nothing from outside.
// Thread rule: a Page is built once and then only read; families and articles are rendered side by side.
// Tested by tests/report/html_report_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "report/model.hpp"
#include "report/run_io.hpp"

namespace reprise::report {

std::string escaped(std::string_view text);

/// True for http and https URLs: only these become links.
bool is_web_link(std::string_view url);

inline constexpr std::size_t kFirstScreen = 8;  ///< entries of the lists on the first screen

struct Page {
  Page(const Run& r, const TextSource& t, const ReportOptions& options);

  const Run& run;
  const TextSource& texts;
  std::vector<RankedFamily> uncredited, families;  ///< families shown: those of the first list stand before the second
  std::vector<std::uint32_t> boilerplate;          ///< family indices
  std::size_t boilerplate_total = 0;
  std::size_t families_total = 0;                  ///< with re-reports, shown or not
  std::vector<std::uint32_t> articles;             ///< article indices, in the order of the page
  std::vector<std::uint32_t> pairs;                ///< outlet pair indices

  /// Class of an outlet's colour: "c0".."c11" and "c0 half".."c11 half" for the outlets that give and take most, else "cx".
  std::string colour(std::string_view outlet) const;
  /// <a href="#a3">words</a> when the page holds the article, else the words. `words` is HTML.
  std::string article_link(std::uint32_t article, std::string_view words) const;
  std::string family_link(std::uint32_t family, std::string_view words) const;
  std::string outlet_chip(std::string_view outlet) const;

  std::vector<ChainRef> chains;  ///< of the first screen

  std::unordered_map<std::uint32_t, std::size_t> family_anchor, article_anchor;  ///< looked up only, never walked
  std::unordered_map<std::string_view, unsigned> colours;
};

/// The way to an occurrence as chips: origin -> ... -> this one.
std::string way_html(const Page& page, const FamilyRecord& family, std::uint32_t occurrence);

/// Who had it first -> who took it, as chips; with `uncredited` the takers that name no one.
std::string takers_html(const Page& page, const FamilyRecord& family, bool uncredited);
/// tally_words() of the family, "uncredited" marked.
std::string tally_html(const FamilyRecord& family);

Result<std::string> family_html(const Page& page, const RankedFamily& ranked);
Result<std::string> article_html(const Page& page, std::uint32_t article);

}  // namespace reprise::report
