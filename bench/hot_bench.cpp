// One scan of a made corpus of hot text (tests/engine/hot_corpus.hpp): prints sizes, seconds per stage, memory and what was
// found of the stories, as one line of JSON. Usage: hot_bench ARTICLES [THREADS [DIRECTORY]]; the corpus (some 1.5 KB an
// article) and the run lie in DIRECTORY, or in a temporary one that goes away.
#include <fmt/core.h>
#include <sys/resource.h>

#include <cstdlib>

#include "engine/hot_score.hpp"
#include "reprise/reprise.hpp"

using namespace reprise;
using namespace reprise::testing;

namespace {

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t articles = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 0;
  if (articles < 1000) {
    fmt::print(stderr, "usage: hot_bench ARTICLES [THREADS [DIRECTORY]] (1,000 articles or more)\n");
    return 2;
  }
  const TempDir temporary;
  const std::string directory = argc > 3 ? argv[3] : temporary.path();
  const std::string corpus = directory + "/hot.jsonl";
  const HotCorpus maker(articles);
  std::vector<HotTruth> truth;
  {
    std::filesystem::create_directories(directory);
    std::ofstream out(corpus, std::ios::binary);
    maker.make([&](const MadeArticle& article, const HotTruth& t) {
      out << article.line();
      truth.push_back(t);
    });
  }
  ScanOptions options;
  options.inputs = {corpus};
  options.output = directory + "/run";
  options.force = true;
  options.threads = argc > 2 ? static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10)) : 0;
  HotScore score;
  options.on_run = [&](const Run& run) { score = hot_score(run, truth, maker.stories()); };
  const double before = cpu_seconds();
  const Result<ScanSummary> done = scan(options);
  const double cpu = cpu_seconds() - before;
  if (!done) {
    fmt::print(stderr, "hot_bench: {}\n", done.error().message);
    return 1;
  }
  const ScanSummary& s = *done;
  fmt::print("{{\"articles\":{},\"megabytes\":{:.0f},\"threads\":{},\"seconds\":{:.2f},\"cpu_seconds\":{:.2f},\"peak_mib\":{}", s.articles, static_cast<double>(s.text_bytes) / 1e6, s.threads,
             s.seconds, cpu, s.peak_memory_bytes >> 20);
  fmt::print(",\"stages\":{{");
  for (std::size_t i = 0; i < s.stage_seconds.size(); ++i) fmt::print("{}\"{}\":{:.2f}", i ? "," : "", s.stage_seconds[i].first, s.stage_seconds[i].second);
  fmt::print("}},\"pairs\":{},\"alignments\":{},\"page_mib\":{:.1f},\"families\":{},\"boilerplate\":{},\"foreign_families\":{},\"largest_foreign\":{},\"foreign_occurrences\":{},\"mixed_clusters\":{},\"stories\":[",
             s.pairs_aligned, s.alignments, static_cast<double>(std::filesystem::file_size(options.output + "/report.html")) / 1048576.0, score.families, s.families_boilerplate,
             score.foreign_families, score.largest_foreign, score.foreign_occurrences, score.mixed_clusters);
  for (std::size_t i = 0; i < score.stories.size(); ++i) {
    const StoryScore& x = score.stories[i];
    fmt::print("{}{{\"copies\":{},\"core\":{},\"family\":{},\"sentences\":{:.4f},\"worst\":{:.4f},\"cluster\":{}}}", i ? "," : "", maker.copies(i), x.core_articles, x.core_found,
               static_cast<double>(x.found) / static_cast<double>(x.held), x.worst_sentence, x.largest_cluster);
  }
  fmt::print("]}}\n");
  if (score.largest_foreign) fmt::print(stderr, "largest family of no story: {}\n", score.foreign_text);
  return 0;
}
