// Adverts among articles, told by the mark that law puts on them.
//
// Russian law (38-FZ, article 18.1) wants the number of its registration on each advertisement on the net: "erid: 2VtzqxK", or a
// parameter erid= of its link. Words ("advertisement", "sponsored") are no marks: articles speak of advertising, too.
// Cost: one search. Tested by tests/text/rules_test.cpp.
#pragma once

#include <string_view>

namespace reprise::text {

/// The number of a registered advertisement that the text, whose language is `lang`, bears first; "" without one.
std::string_view advert_number(std::string_view text, std::string_view lang);

}  // namespace reprise::text
