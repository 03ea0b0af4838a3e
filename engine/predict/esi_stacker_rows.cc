#include "engine/predict/esi_stacker_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "engine/predict/sub_formula.h"

namespace basepeak {
namespace {

// Position among the values, the largest first, equals by position; 0 for the largest.
std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) ranks[order[i]] = static_cast<double>(i);
  return ranks;
}

double norm_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value * value;
  return std::sqrt(sum);
}

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
constexpr int kWellAgreement = 2;  // above it, the bonds' ends have the same atoms around them

// What the analogues say of one ion.
struct Said {
  double highest = 0.0;
  double lowest = 0.0;
  double present = 0.0;  // weight of those that show it
  double plain_mean = 0.0;
  double can_tell = 0.0;  // weight of those that have the cut bonds
  double can_tell_well = 0.0;
  double local = 0.0;  // mean by how widely they agree around the cut bonds
  double local_weight = 0.0;
  std::size_t best = 0;  // the analogue that agrees widest
};

Said said_of(const EsiEvidence& evidence, const EsiCandidate& candidate) {
  const std::size_t count = evidence.analogues.size();
  Said said;
  said.lowest = count > 0 ? 1.0 : 0.0;
  for (std::size_t k = 0; k < count; ++k) {
    const double value = candidate.carried[k];
    said.highest = std::max(said.highest, value);
    said.lowest = std::min(said.lowest, value);
    said.present += value > 0.0 ? evidence.weights[k] : 0.0;
    said.plain_mean += value / static_cast<double>(count);
    const int agreement = candidate.agreement[k];
    if (agreement > candidate.agreement[said.best]) said.best = k;
    if (agreement == 0) continue;
    said.can_tell += evidence.weights[k];
    if (agreement > kWellAgreement) said.can_tell_well += evidence.weights[k];
    const double weight = local_weight(evidence.weights[k], agreement);
    said.local_weight += weight;
    said.local += weight * value;
  }
  return said;
}

// What the rows of one spectrum share.
class Spectrum {
 public:
  explicit Spectrum(const EsiEvidence& evidence)
      : evidence_(evidence),
        generics_(generics_of(evidence)),
        transfers_(transfers_of(evidence)),
        generic_ranks_(ranks_of(generics_)),
        transfer_ranks_(ranks_of(transfers_)),
        generic_scale_(scale_of(generics_)),
        transfer_scale_(scale_of(transfers_)),
        generic_norm_(std::max(1e-9, norm_of(generics_))),
        transfer_norm_(std::max(1e-9, norm_of(transfers_))),
        context_(esi_context(evidence)) {
    for (std::size_t k = 0; k < evidence.analogues.size(); ++k)
      mean_similarity_ += evidence.weights[k] * evidence.analogues[k].similarity;
    familiar_ions_ = familiar(kSeenIon);
    familiar_cuts_ = familiar(kSeenCut);
  }

  void add_row(std::size_t i, std::vector<float>& values) const {
    const EsiCandidate& candidate = evidence_.candidates[i];
    const std::size_t count = evidence_.analogues.size();
    const Said said = said_of(evidence_, candidate);
    const auto add = [&](double value) { values.push_back(static_cast<float>(value)); };
    for (const double value :
         {candidate.generic, generic_scale_ * candidate.generic, candidate.transfer,
          transfer_scale_ * candidate.transfer, said.highest, said.lowest, said.present,
          said.plain_mean, candidate.mz, evidence_.precursor_mz - candidate.mz,
          static_cast<double>(candidate.cut_bonds), static_cast<double>(candidate.hydrogen_shift)})
      add(value);
    values.push_back(candidate.cost < 0.0 ? kNone : static_cast<float>(candidate.cost));
    add(is_even_electron(candidate.composition) ? 1.0 : 0.0);
    for (const double value :
         {static_cast<double>(evidence_.atoms), evidence_.precursor_mz,
          evidence_.conditions.energy_ev,
          500.0 * evidence_.conditions.energy_ev / evidence_.precursor_mz,
          evidence_.conditions.instrument == InstrumentClass::hcd ? 1.0 : 0.0,
          static_cast<double>(count), mean_similarity_, 1.0 / std::max(1e-9, generic_scale_),
          candidate.generic / generic_norm_, candidate.transfer / transfer_norm_, generic_ranks_[i],
          transfer_ranks_[i], generic_norm_, transfer_norm_, candidate.other_generic,
          candidate.other_transfer, said.can_tell, said.can_tell_well,
          static_cast<double>(evidence_.candidates.size())})
      add(value);
    values.push_back(said.local_weight > 0.0 ? static_cast<float>(said.local / said.local_weight)
                                             : kNone);
    values.push_back(count > 0 ? static_cast<float>(candidate.agreement[said.best]) : kNone);
    values.push_back(count > 0 && candidate.agreement[said.best] > 0
                         ? static_cast<float>(candidate.carried[said.best])
                         : kNone);
    add(familiar_ions_);
    add(familiar_cuts_);
    add_atoms(candidate, values);
    values.insert(values.end(), candidate.seen.begin(), candidate.seen.end());
    add_analogues(candidate, values);
    values.insert(values.end(), context_[i].begin(), context_[i].end());
  }

