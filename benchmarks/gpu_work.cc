// What a search asks of a graphics card, counted with the host in its place: the numbers that the
// roofline of docs/decisions/0010-graphics-cards.md is made of. No clock of a device is in them;
// the host's share - preparing queries, scoring nominees by definition - is timed, on one thread.
#include <cstdio>
#include <memory>

#include "benchmarks/arguments.h"
#include "benchmarks/brute_force.h"
#include "benchmarks/environment.h"
#include "benchmarks/query_set.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/search/search.h"
#include "gpu/device_backend.h"
#include "gpu/ei_kernel.cuh"
#include "gpu/ms2_kernel.cuh"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;

struct Work {
  std::uint64_t resident_bytes = 0;
  std::uint64_t uploaded_bytes = 0;
  std::uint64_t downloaded_bytes = 0;
  std::uint64_t postings = 0;
  std::uint64_t multiplications = 0;
  std::uint64_t record_peaks = 0;  // looked at by passes of EI peaks
  std::uint64_t nominees = 0;
  std::uint64_t passes = 0;
  double device_s = 0.0;  // that the host spent in the device's place
};

// Counts what passes through it.
class CountingDevice final : public Device {
 public:
  CountingDevice(std::unique_ptr<Device> device, Work& work)
      : device_(std::move(device)), work_(work) {}
  [[nodiscard]] DeviceFacts facts() const override { return device_->facts(); }
  [[nodiscard]] DeviceMemory allocate(std::size_t bytes) const override {
    allocated_ = bytes;
    return device_->allocate(bytes);
  }
  [[nodiscard]] DeviceMemory allocate_on_host(std::size_t bytes) const override {
    return device_->allocate_on_host(bytes);
  }
  void copy_in(void* to, const void* from, std::size_t bytes, int stream) const override {
    // Segments alone fill what was allocated for them.
    (bytes == allocated_ ? work_.resident_bytes : work_.uploaded_bytes) += bytes;
    timed([&] { device_->copy_in(to, from, bytes, stream); });
  }
  void copy_out(void* to, const void* from, std::size_t bytes, int stream) const override {
    work_.downloaded_bytes += bytes;
    timed([&] { device_->copy_out(to, from, bytes, stream); });
  }
  void run(const Ms2Pass& pass, int stream) const override {
    timed([&] {
      const auto shared = std::make_unique<Ms2Shared>();
      for (std::uint32_t block = 0; block < pass.block_count; ++block) {
        for (std::uint32_t query = 0; query < pass.query_count; ++query) {
          for (std::uint32_t first = 0; first < ms2_lists(pass, query); first += kMs2Lists) {
            find_lists(pass, block, query, first, Lane{}, *shared);
            for (const PostingList& list : shared->lists) work_.postings += list.end - list.begin;
          }
        }
      }
    });
    nominate(pass, stream);
  }
  void run(const EiPass& pass, int stream) const override {
    for (std::uint32_t tile = 0; tile < pass.tile_count; ++tile) {
      work_.multiplications += std::uint64_t{ei_depth(pass, tile)} * kEiTile * pass.query_count;
    }
    ++work_.passes;
    timed([&] { device_->run(pass, stream); });
  }
  void run(const EiPeakPass& pass, int stream) const override {
    for (std::uint32_t p = 0; p < pass.warp_count * kWarp; ++p) {
      work_.record_peaks +=
          std::uint64_t{pass.peaks[pass.first_warp * kWarp + p]} * pass.query_count;
    }
    ++work_.passes;
    timed([&] { device_->run(pass, stream); });
  }
  void run(const SelectPass& pass, int stream) const override { nominate(pass, stream); }
  void wait(int stream) const override { device_->wait(stream); }

 private:
  template <typename Call>
  void timed(const Call& call) const {
    const double begin = cpu_seconds();
    call();
    work_.device_s += cpu_seconds() - begin;
  }
  template <typename Pass>
  void nominate(const Pass& pass, int stream) const {
    const auto count = [&] {
      std::uint64_t sum = 0;
      for (std::uint32_t q = 0; q < pass.query_count; ++q) sum += pass.nominations.count[q];
      return sum;
    };
    const std::uint64_t before = count();
    timed([&] { device_->run(pass, stream); });
    ++work_.passes;
    work_.nominees += count() - before;
  }

  std::unique_ptr<Device> device_;
  Work& work_;
  mutable std::size_t allocated_ = 0;
};

std::vector<Query> drawn(const Library& library, bool is_ei, std::size_t count) {
  std::vector<std::uint32_t> records;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if (is_comparable(library, i, is_ei ? Score::ei_simple : Score::ms2_entropy)) {
      records.push_back(i);
    }
  }
  shuffle(records, 1);
  std::vector<Query> queries;
  for (const std::uint32_t record : records) {
    if (queries.size() == count) break;
    queries.push_back(query_of(library, record));
  }
  return queries;
}

