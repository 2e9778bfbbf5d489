// A scan of files from C.
// Tested by tests/capi.
#include "reprise/scan.hpp"

#include <fstream>
#include <iterator>

#include "capi/border.hpp"

using reprise::Error;
using reprise::ErrorCode;
using reprise::Result;
using reprise::ScanOptions;
using namespace reprise::capi;

static_assert(sizeof(void*) != 8 || sizeof(reprise_scan_options) == 160);

namespace {

reprise_scan_options default_options() {
  reprise_scan_options o{};
  o.max_article_bytes = ScanOptions().max_article_bytes;
  return o;
}

Result<ScanOptions> options_of(const reprise_scan_options* from) {
  reprise_scan_options o = default_options();
  if (Result<void> read = read_struct(from, o); !read) return read.error();
  if (o.output == nullptr) return missing("output");
  if (o.inputs == nullptr || o.inputs_count == 0) return bad_argument("expected one input or more, found none", "inputs");
  ScanOptions to;
  for (std::size_t i = 0; i < o.inputs_count; ++i) {
    if (o.inputs[i] == nullptr) return missing("inputs");
    to.inputs.emplace_back(o.inputs[i]);
  }
  to.output = o.output;
  to.timezone = text(o.timezone);
  to.outlets_file = text(o.outlets_file);
  to.fields = {.id = text(o.id_field), .outlet = text(o.outlet_field), .published = text(o.published_field), .fetched = text(o.fetched_field),
               .url = text(o.url_field), .title = text(o.title_field), .text = text(o.text_field), .lang = text(o.lang_field)};
  to.progress = progress_of(o.progress, o.user);
  to.cancel = cancel_of(o.cancel);
  to.max_article_bytes = o.max_article_bytes;
  to.force = o.force != 0;
  to.threads = o.threads;
  to.outlets_replace = o.outlets_replace != 0;
  return to;
}

/// summary.json on one line. Its strings hold no line feed, so that every one is layout, with the indentation behind it.
Result<std::string> summary_line(const std::string& run) {
  const std::string path = run + "/summary.json";
  std::ifstream file(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (!file && !file.eof()) return Error{ErrorCode::io, path + ": cannot be read back", path};
  std::string line;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] != '\n') line += bytes[i];
    else while (i + 1 < bytes.size() && bytes[i + 1] == ' ') ++i;
  }
  return line;
}

}  // namespace

extern "C" {

void reprise_scan_options_init(reprise_scan_options* options, size_t struct_size) { init_struct(options, struct_size, default_options()); }

int reprise_scan(const reprise_scan_options* options, reprise_string* summary_json, reprise_error** error) {
  if (summary_json != nullptr) *summary_json = {nullptr, 0};
  return guarded(error, [&]() -> Result<void> {
    if (options == nullptr) return missing("options");
    const Result<ScanOptions> read = options_of(options);
    if (!read) return read.error();
    const Result<reprise::ScanSummary> done = reprise::scan(*read);
    if (!done) return done.error();
    if (summary_json == nullptr) return {};
    const Result<std::string> line = summary_line(read->output);
    if (!line) return line.error();
    *summary_json = given(*line);
    return {};
  });
}

}  // extern "C"
