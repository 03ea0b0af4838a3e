#include "engine/identify/ms2_calibration.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/identify/compound_evidence.h"
#include "engine/identify/model_numbers.h"
#include "engine/identify/model_text.h"
#include "engine/identify/ms2_ranker.h"

namespace basepeak {

namespace {

constexpr const char* kWhat = "MS/MS calibration";
constexpr double kNear = 0.1;

double logit(double p) { return std::log(p / (1.0 - p)); }

std::vector<WantedNumber> numbers_of(Ms2CalibrationModel& model) {
  std::vector<WantedNumber> numbers{{"setting\tprior", &model.prior, 1e-3, 1.0 - 1e-3},
                                    {"setting\tgroup coverage", &model.group_coverage, 0.5, 0.9999},
                                    {"count\tcompounds", &model.compounds, 1.0, 1e9},
                                    {"count\tspectra", &model.spectra, 1.0, 1e9}};
  for (std::size_t i = 0; i < kMs2EvidenceFeatures; ++i) {
    numbers.push_back(
        {std::string("choice\t") + name(static_cast<Ms2EvidenceFeature>(i)), &model.choice[i]});
  }
  for (std::size_t i = 0; i < kMs2PresenceFeatures; ++i) {
    numbers.push_back(
        {std::string("presence\t") + name(static_cast<Ms2PresenceFeature>(i)), &model.presence[i]});
  }
  return numbers;
}

}  // namespace

const char* name(Ms2EvidenceFeature feature) noexcept {
  switch (feature) {
    case Ms2EvidenceFeature::similarity: return "similarity, tenths";
    case Ms2EvidenceFeature::similarity_above_08: return "similarity above 0.8, tenths";
  }
  return "";
}

const char* name(Ms2PresenceFeature feature) noexcept {
  switch (feature) {
    case Ms2PresenceFeature::constant: return "constant";
    case Ms2PresenceFeature::similarity: return "similarity, tenths";
    case Ms2PresenceFeature::similarity_above_06: return "similarity above 0.6, tenths";
    case Ms2PresenceFeature::similarity_above_08: return "similarity above 0.8, tenths";
    case Ms2PresenceFeature::similarity_above_09: return "similarity above 0.9, tenths";
    case Ms2PresenceFeature::matched: return "logarithm of the matched peaks";
    case Ms2PresenceFeature::fragments: return "logarithm of the fragments of 1 %";
    case Ms2PresenceFeature::base_share: return "signal share of the strongest fragment";
    case Ms2PresenceFeature::near_compounds: return "logarithm of the compounds within 0.1";
    case Ms2PresenceFeature::candidates: return "logarithm of the compounds compared";
  }
  return "";
}

std::vector<Ms2Evidence> ms2_evidence(std::span<const Match> hits, const Library& library,
                                      std::size_t most) {
  std::vector<Ms2Evidence> found;
  for (const Match& hit : hits) {
    if (library.origin(hit.record) == Origin::predicted) continue;
    const std::string_view compound = compound_of(library, hit.record);
    if (std::any_of(found.begin(), found.end(),
                    [&](const Ms2Evidence& e) { return e.compound == compound; })) {
      continue;
    }
    if (found.size() == most) break;
    found.push_back({compound, hit.record, hit.score, hit.matched_peaks});
  }
  return found;
}

Ms2CalibrationModel parse_ms2_calibration(std::string_view text) {
  Ms2CalibrationModel model;
  ModelNumbers numbers = parse_model_numbers(text, kMs2CalibrationFormat, kWhat);
  take_numbers(numbers, numbers_of(model), kWhat);
  model.calibrated_on = std::move(numbers.calibrated_on);
  model.facts = std::move(numbers.facts);
  model.sha256 = sha256_of(text);
  return model;
}

std::string write_ms2_calibration(const Ms2CalibrationModel& model) {
  Ms2CalibrationModel copy = model;
  ModelNumbers numbers{model.calibrated_on, model.facts, {}};
  for (const WantedNumber& number : numbers_of(copy)) {
    numbers.values.emplace_back(number.key, *number.value);
  }
  return write_model_numbers(numbers, kMs2CalibrationFormat);
}

const Ms2CalibrationModel& ms2_calibration_model() {
  static const Ms2CalibrationModel model = parse_ms2_calibration(embedded_ms2_calibration());
  return model;
}

QueryFacts ms2_facts_of(const Peaks& peaks, double precursor_mz) {
  return facts_of(fragments_of(peaks, precursor_mz));
}

std::array<double, kMs2EvidenceFeatures> ms2_evidence_features(
    const Ms2Evidence& evidence) noexcept {
  const double tenths = 10.0 * evidence.similarity;
  return {tenths, std::max(0.0, tenths - 8.0)};
}

std::vector<double> ms2_choice_shares(std::span<const Ms2Evidence> evidence,
                                      const Ms2CalibrationModel& model) {
  std::vector<double> shares;
  for (const Ms2Evidence& e : evidence) {
    const auto features = ms2_evidence_features(e);
    shares.push_back(
        std::inner_product(features.begin(), features.end(), model.choice.begin(), 0.0));
  }
  const double highest = *std::max_element(shares.begin(), shares.end());
  for (double& share : shares) share = std::exp(share - highest);
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= sum;
  return shares;
}

std::array<double, kMs2PresenceFeatures> ms2_presence_features(
    std::span<const Ms2Evidence> evidence, std::span<const double> shares,
    const QueryFacts& facts) {
  const auto likeliest = std::max_element(shares.begin(), shares.end()) - shares.begin();
  const Ms2Evidence& best = evidence[static_cast<std::size_t>(likeliest)];
  const auto near = std::count_if(evidence.begin(), evidence.end(), [&](const Ms2Evidence& e) {
    return e.similarity > best.similarity - kNear;
  });
  const double tenths = 10.0 * best.similarity;
  return {1.0,
          tenths,
          std::max(0.0, tenths - 6.0),
          std::max(0.0, tenths - 8.0),
          std::max(0.0, tenths - 9.0),
          std::log(1.0 + best.matched_peaks),
          std::log(std::max(1.0, facts.peaks)),
          facts.base_share,
          std::log(static_cast<double>(near)),
          std::log(static_cast<double>(evidence.size()))};
}

Calibrated calibrate_ms2(std::span<const Ms2Evidence> evidence, const QueryFacts& facts,
                         double prior, const Ms2CalibrationModel& model) {
  Calibrated answer;
  answer.share = ms2_choice_shares(evidence, model);
  const auto features = ms2_presence_features(evidence, answer.share, facts);
  const double odds =
      std::inner_product(features.begin(), features.end(), model.presence.begin(), 0.0) +
      logit(prior) - logit(model.prior);
  state_probabilities(answer, 1.0 / (1.0 + std::exp(-odds)),
                      choose_group(answer, model.group_coverage));
  return answer;
}

}  // namespace basepeak
