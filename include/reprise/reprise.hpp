// reprise: which outlet had a passage first, and by which way it came here.
//
//   #include <reprise/reprise.hpp>
//   #include <iostream>
//
//   int main() {
//     reprise::ScanOptions options;
//     options.inputs = {"articles.jsonl.zst"};
//     options.output = "run";
//     auto summary = reprise::scan(options);
//     if (!summary) {
//       std::cerr << summary.error().message << '\n';
//       return 2;
//     }
//     auto run = reprise::load_run("run");
//     for (const auto& family : run->families)
//       for (const auto& o : family.occurrences)
//         if (o.status == reprise::Status::copied)
//           std::cout << run->articles[o.article].outlet << " took " << o.span.size() << " bytes from " << o.parent_outlet << '\n';
//   }
#pragma once

#include "reprise/article.hpp"
#include "reprise/index.hpp"
#include "reprise/options.hpp"
#include "reprise/result.hpp"
#include "reprise/run.hpp"
#include "reprise/scan.hpp"
#include "reprise/verdict.hpp"
#include "reprise/version.hpp"
