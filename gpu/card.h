#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "engine/search/backend.h"
#include "gpu/device.h"
#include "gpu/ei_peak_search.h"
#include "gpu/ei_search.h"
#include "gpu/ms2_search.h"

namespace basepeak {

// One device and the indexes it holds of its part of the library, each made when it is first asked
// for. Safe to share between threads. The library and `processor`, which lends prepared records and
// answers what no kernel holds, must outlive it.
class Card {
 public:
  Card(const Library& library, const Backend& processor, std::unique_ptr<Device> device,
       const DeviceLayout& layout);

  [[nodiscard]] std::string name() const { return device_->facts().name; }

  // Whether a device can answer at all: what it cannot, the processor does.
  [[nodiscard]] static bool serves(const SearchSettings& settings);

  // As Backend::propose with an error bound of 0, over the records of its part.
  // REQUIRES: serves(settings)
  [[nodiscard]] std::vector<std::vector<Candidate>> propose(std::span<const Query> queries,
                                                            const SearchSettings& settings,
                                                            std::size_t wanted) const;

 private:
  template <typename Search>
  using Searches = std::map<std::string, std::shared_ptr<const Search>>;

  [[nodiscard]] std::shared_ptr<const Ms2DeviceSearch> ms2(const SearchSettings& settings) const;
  template <typename Search>
  [[nodiscard]] std::shared_ptr<const Search> get(
      Searches<Search>& searches, const SearchSettings& settings,
      const std::shared_ptr<const PreparedRecords>& kept) const;

  const Library& library_;
  const Backend& processor_;
  std::unique_ptr<Device> device_;
  mutable Workspaces workspaces_;
  DeviceLayout layout_;
  mutable std::mutex mutex_;
  mutable Searches<Ms2DeviceSearch> ms2_;
  mutable Searches<EiDeviceSearch> ei_;
  mutable Searches<EiPeakSearch> ei_peaks_;
};

}  // namespace basepeak
