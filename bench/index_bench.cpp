// The persistent index as its callers see it: time, memory and disk, through include/reprise alone. Prints JSON lines.
//   index_bench build   DIR FILE [--count N] [--skip N] [--batch N]      a new index: articles per second, per 50,000 and over all
//   index_bench add     DIR FILE [--skip N] [--count N] [--warm N]       one by one: latency of add()
//   index_bench query   DIR FILE [--skip N] [--count N] [--warm N] [--read-only]   the same of query()
//   index_bench open    DIR [--read-only] [--cold]                      one opening; start a new process for each
//   index_bench readers DIR FILE [--skip N] [--count N] [--batch N] [--readers N] [--processes N] [--seconds N]   readers while a writer adds
//   index_bench read    DIR FILE [--skip N] [--count N]                 a reader beside a writer, until its standard input ends
//   index_bench stats   DIR                                             disk by kind of file, memory once open
// All: [--durability per_call|grouped|on_flush] [--threads N]. FILE is JSON lines (`million make`), plain or .zst. What is given to the index is parsed before
// the clock starts. Latency is by the clock. `wait` is the clock less the processor time of the thread; `blocked` is that less the time in which the thread could
// have run and had no core (/proc/thread-self/schedstat): locks and disk. Readers are measured four times: alone, beside a thread that only burns the
// writer's share of a core ("spin"), beside add() and beside add_many(); what the last two have over the second is the index's.
#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "jsonl.hpp"
#include "reprise/index.hpp"

namespace {

using namespace reprise;
using bench::Line;
using bench::Lines;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kWindow = 50000;
constexpr std::string_view kFirst = "The index was opened, and this short text was the first that was asked for in it; nobody has printed it before.";
constexpr std::uint32_t kLeastWords = 400, kMostWords = 500;  // the "450-word article"

struct Options {
  std::string command, directory, file, durability = "grouped";
  std::uint64_t skip = 0, count = 5000, batch = 500, warm = 200;
  unsigned readers = 1, processes = 1, seconds = 10, threads = 0;
  bool read_only = false, cold = false;
};

template <class... T>
[[noreturn]] void die(fmt::format_string<T...> text, T&&... values) {
  fmt::print(stderr, "index_bench: {}\n", fmt::format(text, std::forward<T>(values)...));
  std::exit(1);
}
template <class T>
T take(Result<T> result) {
  if (!result) die("{}", result.error().message);
  return *std::move(result);
}
double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }
double thread_cpu() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}
/// Seconds in which this thread was ready and had no core; 0 where the kernel does not count them.
double thread_queued() {
  thread_local const int fd = ::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  char text[96];
  const ssize_t n = fd < 0 ? -1 : ::pread(fd, text, sizeof text - 1, 0);
  if (n <= 0) return 0;
  text[n] = '\0';
  const char* second = std::strchr(text, ' ');
  return second ? std::strtod(second, nullptr) * 1e-9 : 0;
}
/// One call: by the clock, waited, and blocked; in ms.
struct Timed {
  double clock, wait, blocked;
};
template <class F>
Timed timed(F&& call) {
  const double queued = thread_queued(), cpu = thread_cpu();
  const auto start = std::chrono::steady_clock::now();
  call();
  const double clock = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double wait = std::max(0.0, clock - (thread_cpu() - cpu)), blocked = std::max(0.0, wait - (thread_queued() - queued));
  return {1e3 * clock, 1e3 * wait, 1e3 * blocked};
}
double process_cpu() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// An article that owns its strings.
struct Held {
  std::string id, outlet, published, url, title, lang, text;
  NewArticle view() const { return {.id = id, .outlet = outlet, .published = published, .url = url, .title = title, .lang = lang, .text = text}; }
};

