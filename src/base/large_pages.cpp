#include "base/large_pages.hpp"

#include <sys/mman.h>

#include <cstdint>
#include <new>

namespace reprise {

namespace {

constexpr std::size_t kLarge = std::size_t{2} << 20;

}  // namespace

LargePages::LargePages(std::size_t bytes) {
  if (bytes == 0) return;
  const bool large = bytes >= kLarge;
  // Room to begin at a large page's border.
  mapped_bytes_ = large ? bytes + kLarge : bytes;
  if (mapped_bytes_ < bytes) throw std::bad_alloc();
  void* const got = ::mmap(nullptr, mapped_bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (got == MAP_FAILED) throw std::bad_alloc();
  mapped_ = got;
  data_ = static_cast<char*>(got);
  if (!large) return;
  const auto address = reinterpret_cast<std::uintptr_t>(got);
  data_ += (kLarge - address % kLarge) % kLarge;
  // The table's last piece stays on small pages: it would take a whole large one. Where the system has none, all do.
  (void)::madvise(data_, bytes / kLarge * kLarge, MADV_HUGEPAGE);
}

LargePages::~LargePages() {
  if (mapped_ != nullptr) ::munmap(mapped_, mapped_bytes_);
}

}  // namespace reprise
