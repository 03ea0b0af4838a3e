#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/library/library.h"
#include "engine/search/backend.h"
#include "gpu/segments.h"
#include "gpu/workspace.h"

namespace basepeak {

// The EI records of a library on a device by their peaks, for hybrid scores and composites: 6 or 10
// bytes a peak and 10 a record. One spectrum with many masses, as mass inference asks, is sent
// once. Safe to share between threads. What it is made of must outlive it.
class EiPeakSearch {
 public:
  // For all settings whose preparation_key is that of these; `kept` lends the records, all of them.
  // Throws Error{device} where it does not fit.
  EiPeakSearch(const Library& library, const SearchSettings& settings, const Device& device,
               Workspaces& workspaces, std::shared_ptr<const PreparedRecords> kept,
               const DeviceLayout& layout = {});

  // Whether the score needs more of two spectra than a product of rows.
  [[nodiscard]] static bool serves(Score score) noexcept;

  // As Backend::propose with an error bound of 0; `others` answers queries of masses too high.
  [[nodiscard]] std::vector<std::vector<Candidate>> propose(std::span<const Query> queries,
                                                            const SearchSettings& settings,
                                                            std::size_t wanted,
                                                            const Backend& others) const;

  [[nodiscard]] std::uint64_t bytes() const noexcept { return segments_->bytes(); }

 private:
  class Ranked;
  // In bytes, as HybridPass.
  struct Segment {
    std::uint32_t first_position = 0;
    std::uint32_t warps = 0;
    std::uint64_t mass = 0;
    std::uint64_t weight = 0;
    std::uint64_t ratio_weight = 0;
    std::uint64_t first_row = 0;
    std::uint64_t peaks = 0;
    std::uint64_t nominal = 0;
  };
  void run(std::span<const Ranked* const> queries, const Nominations& to, Workspace& on) const;

  EiPeakScore score_;
  Workspaces& workspaces_;
  std::shared_ptr<const PreparedRecords> kept_;
  std::uint32_t slots_;
  std::vector<std::uint32_t> records_;  // by position; kNone for padding
  std::vector<std::uint32_t> odd_;      // of masses too high
  std::vector<Segment> segment_;
  std::unique_ptr<Segments> segments_;
};

}  // namespace basepeak
