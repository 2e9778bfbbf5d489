// Reading of registry files; see data/README.md for the format.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "corpus/outlets.hpp"
#include "reprise/result.hpp"

namespace reprise::corpus {

struct ParsedOutlet {
  Outlet outlet;
  std::string file;  ///< where it stands, for messages
  int line = 0;
};

/// One object a line; empty lines are allowed. The error names file, line, what was expected and what was found.
Result<std::vector<ParsedOutlet>> parse_outlets(std::string_view bytes, const std::string& file);

}  // namespace reprise::corpus