// As mass inference asks: one spectrum with so many masses.
std::vector<Query> hypotheses(const std::vector<Query>& queries, std::size_t masses) {
  std::vector<Query> all;
  for (const Query& query : queries) {
    const double first =
        std::max(1.0, query.peaks.mz().empty() ? 1.0 : query.peaks.mz().back() - 50);
    for (std::size_t i = 0; i < masses; ++i) {
      all.push_back(query);
      all.back().stated_mass = first + static_cast<double>(i);
    }
  }
  return all;
}

void report(const std::string& name, const Library& library, const std::vector<Query>& queries,
            const SearchSettings& settings, std::size_t checked) {
  Work work;
  const auto backend =
      make_device_backend(library, std::make_unique<CountingDevice>(make_host_device(), work));
  std::size_t records = 0;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    records += is_comparable(library, i, settings.score) ? 1 : 0;
  }
  // The index is made, and the first answers are checked, before anything counts. Checks may make
  // another index: queries without a precursor keep their peaks near it.
  (void)backend->propose(std::span(queries).first(1), settings, settings.top);
  const std::uint64_t resident = work.resident_bytes;
  const std::vector<Query> first(queries.begin(),
                                 queries.begin() + static_cast<std::ptrdiff_t>(checked));
  BruteForce definition(library);
  require_same(first, search(first, library, *backend, settings, 1), definition, settings);
  work = {};
  const double begin = cpu_seconds();
  constexpr std::size_t kBatch = 64;
  for (std::size_t q = 0; q < queries.size(); q += kBatch) {
    const std::size_t count = std::min(kBatch, queries.size() - q);
    (void)backend->propose(std::span(queries).subspan(q, count), settings, settings.top);
  }
  const double host_s = cpu_seconds() - begin - work.device_s;
  const auto asked = static_cast<double>(queries.size());
  const double pairs = asked * static_cast<double>(records);
  std::printf(
      "{\"search\": \"%s\", \"records\": %zu, \"queries\": %zu, \"checked\": %zu, "
      "\"bytes_a_record\": %.0f, \"postings_a_pair\": %.3f, \"multiplications_a_pair\": %.1f, "
      "\"peaks_a_pair\": %.1f, \"nominees_a_query\": %.1f, \"passes\": %llu, "
      "\"uploaded_bytes_a_query\": %.0f, \"downloaded_bytes_a_query\": %.0f, "
      "\"host_us_a_query\": %.1f}\n",
      name.c_str(), records, queries.size(), checked,
      static_cast<double>(resident) / static_cast<double>(records),
      static_cast<double>(work.postings) / pairs, static_cast<double>(work.multiplications) / pairs,
      static_cast<double>(work.record_peaks) / pairs, static_cast<double>(work.nominees) / asked,
      static_cast<unsigned long long>(work.passes),
      static_cast<double>(work.uploaded_bytes) / asked,
      static_cast<double>(work.downloaded_bytes) / asked, host_s / asked * 1e6);
  std::fflush(stdout);
}

int run(int count, char** words) {
  const Arguments arguments(count, words,
                            {"--data", "--cache", "--set", "--searches", "--queries", "--check",
                             "--hypotheses", "--hypothesis-queries"});
  for (const auto& [fact, value] : environment()) {
    std::fprintf(stderr, "%s: %s\n", fact.c_str(), value.c_str());
  }
  const auto folder = reference_data(arguments.text("--data", ""));
  const auto cache = library_cache(arguments.text("--cache", ""));
  const std::size_t asked = arguments.number("--queries", 128);
  const std::size_t checked = arguments.number("--check", 4);
  const auto names = arguments.texts("--searches");
  for (const bool is_ei : {false, true}) {
    if (arguments.has("--set") && arguments.text("--set", "") != (is_ei ? "ei" : "ms2")) continue;
    const Library library = Library::open(
        reference_library(folder, is_ei ? ReferenceSet::ei : ReferenceSet::ms2, cache));
    const std::vector<Query> queries = drawn(library, is_ei, asked);
    for (const NamedSearch& search : measured_searches(names, is_ei)) {
      if (basepeak::is_ei(search.settings.score) != is_ei) continue;
      report(search.name, library, queries, search.settings, std::min(checked, queries.size()));
    }
    const std::size_t masses = arguments.number("--hypotheses", 200);
    const std::size_t spectra = arguments.number("--hypothesis-queries", 4);
    if (is_ei && spectra > 0) {
      SearchSettings settings;
      settings.score = Score::ei_hybrid;
      settings.top = 25;  // as mass_from_hybrid_scan asks
      settings.threshold = 700.0;
      const std::vector<Query> few(
          queries.begin(),
          queries.begin() + static_cast<std::ptrdiff_t>(std::min(spectra, queries.size())));
      report("ei-hybrid of " + std::to_string(masses) + " masses, by mass", library,
             hypotheses(few, masses), settings, 1);
    }
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("gpu_work", [&] { return run(count, words); });
}
