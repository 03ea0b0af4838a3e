#include "gpu/device_backend.h"

#include <map>
#include <mutex>
#include <thread>

#include "engine/search/prepared.h"
#include "engine/search/record_filter.h"
#include "gpu/ei_peak_search.h"
#include "gpu/ei_search.h"
#include "gpu/ms2_search.h"

namespace basepeak {

namespace {

constexpr std::size_t kFewAdmitted = 500;  // fewer are compared one by one

bool is_served(const SearchSettings& settings) {
  const bool has_keys = !is_ei(settings.score) || EiPeakSearch::serves(settings.score) ||
                        EiDeviceSearch::serves(settings.score);
  return has_keys && settings.rank_by == RankBy::score &&
         !(settings.admitted && settings.admitted->records().count() <= kFewAdmitted);
}

class DeviceBackend final : public Backend {
 public:
  DeviceBackend(const Library& library, std::unique_ptr<Device> device, const DeviceLayout& layout)
      : library_(library),
        device_(std::move(device)),
        workspaces_(*device_),
        layout_(layout),
        processor_(make_cpu_backend(library)) {}

  [[nodiscard]] std::string name() const override { return "gpu (" + device_->facts().name + ")"; }
  [[nodiscard]] float error_bound(const SearchSettings&) const noexcept override { return 0.0F; }

  [[nodiscard]] std::vector<std::vector<Candidate>> propose(std::span<const Query> queries,
                                                            const SearchSettings& settings,
                                                            std::size_t wanted) const override {
    if (!is_served(settings)) return processor_->propose(queries, settings, wanted);
    const auto kept = processor_->prepared_records(settings);
    if (EiPeakSearch::serves(settings.score)) {
      return get(ei_peaks_, preparation_key(settings), settings, kept)
          ->propose(queries, settings, wanted, *processor_);
    }
    if (is_ei(settings.score)) {
      return get(ei_, preparation_key(settings), settings, kept)
          ->propose(queries, settings, wanted, *processor_);
    }
    return ms2(settings)->propose(queries, settings, wanted, kept.get(), *processor_);
  }

  [[nodiscard]] std::shared_ptr<const PreparedRecords> prepared_records(
      const SearchSettings& settings) const override {
    return processor_->prepared_records(settings);
  }

 private:
  [[nodiscard]] std::shared_ptr<const Ms2DeviceSearch> ms2(const SearchSettings& settings) const {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<const Ms2DeviceSearch>& entry = ms2_[Ms2DeviceSearch::key(settings)];
    if (!entry) {
      entry = std::make_shared<const Ms2DeviceSearch>(library_, settings, *device_, workspaces_,
                                                      std::thread::hardware_concurrency(), layout_);
    }
    return entry;
  }

  template <typename Search>
  using Searches = std::map<std::string, std::shared_ptr<const Search>>;

  // Made when it is first asked for.
  template <typename Search>
  [[nodiscard]] std::shared_ptr<const Search> get(
      Searches<Search>& searches, const std::string& key, const SearchSettings& settings,
      const std::shared_ptr<const PreparedRecords>& kept) const {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<const Search>& entry = searches[key];
    if (!entry) {
      entry =
          std::make_shared<const Search>(library_, settings, *device_, workspaces_, kept, layout_);
    }
    return entry;
  }

  const Library& library_;
  std::unique_ptr<Device> device_;
  mutable Workspaces workspaces_;
  DeviceLayout layout_;
  std::unique_ptr<Backend> processor_;
  mutable std::mutex mutex_;
  mutable Searches<Ms2DeviceSearch> ms2_;
  mutable Searches<EiDeviceSearch> ei_;
  mutable Searches<EiPeakSearch> ei_peaks_;
};

}  // namespace

std::unique_ptr<Backend> make_device_backend(const Library& library, std::unique_ptr<Device> device,
                                             const DeviceLayout& layout) {
  return std::make_unique<DeviceBackend>(library, std::move(device), layout);
}

}  // namespace basepeak
