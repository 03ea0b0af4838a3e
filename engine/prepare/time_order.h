#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "engine/spectrum/spectrum.h"

namespace basepeak {

// Hands on the scans of a run whose retention times do not decrease, each once the scan after it is
// known: a scan that is later than both its neighbours, or earlier than the one before it, is left
// out alone, so that one damaged time costs one scan. A scan without a time, or with one that is no
// number, is left out, unless no scan before or after it has a time either.
class TimeOrder {
 public:
  // What happens to a scan; the left out ones are told by their scan number.
  struct Takers {
    std::function<void(Spectrum&&)> in_order;
    std::function<void(std::size_t)> disordered;
    std::function<void(std::size_t)> without_time;
  };

  explicit TimeOrder(Takers takers);

  void add(Spectrum&& scan);
  // Hands on the last scan. Call once, after all were added.
  void finish();

 private:
  Takers takers_;
  std::optional<double> latest_s_;  // of the last scan handed on
  std::optional<Spectrum> held_;    // waits for the scan after it
};

}  // namespace basepeak
