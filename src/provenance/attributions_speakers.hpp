// Outlets that speak, and people of outlets that do: "NBC's Anna Smith asked", "said Anna Smith, an analyst at CNN",
// "The Times, in a long report, described". The sentence names the outlet; its text need not come from there.
#pragma once

#include <cstddef>
#include <optional>

#include "provenance/attributions_view.hpp"

namespace reprise::provenance {

/// Tokens of the cue.
struct Speech {
  std::size_t begin = 0, end = 0;
};

/// A verb of speech that belongs to the name at tokens [begin, end) or to the person whom the name describes. `sure`: the name
/// is no common word.
std::optional<Speech> speech_of(const View& view, std::size_t begin, std::size_t end, bool sure);

/// "was released": done to the subject and not by it; "was telling" is by it.
bool passive(const View& view, std::size_t verb);

/// "said to be effective": others say so of the subject.
bool said_to_be(const View& view, std::size_t verb);

/// The verb of speech of the sentence around [begin, end) that stands nearest to it: "[said] ... in an interview with X".
std::optional<Speech> speech_near(const View& view, std::size_t begin, std::size_t end);

/// The name opens a line and hands the word on with a colon: "X: Bridge shut", "X editorial: Shut the bridge".
bool opens_headline(const View& view, std::size_t begin, std::size_t end);

/// The sentence around `token` holds a quotation or one follows it.
bool quotes_follow(const View& view, std::size_t token);

}  // namespace reprise::provenance
