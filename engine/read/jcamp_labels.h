#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/read/spectrum_text.h"

namespace basepeak {

// What the numbers of a JCAMP-DX table are multiplied by.
struct JcampFactors {
  double mz = 1.0;
  double intensity = 1.0;
  std::string odd;  // which stated factors are not applied, and why; empty where there are none
};

// The labels of a JCAMP-DX block and, in a run, those of the scan that is read.
struct JcampLabels {
  std::vector<TextRecord::Field> block;
  std::vector<TextRecord::Field> scan;

  // The first value that is not empty, the scan's before the block's; empty if there is none.
  [[nodiscard]] std::string_view value(std::string_view label) const;

  // The time of RETENTION_TIME, in seconds unless it names its unit, else that of a page, in the
  // unit that UNITS states. Nothing for a time with a comma for the point.
  [[nodiscard]] std::optional<double> retention_s() const;
  // How a time is read that may mean something else; empty for one that cannot.
  [[nodiscard]] std::string odd_time() const;

  // What shows that pages are missing after the last one of a file without ##END NTUPLES. Empty
  // where its time is the last that the header promises, in its unit, in seconds or in minutes.
  [[nodiscard]] std::string missing_pages() const;

  // XFACTOR and YFACTOR are for XYDATA and XYPOINTS, FACTOR is for the DATA TABLE of NTUPLES.
  [[nodiscard]] JcampFactors factors_of(std::string_view table) const;

  // Whether a scan or block is named here whose table never came, where the next label begins
  // another one or ends the block.
  [[nodiscard]] bool lack_table_before(std::string_view next_label, bool block_has_table) const;
};

}  // namespace basepeak
