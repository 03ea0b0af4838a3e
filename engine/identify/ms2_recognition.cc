#include <algorithm>
#include <cmath>

#include "engine/identify/class_evidence.h"
#include "engine/identify/number_text.h"
#include "engine/identify/recognition.h"

namespace basepeak {

namespace {

// Whether any m/z is given to more than a tenth: unit masses, and traps' tenths of them, are not.
bool is_accurate(const Peaks& peaks) {
  return std::any_of(peaks.mz().begin(), peaks.mz().end(),
                     [](double mz) { return std::abs(10.0 * mz - std::round(10.0 * mz)) > 0.02; });
}

// Why a query cannot be assessed; empty if it can.
std::string obstacle(const Query& query) {
  const Acquisition& acquired = query.acquisition;
  if (acquired.polarity == Polarity::negative || !acquired.precursor_mz) {
    return "class not assessed: MS/MS recognition needs a positive precursor's m/z";
  }
  if (!acquired.adduct.empty() && acquired.adduct != "[M+H]+") {
    return "class not assessed: MS/MS recognition knows product ions of [M+H]+, not of " +
           acquired.adduct;
  }
  if (!is_accurate(query.peaks)) {
    return "class not assessed: MS/MS recognition needs accurate masses; on unit masses the ions "
           "of "
           "the class are common to other compounds";
  }
  return {};
}

ClassCall::Sites sites_of(const SiteTable& table, const SiteHypothesis& sites) {
  return {table.acyl[sites.acyl].formula,
          table.n_aryl[sites.n_aryl].formula,
          table.piperidine[sites.piperidine].formula,
          table.n1_substituent[sites.n1_substituent].formula,
          {}};
}

std::vector<ClassCall::Evidence> evidence_of(const Peaks& fragments, const SiteTable& table,
                                             const Ms2ClassModel& model, double window,
                                             const SiteHypothesis& sites, Ms2Support& support) {
  constexpr double kCounts = 0.01;  // of the strongest fragment
  std::vector<ClassCall::Evidence> evidence;
  const double base = fragments.base_intensity();
  for (const Ms2Ion& ion : model.ions) {
    if (ion.group == Ms2Group::other || !is_possible(ion, table, sites)) continue;
    const std::string formula = formula_of(ion, table, sites);
    const bool is_listed = std::any_of(evidence.begin(), evidence.end(),
                                       [&](const auto& e) { return e.formula == formula; });
    if (formula.empty() || is_listed) continue;
    const double mz = mz_of(ion, table, sites);
    double strongest = 0.0;
    for (std::size_t i = 0; i < fragments.size(); ++i) {
      if (std::abs(fragments.mz()[i] - mz) <= window) {
        strongest = std::max(strongest, fragments.intensity()[i] / base);
      }
    }
    evidence.push_back({"m/z " + with_digits(mz, 4), formula, ion.contains,
                        ms2_level(strongest) > 0.0, strongest});
    if (strongest < kCounts) continue;
    ++support.ions;
    support.shows_amide = support.shows_amide || (ion.parts & (Ms2Ion::acyl | Ms2Ion::aryl)) != 0;
    support.shows_n1 = support.shows_n1 || (ion.parts & Ms2Ion::n1) != 0;
  }
  return evidence;
}

void list_sites(const std::vector<Ms2Hypothesis>& ranked, const SiteTable& table, ClassCall& call) {
  for (const Ms2Hypothesis& h : ranked) {
    if (call.ranked_sites.size() == kMostRankedSites) break;
    call.ranked_sites.push_back(sites_of(table, h.sites));
  }
  call.sites = call.ranked_sites.front();
  call.name = class_name_of(*call.sites);
  call.changed_sites = changed_sites(*call.sites);
}

}  // namespace

Recognition recognise_ms2(const Query& query, const SiteTable& table, const Ms2Windows& windows,
                          const Ms2ClassModel& model) {
  Recognition found;
  found.call.evidence = fentanyl_evidence(query);
  if (std::string why = obstacle(query); !why.empty()) {
    found.why.push_back(std::move(why));
    return found;
  }
  const auto precursor = ms2_precursor(query.peaks, *query.acquisition.precursor_mz);
  if (!precursor) {
    found.why.emplace_back("class not assessed: the precursor's m/z is known to a unit only");
    return found;
  }
  const Peaks fragments = fragments_of(query.peaks, precursor->mz);
  if (fragments.size() == 0 || fragments.base_intensity() <= 0.0F) {
    found.why.emplace_back("class not assessed: the spectrum holds no fragments of its precursor");
    return found;
  }
  const Ms2Windows used{std::min(windows.fragment_da, model.fragment_da),
                        std::min(windows.precursor_da, model.precursor_da) + precursor->off_da};
  const auto ranked = rank_ms2(fragments, precursor->mz, used, table, model);
  if (ranked.empty()) {
    found.why.emplace_back(
        "fentanyl class not indicated: none of the molecules considered has the precursor's mass");
    return found;
  }
  const Ms2Hypothesis& best = ranked.front();
  const double probability = ms2_class_probability(best.logit, model);
  found.call.probability = probability;
  if (probability < model.call_threshold) {
    found.why.push_back("fentanyl class not indicated by the product ions (probability " +
                        with_digits(probability, 3) + ")");
    return found;
  }
  found.call.is_called = true;
  found.call.basis = "recognition";
  found.call.calibrated_on =
      CalibratedOn{model.calibrated_on, static_cast<std::size_t>(model.compounds),
                   static_cast<std::size_t>(model.spectra), model.sha256};
  list_sites(ranked, table, found.call);
  found.call.evidence =
      evidence_of(fragments, table, model, used.fragment_da, best.sites, found.ms2.emplace());
  const auto seen = std::count_if(found.call.evidence.begin(), found.call.evidence.end(),
                                  [](const auto& e) { return e.is_seen; });
  found.why.push_back(
      "fentanyl class by " + std::to_string(seen) + " of " +
      std::to_string(found.call.evidence.size()) + " product ions, which explain " +
      with_digits(100.0 * best.explained, 0) + " % of the fragments (probability " +
      with_digits(probability, 3) +
      "); the sites are the likeliest of the variants that have the precursor's mass and no "
      "probability of theirs is calibrated");
  return found;
}

}  // namespace basepeak
