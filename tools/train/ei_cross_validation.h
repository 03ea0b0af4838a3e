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
  std::size_t library = 0;  // compounds there were to predict from; 0 for all
};

// Who is left out together. `group` names a sample's group; the stacker that predicts it is fitted
// on samples of other groups, themselves predicted without this group.
struct LeaveOutRule {
  std::function<std::string(const MoleculeSample&)> group;
  // Whether a compound is no analogue of the asked one; its own never is.
  std::function<bool(const MoleculeSample& asked, const MoleculeSample& other)> is_kin;
  std::function<bool(const MoleculeSample&)> is_asked;  // who is predicted; all by default
  // Predicted from so many compounds too, drawn for each by a checksum.
  std::vector<std::size_t> libraries;
};

// `generic` holds the samples and comes from a scorer that was fitted on none of them. Samples for
// which no analogue is left are passed over. In the order of the groups' names, then of the
// samples, from the whole library first.
[[nodiscard]] std::vector<LeftOut> predict_left_out(
    const std::vector<const MoleculeSample*>& samples, const GenericAnswers& generic,
    const LeaveOutRule& rule, const BoostedSettings& settings, std::size_t threads);

// What a prediction is compared with, from m/z 0 up to the highest that is read.
[[nodiscard]] NominalSpectrum measured_spectrum(const MoleculeSample& sample);

// As it would be exported.
[[nodiscard]] Likeness likeness_of(const std::vector<double>& roots, const LeftOut& left_out);

}  // namespace basepeak::train
