#include "engine/identify/class_recogniser.h"

#include <algorithm>
#include <string>

#include "engine/identify/class_model.h"
#include "engine/identify/ms2_class_model.h"
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

// A single product ion of the class, however exact, is one coincidence; peaks that are not of the
// class do not make it two.
constexpr std::size_t kFewestIons = 2;

// Of the open spectra 3 of 28 of the class are called on two ions of 1 % or on one half of the
// molecule, and 4 of 39,935 others (docs/validation.md): no likelihood ratio above the quotient of
// the two is stated for such a call.
constexpr double kLargestSparseRatio = (3.0 / 28.0) / (4.0 / 39935.0);

void hold_to_minimum(Recognition& found) {
  if (!found.call.is_called || !found.ms2) return;
  const Ms2Support& shown = *found.ms2;
  if (shown.ions < kFewestIons) {
    found.why = {std::string("fentanyl class not called: the spectrum holds ") +
                 (shown.ions == 0 ? "no product ion" : "one product ion") +
                 " of the class of 1 % or more, and 2 are needed"};
    found.call = {};
    return;
  }
  const bool is_one_sided = !shown.shows_amide || !shown.shows_n1;
  if (shown.ions > kFewestIons && !is_one_sided) return;
  const double prior = ms2_class_model().prior;
  const double odds = kLargestSparseRatio * prior / (1.0 - prior);
  found.call.probability = std::min(found.call.probability.value_or(0.0), odds / (1.0 + odds));
  if (is_one_sided) {
    found.why.push_back(
        std::string("the product ions show ") +
        (shown.shows_n1 ? "the piperidine and the group on its nitrogen only: acyl and N-aryl"
                        : "the amide only: the group on the piperidine's nitrogen") +
        " are concluded from the precursor's mass alone, and a molecule of another class with the "
        "same half and the same mass is not excluded");
  } else {
    found.why.emplace_back(
        "the class rests on two product ions and the precursor's mass, the least that a report "
        "takes");
  }
}

}  // namespace

Recognition ClassRecogniser::recognise(const Query& query, const Method& method) {
  const ClassModel& model = class_model();
  if (!is_searched_as_ei(query.acquisition)) {
    Recognition recognition = recognise_ms2(
        query, model.table, windows_of(method, query.acquisition.precursor_mz.value_or(0.0)));
    hold_to_minimum(recognition);
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
