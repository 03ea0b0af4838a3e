#include "tools/train/seen_fit.h"

#include <algorithm>
#include <cmath>

namespace basepeak::train {
namespace {

constexpr float kPrior = 0.01F;          // mean root of an ion of which nothing is known
constexpr float kPriorCompounds = 1.0F;  // as many compounds it stands for

}  // namespace

void SeenCounts::add_compound(const std::vector<SeenKeys>& keys,
                              const std::vector<SeenSpectrum>& spectra) {
  std::array<float, kSeenReadings> in_reading{};
  for (const auto& [reading, roots] : spectra) in_reading[reading] += 1.0F;
  for (std::size_t kind = 0; kind < kSeenKinds; ++kind) {
    std::unordered_map<std::uint32_t, std::array<float, kSeenReadings>> own;
    for (std::size_t f = 0; f < keys.size(); ++f) {
      std::array<float, kSeenReadings> mean{};
      for (const auto& [reading, roots] : spectra) mean[reading] += roots[f] / in_reading[reading];
      auto& to = own[keys[f][kind]];
      for (std::size_t reading = 0; reading < kSeenReadings; ++reading)
        to[reading] = std::max(to[reading], mean[reading]);
    }
    for (const auto& [key, mean] : own) {
      Count& count = counts_[kind][key];
      ++count.compounds;
      for (std::size_t reading = 0; reading < kSeenReadings; ++reading) {
        if (in_reading[reading] <= 0.0F) continue;
        count.sum[reading] += mean[reading];
        count.of[reading] += 1.0F;
      }
    }
  }
}

void SeenCounts::add(const SeenCounts& other) {
  for (std::size_t kind = 0; kind < kSeenKinds; ++kind) {
    for (const auto& [key, more] : other.counts_[kind]) {
      Count& count = counts_[kind][key];
      count.compounds += more.compounds;
      for (std::size_t reading = 0; reading < kSeenReadings; ++reading) {
        count.sum[reading] += more.sum[reading];
        count.of[reading] += more.of[reading];
      }
    }
  }
}

SeenIons SeenCounts::seen(std::uint32_t least) const {
  std::array<std::vector<SeenIons::Entry>, kSeenKinds> entries;
  for (std::size_t kind = 0; kind < kSeenKinds; ++kind) {
    for (const auto& [key, count] : counts_[kind]) {
      if (count.compounds < least) continue;
      SeenIons::Entry entry;
      entry.key = key;
      entry.compounds = static_cast<std::uint8_t>(std::min(count.compounds, 255U));
      for (std::size_t reading = 0; reading < kSeenReadings; ++reading) {
        const float mean =
            (count.sum[reading] + kPrior * kPriorCompounds) / (count.of[reading] + kPriorCompounds);
        entry.root[reading] =
            static_cast<std::uint8_t>(std::lround(255.0F * std::sqrt(std::min(1.0F, mean))));
      }
      entries[kind].push_back(entry);
    }
    std::sort(entries[kind].begin(), entries[kind].end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
  }
  return SeenIons(std::move(entries));
}

SeenIons seen_without(const std::vector<SeenCounts>& parts, std::size_t left_out,
                      std::uint32_t least) {
  SeenCounts sum;
  for (std::size_t part = 0; part < parts.size(); ++part)
    if (part != left_out) sum.add(parts[part]);
  return sum.seen(least);
}

}  // namespace basepeak::train
