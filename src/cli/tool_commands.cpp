#include <fmt/format.h>

#include <cmath>

#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "corpus/outlets.hpp"
#include "report/plain.hpp"
#include "sketch/sketch.hpp"

namespace reprise::cli {

namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

std::string outlet_lines(const corpus::Outlet& outlet) {
  std::string out = fmt::format("{}  ({}{}{}{})\n", outlet.name, outlet.kind, outlet.country.empty() ? "" : ", " + outlet.country,
                                outlet.owner.empty() ? "" : ", owner " + outlet.owner, outlet.timezone.empty() ? "" : ", zone " + outlet.timezone);
  const auto line = [&](const char* what, const std::vector<std::string>& parts) {
    if (!parts.empty()) out += report::wrap(report::visible(joined(parts)), "             ", fmt::format("  {:<11}", what));
  };
  line("aliases", outlet.aliases);
  line("ambiguous", outlet.ambiguous);
  line("domains", outlet.domains);
  return out;
}

}  // namespace

int outlets_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> positional;
  std::string file;
  bool replace = false;
  OptionTable table("reprise outlets [NAME]", "The outlets that reprise knows. NAME is a name, an alias in any script, or a domain.");
  table.add_positional(&positional);
  table.add("outlets", &file, "JSONL of outlets that extends the built-in registry");
  table.add("outlets-replace", &replace, "use only the outlets of --outlets");
  const Result<OptionTable::Parsed> parsed = table.parse(arguments);
  if (!parsed) return fail(parsed.error());
  if (*parsed == OptionTable::Parsed::help) return print(table.help());
  if (positional.size() > 1) return fail({ErrorCode::bad_argument, "outlets: expected one NAME (quote names of several words)", ""});
  const Result<corpus::OutletRegistry> loaded = file.empty() ? Result<corpus::OutletRegistry>(corpus::OutletRegistry::builtin()) : corpus::OutletRegistry::load(file, replace);
  if (!loaded) return fail(loaded.error());
  if (positional.empty()) {
    std::string out;
    for (const corpus::Outlet& outlet : loaded->outlets())
      out += report::padded(report::visible(outlet.name), 28) + report::padded(outlet.kind, 13) + report::padded(outlet.country, 4) + report::shortened(joined(outlet.domains), 40) + "\n";
    return print(out);
  }
  int found = loaded->find(positional.front());
  if (found < 0) found = loaded->find_url(positional.front());
  if (found < 0) return fail({ErrorCode::not_found, "no outlet has the name, alias or domain '" + positional.front() + "'", ""});
  return print(outlet_lines(loaded->outlets()[static_cast<std::size_t>(found)]));
}

int tune_command(const std::vector<std::string>& arguments) {
  unsigned bands = 64, rows = 4;
  OptionTable table("reprise tune [--bands B] [--band-rows R]",
                    "The S-curve of a banding choice: the probability that two articles become a candidate pair, per Jaccard\n"
                    "similarity of their shingles, and what the keys cost in memory.");
  table.add("bands", &bands, "bands of the signature");
  table.add("band-rows", &rows, "slots per band");
  const Result<OptionTable::Parsed> parsed = table.parse(arguments);
  if (!parsed) return fail(parsed.error());
  if (*parsed == OptionTable::Parsed::help) return print(table.help());
  if (bands == 0 || rows == 0 || static_cast<std::uint64_t>(bands) * rows > sketch::kSlots)
    return fail({ErrorCode::bad_argument, fmt::format("tune: bands times rows must lie between 1 and {}; found {} * {}", sketch::kSlots, bands, rows), ""});
  std::string out = fmt::format("{} bands of {} rows: {} bytes of keys per article\n\n  jaccard  P(candidate)\n", bands, rows, 8 * bands);
  for (int percent = 5; percent <= 100; percent += 5) {
    const double p = 1 - std::pow(1 - std::pow(percent / 100.0, rows), bands);
    out += fmt::format("     {:.2f}  {:.4f}  {}\n", percent / 100.0, p, std::string(static_cast<std::size_t>(p * 50 + 0.5), '#'));
  }
  return print(out);
}

}  // namespace reprise::cli
