// A source that the text has named, taken up again by what it is: "the newspaper reported", «по данным издания», 「该报称」.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "provenance/attributions_view.hpp"

namespace reprise::provenance {

/// What a noun says of the source that it stands for.
enum class SourceNoun : std::uint8_t { any, paper, agency, broadcaster };

struct TakenUp {
  std::size_t end = 0;  ///< behind the noun's tokens
  SourceNoun noun = SourceNoun::any;
  bool vague = false;   ///< an everyday word: "the paper", «агентство» may be another thing
};

/// The noun that begins at the token, unless a name follows it: «газета «Труд»». Cost: a bit test at most words.
std::optional<TakenUp> taken_up(const View& view, std::size_t token);

/// Whether an outlet of the registry's kind ("" where it is not known) may be called so.
bool may_be_called(SourceNoun noun, std::string_view kind);

}  // namespace reprise::provenance
