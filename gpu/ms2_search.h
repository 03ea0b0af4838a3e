#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/library/library.h"
#include "engine/search/backend.h"
#include "engine/search/ms2_levels.h"
#include "gpu/segments.h"
#include "gpu/workspace.h"

namespace basepeak {

// The MS/MS records of a library on a device, by fragment and, for scores that need it, by neutral
// loss: 4 bytes a peak and view, 8 bytes a record and the directories, about 100 bytes a spectrum
// of 20 peaks in one view. Safe to share between threads. Library, device and workspaces must
// outlive it.
class Ms2DeviceSearch {
 public:
  // For all settings whose key() is that of these. Throws Error{device} where it does not fit.
  Ms2DeviceSearch(const Library& library, const SearchSettings& settings, const Device& device,
                  Workspaces& workspaces, std::size_t threads, const DeviceLayout& layout = {});

  // Two settings of equal key are searched in one index.
  [[nodiscard]] static std::string key(const SearchSettings& settings);

  // As Backend::propose with an error bound of 0. `kept` lends prepared records; `others` answers
  // the queries whose sums no 16 bits hold.
  [[nodiscard]] std::vector<std::vector<Candidate>> propose(std::span<const Query> queries,
                                                            const SearchSettings& settings,
                                                            std::size_t wanted,
                                                            const PreparedRecords* kept,
                                                            const Backend& others) const;

  [[nodiscard]] std::uint64_t bytes() const noexcept { return segments_->bytes(); }
  [[nodiscard]] bool is_resident() const noexcept { return segments_->is_resident(); }

 private:
  class Ranked;
  void run(std::span<const Ranked* const> queries, const SearchSettings& settings,
           const Nominations& to, Workspace& on) const;

  const Library& library_;
  Workspaces& workspaces_;
  std::uint32_t slots_;
  std::vector<std::uint32_t> records_;  // by position
  std::vector<std::uint32_t> odd_;      // see Ms2Order
  double largest_total_ = 0.0;
  std::vector<std::vector<Ms2BlockPlace>> blocks_;  // by segment
  std::unique_ptr<Segments> segments_;
};

}  // namespace basepeak
