// How outlets' names look in running text: capitals, case endings, glued particles.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace reprise::corpus {

struct WrittenForm {
  bool starts_upper = false;  ///< begins with a capital of a cased script
  bool acronym = false;       ///< one word of 2..5 capitals
};
WrittenForm written_form(std::string_view name);

struct NameForm {
  std::string text;
  bool prefixed = false;    ///< a particle is glued to the name
  bool possessive = false;  ///< an English genitive
};
/// Further forms of a name: Russian and Ukrainian cases; Hebrew and Arabic names behind their particles.
std::vector<NameForm> name_forms(std::string_view name);

}  // namespace reprise::corpus
