#include "engine/prepare/time_order.h"

#include <cmath>
#include <utility>

namespace basepeak {

TimeOrder::TimeOrder(Takers takers) : takers_(std::move(takers)) {}

void TimeOrder::add(Spectrum&& scan) {
  const std::optional<double> at_s = scan.acquisition.retention_s;
  if (!at_s || !std::isfinite(*at_s)) {
    const bool has_times = latest_s_ || (held_ && held_->acquisition.retention_s);
    if (at_s || has_times) return takers_.without_time(scan.acquisition.scan);
    finish();
    held_ = std::move(scan);
    return;
  }
  if (latest_s_ && *at_s < *latest_s_) return takers_.disordered(scan.acquisition.scan);
  if (held_ && !held_->acquisition.retention_s) {
    takers_.without_time(held_->acquisition.scan);
  } else if (held_ && *at_s < *held_->acquisition.retention_s) {
    takers_.disordered(held_->acquisition.scan);  // later than both its neighbours
  } else {
    finish();
  }
  held_ = std::move(scan);
}

void TimeOrder::finish() {
  if (!held_) return;
  latest_s_ = held_->acquisition.retention_s;
  takers_.in_order(std::move(*held_));
  held_.reset();
}

}  // namespace basepeak
