#include "engine/predict/seen_ions.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/error.h"
#include "engine/predict/mixing.h"

namespace basepeak {
namespace {

constexpr std::array<const char*, kSeenKinds> kKinds = {"ion",      "loss",    "cut",
                                                        "bare_cut", "formula", "lost_formula"};

std::uint32_t key_of(std::uint64_t value, int hydrogen_shift) noexcept {
  return static_cast<std::uint32_t>(
      joined(value, static_cast<std::uint64_t>(hydrogen_shift + 64)) >> 32U);
}

std::uint64_t bond_kind(const FragmentGraph::Bond& bond) noexcept {
  return static_cast<std::uint64_t>(bond.order * 2 + (bond.is_in_ring ? 1 : 0));
}

std::uint64_t formula_value(const Composition& composition) noexcept {
  std::uint64_t value = 0;
  for (const std::uint16_t count : composition.count) value = joined(value, count);
  return value;
}

}  // namespace

SeenKeyMaker::SeenKeyMaker(const PredictedMolecule& molecule)
    : molecule_(molecule),
      compositions_(molecule.graph),
      whole_(compositions_.of(molecule.graph.all(), 1)) {
  for (const Environment& environment : molecule.environments)
    atoms_.push_back(mixed(environment[0]));
  for (const FragmentGraph::Bond& bond : molecule.graph.bonds) {
    // A sum does not depend on which end is named first.
    bonds_.push_back(joined(atoms_[bond.begin] + atoms_[bond.end], bond_kind(bond)));
  }
}

SeenKeys SeenKeyMaker::of(AtomMask atoms, int hydrogen_shift) const {
  const FragmentGraph& graph = molecule_.graph;
  const std::vector<Environment>& environments = molecule_.environments;
  std::uint64_t inside = 0;
  std::uint64_t outside = 0;
  std::uint64_t cut = 0;
  std::uint64_t bare_cut = 0;
  for (std::size_t i = 0; i < atoms_.size(); ++i) (holds(atoms, i) ? inside : outside) += atoms_[i];
  for (std::size_t b = 0; b < bonds_.size(); ++b) {
    const FragmentGraph::Bond& bond = graph.bonds[b];
    const bool begins = holds(atoms, bond.begin);
    if (begins == holds(atoms, bond.end)) {
      (begins ? inside : outside) += bonds_[b];
      continue;
    }
    const std::size_t in = begins ? bond.begin : bond.end;
    const std::size_t out = begins ? bond.end : bond.begin;
    cut += joined(joined(environments[in][1], environments[out][1]), bond_kind(bond));
    bare_cut += joined(joined(environments[in][0], environments[out][0]), bond_kind(bond));
  }
  const Composition ion = compositions_.of(atoms, hydrogen_shift);
  Composition lost;
  for (std::size_t e = 0; e < lost.count.size(); ++e)
    lost.count[e] = static_cast<std::uint16_t>(whole_.count[e] - ion.count[e]);
  return {key_of(inside, hydrogen_shift), key_of(outside, hydrogen_shift),
          key_of(cut, hydrogen_shift),    key_of(bare_cut, hydrogen_shift),
          key_of(formula_value(ion), 0),  key_of(formula_value(lost), 0)};
}

SeenIons::SeenIons(std::array<std::vector<Entry>, kSeenKinds> entries)
    : entries_(std::move(entries)) {
  for (const std::vector<Entry>& kind : entries_)
    for (std::size_t i = 1; i < kind.size(); ++i)
      if (kind[i].key <= kind[i - 1].key)
        throw Error(ErrorKind::input, "what was seen of ions is not in order");
}

const SeenIons::Entry* SeenIons::find(std::size_t kind, std::uint32_t key) const noexcept {
  const std::vector<Entry>& all = entries_[kind];
  const auto at =
      std::lower_bound(all.begin(), all.end(), key,
                       [](const Entry& entry, std::uint32_t value) { return entry.key < value; });
  return at != all.end() && at->key == key ? &*at : nullptr;
}

std::array<float, kSeenWidth> seen_row(const SeenIons& seen, const SeenKeys& keys) {
  std::array<float, kSeenWidth> row;
  row.fill(std::numeric_limits<float>::quiet_NaN());
  for (std::size_t kind = 0; kind < kSeenKinds; ++kind) {
    const SeenIons::Entry* entry = seen.find(kind, keys[kind]);
    if (entry == nullptr) continue;
    float* to = row.data() + kind * kSeenKindWidth;
    for (std::size_t reading = 0; reading < kSeenReadings; ++reading)
      to[reading] = static_cast<float>(entry->root[reading]);
    to[kSeenReadings] = static_cast<float>(entry->compounds);
  }
  return row;
}

std::vector<std::string> seen_row_names(const SeenReadings& readings) {
  std::vector<std::string> names;
  for (const char* kind : kKinds) {
    for (const char* reading : readings)
      names.push_back(std::string("seen ") + kind + ": " + reading);
    names.push_back(std::string("seen ") + kind + ": compounds");
  }
  return names;
}

}  // namespace basepeak
