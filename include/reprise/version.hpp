// Version of the library and of the run format it writes. A test keeps kVersion equal to CMake's.
#pragma once

#include <cstdint>
#include <string_view>

namespace reprise {

inline constexpr std::string_view kVersion = "0.1.0";
inline constexpr std::uint32_t kRunFormat = 1;  ///< "format" in summary.json; load_run refuses a newer one

}  // namespace reprise
