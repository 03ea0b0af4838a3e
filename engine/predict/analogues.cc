#include "engine/predict/analogues.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "engine/predict/projection.h"

namespace basepeak {
namespace {

// Fingerprints are cheap: so many more than wanted are mapped and ranked again.
constexpr std::size_t kMappedPerWanted = 3;
constexpr std::size_t kMappedAtLeast = 8;

constexpr double kPlaceOfOtherKind = 0.03;  // similarity that each takes away

constexpr std::size_t kFewestPeaks = 8;
constexpr double kMostAboveMolecule = 0.3;  // of the intensity

using Ranked = std::vector<std::pair<double, std::size_t>>;  // minus similarity, position

}  // namespace

struct AnalogueSet::Entry {
  PredictedMolecule molecule;
  Peaks measured;
  std::string compound;
  std::once_flag once;
  std::optional<KnownEi> known;
};

void AnalogueSet::add(PredictedMolecule molecule, Peaks measured, std::string compound) {
  auto entry = std::make_shared<Entry>();
  entry->molecule = std::move(molecule);
  entry->measured = std::move(measured);
  if (seen_.insert(compound).second) {
    firsts_.push_back(entries_.size());
    fingerprints_.add(entry->molecule.fingerprint);
  }
  entry->compound = std::move(compound);
  entries_.push_back(std::move(entry));
}

const KnownEi& AnalogueSet::known(std::size_t i) const {
  Entry& entry = *entries_[i];
  std::call_once(entry.once, [&] { entry.known = known_ei(entry.molecule, entry.measured); });
  return *entry.known;
}

const PredictedMolecule& AnalogueSet::molecule(std::size_t i) const {
  return entries_[i]->molecule;
}

const std::string& AnalogueSet::compound(std::size_t i) const { return entries_[i]->compound; }

std::vector<Analogue> AnalogueSet::nearest(
    const PredictedMolecule& molecule, std::size_t most,
    const std::function<bool(std::string_view compound)>& may_use) const {
  const std::vector<double> similarities = fingerprints_.similarities(molecule.fingerprint);
  Ranked by_fingerprint;
  by_fingerprint.reserve(firsts_.size());
  for (std::size_t k = 0; k < firsts_.size(); ++k) {
    if (may_use(entries_[firsts_[k]]->compound))
      by_fingerprint.emplace_back(-similarities[k], firsts_[k]);
  }
  const std::size_t mapped =
      std::min(by_fingerprint.size(), kMappedPerWanted * most + kMappedAtLeast);
  std::partial_sort(by_fingerprint.begin(),
                    by_fingerprint.begin() + static_cast<std::ptrdiff_t>(mapped),
                    by_fingerprint.end());
  by_fingerprint.resize(mapped);

  std::vector<AtomMapping> mappings;
  std::vector<std::size_t> places;
  Ranked by_both;  // the position is that in `mappings`
  for (const auto& [minus_similarity, i] : by_fingerprint) {
    const PredictedMolecule& known = entries_[i]->molecule;
    mappings.push_back(
        map_atoms(known.graph, known.environments, molecule.graph, molecule.environments));
    places.push_back(places_of_other_kinds(known.graph, molecule.graph, mappings.back()));
    const double similarity = 0.5 * (mappings.back().similarity - minus_similarity) -
                              kPlaceOfOtherKind * static_cast<double>(places.back());
    by_both.emplace_back(-std::max(0.0, similarity), mappings.size() - 1);
  }
  // Of equals the one added first.
  std::sort(by_both.begin(), by_both.end(), [&](const auto& a, const auto& b) {
    return std::pair(a.first, by_fingerprint[a.second].second) <
           std::pair(b.first, by_fingerprint[b.second].second);
  });
  std::vector<Analogue> found;
  for (const auto& [minus_similarity, place] : by_both) {
    if (found.size() == most) break;
    const std::size_t i = by_fingerprint[place].second;
    Analogue analogue{i, -minus_similarity, places[place],
                      transfer(known(i), molecule, mappings[place])};
    const auto& intensity = analogue.transferred.intensity;
    if (std::all_of(intensity.begin(), intensity.end(), [](double y) { return y <= 0.0; }))
      continue;
    found.push_back(std::move(analogue));
  }
  return found;
}

bool can_be_of(const Peaks& measured, int nominal_mass) {
  if (measured.size() < kFewestPeaks) return false;
  double above = 0.0;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    if (measured.mz()[i] > nominal_mass + 2.5) above += measured.intensity()[i];
  }
  return above <= kMostAboveMolecule * measured.total();
}

TransferredEi combined(const std::vector<Analogue>& analogues) {
  std::vector<const TransferredEi*> transfers;
  std::vector<double> similarities;
  for (const Analogue& analogue : analogues) {
    transfers.push_back(&analogue.transferred);
    similarities.push_back(analogue.similarity);
  }
  return combined(transfers, transfer_weights(similarities));
}

}  // namespace basepeak
