// The power goes at any call that changes a file: what was acknowledged as on the disk is there, and the index opens by itself.
//
// A disk keeps of what was written since the last sync whatever it likes: of each file's pages the old or the new, of each directory its names of then or
//   of now. failing_disk.c remembers what was synced; from that and from what is there now, disks are put together: everything old, everything new, names
//   and contents apart, and page by page as chance has it.
// Fast: the power goes at every 97th call. Slow: every 11th. Long: every call.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <map>

#include "crash/failing_disk.hpp"
#include "crash/scenario.hpp"

using namespace reprise;
using namespace reprise::testing;
namespace fs = std::filesystem;

namespace {

struct Keeps {
  const char* what;
  bool new_names;
  int contents;  ///< 0: old, 1: new, 2: each file the one or the other, 3: each page
};
constexpr Keeps kDisks[] = {{"all old", false, 0}, {"all new", true, 1}, {"old names, new contents", false, 1}, {"new names, old contents", true, 0}, {"files by chance", true, 2}, {"pages by chance", true, 3}, {"old names, pages by chance", false, 3}};
constexpr std::size_t kPage = 4096;

class AfterPowerLoss {
 public:
  AfterPowerLoss(const TempDir& dir, const Keeps& keeps, Chance& chance) : state_(dir / "state"), disk_(dir / "disk"), keeps_(keeps), chance_(chance) {
    now_[inode(disk_)] = disk_;
    for (const auto& entry : fs::recursive_directory_iterator(disk_)) now_[inode(entry.path())] = entry.path();
  }
  void put_together(const std::string& to) { directory("", to); }

 private:
  static std::uint64_t inode(const fs::path& path) {
    struct stat info {};
    ::lstat(path.c_str(), &info);
    return info.st_ino;
  }
  /// Name of the file that lists the names of `below`, "" or "/a/b".
  std::string list_of(const std::string& below) const {
    std::string name = "%" + below;
    std::replace(name.begin(), name.end(), '/', '%');
    return state_ + "/names/" + name;
  }
  std::vector<std::pair<std::uint64_t, std::string>> names(const std::string& below) const {
    std::vector<std::pair<std::uint64_t, std::string>> out;
    if (keeps_.new_names && fs::is_directory(disk_ + below)) {
      for (const auto& entry : fs::directory_iterator(disk_ + below)) out.emplace_back(inode(entry.path()), entry.path().filename());
    } else {
      for (const std::string& line : lines_of(get(list_of(below)))) out.emplace_back(std::stoull(line), line.substr(line.find(' ') + 1));
    }
    std::sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.second < y.second; });
    return out;
  }
  void directory(const std::string& below, const std::string& to) {
    fs::create_directories(to);
    for (const auto& [number, name] : names(below)) {
      const std::string child = below + "/" + name;
      const auto now = now_.find(number);
      if (fs::exists(list_of(child)) || (now != now_.end() && fs::is_directory(now->second))) directory(child, to + "/" + name);
      else put(to + "/" + name, contents(number));
    }
  }
  std::string contents(std::uint64_t number) {
    const std::string kept = state_ + "/inodes/" + std::to_string(number);
    const std::string before = fs::exists(kept) ? get(kept) : std::string();
    const auto there = now_.find(number);
    const std::string after = there != now_.end() ? get(there->second) : before;
    if (keeps_.contents == 0) return before;
    if (keeps_.contents == 1) return after;
    if (keeps_.contents == 2) return chance_.below(2) ? before : after;
    std::string mixed = chance_.below(2) ? before : after;
    for (std::size_t at = 0; at < mixed.size(); at += kPage) {
      const std::string& from = chance_.below(2) ? before : after;
      const std::size_t size = std::min(kPage, mixed.size() - at);
      if (at + size <= from.size()) mixed.replace(at, size, from, at, size);
    }
    return mixed;
  }

  std::string state_, disk_;
  const Keeps& keeps_;
  Chance& chance_;
  std::map<std::uint64_t, std::string> now_;  ///< path by inode number
};

void check_power(long stride) {
  Chance chance(8);
  int losses = 0, disks = 0;
  for (const char* durability : {"per_call", "grouped", "on_flush"}) {
    const TempDir first;
    const long calls = live(first, durability, 0, "power").calls;
    REQUIRE(calls > 200);
    for (long at = 1 + static_cast<long>(chance.below(static_cast<std::uint64_t>(stride))); at <= calls + stride; at += stride) {
      const TempDir dir;
      const Lived lived = live(dir, durability, at, "power");
      INFO(std::string(durability) << ", power lost at call " << at << " after: " << (lived.log.empty() ? "" : lived.log.back()) << "; exit " << lived.code << lived.errors);
      CHECK((lived.code == 99 || lived.code == 0));
      ++losses;
      const Expected expected = read_scenario(lived.log, true, std::string(durability) == "per_call");
      for (const Keeps& keeps : kDisks) {
        INFO(std::string(keeps.what));
        ++disks;
        const std::string to = dir / "after" + std::to_string(disks);
        AfterPowerLoss(dir, keeps, chance).put_together(to);
        Expected left = expected;
        if (left.check(to + "/index") && disks % 9 == 0) left.check_settled(to + "/index");
      }
    }
  }
  MESSAGE("the power went " << losses << " times, " << disks << " disks");
}

}  // namespace

TEST_CASE("power: a sample") { check_power(97); }
TEST_CASE("power: many calls") { check_power(11); }
TEST_CASE("power: every call") { check_power(1); }
