#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/predict/displayed_spectrum.h"
#include "engine/predict/quality.h"
#include "tools/train/ei_fit.h"
#include "tools/train/spectrum_likeness.h"

namespace basepeak::train {

// One compound predicted by models that were fitted without it.
struct LeftOut {
  const MoleculeSample* sample = nullptr;
  EiEvidence evidence;
  std::vector<double> stacked;  // square roots
  QualityFeatures quality{};
};

// Who is left out together. `group` names a sample's group; the stacker that predicts it is fitted
// on samples of other groups, themselves predicted without this group. `whole_group` says whether
// the analogues of a sample lack its group too, or only its own compound.
struct LeaveOutRule {
  std::function<std::string(const MoleculeSample&)> group;
  bool whole_group = false;
  std::function<bool(const MoleculeSample&)> is_asked;  // who is predicted; all by default
};

// `generic` holds the samples and comes from a scorer that was fitted on none of them. Samples for
// which no analogue is left are passed over. In the order of the groups' names, then of the
// samples.
[[nodiscard]] std::vector<LeftOut> predict_left_out(
    const std::vector<const MoleculeSample*>& samples, const GenericAnswers& generic,
    const LeaveOutRule& rule, const BoostedSettings& settings, std::size_t threads);

// What a prediction is compared with, from m/z 0 up to the highest that is read.
[[nodiscard]] NominalSpectrum measured_spectrum(const MoleculeSample& sample);

// As it would be exported.
[[nodiscard]] Likeness likeness_of(const std::vector<double>& roots, const LeftOut& left_out);

}  // namespace basepeak::train