bool read_some(Lines& lines, std::uint64_t count, std::vector<Held>& out) {
  out.clear();
  for (Line l; out.size() < count && lines.next(l);) {
    out.push_back({std::string(l.id), std::string(l.outlet), std::string(l.published), std::string(l.url), std::string(l.title), std::string(l.lang), std::string(l.text)});
  }
  return !out.empty();
}
std::vector<Held> read_all(const Options& options, std::uint64_t more = 0) {
  Lines lines(options.file);
  lines.skip(options.skip);
  std::vector<Held> held;
  if (!read_some(lines, options.count + more, held)) die("{} has no article after {}", options.file, options.skip);
  return held;
}

Index open_index(const Options& options, bool read_only, bool create = false) {
  IndexOptions how;
  how.create = create;
  how.read_only = read_only;
  how.threads = options.threads;
  how.durability = options.durability == "per_call" ? Durability::per_call : options.durability == "on_flush" ? Durability::on_flush : Durability::grouped;
  return take(create ? Index::create(options.directory, how) : Index::open(options.directory, how));
}

/// Of this process, in KiB.
std::map<std::string, std::uint64_t> memory() {
  std::map<std::string, std::uint64_t> found;
  std::ifstream status("/proc/self/status");
  for (std::string name; status >> name;) {
    for (const char* wanted : {"VmRSS:", "VmHWM:", "RssAnon:", "RssFile:"}) {
      if (name == wanted) status >> found[name.substr(0, name.size() - 1)];
    }
    status.ignore(1 << 12, '\n');
  }
  return found;
}
/// `base` is what the process held before there was an index.
std::string memory_json(std::uint64_t articles, std::uint64_t base = 0) {
  auto m = memory();
  const auto each = [&](std::uint64_t kib) { return static_cast<double>(kib * 1024) / static_cast<double>(std::max<std::uint64_t>(1, articles)); };
  return fmt::format("\"memory\":{{\"rss_mib\":{},\"hwm_mib\":{},\"anon_mib\":{},\"file_mib\":{},\"base_mib\":{},\"rss_bytes_per_article\":{:.0f},\"anon_bytes_per_article\":{:.0f}}}", m["VmRSS"] >> 10, m["VmHWM"] >> 10,
                     m["RssAnon"] >> 10, m["RssFile"] >> 10, base >> 10, each(m["VmRSS"] - std::min(base, m["VmRSS"])), each(m["RssAnon"] - std::min(base, m["RssAnon"])));
}

/// Files by kind: the name with its digits taken out.
std::string disk_json(const std::string& directory, const IndexStats& stats) {
  std::map<std::string, std::array<std::uint64_t, 3>> kinds;  // files, bytes, bytes taken
  std::uint64_t all = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    struct stat s {};
    if (!entry.is_regular_file() || ::stat(entry.path().c_str(), &s) != 0) continue;
    std::string kind = entry.path().filename();
    std::erase_if(kind, [](char c) { return c >= '0' && c <= '9'; });
    auto& k = kinds[kind];
    ++k[0], k[1] += static_cast<std::uint64_t>(s.st_size), k[2] += static_cast<std::uint64_t>(s.st_blocks) * 512;
    all += static_cast<std::uint64_t>(s.st_size);
  }
  const auto each = [&](std::uint64_t bytes) { return static_cast<double>(bytes) / static_cast<double>(std::max<std::uint64_t>(1, stats.articles)); };
  std::string out = fmt::format("\"disk\":{{\"bytes\":{},\"text_bytes\":{},\"bytes_per_article\":{:.0f},\"text_bytes_per_article\":{:.0f},\"beside_text_per_article\":{:.0f},\"kinds\":{{", all, stats.text_bytes, each(all),
                                each(stats.text_bytes), each(all - std::min(all, stats.text_bytes)));
  bool first = true;
  for (const auto& [kind, k] : kinds) out += fmt::format("{}\"{}\":{{\"files\":{},\"bytes\":{},\"taken\":{}}}", std::exchange(first, false) ? "" : ",", kind, k[0], k[1], k[2]);
  return out + "}}";
}

