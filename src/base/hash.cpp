#include "base/hash.hpp"

#include <xxhash.h>

namespace reprise {

std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::string hash_hex(std::string_view bytes, unsigned digits) {
  const XXH128_hash_t h = XXH3_128bits(bytes.data(), bytes.size());
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, h);
  std::string out;
  out.reserve(digits);
  for (unsigned i = 0; i < digits && i < 32; ++i) {
    const unsigned byte = canonical.digest[i / 2];
    out.push_back("0123456789abcdef"[i % 2 == 0 ? byte >> 4 : byte & 15]);
  }
  return out;
}

}  // namespace reprise
