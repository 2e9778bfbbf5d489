// Command lines: each command's options as one table, from which the parser, --help and the config file come.
// The only door to Boost.Program_options.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reprise/result.hpp"

namespace reprise::cli {

/// One option of a command. `value` is the name of its value in --help ("" for a switch).
class OptionTable {
 public:
  OptionTable(std::string usage, std::string about);
  ~OptionTable();
  OptionTable(const OptionTable&) = delete;
  OptionTable& operator=(const OptionTable&) = delete;

  /// `name` may be "output,o". The target holds the default before parse() and the value after it.
  void add(std::string_view name, std::string* target, std::string_view help);
  void add(std::string_view name, bool* target, std::string_view help);
  void add(std::string_view name, unsigned* target, std::string_view help);
  void add(std::string_view name, unsigned long* target, std::string_view help);
  /// What is left over, in order.
  void add_positional(std::vector<std::string>* target);

  enum class Parsed { run, help };
  /// `arguments` without the program and the command. A --config FILE (key = value lines) fills what the line leaves out.
  Result<Parsed> parse(const std::vector<std::string>& arguments);
  std::string help() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace reprise::cli