/// p50, p90, p99 and the worst, in ms.
std::string quantiles(std::vector<double> ms) {
  std::sort(ms.begin(), ms.end());
  const auto at = [&](double share) { return ms.empty() ? 0.0 : ms[std::min(ms.size() - 1, static_cast<std::size_t>(share * static_cast<double>(ms.size())))]; };
  return fmt::format("{{\"n\":{},\"p50\":{:.3f},\"p90\":{:.3f},\"p99\":{:.3f},\"p999\":{:.3f},\"max\":{:.3f}}}", ms.size(), at(0.5), at(0.9), at(0.99), at(0.999), ms.empty() ? 0 : ms.back());
}

/// What was answered, so that a fast index that finds nothing shows.
struct Found {
  std::uint64_t articles = 0, words = 0, passages = 0, with_parent = 0, near_duplicates = 0, failed = 0;
  std::string first_failure;
  void add(const Result<Verdict>& verdict) {
    if (!verdict) {
      if (failed++ == 0) first_failure = verdict.error().message;
      return;
    }
    ++articles, words += verdict->words, passages += verdict->passages.size(), near_duplicates += !verdict->near_duplicates.empty();
    with_parent += std::any_of(verdict->passages.begin(), verdict->passages.end(), [](const VerdictPassage& p) { return !p.parent.empty() || !p.parent_outlet.empty(); });
  }
  std::string json() const {
    if (failed) fmt::print(stderr, "index_bench: {} articles were not answered; the first: {}\n", failed, first_failure);
    return fmt::format("\"found\":{{\"articles\":{},\"words\":{},\"passages\":{},\"with_parent\":{},\"near_duplicates\":{},\"failed\":{}}}", articles, words, passages, with_parent, near_duplicates, failed);
  }
};

void build(const Options& options) {
  const std::uint64_t base = memory()["VmRSS"];
  Index index = open_index(options, false, !std::filesystem::exists(options.directory));
  Lines lines(options.file);
  lines.skip(options.skip);
  Found found;
  std::vector<Held> held;
  std::vector<NewArticle> views;
  double seconds = 0, window_seconds = 0, worst_batch = 0, window_cpu = 0, cpu = 0;
  std::uint64_t done = 0, window = 0;
  const auto tell = [&](const char* kind, std::uint64_t articles, double spent, double processor) {
    fmt::print("{{\"bench\":\"{}\",\"total\":{},\"articles\":{},\"seconds\":{:.3f},\"per_second\":{:.0f},\"cpu_us_per_article\":{:.0f},\"worst_batch_ms\":{:.1f},{}}}\n", kind, done, articles, spent, static_cast<double>(articles) / spent,
               1e6 * processor / static_cast<double>(articles), 1e3 * worst_batch, memory_json(done, base));
    std::fflush(stdout);
    worst_batch = 0;
  };
  while (done < options.count && read_some(lines, std::min(options.batch, options.count - done), held)) {
    views.clear();
    for (const Held& h : held) views.push_back(h.view());
    const double cpu_before = process_cpu();
    const auto start = Clock::now();
    const auto answers = index.add_many(views);
    const double spent = since(start);
    window_cpu += process_cpu() - cpu_before;
    window_seconds += spent;
    worst_batch = std::max(worst_batch, spent);
    for (const auto& answer : answers) found.add(answer);
    done += held.size(), window += held.size();
    if (window >= kWindow || done >= options.count) {
      tell("build_window", window, window_seconds, window_cpu);
      seconds += window_seconds, cpu += window_cpu, window = 0, window_seconds = window_cpu = 0;
    }
  }
  if (window > 0) tell("build_window", window, window_seconds, window_cpu), seconds += window_seconds, cpu += window_cpu;
  const auto start = Clock::now();
  if (const auto flushed = index.flush(); !flushed) die("{}", flushed.error().message);
  const double flush = since(start);
  seconds += flush;
  const IndexStats stats = take(index.stats());
  fmt::print("{{\"bench\":\"build\",\"articles\":{},\"batch\":{},\"durability\":\"{}\",\"seconds\":{:.2f},\"per_second\":{:.0f},\"cpu_us_per_article\":{:.0f},\"flush_seconds\":{:.3f},{},{},{},\"stats\":{}}}\n", done, options.batch,
             options.durability, seconds, static_cast<double>(done) / seconds, 1e6 * cpu / static_cast<double>(done), flush, found.json(), memory_json(stats.articles, base), disk_json(options.directory, stats), to_json(stats));
}

