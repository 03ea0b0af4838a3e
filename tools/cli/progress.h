#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>

namespace basepeak {

// A progress line on stderr for work of over two seconds: count, share and time left. On a terminal
// it is one line that changes; elsewhere a line every ten seconds. Safe to call from several
// threads.
class Progress {
 public:
  Progress(std::string what, std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void done_one();

 private:
  using Clock = std::chrono::steady_clock;
  void print(Clock::time_point now);
  std::mutex mutex_;
  std::string what_;
  std::size_t total_;
  std::size_t done_ = 0;
  bool is_terminal_;
  bool has_printed_ = false;
  Clock::time_point start_;
  Clock::time_point printed_;
};

}  // namespace basepeak
