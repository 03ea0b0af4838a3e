#pragma once

#include <array>
#include <optional>
#include <vector>

#include "engine/identify/ms2_class_model.h"
#include "engine/identify/site_table.h"
#include "engine/spectrum/peaks.h"

namespace basepeak {

// Windows within which m/z are the same, Da.
struct Ms2Windows {
  double fragment_da = 0.005;
  double precursor_da = 0.01;
};

// The sites of a molecule of the class whose [M+H]+ is the precursor, judged by the fragments.
struct Ms2Hypothesis {
  SiteHypothesis sites;
  std::array<double, kMs2Groups> level{};  // of each group's strongest ion: 0 absent, 1 strong
  double explained = 0.0;                  // share of the fragments' signal, on square roots
  std::array<double, kMs2Features> features{};
  double logit = 0.0;  // logarithm of the odds of the class, by the model
};

// A precursor's m/z and how far it may be off, Da, because it was stated rounded.
struct Ms2Precursor {
  double mz = 0.0;
  double off_da = 0.0;
};

// Of an m/z that is rounded to units or tenths, that of the strongest peak which rounds to it, else
// the stated one; nothing where only the unit is known. Others stay as stated.
[[nodiscard]] std::optional<Ms2Precursor> ms2_precursor(const Peaks& peaks, double stated_mz);

// The fragments of a spectrum: peaks 1.6 Da and more below the precursor.
[[nodiscard]] Peaks fragments_of(const Peaks& peaks, double precursor_mz);

// All hypotheses of the precursor, most probable first, ties in table order; sites of equal
// formulas count once. Empty where no molecule of the table has this mass. REQUIRES: fragments is
// not empty.
[[nodiscard]] std::vector<Ms2Hypothesis> rank_ms2(const Peaks& fragments, double precursor_mz,
                                                  const Ms2Windows& windows, const SiteTable& table,
                                                  const Ms2ClassModel& model);

// 0 below 0.2 % of the strongest fragment, 1 from 20 % on, by logarithm.
[[nodiscard]] double ms2_level(double relative_intensity) noexcept;

}  // namespace basepeak
