// The commands of `reprise index`, and what they share. Exit codes as everywhere: 0, 1 with skipped input, 2 could not.
#pragma once

#include <string>
#include <vector>

#include "cli/command_line.hpp"
#include "cli/progress.hpp"
#include "reprise/index.hpp"

namespace reprise::cli {

int index_add_command(const std::vector<std::string>& arguments);
int index_replace_command(const std::vector<std::string>& arguments);
int index_query_command(const std::vector<std::string>& arguments);

/// --outlets and --outlets-replace: of every command that analyses or names outlets.
void add_outlet_options(OptionTable& table, IndexOptions& options);

/// What a command on one index begins with: its table, DIR and what follows it.
struct IndexCall {
  std::string directory;
  std::vector<std::string> rest;
  int code = -1;  ///< the command is done with it, unless -1
};
/// Parses; `name` is the command's for messages, `most` how many arguments may follow DIR, and `least` how many must.
IndexCall parse_index_call(OptionTable& table, const std::string& name, const std::vector<std::string>& arguments, std::size_t least, std::size_t most, const char* expected);

}  // namespace reprise::cli
