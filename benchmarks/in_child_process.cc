#include "benchmarks/in_child_process.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

#include "engine/error.h"

namespace basepeak::benchmarks {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

void send(int pipe, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::write(pipe, text.data(), text.size());
    if (sent <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string receive(int pipe) {
  std::string text;
  char piece[4096];
  for (ssize_t got = 0; (got = ::read(pipe, piece, sizeof piece)) > 0;) {
    text.append(piece, static_cast<std::size_t>(got));
  }
  return text;
}

[[noreturn]] void run_and_exit(const std::function<std::string()>& work, int pipe) {
  try {
    send(pipe, work());
    ::_exit(0);
  } catch (const Error& error) {
    send(pipe, error.what());
    ::_exit(1);
  }
}

}  // namespace

Usage in_child_process(const std::function<std::string()>& work) {
  int ends[2];
  if (::pipe(ends) != 0) throw Error(ErrorKind::library, "no pipe to a child process");
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child < 0) throw Error(ErrorKind::library, "no child process");
  if (child == 0) {
    ::close(ends[0]);
    run_and_exit(work, ends[1]);
  }
  ::close(ends[1]);
  Usage usage;
  usage.answer = receive(ends[0]);
  ::close(ends[0]);
  int status = 0;
  rusage used{};
  ::wait4(child, &status, 0, &used);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw Error(ErrorKind::library, "measured work failed: " + usage.answer);
  }
  usage.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  usage.cpu_s = seconds(used.ru_utime) + seconds(used.ru_stime);
  usage.peak_memory_mib = static_cast<double>(used.ru_maxrss) / 1024.0;
  return usage;
}

}  // namespace basepeak::benchmarks