 private:
  // Of what the scorer says, the share that it says of things that were seen.
  [[nodiscard]] double familiar(SeenKind kind) const {
    const std::size_t compounds = kind * kSeenKindWidth + kSeenReadings;
    double known = 0.0;
    double sum = 0.0;
    for (const EsiCandidate& candidate : evidence_.candidates) {
      sum += candidate.generic;
      if (!std::isnan(candidate.seen[compounds])) known += candidate.generic;
    }
    return sum > 0.0 ? known / sum : 0.0;
  }

  void add_atoms(const EsiCandidate& candidate, std::vector<float>& values) const {
    const auto& atoms = candidate.composition.count;
    const auto& all = evidence_.molecule.count;
    for (const int value : {+atoms[0], +atoms[1], +atoms[2], +atoms[3], +atoms[7],
                            atoms[4] + atoms[8] + atoms[9] + atoms[10]})
      values.push_back(static_cast<float>(value));
    values.push_back(static_cast<float>(unsaturation(candidate.composition)));
    for (std::size_t e = 0; e < 4; ++e)  // C H N O
      values.push_back(static_cast<float>(all[e] - atoms[e]));
  }

  void add_analogues(const EsiCandidate& candidate, std::vector<float>& values) const {
    const std::size_t count = evidence_.analogues.size();
    const auto add = [&](const auto& of) {
      for (std::size_t k = 0; k < kEsiNeighbours; ++k)
        values.push_back(k < count ? static_cast<float>(of(k)) : kNone);
    };
    add([&](std::size_t k) { return candidate.carried[k]; });
    add([&](std::size_t k) { return candidate.agreement[k]; });
    add([&](std::size_t k) { return evidence_.analogues[k].standing(); });
    add([&](std::size_t k) { return evidence_.analogues[k].energy_off; });
  }

  const EsiEvidence& evidence_;
  std::vector<double> generics_, transfers_, generic_ranks_, transfer_ranks_;
  double generic_scale_, transfer_scale_, generic_norm_, transfer_norm_;
  std::vector<EsiContextRow> context_;
  double mean_similarity_ = 0.0;
  double familiar_ions_ = 0.0;
  double familiar_cuts_ = 0.0;
};

}  // namespace

std::vector<float> esi_stacker_rows(const EsiEvidence& evidence) {
  const Spectrum spectrum(evidence);
  std::vector<float> values;
  values.reserve(evidence.candidates.size() * kEsiStackerWidth);
  for (std::size_t i = 0; i < evidence.candidates.size(); ++i) spectrum.add_row(i, values);
  return values;
}

std::vector<std::string> esi_stacker_row_names() {
  std::vector<std::string> names = {"generic",
                                    "generic_scaled",
                                    "transfer",
                                    "transfer_scaled",
                                    "highest",
                                    "lowest",
                                    "present",
                                    "plain_mean",
                                    "mz",
                                    "loss",
                                    "cut_bonds",
                                    "hydrogen_shift",
                                    "ion_cost",
                                    "is_even_electron",
                                    "molecule_atoms",
                                    "precursor_mz",
                                    "energy_ev",
                                    "energy_normalised",
                                    "is_hcd",
                                    "analogues",
                                    "mean_similarity",
                                    "generic_highest",
                                    "generic_of_norm",
                                    "transfer_of_norm",
                                    "generic_rank",
                                    "transfer_rank",
                                    "generic_norm",
                                    "transfer_norm",
                                    "other_generic",
                                    "other_transfer",
                                    "can_tell",
                                    "can_tell_well",
                                    "candidates",
                                    "local_transfer",
                                    "best_agreement",
                                    "best_carried",
                                    "familiar_ions",
                                    "familiar_cuts",
                                    "carbon",
                                    "hydrogen",
                                    "nitrogen",
                                    "oxygen",
                                    "sulfur",
                                    "halogen",
                                    "unsaturation",
                                    "lost_carbon",
                                    "lost_hydrogen",
                                    "lost_nitrogen",
                                    "lost_oxygen"};
  for (std::string& name : seen_row_names(kEsiReadings)) names.push_back(std::move(name));
  for (const char* what : {"transfer ", "agreement ", "standing ", "energy_off "})
    for (std::size_t k = 1; k <= kEsiNeighbours; ++k) names.push_back(what + std::to_string(k));
  for (std::string& name : esi_context_names()) names.push_back(std::move(name));
  return names;
}

}  // namespace basepeak
