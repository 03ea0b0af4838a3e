#include "tools/train/esi_seen_fit.h"

#include <algorithm>
#include <cmath>

namespace basepeak::train {
namespace {

constexpr float kPrior = 0.01F;          // mean root of an ion of which nothing is known
constexpr float kPriorCompounds = 1.0F;  // as many compounds it stands for

}  // namespace

void SeenCounts::add_compound(const std::vector<SeenKeys>& keys,
                              const std::vector<SeenSpectrum>& spectra) {
  std::array<float, kEnergyBands> in_band{};
  for (const auto& [band, roots] : spectra) in_band[band] += 1.0F;
  for (std::size_t kind = 0; kind < kSeenKinds; ++kind) {
    std::unordered_map<std::uint32_t, std::array<float, kEnergyBands>> own;
    for (std::size_t f = 0; f < keys.size(); ++f) {
      std::array<float, kEnergyBands> mean{};
      for (const auto& [band, roots] : spectra) mean[band] += roots[f] / in_band[band];
      auto& to = own[keys[f][kind]];
      for (std::size_t band = 0; band < kEnergyBands; ++band)
        to[band] = std::max(to[band], mean[band]);
    }
    for (const auto& [key, mean] : own) {
      Count& count = counts_[kind][key];
      ++count.compounds;
      for (std::size_t band = 0; band < kEnergyBands; ++band) {
        if (in_band[band] <= 0.0F) continue;
        count.sum[band] += mean[band];
        count.of[band] += 1.0F;
      }
    }
  }
}

void SeenCounts::add(const SeenCounts& other) {
  for (std::size_t kind = 0; kind < kSeenKinds; ++kind) {
    for (const auto& [key, more] : other.counts_[kind]) {
      Count& count = counts_[kind][key];
      count.compounds += more.compounds;
      for (std::size_t band = 0; band < kEnergyBands; ++band) {
        count.sum[band] += more.sum[band];
        count.of[band] += more.of[band];
      }
    }
  }
}

EsiSeen SeenCounts::seen(std::uint32_t least) const {
  std::array<std::vector<EsiSeen::Entry>, kSeenKinds> entries;
  for (std::size_t kind = 0; kind < kSeenKinds; ++kind) {
    for (const auto& [key, count] : counts_[kind]) {
      if (count.compounds < least) continue;
      EsiSeen::Entry entry;
      entry.key = key;
      entry.compounds = static_cast<std::uint8_t>(std::min(count.compounds, 255U));
      for (std::size_t band = 0; band < kEnergyBands; ++band) {
        const float mean =
            (count.sum[band] + kPrior * kPriorCompounds) / (count.of[band] + kPriorCompounds);
        entry.root[band] =
            static_cast<std::uint8_t>(std::lround(255.0F * std::sqrt(std::min(1.0F, mean))));
      }
      entries[kind].push_back(entry);
    }
    std::sort(entries[kind].begin(), entries[kind].end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
  }
  return EsiSeen(std::move(entries));
}

}  // namespace basepeak::train
