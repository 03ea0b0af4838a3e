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

AnalogueSet::Ranked AnalogueSet::most_alike(
    const Fingerprint& fingerprint, std::size_t most,
    const std::function<bool(std::string_view compound)>& may_use) const {
  const std::vector<double> similarities = fingerprints_.similarities(fingerprint);
  Ranked best;  // a heap, the least of them in front
  for (std::size_t k = 0; k < firsts_.size(); ++k) {
    // Of equals the first stays: what is no more similar than the least need not be asked for.
    if (best.size() == most && -similarities[k] >= best.front().first) continue;
    if (!may_use(entries_[firsts_[k]]->compound)) continue;
    if (best.size() == most) {
      std::pop_heap(best.begin(), best.end());
      best.pop_back();
    }
    best.emplace_back(-similarities[k], firsts_[k]);
    std::push_heap(best.begin(), best.end());
  }
  std::sort_heap(best.begin(), best.end());
  return best;
}

std::vector<Analogue> AnalogueSet::nearest(
    const PredictedMolecule& molecule, std::size_t most,
    const std::function<bool(std::string_view compound)>& may_use) const {
  const Ranked by_fingerprint =
      most_alike(molecule.fingerprint, kMappedPerWanted * most + kMappedAtLeast, may_use);
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
