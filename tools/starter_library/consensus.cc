#include "tools/starter_library/consensus.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>

#include "engine/error.h"

namespace basepeak::starter {

namespace {

constexpr double kBase = 999.0;

// An ion: its m/z and its relative intensity in each replicate.
struct Ion {
  double mz = 0.0;
  std::vector<double> relative;
};

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviation_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

void check(const std::vector<Peaks>& replicates) {
  if (replicates.empty()) throw Error(ErrorKind::input, "no replicate to average");
  for (std::size_t i = 0; i < replicates.size(); ++i) {
    if (replicates[i].base_intensity() <= 0.0F) {
      throw Error(ErrorKind::input, "replicate " + std::to_string(i + 1) + " has no intensity");
    }
  }
}

// REQUIRES: every ion has one relative intensity a replicate and one ion is not 0.
Consensus summarise(std::vector<Ion> ions, std::size_t replicates) {
  double base = 0.0;
  for (const Ion& ion : ions) base = std::max(base, mean_of(ion.relative));
  std::erase_if(
      ions, [&](const Ion& ion) { return mean_of(ion.relative) < kLeastRelativeIntensity * base; });
  std::stable_sort(ions.begin(), ions.end(), [](const Ion& a, const Ion& b) {
    const double x = mean_of(a.relative);
    const double y = mean_of(b.relative);
    return x != y ? x > y : a.mz < b.mz;
  });
  if (ions.size() > kMostPeaks) ions.resize(kMostPeaks);
  std::sort(ions.begin(), ions.end(), [](const Ion& a, const Ion& b) { return a.mz < b.mz; });
  Consensus consensus;
  consensus.replicates = replicates;
  for (const Ion& ion : ions) {
    consensus.mz.push_back(ion.mz);
    consensus.intensity.push_back(mean_of(ion.relative) * kBase / base);
    if (replicates > 1) consensus.deviation.push_back(deviation_of(ion.relative) * kBase / base);
  }
  return consensus;
}

}  // namespace

Consensus unit_mass_consensus(const std::vector<Peaks>& replicates) {
  check(replicates);
  std::map<int, Ion> ions;
  for (std::size_t r = 0; r < replicates.size(); ++r) {
    std::map<int, double> summed;
    for (std::size_t i = 0; i < replicates[r].size(); ++i) {
      const int mass = static_cast<int>(std::floor(replicates[r].mz()[i] + 0.5));
      summed[mass] += static_cast<double>(replicates[r].intensity()[i]);
    }
    double base = 0.0;
    for (const auto& [mass, intensity] : summed) base = std::max(base, intensity);
    for (const auto& [mass, intensity] : summed) {
      Ion& ion = ions[mass];
      ion.mz = mass;
      ion.relative.resize(replicates.size(), 0.0);
      ion.relative[r] = intensity / base;
    }
  }
  std::vector<Ion> list;
  for (auto& [mass, ion] : ions) list.push_back(std::move(ion));
  return summarise(std::move(list), replicates.size());
}

Consensus accurate_mass_consensus(const std::vector<Peaks>& replicates, double window_mz) {
  check(replicates);
  struct Peak {
    double mz;
    double relative;
    std::size_t replicate;
  };
  std::vector<Peak> left;
  for (std::size_t r = 0; r < replicates.size(); ++r) {
    const double base = static_cast<double>(replicates[r].base_intensity());
    for (std::size_t i = 0; i < replicates[r].size(); ++i) {
      const double relative = static_cast<double>(replicates[r].intensity()[i]) / base;
      if (relative > 0.0) left.push_back({replicates[r].mz()[i], relative, r});
    }
  }
  std::stable_sort(left.begin(), left.end(), [](const Peak& a, const Peak& b) {
    return a.relative != b.relative ? a.relative > b.relative : a.mz < b.mz;
  });
  std::vector<Ion> ions;
  while (!left.empty()) {
    Ion ion;
    ion.relative.resize(replicates.size(), 0.0);
    const double centre = left.front().mz;
    double weight = 0.0;
    std::erase_if(left, [&](const Peak& peak) {
      if (std::abs(peak.mz - centre) > window_mz) return false;
      ion.mz += peak.mz * peak.relative;
      weight += peak.relative;
      ion.relative[peak.replicate] += peak.relative;
      return true;
    });
    ion.mz /= weight;
    ions.push_back(std::move(ion));
  }
  return summarise(std::move(ions), replicates.size());
}

}  // namespace basepeak::starter