/// add() or query(), one after the other.
void latency(const Options& options, bool adds) {
  const std::uint64_t base = memory()["VmRSS"];
  const std::vector<Held> held = read_all(options, options.warm);
  const std::uint64_t with_articles = memory()["VmRSS"];
  Index index = open_index(options, !adds && options.read_only);
  Found found;
  std::vector<double> all, middle, wait, blocked;
  double seconds = 0;
  for (std::size_t i = 0; i < held.size(); ++i) {
    const NewArticle article = held[i].view();
    std::optional<Result<Verdict>> verdict;
    const Timed t = timed([&] { verdict.emplace(adds ? index.add(article) : index.query(article)); });
    found.add(*verdict);
    if (i < options.warm) continue;
    seconds += t.clock / 1e3;
    all.push_back(t.clock), wait.push_back(t.wait), blocked.push_back(t.blocked);
    if (*verdict && (*verdict)->words >= kLeastWords && (*verdict)->words <= kMostWords) middle.push_back(t.clock);
  }
  const IndexStats stats = take(index.stats());
  fmt::print("{{\"bench\":\"{}\",\"index_articles\":{},\"durability\":\"{}\",\"read_only\":{},\"per_second\":{:.0f},\"ms\":{},\"ms_450_words\":{},\"wait_ms\":{},\"blocked_ms\":{},{},{}}}\n", adds ? "add" : "query", stats.articles, options.durability,
             options.read_only, static_cast<double>(all.size()) / seconds, quantiles(all), quantiles(middle), quantiles(wait), quantiles(blocked), found.json(), memory_json(stats.articles, std::max(base, with_articles)));
}

void open_once(const Options& options) {
  if (options.cold) {  // out of the page cache, as after a restart of the machine
    for (const auto& entry : std::filesystem::recursive_directory_iterator(options.directory)) {
      const int fd = entry.is_regular_file() ? ::open(entry.path().c_str(), O_RDONLY) : -1;
      if (fd < 0) continue;
      ::fsync(fd);
      ::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
      ::close(fd);
    }
  }
  const std::uint64_t base = memory()["VmRSS"];
  auto start = Clock::now();
  Index index = open_index(options, options.read_only);
  const double opened = since(start);
  const std::string then = memory_json(1);
  start = Clock::now();
  const auto verdict = index.query(NewArticle{.id = "-", .text = kFirst});
  const double first = since(start);
  if (!verdict) die("{}", verdict.error().message);
  const IndexStats stats = take(index.stats());
  fmt::print("{{\"bench\":\"open\",\"read_only\":{},\"cold\":{},\"index_articles\":{},\"ms\":{:.1f},\"first_query_ms\":{:.1f},{}}}\n", options.read_only, options.cold, stats.articles, 1e3 * opened, 1e3 * first,
             memory_json(stats.articles, base));
}

void tell_stats(const Options& options) {
  const std::uint64_t base = memory()["VmRSS"];
  const Index index = open_index(options, true);
  const IndexStats stats = take(index.stats());
  fmt::print("{{\"bench\":\"stats\",{},{},\"stats\":{}}}\n", memory_json(stats.articles, base), disk_json(options.directory, stats), to_json(stats));
}

