#include "base/enum_names.hpp"

namespace reprise {

std::string_view to_string(Kind v) { return kKindNames[static_cast<std::size_t>(v)]; }
std::string_view to_string(Status v) { return kStatusNames[static_cast<std::size_t>(v)]; }
std::string_view to_string(Relation v) { return kRelationNames[static_cast<std::size_t>(v)]; }
std::string_view to_string(Cue v) { return kCueNames[static_cast<std::size_t>(v)]; }

}  // namespace reprise
