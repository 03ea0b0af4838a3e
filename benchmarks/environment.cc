#include "benchmarks/environment.h"

#include <time.h>

#include <fstream>
#include <string_view>
#include <thread>

#include "engine/error.h"
#include "engine/search/cpu_targets.h"
#include "engine/version.h"

namespace basepeak::benchmarks {
namespace {

// The value of the first "name : value" line of a file that the system writes.
std::string fact(const char* file, std::string_view name) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(name)) continue;
    const std::size_t colon = line.find(':');
    const std::size_t begin = line.find_first_not_of(" \t", colon + 1);
    if (colon != std::string::npos && begin != std::string::npos) return line.substr(begin);
  }
  return "unknown";
}

std::string load() {
  std::ifstream file("/proc/loadavg");
  std::string one_minute;
  file >> one_minute;
  return one_minute;
}

std::string targets() {
  std::string joined;
  for (const std::string& target : cpu_targets()) joined += (joined.empty() ? "" : " ") + target;
  return joined;
}

void refuse_unoptimised() {
#ifdef __OPTIMIZE__
  constexpr bool kIsOptimised = true;
#else
  constexpr bool kIsOptimised = false;
#endif
  const std::string_view flags = BASEPEAK_FLAGS;
  if (!kIsOptimised || flags.find("-fsanitize") != std::string_view::npos) {
    throw Error(ErrorKind::usage, "this is a " BASEPEAK_BUILD_TYPE
                                  " build: figures are measured with the release "
                                  "preset only");
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> environment() {
  refuse_unoptimised();
  return {{"processor", fact("/proc/cpuinfo", "model name")},
          {"hardware_threads", std::to_string(std::thread::hardware_concurrency())},
          {"instruction_sets", targets()},
          {"memory", fact("/proc/meminfo", "MemTotal")},
          {"load_at_start", load()},
          {"compiler", BASEPEAK_COMPILER},
          {"build_type", BASEPEAK_BUILD_TYPE},
          {"flags", BASEPEAK_FLAGS},
          {"basepeak_version", software_version()},
          {"basepeak_commit", software_commit()}};
}

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace basepeak::benchmarks
