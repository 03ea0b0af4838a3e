#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace basepeak {

// Calls work(i) for every i in [0, count) on at most `threads` threads. Results belong at index i,
// so that they do not depend on the thread count. If calls throw, the exception of the lowest index
// among those that threw is rethrown after all threads have stopped.
template <typename Work>
void parallel_for(std::size_t count, std::size_t threads, const Work& work) {
  threads = std::max<std::size_t>(1, std::min(threads, count));
  if (threads == 1) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  std::atomic<std::size_t> next{0};
  struct Failure {
    std::size_t index = 0;
    std::exception_ptr what;
  };
  std::vector<Failure> failures(threads);
  {
    std::vector<std::jthread> pool;
    pool.reserve(threads);
    for (std::size_t t = 0; t < threads; ++t) {
      pool.emplace_back([&, t] {
        for (std::size_t i = next++; i < count; i = next++) {
          try {
            work(i);
          } catch (...) {  // carried to the caller's thread, not swallowed
            failures[t] = {i, std::current_exception()};
            next = count;
          }
        }
      });
    }
  }
  const Failure* first = nullptr;
  for (const Failure& failure : failures) {
    if (failure.what && (first == nullptr || failure.index < first->index)) first = &failure;
  }
  if (first != nullptr) std::rethrow_exception(first->what);
}

}  // namespace basepeak
