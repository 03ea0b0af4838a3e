// Writes a large library of made-up records, to search or to copy to another machine:
//   make_large_library --set ms2 --count 10000000 --to large.bplib
#include <sys/resource.h>

#include <cstdio>

#include "benchmarks/arguments.h"
#include "benchmarks/environment.h"
#include "benchmarks/perturbed_library.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/error.h"

namespace {

int run(int count, char** words) {
  using namespace basepeak;
  using namespace basepeak::benchmarks;
  const Arguments arguments(count, words,
                            {"--data", "--cache", "--set", "--count", "--seed", "--to"});
  const ReferenceSet set =
      arguments.text("--set", "ms2") == "ei" ? ReferenceSet::ei : ReferenceSet::ms2;
  const Library measured =
      Library::open(reference_library(reference_data(arguments.text("--data", "")), set,
                                      library_cache(arguments.text("--cache", ""))));
  const std::string to = arguments.text("--to", "large.bplib");
  const std::uint64_t wanted = arguments.number("--count", 1'000'000);
  write_perturbed_library(
      measured, arguments.number("--seed", 1), wanted, to, [&](std::uint64_t done) {
        std::fprintf(stderr, "%llu records\n", static_cast<unsigned long long>(done));
      });
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  std::printf("%s: %llu records, %.1f s of processor, at most %.0f MiB of memory\n", to.c_str(),
              static_cast<unsigned long long>(wanted), cpu_seconds(),
              static_cast<double>(usage.ru_maxrss) / 1024.0);
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("make_large_library", [&] { return run(count, words); });
}