/// Queries of one reader, over and over, until told to stop.
struct Reading {
  std::vector<double> ms, wait, blocked;
  Found found;
  template <class Stop>
  void run(const Index& index, const std::vector<Held>& held, std::size_t first, const Stop& stop) {
    for (std::size_t i = first; !stop(); ++i) {
      const NewArticle article = held[i % held.size()].view();
      std::optional<Result<Verdict>> verdict;
      const Timed t = timed([&] { verdict.emplace(index.query(article)); });
      found.add(*verdict);
      ms.push_back(t.clock), wait.push_back(t.wait), blocked.push_back(t.blocked);
    }
  }
  std::string json() const { return fmt::format("\"ms\":{},\"wait_ms\":{},\"blocked_ms\":{},{}", quantiles(ms), quantiles(wait), quantiles(blocked), found.json()); }
};

/// A reader in a process of its own; ends with its standard input.
void read_beside(const Options& options) {
  const std::vector<Held> held = read_all(options);
  const Index index = open_index(options, true);
  const std::uint64_t before = take(index.stats()).articles;
  fmt::print("ready\n"), std::fflush(stdout);
  Reading reading;
  reading.run(index, held, 0, [] {
    pollfd in{0, POLLIN, 0};
    return ::poll(&in, 1, 0) != 0;
  });
  fmt::print("{{\"articles_first\":{},\"articles_last\":{},{}}}\n", before, take(index.stats()).articles, reading.json());
}

/// The same program with `read`.
class ReaderProcess {
 public:
  explicit ReaderProcess(const Options& options) {
    int in[2], out[2];
    if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) die("no pipe");
    const std::string skip = std::to_string(options.skip);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(in[0], 0), ::dup2(out[1], 1);
      ::execl("/proc/self/exe", "index_bench", "read", options.directory.c_str(), options.file.c_str(), "--skip", skip.c_str(), "--count", "1000", nullptr);
      ::_exit(127);
    }
    if (pid_ < 0) die("no process");
    ::close(in[0]), ::close(out[1]);
    stop_ = in[1];
    out_ = ::fdopen(out[0], "r");
    line();  // ready
  }
  std::string finish() {
    ::close(stop_);
    std::string result = line();
    std::fclose(out_);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    return result.empty() ? "null" : result;
  }

 private:
  std::string line() {
    std::string text;
    for (int c; (c = std::fgetc(out_)) != EOF && c != '\n';) text += static_cast<char>(c);
    return text;
  }
  pid_t pid_ = -1;
  int stop_ = -1;
  std::FILE* out_ = nullptr;
};

