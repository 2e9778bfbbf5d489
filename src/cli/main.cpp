#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "report/plain.hpp"
#include "reprise/version.hpp"

namespace reprise::cli {

int fail(const Error& error) {
  std::fprintf(stderr, "reprise: %s\n", report::visible(error.message).c_str());
  return 2;
}

int print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return 0;
  return fail({ErrorCode::io, std::string("cannot write to standard output: ") + std::strerror(errno), ""});
}

}  // namespace reprise::cli

namespace {

constexpr const char* kHelp =
    "reprise finds the passages that news articles repeat from each other and says where they came from.\n"
    "\n"
    "Usage:\n"
    "  reprise scan INPUT... -o RUN     batch scan: clusters, passages, provenance, report\n"
    "  reprise report RUN [...]         a run, an article, a family, a cluster or an outlet in text, JSON or HTML\n"
    "  reprise explain RUN ID_A ID_B    two articles side by side: shared passages, who had them first, and why\n"
    "  reprise compare FILE_A FILE_B    the same for two files, no corpus needed\n"
    "  reprise index COMMAND DIR ...    an index that articles are added to one by one, and asked; see reprise index --help\n"
    "  reprise outlets [NAME]           the outlets it knows, with aliases and domains\n"
    "  reprise tune                     probability of a candidate per similarity for a banding choice\n"
    "  reprise COMMAND --help           the options of a command\n"
    "  reprise --version\n"
    "\n"
    "Exit code: 0 done, 1 done with skipped input (listed in RUN/skipped.jsonl), 2 could not.\n";

struct Command {
  const char* name;
  int (*run)(const std::vector<std::string>&);
};
constexpr Command kCommands[] = {
    {"scan", reprise::cli::scan_command},       {"report", reprise::cli::report_command},   {"explain", reprise::cli::explain_command},
    {"compare", reprise::cli::compare_command}, {"outlets", reprise::cli::outlets_command}, {"tune", reprise::cli::tune_command},
    {"index", reprise::cli::index_command},
};

/// Where the process was started without them, no file of ours may get the numbers of the standard streams. What is read from or written to them still fails:
/// each is opened the wrong way.
bool open_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(stream, F_GETFD) < 0 && ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) != stream) return false;
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  using reprise::cli::print;
  if (!open_standard_streams()) return 2;
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of ours to report, not a silent death
  std::vector<std::string> arguments(argv + (argc > 0), argv + argc);
  if (arguments.empty()) {
    std::fputs(kHelp, stderr);
    return 2;
  }
  const std::string name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") return print(kHelp);
  if (name == "--version") return print("reprise " + std::string(reprise::kVersion) + "\n");
  arguments.erase(arguments.begin());
  for (const Command& command : kCommands)
    if (name == command.name) return command.run(arguments);
  return reprise::cli::fail({reprise::ErrorCode::bad_argument, "unknown command '" + name + "'; see reprise --help", name});
}
