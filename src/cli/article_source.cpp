#include "cli/article_source.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <optional>

#include "base/io.hpp"

namespace reprise::cli {

namespace {

constexpr std::size_t kReadBytes = 1u << 20;
constexpr int kPipeBytes = 1 << 20;       // what a client may have written ahead; Linux gives 64 KiB unasked
constexpr int kWaitMilliseconds = 200;    // a signal that another thread took is seen after so long

/// A group that is being filled.
class Group {
 public:
  Group(std::vector<Incoming>& to, const GroupSize& most) : to_(to), most_(most) { to_.clear(); }
  bool full() const { return to_.size() >= most_.articles || text_bytes_ >= most_.text_bytes; }
  bool empty() const { return to_.empty(); }
  void add(Incoming&& in) {
    text_bytes_ += in.article.text.size();
    to_.push_back(std::move(in));
  }

 private:
  std::vector<Incoming>& to_;
  const GroupSize& most_;
  std::size_t text_bytes_ = 0;
};

/// Lines of a file, of a pipe, or of standard input.
class Lines {
 public:
  static Result<std::unique_ptr<Lines>> open(const std::string& path, const corpus::InputOptions& options, const std::atomic<bool>& cancel) {
    auto lines = std::unique_ptr<Lines>(new Lines(options, cancel));
    if (path != "-") lines->file_ = path;
    if (path != "-" && !comes_by_and_by(path)) {
      Result<io::InputStream> stream = io::InputStream::open(path);
      if (!stream) return stream.error();
      lines->stream_.emplace(std::move(*stream));
      return lines;
    }
    // Until a named pipe has somebody at its other end, waiting() waits, not this.
    if (path != "-") lines->descriptor_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (lines->descriptor_ < 0) return io::system_error(path, "cannot open", errno);
    (void)::fcntl(lines->descriptor_, F_SETPIPE_SZ, kPipeBytes);  // no pipe, or not allowed: then the groups are smaller
    return lines;
  }
  ~Lines() {
    if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
  }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  /// Appends a record or more; false at the end.
  Result<bool> next(Group& group) {
    for (;;) {
      while (!group.full() && take_line(group)) {
      }
      if (group.full()) return true;
      if (ended_) return !group.empty();
      if (!group.empty() && !waiting(0)) return true;
      if (Result<void> got = read(group.empty()); !got) {
        if (group.empty()) return got.error();
        failed_ = got.error();
        return true;
      }
    }
  }

 private:
  Lines(const corpus::InputOptions& options, const std::atomic<bool>& cancel)
      : limit_(options.max_article_bytes), cancel_(cancel), parser_(strict(options)) {}
  /// A pipe or a terminal, /dev/stdin among them.
  static bool comes_by_and_by(const std::string& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
  }
  static corpus::InputOptions strict(corpus::InputOptions options) {
    options.inputs.clear();
    options.strict = true;
    return options;
  }

  /// The next whole line of the buffer, parsed. False where there is none.
  bool take_line(Group& group) {
    const std::size_t feed = buffer_.find('\n', std::max(begin_, scanned_));
    scanned_ = buffer_.size();
    if (feed == std::string::npos) {
      // What is longer than an article may be is counted, not kept.
      if (buffer_.size() - begin_ > limit_ + 2) {
        dropped_ += buffer_.size() - begin_;
        begin_ = buffer_.size();
      }
      if (!ended_ || (begin_ == buffer_.size() && dropped_ == 0)) return false;
    }
    const std::size_t end = feed == std::string::npos ? buffer_.size() : feed;
    std::string_view line = std::string_view(buffer_).substr(begin_, end - begin_);
    ++line_;
    if (line_ == 1 && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
    batch_.articles.clear();
    batch_.skips.clear();
    if (dropped_ > 0) {
      batch_.skips.push_back({file_, line_, "too_long", "expected at most " + std::to_string(limit_) + " bytes, found " + std::to_string(dropped_ + line.size()), {}});
    } else {
      parser_.parse(line, line_, file_, batch_);
    }
    dropped_ = 0;
    begin_ = scanned_ = std::min(end + 1, buffer_.size());
    for (corpus::ParsedArticle& a : batch_.articles) group.add({file_, line_, std::move(a.article), {}});
    for (const corpus::Skip& skip : batch_.skips) group.add({file_, line_, {}, skip.reason + ": " + skip.detail});
    return true;
  }

  /// Whether read() would not wait.
  bool waiting(int milliseconds) const {
    if (stream_) return true;
    pollfd in{descriptor_, POLLIN, 0};
    return ::poll(&in, 1, milliseconds) > 0;
  }

  Result<void> read(bool wait) {
    if (failed_.code != ErrorCode::ok) return failed_;
    while (wait && !waiting(kWaitMilliseconds)) {
      if (!cancel_.load()) continue;
      ended_ = true;  // of the last line only a part came
      buffer_.clear();
      begin_ = scanned_ = 0;
      return {};
    }
    buffer_.erase(0, begin_);
    scanned_ -= std::min(scanned_, begin_);
    begin_ = 0;
    const std::size_t had = buffer_.size();
    buffer_.resize(had + kReadBytes);
    Result<std::size_t> got = stream_ ? stream_->read(buffer_.data() + had, kReadBytes) : read_input(buffer_.data() + had);
    buffer_.resize(had + (got ? *got : 0));
    if (!got) return got.error();
    if (*got == 0) ended_ = true;
    return {};
  }

  Result<std::size_t> read_input(char* out) const {
    for (;;) {
      const ssize_t got = ::read(descriptor_, out, kReadBytes);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR && errno != EAGAIN) return io::system_error(file_.empty() ? "standard input" : file_, "cannot read", errno);
    }
  }