void readers(const Options& options) {
  const std::vector<Held> held = read_all(options);
  Index index = open_index(options, false);
  std::size_t next = 0;  // article to be added
  for (const std::string phase : {"alone", "spin", "add", "add_many"}) {
    std::atomic<bool> stop{false};
    std::vector<ReaderProcess> processes;
    processes.reserve(options.processes);
    for (unsigned p = 0; p < options.processes; ++p) processes.emplace_back(options);
    std::vector<Reading> readings(options.readers);
    std::vector<std::thread> threads;
    for (unsigned r = 0; r < options.readers; ++r) threads.emplace_back([&, r] { readings[r].run(index, held, r * held.size() / options.readers, [&] { return stop.load(std::memory_order_relaxed); }); });
    Found added;
    std::vector<double> writes;
    std::vector<NewArticle> views;
    // Half of the articles for each way of adding; shorter when they are used up.
    const std::size_t last = phase == "add" ? held.size() / 2 : held.size();
    const auto start = Clock::now();
    while (since(start) < options.seconds) {
      if (phase == "alone") {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      } else if (phase == "spin") {
        for (volatile int i = 0; i < 100000;) i = i + 1;
      } else {
        const std::size_t some = std::min(last - std::min(last, next), phase == "add" ? 1 : static_cast<std::size_t>(options.batch));
        if (some == 0) break;
        views.clear();
        for (std::size_t i = 0; i < some; ++i) views.push_back(held[next + i].view());
        next += some;
        const auto begin = Clock::now();
        if (phase == "add") {
          added.add(index.add(views[0]));
        } else {
          for (const auto& answer : index.add_many(views)) added.add(answer);
        }
        writes.push_back(1e3 * since(begin));
      }
    }
    const double seconds = since(start);
    stop = true;
    for (std::thread& t : threads) t.join();
    Reading all;
    for (Reading& r : readings) {
      all.ms.insert(all.ms.end(), r.ms.begin(), r.ms.end());
      all.wait.insert(all.wait.end(), r.wait.begin(), r.wait.end());
      all.blocked.insert(all.blocked.end(), r.blocked.begin(), r.blocked.end());
      all.found.articles += r.found.articles, all.found.words += r.found.words, all.found.passages += r.found.passages, all.found.with_parent += r.found.with_parent,
          all.found.near_duplicates += r.found.near_duplicates, all.found.failed += r.found.failed;
      if (all.found.first_failure.empty()) all.found.first_failure = r.found.first_failure;
    }
    std::string others;
    for (ReaderProcess& p : processes) others += (others.empty() ? "" : ",") + p.finish();
    fmt::print("{{\"bench\":\"readers\",\"writer\":\"{}\",\"seconds\":{:.2f},\"readers\":{},\"processes\":{},\"cores\":{},\"added\":{},\"call_ms\":{},\"threads\":{{{}}},\"other_processes\":[{}]}}\n", phase, seconds, options.readers,
               options.processes, std::thread::hardware_concurrency(), added.articles, quantiles(writes), all.json(), others);
    std::fflush(stdout);
    if (added.failed) fmt::print(stderr, "index_bench: {} articles were not added; the first: {}\n", added.failed, added.first_failure);
  }
}

[[noreturn]] void usage() {
  fmt::print(stderr, "usage: index_bench build|add|query|open|readers|read|stats DIR [FILE] [--skip N] [--count N] [--batch N] [--warm N] [--readers N] [--processes N] [--seconds N]\n"
                     "                   [--threads N] [--durability per_call|grouped|on_flush] [--read-only] [--cold]\n");
  std::exit(2);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  std::vector<std::string> plain;
  bool counted = false;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    const auto number = [&] {
      char* end = nullptr;
      const std::uint64_t n = i + 1 < argc ? std::strtoull(argv[++i], &end, 10) : 0;
      if (!end || *end != '\0' || end == argv[i]) usage();
      return n;
    };
    if (name == "--skip") options.skip = number();
    else if (name == "--count") options.count = number(), counted = true;
    else if (name == "--batch") options.batch = std::max<std::uint64_t>(1, number());
    else if (name == "--warm") options.warm = number();
    else if (name == "--readers") options.readers = static_cast<unsigned>(number());
    else if (name == "--processes") options.processes = static_cast<unsigned>(number());
    else if (name == "--seconds") options.seconds = static_cast<unsigned>(number());
    else if (name == "--threads") options.threads = static_cast<unsigned>(number());
    else if (name == "--durability" && i + 1 < argc) options.durability = argv[++i];
    else if (name == "--read-only") options.read_only = true;
    else if (name == "--cold") options.cold = true;
    else if (name.starts_with("--")) usage();
    else plain.push_back(name);
  }
  if (plain.size() < 2) usage();
  options.command = plain[0], options.directory = plain[1];
  const bool file = options.command != "open" && options.command != "stats";
  if (plain.size() != (file ? 3 : 2)) usage();
  if (file) options.file = plain[2];
  if (options.command == "build" && !counted) options.count = ~0ull;
  if (options.durability != "per_call" && options.durability != "grouped" && options.durability != "on_flush") usage();
  if (options.command == "build") build(options);
  else if (options.command == "add") latency(options, true);
  else if (options.command == "query") latency(options, false);
  else if (options.command == "open") open_once(options);
  else if (options.command == "readers") readers(options);
  else if (options.command == "read") read_beside(options);
  else if (options.command == "stats") tell_stats(options);
  else usage();
  return 0;
}
