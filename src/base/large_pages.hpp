// Memory for tables that are read at random places.
//
// Idea: a look-up in a table of 100 MB misses the processor's list of pages nearly always, and walking the page tables, in a virtual machine twice, costs
//   more than the memory behind them. On pages of 2 MiB the list holds all of the table. The system is asked for them; it may give small ones.
// Cost: a page is taken, and zeroed, when it is first touched.
#pragma once

#include <cstddef>

namespace reprise {

/// So many zero bytes; throws std::bad_alloc.
class LargePages {
 public:
  explicit LargePages(std::size_t bytes);
  ~LargePages();
  LargePages(const LargePages&) = delete;
  LargePages& operator=(const LargePages&) = delete;
  char* data() const { return data_; }

 private:
  void* mapped_ = nullptr;
  std::size_t mapped_bytes_ = 0;
  char* data_ = nullptr;
};

}  // namespace reprise
