// Which bytes are ASCII letters or digits, as bits, 64 bytes at a time.
//
// Three ways of the same answer: AVX2, SSE2, plain. The best that the machine has is chosen at run time, so a build for any
// x86-64 runs everywhere. Tested by tests/text/twin_test.cpp: all ways, all bytes, random text.
#pragma once

#include <cstddef>
#include <cstdint>

namespace reprise::text {

enum class MaskPath { best, plain, sse2, avx2 };

/// Writes size/64 (rounded up) masks to `out`: bit i of mask k = bytes[64k + i] is in [0-9A-Za-z]; bits past the end are 0.
using MaskFunction = void (*)(const char* bytes, std::size_t size, std::uint64_t* out);

/// The function for a path; the plain one when the machine does not have what was asked for.
MaskFunction mask_function(MaskPath path = MaskPath::best);

}  // namespace reprise::text
