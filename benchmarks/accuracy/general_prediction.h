#pragma once

#include <filesystem>
#include <vector>

#include "benchmarks/accuracy/prediction_report.h"
#include "tools/train/ei_fit.h"

namespace basepeak::benchmarks {

// Molecules outside the class with a neighbour, from everybody else's spectra. The stacker is
// fitted on the class. Two sets: a fifth of the molecules of the licences that a model may be
// fitted on, by a scorer that was not fitted on them, from the spectra of these licences; and a
// tenth of the molecules that the other licences add, by the scorer of all of the former, from all
// spectra. `fitted`: all molecules of the former licences, `of_class` and `others` among them;
// `generic`: fitted on the others, `answers` what it says of the class.
void measure_general(const std::filesystem::path& data,
                     const std::vector<train::MoleculeSample>& fitted,
                     const std::vector<const train::MoleculeSample*>& of_class,
                     const std::vector<const train::MoleculeSample*>& others,
                     const GenericScorer& generic, const train::GenericAnswers& answers,
                     std::size_t threads, PredictionResults& results);

}  // namespace basepeak::benchmarks
