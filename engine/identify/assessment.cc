#include "engine/identify/assessment.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "engine/identify/class_model.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

constexpr std::size_t kMostCompounds = 30;
constexpr double kFewestPeaks = 5.0;  // of 1 % of the base peak: fewer match by chance

// The confidence in a sentence, for whoever reads the page.
std::string confidence_words(const Confidence& confidence) {
  std::array<char, 160> numbers{};
  std::snprintf(numbers.data(), numbers.size(),
                "; likelihood ratio %.3g, prior %.2g; calibrated on %zu compounds, %zu spectra",
                confidence.likelihood_ratio, confidence.prior, confidence.calibrated_on.compounds,
                confidence.calibrated_on.spectra);
  std::array<char, 32> probability{};
  std::snprintf(probability.data(), probability.size(), "%.3f", confidence.probability);
  return "probability " + std::string(probability.data()) + " that " + confidence.statement +
         numbers.data();
}

// A class that the ions alone indicate: the class model's own calibration.
void state_recognition(Identification& found) {
  const std::optional<CalibratedOn>& on = found.compound_class.calibrated_on;
  if (found.level != ConclusionLevel::compound_class || !on) return;
  const ClassFitCounts counts = fit_counts(class_model());
  Confidence confidence;
  confidence.probability = *found.compound_class.probability;
  confidence.statement = "the compound is of the class " + found.compound_class.name;
  confidence.prior =
      static_cast<double>(counts.of_class) / static_cast<double>(counts.of_class + counts.others);
  confidence.likelihood_ratio = likelihood_ratio(confidence.probability, confidence.prior);
  confidence.calibrated_on = *on;
  found.why.push_back(confidence_words(confidence));
  found.confidence = std::move(confidence);
}

// A class that the best library record has.
void state_library_class(const Assessment& assessment, Identification& found) {
  const CalibrationModel& model = calibration_model();
  ClassCall& call = found.compound_class;
  call.probability = library_class_probability(assessment.evidence, assessment.answer);
  call.calibrated_on = {model.calibrated_on, model.class_data.compounds, model.class_data.spectra,
                        model.sha256};
  if (call.sites) {
    call.sites->probability = library_site_probability(assessment.evidence, assessment.answer);
  }
}

}  // namespace

std::vector<std::string_view> Assessment::group() const {
  std::vector<std::string_view> compounds;
  for (const std::size_t i : answer.group) compounds.push_back(evidence[i].compound);
  return compounds;
}

std::optional<Assessment> assess(const Query& query, const Matches& matches, const Library& library,
                                 const Method& method) {
  if (!is_searched_as_ei(query.acquisition) || method.ei_search.score != Score::ei_identity ||
      matches.hits.empty() || library.origin(matches.hits.front().record) == Origin::predicted) {
    return std::nullopt;
  }
  const QueryFacts facts = facts_of(query.peaks);
  if (facts.peaks < kFewestPeaks) return std::nullopt;
  Assessment assessment;
  assessment.evidence = compound_evidence(query, matches.hits, library,
                                          method.ei_search.unit_mass_rule, kMostCompounds);
  assessment.answer = calibrate(assessment.evidence, facts, method.conclusion.library_prior);
  return assessment;
}

void state_confidence(const std::optional<Assessment>& assessment, const Library& library,
                      const Method& method, Identification& found) {
  const ClassCall& call = found.compound_class;
  if (call.is_called && call.basis == "recognition" && call.probability) state_recognition(found);
  if (!assessment) return;
  if (call.is_called && call.basis == "library") state_library_class(*assessment, found);
  const auto& evidence = assessment->evidence;
  for (const Match& hit : found.matches.hits) {
    const auto at = std::find_if(evidence.begin(), evidence.end(), [&](const auto& e) {
      return e.compound == compound_of(library, hit.record);
    });
    const bool is_known = at != evidence.end() && library.origin(hit.record) != Origin::predicted;
    found.candidate_probability.push_back(
        is_known
            ? std::optional(
                  assessment->answer.probability[static_cast<std::size_t>(at - evidence.begin())])
            : std::nullopt);
  }
  if (found.level != ConclusionLevel::compound && found.level != ConclusionLevel::isomer_group) {
    return;
  }
  const CalibrationModel& model = calibration_model();
  Confidence confidence;
  confidence.probability = assessment->answer.group_probability;
  confidence.statement = found.level == ConclusionLevel::compound
                             ? "the compound is the one named"
                             : "the compound is one of the group's members";
  confidence.prior = method.conclusion.library_prior;
  confidence.likelihood_ratio = likelihood_ratio(confidence.probability, confidence.prior);
  confidence.calibrated_on = {model.calibrated_on, model.all.compounds, model.all.spectra,
                              model.sha256};
  found.why.push_back(confidence_words(confidence));
  found.confidence = std::move(confidence);
}

}  // namespace basepeak
