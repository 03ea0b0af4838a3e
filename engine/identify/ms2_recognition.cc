#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <tuple>

#include "engine/chemistry/formula.h"
#include "engine/identify/class_evidence.h"
#include "engine/identify/recognition.h"

namespace basepeak {

namespace {

constexpr double kFragmentDa = 0.005;
constexpr double kPrecursorDa = 0.01;
constexpr double kLeastPiperidineIon = 0.05;  // of the base peak
constexpr double kLeastOtherIon = 0.01;

double relative(const Query& query, double mz, double window) {
  const double base = query.peaks.base_intensity();
  if (base <= 0.0) return 0.0;
  double best = 0.0;
  for (std::size_t i = 0; i < query.peaks.size(); ++i) {
    if (std::abs(query.peaks.mz()[i] - mz) <= window) {
      best = std::max(best, static_cast<double>(query.peaks.intensity()[i]));
    }
  }
  return best / base;
}

double mass_of(const std::string& formula) { return Formula::parse(formula).monoisotopic_mass(); }

bool is_accurate(const Peaks& peaks) {
  return std::any_of(peaks.mz().begin(), peaks.mz().end(),
                     [](double mz) { return std::abs(mz - std::round(mz)) > 0.011; });
}

// N1 substituents that give no cation of their own prove nothing by it.
bool has_aromatic_end(const SiteVariant& n1) { return n1.exact_mass > 90.0; }

struct Answer {
  ClassCall::Sites sites;
  double score = 0.0;
  double piperidine_mz = 0.0;
  double n1_mz = 0.0;
  double amine_mz = 0.0;
};

std::string hill_of_sum(const std::string& a, const std::string& b, const std::string& c = {}) {
  std::map<std::string, int> counts;
  for (const std::string& text : {a, b, c}) {
    if (text.empty()) continue;
    const Formula formula = Formula::parse(text);
    for (const auto& [element, count] : formula.counts()) counts[element] += count;
  }
  std::string text;
  for (const auto& [element, count] : counts) text += element + std::to_string(count);
  return Formula::parse(text).hill();
}

std::string label(double mz) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "m/z %.4f", mz);
  return text.data();
}

}  // namespace

Recognition recognise_ms2(const Query& query, const SiteTable& table) {
  Recognition found;
  found.call.evidence = fentanyl_evidence(query);
  if (!query.acquisition.precursor_mz || query.acquisition.polarity == Polarity::negative) {
    found.why.push_back("class not assessed: MS/MS recognition needs a positive precursor's m/z");
    return found;
  }
  if (!is_accurate(query.peaks)) {
    found.why.push_back("class not assessed: MS/MS recognition needs accurate masses");
    return found;
  }
  const double precursor = *query.acquisition.precursor_mz;
  const double nitrogen = mass_of("N");
  const double hydrogen = mass_of("H");
  std::vector<Answer> answers;
  for (const SiteVariant& n1 : table.n1_substituent) {
    for (const SiteVariant& ring : table.piperidine) {
      const double piperidine_mz = ring.exact_mass + n1.exact_mass - kElectronMass;
      const double piperidine_ion = relative(query, piperidine_mz, kFragmentDa);
      if (piperidine_ion < kLeastPiperidineIon) continue;
      const double n1_mz = n1.exact_mass - kElectronMass;
      const double n1_ion = relative(query, n1_mz, kFragmentDa);
      if (has_aromatic_end(n1) && n1_ion < kLeastOtherIon) continue;
      for (const SiteVariant& aryl : table.n_aryl) {
        for (const SiteVariant& acyl : table.acyl) {
          const int rare = static_cast<int>(n1.is_rare) + static_cast<int>(ring.is_rare) +
                           static_cast<int>(aryl.is_rare) + static_cast<int>(acyl.is_rare);
          const double rest = aryl.exact_mass + nitrogen + acyl.exact_mass;
          const double molecule = piperidine_mz + kElectronMass + rest;
          if (rare > 1 || std::abs(molecule + kProtonMass - precursor) > kPrecursorDa) continue;
          const double amine_mz = precursor - acyl.exact_mass + hydrogen;
          const double amine =
              acyl.kind == SiteKind::none ? 0.0 : relative(query, amine_mz, kFragmentDa);
          const double anilide =
              relative(query, rest + 2.0 * hydrogen - kElectronMass, kFragmentDa);
          const double anilinium = relative(
              query, aryl.exact_mass + nitrogen + 3.0 * hydrogen - kElectronMass, kFragmentDa);
          if (!has_aromatic_end(n1) && (piperidine_ion < 4.0 * kLeastPiperidineIon ||
                                        std::max({amine, anilide, anilinium}) < kLeastOtherIon)) {
            continue;
          }
          const double acylium = relative(query, acyl.exact_mass - kElectronMass, kFragmentDa);
          const double score = piperidine_ion + n1_ion + 2.0 * std::min(0.2, amine) +
                               2.0 * std::min(0.2, acylium) - 0.2 * rare -
                               0.05 * (aryl.formula != "C6H5");
          answers.push_back({{acyl.formula, aryl.formula, ring.formula, n1.formula, {}},
                             score,
                             piperidine_mz,
                             n1_mz,
                             amine_mz});
        }
      }
    }
  }
  if (answers.empty()) {
    found.why.push_back(
        "fentanyl class not indicated: no piperidine ion that an acylated aniline "
        "would complete to the precursor");
    return found;
  }
  std::stable_sort(answers.begin(), answers.end(),
                   [](const Answer& a, const Answer& b) { return a.score > b.score; });
  const Answer& best = answers.front();
  found.call.is_called = true;
  found.call.basis = "recognition";
  found.call.sites = best.sites;
  found.call.name = class_name_of(best.sites);
  found.call.changed_sites = changed_sites(best.sites);
  for (const Answer& answer : answers) {
    const bool is_listed = std::any_of(
        found.call.ranked_sites.begin(), found.call.ranked_sites.end(), [&](const auto& s) {
          return std::tie(s.acyl, s.n_aryl, s.piperidine, s.n1_substituent) ==
                 std::tie(answer.sites.acyl, answer.sites.n_aryl, answer.sites.piperidine,
                          answer.sites.n1_substituent);
        });
    if (!is_listed && found.call.ranked_sites.size() < kMostRankedSites) {
      found.call.ranked_sites.push_back(answer.sites);
    }
  }
  found.call.evidence.clear();
  const auto add = [&](double mz, const std::string& formula, const char* contains) {
    const double intensity = relative(query, mz, kFragmentDa);
    found.call.evidence.push_back(
        {label(mz), formula, contains, intensity >= kLeastOtherIon, intensity});
  };
  add(best.piperidine_mz, hill_of_sum(best.sites.piperidine, best.sites.n1_substituent),
      "piperidine with its N1 substituent (loss of the acylated aniline)");
  add(best.n1_mz, best.sites.n1_substituent, "the N1 substituent");
  add(best.amine_mz,
      hill_of_sum(best.sites.n_aryl, best.sites.piperidine,
                  hill_of_sum(best.sites.n1_substituent, "H2N")),
      "the whole molecule less the acyl");
  found.why.push_back(
      "fentanyl class by the ion of the piperidine with its N1 substituent and by the precursor, "
      "which an acylated aniline completes; no probability is calibrated for MS/MS");
  return found;
}

}  // namespace basepeak
