#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/read/run.h"

namespace basepeak {

// What every reader has in common: the header it filled on opening and the remarks it collects.
class RunFile : public Run {
 public:
  [[nodiscard]] const RunHeader& header() const noexcept final { return header_; }
  [[nodiscard]] const std::vector<Skipped>& skipped() const noexcept final { return skipped_; }

  void remark(std::string where, std::string why) {
    skipped_.push_back({std::move(where), std::move(why)});
  }
  // A remark on something that is missing from the run because of it.
  void lose(std::string where, std::string why) {
    skipped_.push_back({std::move(where), std::move(why), true});
  }

 protected:
  RunHeader header_;

 private:
  std::vector<Skipped> skipped_;
};

}  // namespace basepeak
