// Language tags as given, brought to the primary tags that the rules of languages go by: "en".
#pragma once

#include <string>
#include <string_view>

namespace reprise::text {

/// "EN", "en-US", "eng", "English" -> "en"; "fas", "per", "pes" -> "fa". A tag of two or three letters that is not known stays, in lower
/// case. "" for "und" and for what is no tag and no name, which means: to be detected.
std::string language_tag(std::string_view given);

}  // namespace reprise::text
