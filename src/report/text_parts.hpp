// Lines that several text reports share. All of them return visible text (see plain.hpp), ended by '\n'.
// Tested by tests/report/text_report_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "report/model.hpp"

namespace reprise::report {

/// "TASS 2023-10-07 09:12 -> Fars 2023-10-07 11:22 (edited, 0.88, credited) -> ..."
std::string chain_lines(const Run& run, const Chain& chain, std::string_view indent);

/// "2023-10-07 09:12  TASS  tass-1  Title"
std::string article_line(const Run& run, std::uint32_t article, std::string_view indent);

/// The verdict and its evidence.
std::string verdict_lines(const Run& run, const FamilyRecord& family, const Occurrence& o, std::string_view indent);

}  // namespace reprise::report
