// The commands. Each takes its arguments (without program and command name) and answers the exit code:
// 0 done, 1 done with skipped input, 2 could not. Results go to standard output, everything else to standard error.
#pragma once

#include <string>
#include <vector>

#include "reprise/result.hpp"

namespace reprise::cli {

int scan_command(const std::vector<std::string>& arguments);
int report_command(const std::vector<std::string>& arguments);
int explain_command(const std::vector<std::string>& arguments);
int compare_command(const std::vector<std::string>& arguments);
int outlets_command(const std::vector<std::string>& arguments);
int tune_command(const std::vector<std::string>& arguments);
int index_command(const std::vector<std::string>& arguments);

/// Prints "reprise: <message>" as one line without control characters; answers 2.
int fail(const Error& error);
/// Writes `text` to standard output; answers 0, or 2 when it could not be written (a closed pipe, a full disk).
int print(const std::string& text);

}  // namespace reprise::cli