  std::string file_;
  std::optional<io::InputStream> stream_;  ///< none: the descriptor
  int descriptor_ = STDIN_FILENO;
  std::uint64_t limit_;
  const std::atomic<bool>& cancel_;
  corpus::LineParser parser_;
  corpus::ParsedBatch batch_;
  std::string buffer_;
  std::size_t begin_ = 0;    ///< of the first line that was not taken
  std::size_t scanned_ = 0;  ///< before it there is no further line feed
  std::uint64_t line_ = 0, dropped_ = 0;
  bool ended_ = false;
  Error failed_;
};

}  // namespace

struct ArticleSource::State {
  const std::atomic<bool>* cancel = nullptr;
  corpus::InputOptions options;
  std::unique_ptr<Lines> lines;                ///< read first
  std::optional<corpus::BlockReader> blocks;
  std::deque<Incoming> parsed;                 ///< of a block, not handed out yet

  Result<bool> fill() {
    corpus::Block block;
    while (parsed.empty()) {
      const Result<bool> more = blocks->next(block);
      if (!more) return more.error();
      if (!*more) return false;
      corpus::ParsedBatch batch;
      const std::string& name = blocks->files()[block.file];
      corpus::parse_block(block, name, blocks->mapping(block.file), options, batch);
      for (corpus::ParsedArticle& a : batch.articles) parsed.push_back({name, a.line, std::move(a.article), {}});
      for (corpus::Skip& skip : batch.skips) parsed.push_back({name, skip.line, {}, skip.reason + ": " + skip.detail});
      std::stable_sort(parsed.begin(), parsed.end(), [](const Incoming& x, const Incoming& y) { return x.line < y.line; });
    }
    return true;
  }
};

ArticleSource::ArticleSource(std::unique_ptr<State> state) : state_(std::move(state)) {}
ArticleSource::ArticleSource(ArticleSource&&) noexcept = default;
ArticleSource::~ArticleSource() = default;

Result<ArticleSource> ArticleSource::open(const std::string& jsonl, const corpus::InputOptions& options, const std::atomic<bool>& cancel) {
  auto state = std::make_unique<State>();
  state->cancel = &cancel;
  state->options = options;
  state->options.strict = true;
  state->options.cancel = &cancel;
  if (!jsonl.empty()) {
    Result<std::unique_ptr<Lines>> lines = Lines::open(jsonl, options, cancel);
    if (!lines) return lines.error();
    state->lines = std::move(*lines);
  }
  if (!options.inputs.empty()) {
    Result<corpus::BlockReader> blocks = corpus::BlockReader::open(state->options);
    if (!blocks && blocks.error().code != ErrorCode::interrupted) return blocks.error();
    if (blocks) state->blocks.emplace(std::move(*blocks));
  }
  return ArticleSource(std::move(state));
}

Result<bool> ArticleSource::next(std::vector<Incoming>& out, const GroupSize& most) {
  State& s = *state_;
  Group group(out, most);
  if (s.cancel->load()) return false;
  if (s.lines) {
    const Result<bool> some = s.lines->next(group);
    if (!some || *some) return some;
    s.lines.reset();
    if (s.cancel->load()) return false;
  }
  if (!s.blocks) return false;
  while (!group.full()) {
    if (s.parsed.empty()) {
      if (!group.empty()) return true;
      const Result<bool> some = s.fill();
      if (s.cancel->load()) return false;  // the wait for a pipe was given up
      if (!some || !*some) return some;
    }
    group.add(std::move(s.parsed.front()));
    s.parsed.pop_front();
  }
  return true;
}

}  // namespace reprise::cli
