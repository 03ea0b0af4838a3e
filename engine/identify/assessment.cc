#include "engine/identify/assessment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>

#include "engine/identify/class_model.h"
#include "engine/identify/model_text.h"
#include "engine/identify/ms2_calibration.h"
#include "engine/identify/ms2_class_model.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

constexpr std::size_t kMostCompounds = 30;
constexpr double kFewestPeaks = 5.0;  // of 1 % of the base peak: fewer match by chance
constexpr double kFewestFragments = 3.0;

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

void state_class(Identification& found, double prior, CalibratedOn on) {
  Confidence confidence;
  confidence.probability = *found.compound_class.probability;
  confidence.statement = "the compound is of the class " + found.compound_class.name;
  confidence.prior = prior;
  confidence.likelihood_ratio = likelihood_ratio(confidence.probability, confidence.prior);
  confidence.calibrated_on = std::move(on);
  found.why.push_back(confidence_words(confidence));
  found.confidence = std::move(confidence);
}

// A class that the ions alone indicate: the class model's own calibration.
void state_recognition(Identification& found) {
  const std::optional<CalibratedOn>& on = found.compound_class.calibrated_on;
  if (found.level != ConclusionLevel::compound_class || !on) return;
  double prior = ms2_class_model().prior;
  if (is_searched_as_ei(found.query.acquisition)) {
    const ClassFitCounts counts = fit_counts(class_model());
    prior =
        static_cast<double>(counts.of_class) / static_cast<double>(counts.of_class + counts.others);
  }
  state_class(found, prior, *on);
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

void Assessment::leave_out(const Compounds& compounds) {
  std::erase_if(answer.group, [&](std::size_t i) {
    const bool is_left_out = compounds.contains(evidence[i].compound);
    if (is_left_out) {
      answer.group_probability = std::max(0.0, answer.group_probability - answer.probability[i]);
    }
    return is_left_out;
  });
}

namespace {

// What the MS/MS calibration was fitted on: an identity search of a whole MS/MS spectrum by
// entropy.
bool is_calibrated_ms2(const Query& query, const Matches& matches, const Method& method) {
  const auto& settings = method.ms2_search;
  const bool is_unit_mass =
      std::all_of(query.peaks.mz().begin(), query.peaks.mz().end(),
                  [](double mz) { return std::abs(10.0 * mz - std::round(10.0 * mz)) <= 0.02; });
  return settings.score == Score::ms2_entropy && settings.rank_by == RankBy::score &&
         settings.precursor_tolerance && query.acquisition.precursor_mz && matches.notes.empty() &&
         !is_unit_mass && !(query.ms2 && query.ms2->is_pseudo);
}

std::optional<Assessment> assess_ms2(const Query& query, const Matches& matches,
                                     const Library& library, const Method& method) {
  if (!is_calibrated_ms2(query, matches, method)) return std::nullopt;
  const QueryFacts facts = ms2_facts_of(query.peaks, *query.acquisition.precursor_mz);
  if (facts.peaks < kFewestFragments) return std::nullopt;
  const auto evidence = ms2_evidence(matches.hits, library, kMostCompounds);
  Assessment assessment;
  assessment.is_ms2 = true;
  assessment.answer = calibrate_ms2(evidence, facts, method.conclusion.library_prior);
  for (const Ms2Evidence& e : evidence) {
    assessment.evidence.push_back(
        {e.compound, library.isomer_key(e.record), library.compound_class(e.record), e.record, {}});
  }
  return assessment;
}

CalibratedOn calibration_of(const Assessment& assessment) {
  if (assessment.is_ms2) {
    const Ms2CalibrationModel& model = ms2_calibration_model();
    return {model.calibrated_on, static_cast<std::size_t>(model.compounds),
            static_cast<std::size_t>(model.spectra), model.sha256};
  }
  const CalibrationModel& model = calibration_model();
  return {model.calibrated_on, model.all.compounds, model.all.spectra, model.sha256};
}

}  // namespace

std::optional<Assessment> assess(const Query& query, const Matches& matches, const Library& library,
                                 const Method& method) {
  if (matches.hits.empty() || library.origin(matches.hits.front().record) == Origin::predicted) {
    return std::nullopt;
  }
  if (!is_searched_as_ei(query.acquisition)) return assess_ms2(query, matches, library, method);
  if (method.ei_search.score != Score::ei_identity) return std::nullopt;
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
  if (call.is_called && call.basis == "library" && !assessment->is_ms2)
    state_library_class(*assessment, found);
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
  Confidence confidence;
  confidence.probability = assessment->answer.group_probability;
  confidence.statement = found.level == ConclusionLevel::compound
                             ? "the compound is the one named"
                             : "the compound is one of the group's members";
  confidence.prior = method.conclusion.library_prior;
  confidence.likelihood_ratio = likelihood_ratio(confidence.probability, confidence.prior);
  confidence.calibrated_on = calibration_of(*assessment);
  found.why.push_back(confidence_words(confidence));
  found.confidence = std::move(confidence);
}

}  // namespace basepeak
