#include "engine/identify/ms2_ranker.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <tuple>

#include "engine/chemistry/formula.h"

namespace basepeak {

namespace {

constexpr double kPrecursorDa = 1.6;  // as far below it as MS/MS cleaning takes peaks away
constexpr double kLeastSeen = 0.002;  // of the strongest fragment
// Below it the fragments of any amine look alike: they explain nothing and leave nothing open.
constexpr double kLowestTelling = 60.0;
// An ion of the piperidine and a small group on its nitrogen is common to many amines.
constexpr double kTellingPiperidine = 150.0;

// The fragments by m/z, with what of them was explained.
class Assigned {
 public:
  Assigned(const Peaks& fragments, double window) : peaks_(fragments), window_(window) {
    used_.resize(fragments.size());
    base_ = fragments.base_intensity();
    for (std::size_t i = 0; i < peaks_.size(); ++i) total_ += root(i);
  }

  // Relative intensity of the strongest fragment there; it counts as explained.
  double take(double mz) {
    const auto& all = peaks_.mz();
    const auto begin = std::lower_bound(all.begin(), all.end(), mz - window_);
    std::size_t best = all.size();
    for (auto at = begin; at != all.end() && *at <= mz + window_; ++at) {
      const auto i = static_cast<std::size_t>(at - all.begin());
      if (best == all.size() || peaks_.intensity()[i] > peaks_.intensity()[best]) best = i;
    }
    if (best == all.size()) return 0.0;
    if (!used_[best]) explained_ += root(best);
    used_[best] = true;
    return peaks_.intensity()[best] / base_;
  }

  void forget() {
    std::fill(used_.begin(), used_.end(), false);
    explained_ = 0.0;
  }

  [[nodiscard]] double explained() const { return total_ > 0.0 ? explained_ / total_ : 0.0; }

 private:
  [[nodiscard]] double root(std::size_t i) const {
    return peaks_.mz()[i] < kLowestTelling ? 0.0 : std::sqrt(peaks_.intensity()[i] / base_);
  }

  const Peaks& peaks_;
  double window_;
  double base_ = 0.0;
  double total_ = 0.0;
  double explained_ = 0.0;
  std::vector<bool> used_;
};

double level(const Ms2Hypothesis& h, Ms2Group group) {
  return h.level[static_cast<std::size_t>(group)];
}

// The groups' weighted levels. The cation of the N1 substituent (105, 91) and the piperidine with a
// small group are common to countless amines: they count only beside what is not.
double evidence_of(const Ms2Hypothesis& h, const SiteTable& table, const Ms2ClassModel& model) {
  const SiteVariant& acyl = table.acyl[h.sites.acyl];
  const SiteVariant& aryl = table.n_aryl[h.sites.n_aryl];
  const SiteVariant& ring = table.piperidine[h.sites.piperidine];
  const SiteVariant& n1 = table.n1_substituent[h.sites.n1_substituent];
  const bool is_telling = ring.exact_mass + n1.exact_mass > kTellingPiperidine;
  const double amide =
      std::max({level(h, Ms2Group::anilide), level(h, Ms2Group::anilinium),
                level(h, Ms2Group::aniline_carbons), level(h, Ms2Group::amide_side),
                level(h, Ms2Group::less_acyl), level(h, Ms2Group::substituent_lost)});
  const double piperidine = level(h, Ms2Group::piperidine);
  std::array<double, kMs2Groups> counted = h.level;
  if (!is_telling) {
    counted[static_cast<std::size_t>(Ms2Group::piperidine)] =
        0.25 * piperidine + 0.25 * std::min(piperidine, amide);
  }
  auto& cation = counted[static_cast<std::size_t>(Ms2Group::n1_cation)];
  cation = std::min(cation, std::max({is_telling ? piperidine : 0.0,
                                      level(h, Ms2Group::n1_methylene), amide, 0.3}));
  if (piperidine <= 0.0) counted[static_cast<std::size_t>(Ms2Group::substituent_lost)] *= 0.3;
  const int rare = static_cast<int>(acyl.is_rare) + static_cast<int>(aryl.is_rare) +
                   static_cast<int>(ring.is_rare) + static_cast<int>(n1.is_rare);
  double evidence = std::inner_product(counted.begin(), counted.end(), model.group.begin(), 0.0) -
                    model.changed_site * changed_sites(table, h.sites) - model.rare_site * rare;
  // Neither an acyl nor a group on N1: what is left is common to every piperidine.
  if (acyl.kind == SiteKind::none && n1.exact_mass < kLargeN1Da) evidence -= 3.0;
  return evidence;
}

void judge(Assigned& fragments, std::size_t count, const SiteTable& table,
           const Ms2ClassModel& model, Ms2Hypothesis& h) {
  fragments.forget();
  for (const Ms2Ion& ion : model.ions) {
    if (!is_possible(ion, table, h.sites)) continue;
    double& best = h.level[static_cast<std::size_t>(ion.group)];
    best = std::max(best, ms2_level(fragments.take(mz_of(ion, table, h.sites))));
  }
  constexpr double kSmallestShare = 0.03;
  h.explained = fragments.explained();
  h.features = {1.0, evidence_of(h, table, model), std::log(kSmallestShare + h.explained),
                std::log(1.0 + static_cast<double>(count))};
  h.logit = std::inner_product(h.features.begin(), h.features.end(), model.weights.begin(), 0.0);
}

// Half of the unit that an m/z is rounded to, 1 or 0.1; 0 for one with more digits.
double rounding_of(double mz) {
  for (const double unit : {1.0, 0.1}) {
    if (std::abs(mz / unit - std::round(mz / unit)) < 1e-6) return 0.5 * unit;
  }
  return 0.0;
}

}  // namespace

std::optional<Ms2Precursor> ms2_precursor(const Peaks& peaks, double stated_mz) {
  const double rounding = rounding_of(stated_mz);
  if (rounding == 0.0) return Ms2Precursor{stated_mz, 0.0};
  double strongest = 0.0;
  double measured = 0.0;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    if (std::abs(peaks.mz()[i] - stated_mz) > rounding) continue;
    if (peaks.intensity()[i] <= strongest) continue;
    strongest = peaks.intensity()[i];
    measured = peaks.mz()[i];
  }
  if (strongest > 0.0) return Ms2Precursor{measured, 0.0};
  return rounding < 0.5 ? std::optional(Ms2Precursor{stated_mz, rounding}) : std::nullopt;
}

