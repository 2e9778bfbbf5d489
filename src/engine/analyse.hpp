// Analyse: a corpus -> a run. The method on one screen: postings -> alignments -> clusters, families, kinds -> provenance.
// Every stage is a pure function of what the stage before hands over. A scan analyses all its articles at once; an index, for a verdict,
// an article with those that match it.
#pragma once

#include <chrono>
#include <functional>

#include "corpus/outlets.hpp"
#include "engine/ingest.hpp"
#include "reprise/options.hpp"
#include "reprise/scan.hpp"

namespace reprise::engine {

/// Runs stages one after the other: times each, reports progress, stops at the first error or a cancel.
class Stages {
 public:
  Stages(const ScanOptions& options, ScanSummary& summary) : options_(options), summary_(summary) {}

  Result<void> run(const char* name, std::uint64_t articles, const std::function<Result<void>()>& body);

 private:
  const ScanOptions& options_;
  ScanSummary& summary_;
};

/// Everything between the corpus and the files. Takes the articles out of the corpus.
Result<Run> analyse(Corpus& corpus, const corpus::OutletRegistry& registry, const ScanOptions& options, Stages& stages, ScanSummary& summary);

/// bad_argument, with the option's name, where a number is out of its range.
Result<void> check(const ScanOptions& options);

/// The built-in outlets, with or without those of options.outlets_file.
Result<corpus::OutletRegistry> registry_for(const ScanOptions& options);

}  // namespace reprise::engine
