#include "engine/predict/esi_analogues.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "engine/predict/esi_generic_rows.h"

namespace basepeak {
namespace {

constexpr std::size_t kMappedPerWanted = 3;
constexpr std::size_t kMappedAtLeast = 8;
constexpr std::size_t kMostSpectra = 4;  // of one compound
constexpr double kPenaltyPerEv = 0.01;   // of similarity
constexpr double kAveragedEv = 12.0;     // spectra within it stand for the wanted energy together
constexpr double kEnergyScaleEv = 6.0;   // of the weights of one compound's spectra
// A heavier ion needs more energy to break as a lighter one does.
constexpr double kEnergyPower = 0.7;  // of the m/z

// Averaged on square roots: weights sum to 1.
TransferredEsi averaged(const std::vector<TransferredEsi>& transfers,
                        const std::vector<double>& weights) {
  TransferredEsi sum;
  for (std::size_t t = 0; t < transfers.size(); ++t) {
    for (const auto& [composition, ion] : transfers[t]) {
      TransferredIon& to = sum[composition];
      to.intensity += weights[t] * std::sqrt(ion.intensity);
      if (const double largest = weights[t] * ion.largest; largest > to.largest) {
        to.largest = largest;
        to.atoms = ion.atoms;
        to.hydrogen_shift = ion.hydrogen_shift;
      }
    }
  }
  double highest = 0.0;
  for (auto& [composition, ion] : sum) {
    ion.intensity *= ion.intensity;
    highest = std::max(highest, ion.intensity);
  }
  if (highest <= 0.0) return {};
  for (auto& [composition, ion] : sum) ion.intensity /= highest;
  return sum;
}

std::vector<std::uint8_t> agreement_of(const std::vector<Environment>& known,
                                       const std::vector<Environment>& other,
                                       const std::vector<std::size_t>& from_other) {
  std::vector<std::uint8_t> agreement;
  for (std::size_t i = 0; i < from_other.size(); ++i) {
    const std::size_t there = from_other[i];
    agreement.push_back(there == kUnmapped
                            ? std::uint8_t{0}
                            : static_cast<std::uint8_t>(1 + shared_radii(known[there], other[i])));
  }
  return agreement;
}

}  // namespace

struct EsiAnalogueSet::Wanted {
  EsiConditions conditions;
  double precursor_mz = 0.0;
};

struct EsiAnalogueSet::Compound {
  struct Spectrum {
    MeasuredEsi measured;
    KnownEsi known;
  };
  std::string key;
  PredictedMolecule molecule;
  double precursor_mz = 0.0;
  std::vector<Spectrum> spectra;
  std::once_flag once;

  // All spectra of the compound at once: its ions are enumerated for them and not kept.
  void explain() {
    std::call_once(once, [this] {
      const EsiIons ions = esi_ions(molecule.graph);
      for (Spectrum& spectrum : spectra)
        spectrum.known = known_esi(molecule.graph, ions, spectrum.measured.peaks,
                                   spectrum.measured.conditions.instrument);
    });
  }

  // How far back the compound stands for want of a spectrum at the conditions.
  [[nodiscard]] double penalty(const Wanted& wanted) const {
    double least = 1e9;
    for (std::size_t s = 0; s < spectra.size(); ++s) least = std::min(least, penalty(s, wanted));
    return least;
  }
  [[nodiscard]] double penalty(std::size_t s, const Wanted& wanted) const {
    const bool is_of_class =
        spectra[s].measured.conditions.instrument == wanted.conditions.instrument;
    return kPenaltyPerEv * std::max(0.0, std::abs(off(s, wanted)) - kNearEnergyEv) +
           (is_of_class ? 0.0 : kOtherInstrument);
  }
  // Positions of the spectra of the instrument class that the least penalty is of, the nearest in
  // energy first.
  [[nodiscard]] std::vector<std::size_t> by_energy(const Wanted& wanted) const {
    std::size_t best = 0;
    for (std::size_t s = 1; s < spectra.size(); ++s)
      if (penalty(s, wanted) < penalty(best, wanted)) best = s;
    const auto instrument = [&](std::size_t s) {
      return spectra[s].measured.conditions.instrument;
    };
    std::vector<std::size_t> order;
    for (std::size_t s = 0; s < spectra.size(); ++s)
      if (instrument(s) == instrument(best)) order.push_back(s);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::abs(off(a, wanted)) < std::abs(off(b, wanted));
    });
    return order;
  }
  // The energy of a spectrum less the wanted one, eV at the wanted m/z.
  [[nodiscard]] double off(std::size_t s, const Wanted& wanted) const {
    return spectra[s].measured.conditions.energy_ev *
               std::pow(wanted.precursor_mz / precursor_mz, kEnergyPower) -
           wanted.conditions.energy_ev;
  }
};

struct EsiAnalogueSet::Places {
  std::map<std::string, std::size_t, std::less<>> of;
};

