#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/library/library.h"
#include "engine/search/backend.h"
#include "gpu/segments.h"
#include "gpu/workspace.h"

namespace basepeak {

// The EI records of a library on a device, as rows of weights in half precision: 2 bytes a mass up
// to the highest of its tile and 644 bytes of shares, about 1.5 KB a spectrum. Safe to share
// between threads. What it is made of must outlive it.
class EiDeviceSearch {
 public:
  // For all settings whose preparation_key is that of these; `kept` lends the records, all of them.
  // Throws Error{device} where it does not fit.
  EiDeviceSearch(const Library& library, const SearchSettings& settings, const Device& device,
                 Workspaces& workspaces, std::shared_ptr<const PreparedRecords> kept,
                 const DeviceLayout& layout = {});

  // Whether the score is a cosine of rows of weights.
  [[nodiscard]] static bool serves(Score score) noexcept;

  // As Backend::propose with an error bound of 0; `others` answers queries of masses too high.
  [[nodiscard]] std::vector<std::vector<Candidate>> propose(std::span<const Query> queries,
                                                            const SearchSettings& settings,
                                                            std::size_t wanted,
                                                            const Backend& others) const;

  [[nodiscard]] std::uint64_t bytes() const noexcept { return segments_->bytes(); }

 private:
  class Ranked;
  struct Segment {
    std::vector<EiTilePlace> tiles;
    std::uint32_t first_position = 0;
    std::uint64_t lowest = 0;  // in bytes
    std::uint64_t share = 0;
  };
  void run(std::span<const Ranked* const> queries, const Nominations& to, Workspace& on) const;

  Workspaces& workspaces_;
  std::shared_ptr<const PreparedRecords> kept_;
  std::uint32_t slots_;
  std::vector<std::uint32_t> records_;  // by position; kNone for padding
  std::vector<std::uint32_t> odd_;      // of masses too high
  std::uint32_t depth_ = 0;             // of the deepest tile
  std::uint32_t query_starts_ = 1;      // above every record's lowest mass
  std::vector<Segment> segment_;
  std::unique_ptr<Segments> segments_;
};

}  // namespace basepeak
