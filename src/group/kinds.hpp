// Kinds of families: verbatim, edited, paraphrase by the identity of the aligned text; quote when the text is a speaker's
// words; boilerplate when an outlet repeats it over unrelated articles, when unrelated articles of many end with it, or when it is advertising.
// Tested by tests/group/group_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "group/boilerplate.hpp"
#include "group/families.hpp"
#include "group/shared_furniture.hpp"
#include "reprise/run.hpp"

namespace reprise::group {

struct KindOptions {
  std::uint32_t verbatim_permille = 970;
  std::uint32_t edited_permille = 600;
  std::uint32_t quote_permille = 600;        ///< words inside quotation marks, of an occurrence that quotes
  BoilerplateOptions boilerplate;
  SharedFurnitureOptions shared_furniture;
};

/// What is neither boilerplate nor a quote.
Kind identity_kind(std::uint32_t identity_permille, const KindOptions& options);

std::vector<Kind> find_kinds(std::span<const match::DocView> docs, std::span<const DocFacts> facts, const Topics& topics,
                             std::span<const Family> families, const KindOptions& options);

}  // namespace reprise::group