EsiAnalogueSet::EsiAnalogueSet() : places_(std::make_unique<Places>()) {}
EsiAnalogueSet::~EsiAnalogueSet() = default;
EsiAnalogueSet::EsiAnalogueSet(EsiAnalogueSet&&) noexcept = default;
EsiAnalogueSet& EsiAnalogueSet::operator=(EsiAnalogueSet&&) noexcept = default;

bool EsiAnalogueSet::has(std::string_view key) const {
  return places_->of.find(key) != places_->of.end();
}

void EsiAnalogueSet::add_compound(const std::string& key, PredictedMolecule molecule) {
  if (!places_->of.emplace(key, compounds_.size()).second) return;
  compounds_.push_back(std::make_unique<Compound>());
  compounds_.back()->key = key;
  compounds_.back()->precursor_mz = protonated_mz(molecule.graph);
  compounds_.back()->molecule = std::move(molecule);
}

void EsiAnalogueSet::add_spectrum(std::string_view key, MeasuredEsi measured) {
  compounds_[places_->of.find(key)->second]->spectra.push_back({std::move(measured), {}});
  ++spectra_;
}

std::size_t EsiAnalogueSet::compounds() const noexcept { return compounds_.size(); }
std::size_t EsiAnalogueSet::spectra() const noexcept { return spectra_; }

std::vector<EsiAnalogue> EsiAnalogueSet::nearest(
    const PredictedMolecule& molecule, const EsiIons& ions, const EsiConditions& conditions,
    std::size_t most, const std::function<bool(std::string_view key)>& may_use) const {
  const Wanted wanted{conditions, protonated_mz(molecule.graph)};
  using Ranked = std::vector<std::pair<double, std::size_t>>;  // minus similarity, position
  const auto penalty = [&](std::size_t c) { return compounds_[c]->penalty(wanted); };
  Ranked by_fingerprint;
  for (std::size_t c = 0; c < compounds_.size(); ++c) {
    const double off = penalty(c);
    if (off > 100.0 || !may_use(compounds_[c]->key)) continue;
    by_fingerprint.emplace_back(
        off - similarity(compounds_[c]->molecule.fingerprint, molecule.fingerprint), c);
  }
  const std::size_t mapped =
      std::min(by_fingerprint.size(), kMappedPerWanted * most + kMappedAtLeast);
  std::partial_sort(by_fingerprint.begin(),
                    by_fingerprint.begin() + static_cast<std::ptrdiff_t>(mapped),
                    by_fingerprint.end());
  by_fingerprint.resize(mapped);
  std::vector<AtomMapping> mappings;
  Ranked by_both;
  for (const auto& [minus_similarity, c] : by_fingerprint) {
    const PredictedMolecule& known = compounds_[c]->molecule;
    mappings.push_back(
        map_atoms(known.graph, known.environments, molecule.graph, molecule.environments));
    // Half of the penalty stands in the fingerprint already.
    by_both.emplace_back(0.5 * (minus_similarity + penalty(c) - mappings.back().similarity),
                         mappings.size() - 1);
  }
  std::stable_sort(by_both.begin(), by_both.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<EsiAnalogue> found;
  for (const auto& [rank, place] : by_both) {
    if (found.size() == most) break;
    const std::size_t c = by_fingerprint[place].second;
    Compound& compound = *compounds_[c];
    compound.explain();
    const std::vector<std::size_t> order = compound.by_energy(wanted);
    EsiAnalogue analogue;
    analogue.compound = c;
    analogue.similarity = penalty(c) - rank;
    analogue.penalty = penalty(c);
    const auto& nearest = compound.spectra[order.front()];
    analogue.energy_ev = nearest.measured.conditions.energy_ev;
    analogue.energy_off = compound.off(order.front(), wanted);
    analogue.source = nearest.measured.source;
    analogue.explained = nearest.known.explained;
    analogue.agreement = agreement_of(compound.molecule.environments, molecule.environments,
                                      mappings[place].from_other);
    std::vector<TransferredEsi> transfers;
    std::vector<double> weights;
    double sum = 0.0;
    for (const std::size_t s : order) {
      if (transfers.size() == kMostSpectra) break;
      const double off = std::abs(compound.off(s, wanted));
      if (s != order.front() && off > kAveragedEv) break;
      CarriedEsi carried =
          transfer(compound.spectra[s].known, compound.molecule.graph,
                   nearest.measured.conditions.instrument, molecule.graph, ions, mappings[place]);
      transfers.push_back(std::move(carried.ions));
      weights.push_back(std::exp(-off / kEnergyScaleEv));
      sum += weights.back();
      analogue.landed += weights.back() * carried.landed;
    }
    for (double& weight : weights) weight /= sum;
    analogue.landed /= sum;
    analogue.spectra = transfers.size();
    analogue.transferred = averaged(transfers, weights);
    if (!analogue.transferred.empty()) found.push_back(std::move(analogue));
  }
  return found;
}

}  // namespace basepeak
