#include "gpu/card.h"

#include <thread>

#include "engine/search/prepared.h"
#include "engine/search/record_filter.h"

namespace basepeak {

namespace {

constexpr std::size_t kFewAdmitted = 500;  // fewer are compared one by one

}  // namespace

Card::Card(const Library& library, const Backend& processor, std::unique_ptr<Device> device,
           const DeviceLayout& layout)
    : library_(library),
      processor_(processor),
      device_(std::move(device)),
      workspaces_(*device_),
      layout_(layout) {}

bool Card::serves(const SearchSettings& settings) {
  const bool has_keys = !is_ei(settings.score) || EiPeakSearch::serves(settings.score) ||
                        EiDeviceSearch::serves(settings.score);
  return has_keys && settings.rank_by == RankBy::score &&
         !(settings.admitted && settings.admitted->records().count() <= kFewAdmitted);
}

std::vector<std::vector<Candidate>> Card::propose(std::span<const Query> queries,
                                                  const SearchSettings& settings,
                                                  std::size_t wanted) const {
  const auto kept = processor_.prepared_records(settings);
  if (EiPeakSearch::serves(settings.score)) {
    return get(ei_peaks_, settings, kept)->propose(queries, settings, wanted, processor_);
  }
  if (is_ei(settings.score)) {
    return get(ei_, settings, kept)->propose(queries, settings, wanted, processor_);
  }
  return ms2(settings)->propose(queries, settings, wanted, kept.get(), processor_);
}

std::shared_ptr<const Ms2DeviceSearch> Card::ms2(const SearchSettings& settings) const {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const Ms2DeviceSearch>& entry = ms2_[Ms2DeviceSearch::key(settings)];
  if (!entry) {
    entry = std::make_shared<const Ms2DeviceSearch>(library_, settings, *device_, workspaces_,
                                                    std::thread::hardware_concurrency(), layout_);
  }
  return entry;
}

template <typename Search>
std::shared_ptr<const Search> Card::get(Searches<Search>& searches, const SearchSettings& settings,
                                        const std::shared_ptr<const PreparedRecords>& kept) const {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const Search>& entry = searches[preparation_key(settings)];
  if (!entry) {
    entry =
        std::make_shared<const Search>(library_, settings, *device_, workspaces_, kept, layout_);
  }
  return entry;
}

}  // namespace basepeak
