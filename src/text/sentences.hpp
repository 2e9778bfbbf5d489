// Abbreviations after which a full stop does not end a sentence.
#pragma once

#include <cstdint>

namespace reprise::text {

/// True for "Mr", "Jan", "млн" and their like, by word hash. Single letters (initials) are the tokeniser's own rule.
bool is_abbreviation(std::uint32_t word);

/// True for "No", "Art", "pp" and their like: a full stop after them does not end a sentence when a number follows.
bool announces_number(std::uint32_t word);

/// True for "dem", "am" and their like: a full stop after one or two digits behind them makes an ordinal.
bool announces_ordinal(std::uint32_t word);

}  // namespace reprise::text
