#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "engine/prepare/left_out.h"
#include "engine/skipped.h"
#include "engine/spectrum/spectrum.h"

namespace basepeak {

// Scans of one run in time order, watched for what no detector does: nothing at all between scans
// that hold plenty, the same scan twice, times that stand still, time without scans. The first two
// would split a peak or hide it and are left out; tell() says so, of all four.
class Continuity {
 public:
  explicit Continuity(std::function<void(Spectrum&&)> take) : take_(std::move(take)) {}

  void add(Spectrum&& scan);
  // Hands on what is held. Call once, after all were added.
  void finish();
  void tell(std::vector<Skipped>& skipped) const;

 private:
  void hand_on(Spectrum&& scan);
  void tell_gaps(std::vector<Skipped>& skipped) const;

  std::function<void(Spectrum&&)> take_;
  std::vector<Spectrum> empty_;  // wait for the next that holds something
  std::size_t peaks_before_ = 0;
  std::optional<Spectrum> last_;  // with its peaks, to know it again
  std::vector<double> times_s_;   // of what was handed on; without those that have none
  std::size_t handed_on_ = 0;
  LeftOut hollow_;
  LeftOut repeated_;
};

}  // namespace basepeak
