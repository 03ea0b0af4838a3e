#include "engine/chemistry/substituent.h"

#include <algorithm>
#include <array>

namespace basepeak {

namespace {

using Atom = MoleculeGraph::Atom;
using Neighbour = MoleculeGraph::Neighbour;

constexpr std::array<const char*, 12> kNames = {"alkyl", "alkenyl",  "alkoxyl",  "ester",
                                                "ether", "hydroxyl", "halo",     "haloalkyl",
                                                "amino", "nitro",    "combined", "other"};

bool is_halogen(const Atom& atom) {
  return atom.element == "F" || atom.element == "Cl" || atom.element == "Br" || atom.element == "I";
}

// What a group is made of. Bonds to the core count as part of the group.
struct Census {
  std::size_t atoms = 0, carbon = 0, oxygen = 0, nitrogen = 0, halogen = 0;
  std::size_t double_bonds = 0;  // between atoms of the group
  bool has_carbonyl = false;     // C=O
  bool has_ring = false;
  bool has_other_bonds = false;  // aromatic, triple
  bool has_charge = false;
  bool has_open_oxygen = false;  // not between two carbons
};

Census census_of(const MoleculeGraph& molecule, const AtomNumbers& group) {
  Census census;
  census.atoms = group.size();
  for (const std::size_t number : group) {
    const Atom& atom = molecule.atoms[number];
    census.carbon += static_cast<std::size_t>(atom.element == "C");
    census.oxygen += static_cast<std::size_t>(atom.element == "O");
    census.nitrogen += static_cast<std::size_t>(atom.element == "N");
    census.halogen += static_cast<std::size_t>(is_halogen(atom));
    census.has_charge = census.has_charge || atom.charge != 0;
    std::size_t single_to_carbon = 0;
    for (const Neighbour& n : atom.neighbours) {
      const bool is_carbon = molecule.atoms[n.atom].element == "C";
      single_to_carbon += static_cast<std::size_t>(n.order == 1 && is_carbon);
      census.has_ring = census.has_ring || n.in_ring;
      census.has_other_bonds = census.has_other_bonds || n.order == 0 || n.order == 3;
      if (n.order != 2) continue;
      census.double_bonds += static_cast<std::size_t>(n.atom > number);
      census.has_carbonyl = census.has_carbonyl || (is_carbon && atom.element == "O");
    }
    const bool is_bridge = single_to_carbon == 2;
    const bool is_double = atom.neighbours.size() == 1 && atom.neighbours[0].order == 2;
    if (atom.element == "O" && !is_bridge && !is_double) census.has_open_oxygen = true;
  }
  return census;
}

std::vector<GroupKind> single_atom(const Atom& atom) {
  if (is_halogen(atom)) return {GroupKind::halo};
  if (atom.element == "C") return {GroupKind::alkyl};
  if (atom.element == "O") return {GroupKind::hydroxyl};
  if (atom.element == "N") return {GroupKind::amino};
  return {GroupKind::other};
}

// Open chains of carbon and oxygen with single bonds, no OH.
std::vector<GroupKind> ether_kinds(const Atom& first, const Census& census) {
  if (first.element == "O" && census.oxygen == 1) return {GroupKind::alkoxyl, GroupKind::ether};
  return {GroupKind::ether, GroupKind::combination};
}

// One C(=O) next to an oxygen between two carbons.
bool has_ester(const MoleculeGraph& molecule, const AtomNumbers& group) {
  return std::any_of(group.begin(), group.end(), [&](std::size_t number) {
    if (!is_acyl_carbon(molecule, number)) return false;
    const auto& around = molecule.atoms[number].neighbours;
    return std::any_of(around.begin(), around.end(), [&](const Neighbour& n) {
      const Atom& oxygen = molecule.atoms[n.atom];
      return n.order == 1 && oxygen.element == "O" && oxygen.neighbours.size() == 2 &&
             std::all_of(oxygen.neighbours.begin(), oxygen.neighbours.end(),
                         [&](const Neighbour& o) { return molecule.atoms[o.atom].element == "C"; });
    });
  });
}

std::vector<GroupKind> kinds_of(const MoleculeGraph& molecule, const AtomNumbers& group) {
  const Atom& first = molecule.atoms[group.front()];
  const Census census = census_of(molecule, group);
  const std::size_t known = census.carbon + census.oxygen + census.nitrogen + census.halogen;
  const bool is_carbon_and_oxygen = census.carbon + census.oxygen == census.atoms;
  if (first.element == "N" && census.atoms == 3 && census.oxygen == 2) return {GroupKind::nitro};
  if (known != census.atoms || census.has_other_bonds) return {GroupKind::other};
  if (census.atoms == 1) return single_atom(first);
  const bool is_single = census.double_bonds == 0;
  if (census.has_ring) {
    return {is_single && census.carbon == census.atoms ? GroupKind::combination : GroupKind::other};
  }
  if (census.has_charge && census.nitrogen == 0) return {GroupKind::other};
  if (census.carbon == census.atoms) return {is_single ? GroupKind::alkyl : GroupKind::alkenyl};
  if (is_single && first.element == "C" && census.carbon + census.halogen == census.atoms) {
    return {GroupKind::haloalkyl};
  }
  if (is_single && is_carbon_and_oxygen && !census.has_open_oxygen) {
    return ether_kinds(first, census);
  }
  if (census.double_bonds == 1 && census.has_carbonyl && census.oxygen == 2 &&
      is_carbon_and_oxygen && has_ester(molecule, group)) {
    return {GroupKind::ester};
  }
  return {is_single ? GroupKind::combination : GroupKind::other};
}

}  // namespace

const char* name(GroupKind kind) noexcept { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<GroupKind> group_kind(std::string_view word) noexcept {
  for (std::size_t i = 0; i < static_cast<std::size_t>(GroupKind::combination); ++i) {
    if (word == kNames[i]) return static_cast<GroupKind>(i);
  }
  return std::nullopt;
}

bool Substituent::is(GroupKind kind) const {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

Substituent substituent_at(const MoleculeGraph& molecule, std::size_t first, std::size_t bound_to,
                           const AtomNumbers& core) {
  const AtomNumbers group = reach(molecule, first, core);
  Substituent found;
  std::size_t bonds_to_core = 0;
  bool is_single = true;
  for (const std::size_t number : group) {
    for (const Neighbour& n : molecule.atoms[number].neighbours) {
      if (contains(core, n.atom)) ++bonds_to_core;
      if (number == first && n.atom == bound_to && n.order != 1) is_single = false;
    }
  }
  found.kinds = bonds_to_core == 1 && is_single ? kinds_of(molecule, group)
                                                : std::vector<GroupKind>{GroupKind::other};
  found.text = std::string(name(found.kinds.front())) + " group " + formula_of(molecule, group);
  return found;
}

}  // namespace basepeak
