// A program outside the project that uses the installed library: scans a file, reads the run back, names a parent.
// Usage: client INPUT RUN
#include <reprise/reprise.hpp>

#include <iostream>

namespace {

int fail(const std::string& what) {
  std::cerr << "client: " << what << '\n';
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return fail("usage: client INPUT RUN");
  reprise::ScanOptions options;
  options.inputs = {argv[1]};
  options.output = argv[2];
  const auto summary = reprise::scan(options);
  if (!summary) return fail(summary.error().message);
  if (summary->articles == 0) return fail("no article was read");

  const auto again = reprise::scan(options);
  if (again || again.error().code != reprise::ErrorCode::exists) return fail("a second scan must not replace the run");

  const auto run = reprise::load_run(argv[2]);
  if (!run) return fail(run.error().message);
  if (run->articles.size() != summary->articles) return fail("the run holds another number of articles than the scan read");
  for (const auto& family : run->families) {
    for (const auto& occurrence : family.occurrences) {
      if (occurrence.status != reprise::Status::copied) continue;
      std::cout << "reprise " << reprise::kVersion << ": " << run->articles[occurrence.article].outlet << " took "
                << occurrence.span.size() << " bytes from " << occurrence.parent_outlet << '\n';
      return 0;
    }
  }
  return fail("no passage was copied");
}
