#include "tools/cli/progress.h"

#include <unistd.h>

#include <cstdio>
#include <utility>

namespace basepeak {

Progress::Progress(std::string what, std::size_t total)
    : what_(std::move(what)),
      total_(total),
      is_terminal_(isatty(STDERR_FILENO) != 0),
      start_(Clock::now()),
      printed_(start_) {}

Progress::~Progress() {
  if (has_printed_ && is_terminal_) std::fputc('\n', stderr);
}

void Progress::done_one() {
  const std::lock_guard lock(mutex_);
  ++done_;
  const Clock::time_point now = Clock::now();
  if (now - start_ < std::chrono::seconds(2)) return;
  const auto pause = is_terminal_ ? std::chrono::milliseconds(200) : std::chrono::seconds(10);
  if (has_printed_ && now - printed_ < pause && done_ < total_) return;
  print(now);
}

void Progress::print(Clock::time_point now) {
  const double spent_s = std::chrono::duration<double>(now - start_).count();
  const double left_s = spent_s * static_cast<double>(total_ - done_) / static_cast<double>(done_);
  std::fprintf(stderr, "%s%s: %zu of %zu (%.0f %%), about %.0f s left%s", is_terminal_ ? "\r" : "",
               what_.c_str(), done_, total_,
               100.0 * static_cast<double>(done_) / static_cast<double>(total_), left_s,
               is_terminal_ ? "   " : "\n");
  std::fflush(stderr);
  printed_ = now;
  has_printed_ = true;
}

}  // namespace basepeak
