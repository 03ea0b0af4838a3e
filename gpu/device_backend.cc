#include "gpu/device_backend.h"

#include <algorithm>

#include "engine/parallel.h"
#include "engine/search/best_records.h"
#include "gpu/card.h"

namespace basepeak {

namespace {

using Proposals = std::vector<std::vector<Candidate>>;  // a list a query

// The best of all parts for one query. A part that cannot answer hands on what the processor found
// in the whole library: that alone is the answer where it comes without exact scores, and else it
// holds records of other parts once more.
std::vector<Candidate> best_of(const std::vector<Proposals>& parts, std::size_t query,
                               std::size_t wanted, double threshold) {
  std::vector<Candidate> all;
  for (const Proposals& part : parts) {
    for (const Candidate& candidate : part[query]) {
      if (!candidate.exact) return part[query];
      all.push_back(candidate);
    }
  }
  std::sort(all.begin(), all.end(),
            [](const Candidate& a, const Candidate& b) { return a.record < b.record; });
  const auto repeated =
      std::unique(all.begin(), all.end(),
                  [](const Candidate& a, const Candidate& b) { return a.record == b.record; });
  all.erase(repeated, all.end());
  BestRecords best(wanted, threshold);
  for (const Candidate& candidate : all) best.add(candidate.record, *candidate.exact);
  return best.candidates();
}

class DeviceBackend final : public Backend {
 public:
  DeviceBackend(const Library& library, std::vector<std::unique_ptr<Device>> devices,
                DeviceLayout layout)
      : processor_(make_cpu_backend(library)) {
    layout.parts = devices.size();
    for (layout.part = 0; layout.part < layout.parts; ++layout.part) {
      cards_.push_back(std::make_unique<const Card>(library, *processor_,
                                                    std::move(devices[layout.part]), layout));
    }
  }

  [[nodiscard]] std::string name() const override {
    std::string names;
    for (const auto& card : cards_) names += (names.empty() ? "" : ", ") + card->name();
    return "gpu (" + names + ")";
  }
  [[nodiscard]] float error_bound(const SearchSettings&) const noexcept override { return 0.0F; }

  [[nodiscard]] Proposals propose(std::span<const Query> queries, const SearchSettings& settings,
                                  std::size_t wanted) const override {
    if (!Card::serves(settings)) return processor_->propose(queries, settings, wanted);
    if (cards_.size() == 1) return cards_.front()->propose(queries, settings, wanted);
    std::vector<Proposals> parts(cards_.size());
    parallel_for(cards_.size(), cards_.size(),
                 [&](std::size_t c) { parts[c] = cards_[c]->propose(queries, settings, wanted); });
    Proposals proposals(queries.size());
    for (std::size_t q = 0; q < queries.size(); ++q) {
      proposals[q] = best_of(parts, q, wanted, settings.threshold);
    }
    return proposals;
  }

  [[nodiscard]] std::shared_ptr<const PreparedRecords> prepared_records(
      const SearchSettings& settings) const override {
    return processor_->prepared_records(settings);
  }

 private:
  std::unique_ptr<Backend> processor_;
  std::vector<std::unique_ptr<const Card>> cards_;
};

}  // namespace

std::unique_ptr<Backend> make_device_backend(const Library& library,
                                             std::vector<std::unique_ptr<Device>> devices,
                                             const DeviceLayout& layout) {
  return std::make_unique<DeviceBackend>(library, std::move(devices), layout);
}

std::unique_ptr<Backend> make_device_backend(const Library& library, std::unique_ptr<Device> device,
                                             const DeviceLayout& layout) {
  std::vector<std::unique_ptr<Device>> devices;
  devices.push_back(std::move(device));
  return make_device_backend(library, std::move(devices), layout);
}

}  // namespace basepeak
