#include "engine/identify/class_recogniser.h"

#include <algorithm>

#include "engine/identify/class_model.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

// How far apart the method takes m/z for the same, in MS/MS of this precursor.
Ms2Windows windows_of(const Method& method, double precursor_mz) {
  const auto half = [&](const Tolerance& tolerance) {
    return tolerance.window(precursor_mz).second - precursor_mz;
  };
  Ms2Windows windows;
  windows.fragment_da = std::min(windows.fragment_da, half(method.ms2_search.peak_tolerance));
  if (const auto& tolerance = method.ms2_search.precursor_tolerance) {
    windows.precursor_da = std::min(windows.precursor_da, half(*tolerance));
  }
  return windows;
}

// A single product ion, however exact, is one coincidence: a report does not rest a class on it.
void refuse_single_fragment(const Query& query, Recognition& recognition) {
  constexpr float kCounts = 0.01F;  // of the strongest
  if (!recognition.call.is_called) return;
  const Peaks fragments = fragments_of(query.peaks, query.acquisition.precursor_mz.value_or(0.0));
  const auto count =
      std::count_if(fragments.intensity().begin(), fragments.intensity().end(),
                    [&](float one) { return one >= kCounts * fragments.base_intensity(); });
  if (count > 1) return;
  recognition.why = {
      "fentanyl class not called: the spectrum holds one product ion, and 2 are needed"};
  recognition.call = {};
}

}  // namespace

Recognition ClassRecogniser::recognise(const Query& query, const Method& method) {
  const ClassModel& model = class_model();
  if (!is_searched_as_ei(query.acquisition)) {
    Recognition recognition = recognise_ms2(
        query, model.table, windows_of(method, query.acquisition.precursor_mz.value_or(0.0)));
    refuse_single_fragment(query, recognition);
    return recognition;
  }
  if (!neighbours_) neighbours_ = neighbours_of(library_, model.table, model.ions);
  return basepeak::recognise(query, model, *neighbours_);
}

bool is_reported(const Recognition& recognition, const Query& query, const Method& method) {
  return recognition.call.is_called &&
         recognition.call.probability.value_or(0.0) >= method.conclusion.class_probability &&
         query.purity >= method.conclusion.class_purity;
}

}  // namespace basepeak