double ms2_level(double relative_intensity) noexcept {
  if (relative_intensity <= kLeastSeen) return 0.0;
  return std::min(1.0, std::log(relative_intensity / kLeastSeen) / std::log(100.0));
}

Peaks fragments_of(const Peaks& peaks, double precursor_mz) {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    if (peaks.mz()[i] >= precursor_mz - kPrecursorDa || peaks.intensity()[i] <= 0.0F) continue;
    mz.push_back(peaks.mz()[i]);
    intensity.push_back(peaks.intensity()[i]);
  }
  return Peaks::from_unsorted(mz, intensity);
}

std::vector<Ms2Hypothesis> rank_ms2(const Peaks& fragments, double precursor_mz,
                                    const Ms2Windows& windows, const SiteTable& table,
                                    const Ms2ClassModel& model) {
  static const double nitrogen = Formula::parse("N").monoisotopic_mass();
  std::vector<Ms2Hypothesis> ranked;
  std::set<std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>> seen;
  Assigned assigned(fragments, windows.fragment_da);
  for (const SiteHypothesis& sites : table.hypotheses) {
    const SiteVariant& acyl = table.acyl[sites.acyl];
    const SiteVariant& aryl = table.n_aryl[sites.n_aryl];
    const SiteVariant& ring = table.piperidine[sites.piperidine];
    const SiteVariant& n1 = table.n1_substituent[sites.n1_substituent];
    const double mass =
        acyl.exact_mass + aryl.exact_mass + ring.exact_mass + n1.exact_mass + nitrogen;
    if (std::abs(mass + kProtonMass - precursor_mz) > windows.precursor_da) continue;
    if (!seen.emplace(acyl.formula, aryl.formula, ring.formula, n1.formula).second) continue;
    Ms2Hypothesis h;
    h.sites = sites;
    judge(assigned, fragments.size(), table, model, h);
    ranked.push_back(h);
  }
  std::stable_sort(
      ranked.begin(), ranked.end(),
      [](const Ms2Hypothesis& a, const Ms2Hypothesis& b) { return a.logit > b.logit; });
  return ranked;
}

}  // namespace basepeak
