#include "engine/identify/recognition.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "engine/identify/class_evidence.h"
#include "engine/identify/neighbour_ranker.h"
#include "engine/identify/site_ranker.h"

namespace basepeak {

namespace {

constexpr std::size_t kRanked = 300;     // hypotheses that the answers are drawn from
constexpr std::size_t kFewestPeaks = 8;  // of 1 % of the base peak and more
constexpr double kSeen = 0.01;           // of the base peak
constexpr double kMostBleed = 0.5;

std::string text_of(double value, int digits) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

// Ions as high as the base peak: of a spectrum cut off at the detector's ceiling half of them are,
// of 14,188 reference spectra of eight ions and more none has so many.
bool is_cut_off(const EiView& view) {
  constexpr double kAtCeiling = 0.999;
  const auto top = std::count_if(view.relative.begin(), view.relative.end(),
                                 [](double one) { return one >= kAtCeiling; });
  return 2 * static_cast<std::size_t>(top) >= view.peaks;
}

// Share of the ion signal in the methylsiloxane ions of a bleeding column.
double bleed_share(const EiView& view) {
  constexpr std::array kSiloxanes = {73, 147, 207, 221, 281, 295, 327, 341, 355, 405, 429, 503};
  double bleed = 0.0;
  for (const int mass : kSiloxanes) bleed += EiView::at(view.relative, mass);
  const double total = std::accumulate(view.relative.begin(), view.relative.end(), 0.0);
  return total > 0.0 ? bleed / total : 0.0;
}

double logit_of(const EiView& view, const RankedHypotheses& ranked, const ClassModel& model) {
  const std::vector<double> features = detection_features(view, ranked, model);
  const double score =
      std::inner_product(features.begin(), features.end(), model.class_weights.begin(), 0.0);
  return model.class_slope * score + model.class_offset;
}

double probability_of(double logit) { return 1.0 / (1.0 + std::exp(-logit)); }

// What the probability of a call was calibrated on; none where the model does not say.
std::optional<CalibratedOn> calibration_of(const ClassModel& model, const ClassAnswer& answer,
                                           const ClassNeighbours* neighbours) {
  const ClassFitCounts counts = fit_counts(model);
  if (counts.of_class == 0 || counts.others == 0) return std::nullopt;
  std::string data = "EI spectra of " + std::to_string(counts.of_class) + " class spectra and " +
                     std::to_string(counts.others) +
                     " others, whole compounds left out, each by a model that had not seen its "
                     "compound";
  if (answer.is_by_neighbours) {
    data += ", beside the spectra of the other compounds of the class; there " +
            text_of(model.neighbours.compounds, 0) + " in all, in this library " +
            std::to_string(neighbours->compounds);
  }
  return CalibratedOn{std::move(data), counts.compounds, counts.of_class + counts.others,
                      model.sha256};
}

std::vector<ClassCall::Evidence> evidence_of(const EiView& view, const ClassModel& model,
                                             const SiteHypothesis& hypothesis) {
  std::vector<ClassCall::Evidence> evidence;
  for (const IonTemplate& ion : model.ions) {
    const int mass = ion_mass(ion, model.table, hypothesis);
    const std::string formula = ion_formula(ion, model.table, hypothesis);
    if (formula.empty() || mass < EiView::kLowest || mass >= EiView::kMasses) continue;
    const std::string label = "m/z " + std::to_string(mass);
    const bool is_listed = std::any_of(evidence.begin(), evidence.end(), [&](const auto& e) {
      return e.ion == label && e.formula == formula;
    });
    if (is_listed) continue;
    const double intensity = EiView::at(view.relative, mass);
    evidence.push_back({label, formula, ion.contains, intensity >= kSeen, intensity});
  }
  return evidence;
}

ClassCall::Sites sites_of(const SiteAnswer& answer) {
  return {answer.acyl, answer.n_aryl, answer.piperidine, answer.n1_substituent, answer.probability};
}

}  // namespace

std::vector<std::string> changed_sites(const ClassCall::Sites& sites) {
  std::vector<std::string> changed;
  if (sites.acyl != "C3H5O") changed.emplace_back("acyl");
  if (sites.n_aryl != "C6H5") changed.emplace_back("n_aryl");
  if (sites.piperidine != "C5H9N") changed.emplace_back("piperidine");
  if (sites.n1_substituent != "C8H9") changed.emplace_back("n1_substituent");
  return changed;
}

std::string class_name_of(const ClassCall::Sites& sites) {
  return sites.acyl == "H" || sites.n1_substituent == "H" ? "fentanyl precursor" : "fentanyl";
}

double class_probability(const Peaks& peaks, const ClassModel& model) {
  const EiView view(peaks);
  if (view.peaks == 0) return 0.0;
  return probability_of(logit_of(view, rank_hypotheses(view, model, 1), model));
}

ClassAnswer class_answer(const EiView& view, const ClassModel& model,
                         const ClassNeighbours* neighbours, std::string_view without) {
  const RankedHypotheses ranked = rank_hypotheses(view, model, kRanked);
  const double logit = logit_of(view, ranked, model);
  ClassAnswer answer{probability_of(logit), model.call_threshold, {}, false};
  if (neighbours == nullptr || !neighbours_count(model, *neighbours) ||
      answer.probability < model.neighbours.gate) {
    answer.sites = site_answers(ranked, model, model.site_sharpness);
    return answer;
  }
  const NeighbourComparison comparison(view, *neighbours, model.table, without);
  const auto hypotheses = neighbour_hypotheses(view, ranked, model, comparison);
  const RankedHypotheses again = rank_with_neighbours(hypotheses, model.neighbours.site_weights);
  const NeighbourClassFeatures features =
      neighbour_class_features(logit, hypotheses, again, comparison.nearest());
  answer.probability = probability_of(std::inner_product(
      features.begin(), features.end(), model.neighbours.class_weights.begin(), 0.0));
  answer.threshold = model.neighbours.call_threshold;
  answer.sites = site_answers(again, model, 1.0);
  answer.is_by_neighbours = true;
  return answer;
}

namespace {

Recognition recognise_beside(const Query& query, const ClassModel& model,
                             const ClassNeighbours* neighbours, std::string_view without) {
  const bool is_ei =
      query.acquisition.ms_level <= 1 && query.acquisition.ionisation != Ionisation::esi;
  if (!is_ei) return recognise_ms2(query, model.table);

  Recognition found;
  const EiView view(query.peaks);
  if (view.peaks < kFewestPeaks) {
    found.why.push_back("class not assessed: " + std::to_string(view.peaks) +
                        (view.peaks == 1 ? " ion" : " ions") + " of 1 % of the base peak, " +
                        std::to_string(kFewestPeaks) + " are needed");
    return found;
  }
  if (bleed_share(view) >= kMostBleed) {
    found.why.push_back("class not assessed: most of the signal is column bleed");
    return found;
  }
  if (is_cut_off(view)) {
    found.why.push_back(
        "class not assessed: half of the ions are as high as the base peak, as of a detector at "
        "its limit; their ratios say nothing");
    return found;
  }
  const ClassAnswer answer = class_answer(view, model, neighbours, without);
  const double probability = answer.probability;
  const std::vector<SiteAnswer>& answers = answer.sites;
  const std::string by = answer.is_by_neighbours ? "beside the library's spectra of " +
                                                       std::to_string(neighbours->compounds) +
                                                       " compounds of the class, probability "
                                                 : "probability ";
  found.call.probability = probability;
  found.call.evidence = evidence_of(view, model, answers.front().best);
  if (probability < answer.threshold) {
    found.why.push_back("fentanyl class not indicated by the ions (" + by +
                        text_of(probability, 3) + ")");
    return found;
  }
  found.call.is_called = true;
  found.call.calibrated_on = calibration_of(model, answer, neighbours);
  found.call.basis = "recognition";
  found.call.sites = sites_of(answers.front());
  found.call.name = class_name_of(*found.call.sites);
  found.call.changed_sites = changed_sites(*found.call.sites);
  for (std::size_t i = 0; i < std::min(kMostRankedSites, answers.size()); ++i) {
    found.call.ranked_sites.push_back(sites_of(answers[i]));
  }
  const auto seen = std::count_if(found.call.evidence.begin(), found.call.evidence.end(),
                                  [](const auto& e) { return e.is_seen; });
  found.why.push_back("fentanyl class by " + std::to_string(seen) + " of " +
                      std::to_string(found.call.evidence.size()) + " characteristic ions (" + by +
                      text_of(probability, 3) +
                      "); the sites are the most probable of the variants considered (" +
                      text_of(answers.front().probability, 2) + ")");
  return found;
}

}  // namespace

Recognition recognise(const Query& query, const ClassModel& model) {
  return recognise_beside(query, model, nullptr, {});
}

Recognition recognise(const Query& query, const ClassModel& model,
                      const ClassNeighbours& neighbours, std::string_view without) {
  return recognise_beside(query, model, &neighbours, without);
}

bool neighbours_count(const ClassModel& model, const ClassNeighbours& neighbours) {
  return model.neighbours.compounds > 0.0 &&
         2.0 * static_cast<double>(neighbours.compounds) >= model.neighbours.compounds;
}

}  // namespace basepeak
