#include "benchmarks/perturbed_library.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "benchmarks/query_set.h"
#include "engine/error.h"
#include "engine/library/library_writer.h"
#include "engine/search/ms2_index_file.h"

namespace basepeak::benchmarks {
namespace {

constexpr double kJitterDa = 0.003;
constexpr double kLargestJitterDa = 0.01;
constexpr double kIntensityDeviation = 0.3;  // of the natural logarithm
constexpr double kDropped = 0.15;
constexpr double kAdded = 0.15;
constexpr double kLowestMz = 10.0;

// Monoisotopic masses, Da: CH2, O, F for H, Cl for H, H2, CO, acetyl for H, CH3O for H.
constexpr std::array<double, 8> kGroups = {14.0156501, 15.9949146, 17.9905782, 33.9610277,
                                           2.0156501,  27.9949146, 42.0105647, 30.0105647};

struct PeakLists {
  std::vector<double> mz;
  std::vector<float> intensity;
};

PeakLists perturbed(const Peaks& peaks, double shift, Random& random) {
  PeakLists lists;
  const auto keep = [&](double mz, double intensity) {
    if (mz < kLowestMz) return;
    lists.mz.push_back(mz);
    lists.intensity.push_back(static_cast<float>(intensity));
  };
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    const bool is_dropped = random.uniform() < kDropped;
    const double jitter =
        std::clamp(kJitterDa * random.normal(), -kLargestJitterDa, kLargestJitterDa);
    const double factor = std::exp(kIntensityDeviation * random.normal());
    const double moved = random.uniform() < 0.5 ? shift : 0.0;
    if (!is_dropped) keep(peaks.mz()[i] + jitter + moved, peaks.intensity()[i] * factor);
  }
  if (peaks.empty()) return lists;
  const double low = peaks.mz().front();
  const double width = peaks.mz().back() - low;
  const auto added = random.below(
      1 + static_cast<std::uint64_t>(kAdded * static_cast<double>(peaks.size()) + 0.999));
  for (std::uint64_t i = 0; i < added; ++i) {
    // 1 to 20 % of the base peak, small ones more often.
    const double share = 0.01 * std::pow(20.0, random.uniform());
    keep(low + width * random.uniform(), peaks.base_intensity() * share);
  }
  return lists;
}

}  // namespace

LibraryRecord perturbed_record(const Library& measured, std::uint64_t seed, std::uint64_t number) {
  Random random(Random(seed).next() ^ (number * 0x9e3779b97f4a7c15ULL));
  LibraryRecord record = measured.record(static_cast<std::uint32_t>(random.below(measured.size())));
  const bool is_analogue = random.uniform() < 0.5;
  double shift = kGroups[random.below(kGroups.size())];
  if (random.uniform() < 0.5) shift = -shift;
  if (!is_analogue) shift = 0.0;

  const PeakLists lists = perturbed(record.peaks, shift, random);
  record.peaks = Peaks::from_unsorted(lists.mz, lists.intensity);
  record.deviation.clear();
  record.synonyms.clear();
  record.flags.clear();
  record.origin = Origin::predicted;
  record.comment = "made from a measured record for measuring speed";
  if (is_analogue) {
    record.smiles.clear();
    record.inchikey.clear();
    record.formula.clear();
    record.cas.clear();
    record.isomer_key.clear();
    record.compound_class.clear();
    const auto move = [&](std::optional<double>& mass) {
      if (mass && *mass + shift > kLowestMz) *mass += shift;
    };
    move(record.monoisotopic_mass);
    move(record.acquisition.precursor_mz);
  }
  record.id = "made-" + std::to_string(number);
  return record;
}

void write_perturbed_library(const Library& measured, std::uint64_t seed, std::uint64_t count,
                             const std::filesystem::path& path,
                             const std::function<void(std::uint64_t)>& progress) {
  constexpr std::uint64_t kReportEvery = 100'000;
  if (measured.size() == 0) {
    throw Error(ErrorKind::library, path.string() + ": an empty library gives nothing to perturb");
  }
  std::filesystem::path unindexed = path;
  unindexed += ".unindexed";
  {
    LibraryWriter writer(unindexed, measured.name() + ", " + std::to_string(count) +
                                        " made-up records, seed " + std::to_string(seed));
    for (std::uint64_t i = 0; i < count; ++i) {
      writer.add(perturbed_record(measured, seed, i));
      if (progress && (i + 1) % kReportEvery == 0) progress(i + 1);
    }
    writer.finish();
  }
  add_ms2_index(unindexed, path, std::max(1U, std::thread::hardware_concurrency()));
  std::filesystem::remove(unindexed);
}

std::filesystem::path perturbed_library(const Library& measured, std::uint64_t seed,
                                        std::uint64_t count, const std::filesystem::path& cache) {
  const std::filesystem::path path =
      cache / ("made-" + measured.checksum().substr(0, 12) + "-" + std::to_string(seed) + "-" +
               std::to_string(count) + ".bplib");
  if (!std::filesystem::exists(path)) write_perturbed_library(measured, seed, count, path);
  return path;
}

}  // namespace basepeak::benchmarks
