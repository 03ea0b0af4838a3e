#include "engine/predict/fragment_graph.h"

#include <algorithm>
#include <array>

#include "engine/chemistry/graph_walk.h"
#include "engine/chemistry/isotopes.h"
#include "engine/error.h"

namespace basepeak {
namespace {

// In the order of PredictedElement.
constexpr std::array<std::string_view, 10> kElements = {"C", "N", "O",  "F",  "Si",
                                                        "P", "S", "Cl", "Br", "I"};
constexpr std::size_t kFewestAtoms = 3;

constexpr std::size_t place_of(PredictedElement kind) noexcept {
  return static_cast<std::size_t>(kind);
}

// In the same order.
const std::array<const Isotope*, kElements.size()>& main_isotopes() {
  static const auto isotopes = [] {
    std::array<const Isotope*, kElements.size()> found{};
    std::transform(kElements.begin(), kElements.end(), found.begin(), most_abundant_isotope);
    return found;
  }();
  return isotopes;
}

[[noreturn]] void refuse(std::string_view name, const std::string& why) {
  throw Error(ErrorKind::input, std::string(name.substr(0, 200)) + ": not predicted: " + why);
}

// Bond orders in halves; an aromatic bond counts three.
int half_valence(const MoleculeGraph::Atom& atom) {
  int halves = 2 * atom.hydrogens;
  for (const auto& neighbour : atom.neighbours)
    halves += neighbour.order == 0 ? 3 : 2 * neighbour.order;
  return halves;
}

// An open shell that a SMILES can write: a carbon, nitrogen or oxygen of too low a valence.
bool is_radical(const MoleculeGraph::Atom& atom) {
  if (atom.is_aromatic || atom.charge != 0) return false;
  if (atom.element == "C") return half_valence(atom) < 8;
  if (atom.element == "N") return half_valence(atom) < 6;
  return atom.element == "O" && half_valence(atom) < 4;
}

void check(const MoleculeGraph& molecule, std::string_view name) {
  if (molecule.atoms.size() > kMostPredictedAtoms) {
    refuse(name, "it has " + std::to_string(molecule.atoms.size()) + " heavy atoms, the limit is " +
                     std::to_string(kMostPredictedAtoms));
  }
  if (molecule.atoms.size() < kFewestAtoms) refuse(name, "it has fewer than 3 heavy atoms");
  int charge = 0;
  for (const auto& atom : molecule.atoms) {
    if (atom.isotope != 0) {
      refuse(name, "it is labelled with " + std::to_string(atom.isotope) + atom.element);
    }
    if (std::find(kElements.begin(), kElements.end(), atom.element) == kElements.end()) {
      refuse(name, "it holds " + atom.element + ", an element that no rule covers");
    }
    if (is_radical(atom)) refuse(name, "it has an unpaired electron on " + atom.element);
    charge += atom.charge;
  }
  if (charge != 0) refuse(name, "it has a net charge of " + std::to_string(charge));
}

NitrogenKind nitrogen_kind(const MoleculeGraph& molecule, std::size_t index) {
  const MoleculeGraph::Atom& atom = molecule.atoms[index];
  if (atom.element != "N") return NitrogenKind::none;
  if (atom.is_aromatic) return NitrogenKind::aromatic;
  const auto neighbours_any = [&](const auto& test) {
    return std::any_of(atom.neighbours.begin(), atom.neighbours.end(),
                       [&](const auto& n) { return test(n.atom); });
  };
  const auto is_sulfonyl = [&](std::size_t i) {
    return molecule.atoms[i].element == "S" &&
           is_doubly_bound_to(molecule, i, [](const auto& other) { return other.element == "O"; });
  };
  if (neighbours_any([&](std::size_t i) { return is_acyl_carbon(molecule, i) || is_sulfonyl(i); }))
    return NitrogenKind::amide;
  const bool is_on_aromatic = neighbours_any([&](std::size_t i) {
    return molecule.atoms[i].is_aromatic && molecule.atoms[i].element == "C";
  });
  return is_on_aromatic ? NitrogenKind::aniline : NitrogenKind::amine;
}

int cost_of(const FragmentGraph& graph, const FragmentGraph::Bond& bond) {
  if (bond.order == 3) return 30;
  if (bond.order != 1) return 20;
  return graph.atoms[bond.begin].element == "C" && graph.atoms[bond.end].element == "C" ? 13 : 10;
}

}  // namespace

FragmentGraph fragment_graph(const MoleculeGraph& molecule, std::string_view shown_name) {
  check(molecule, shown_name);
  FragmentGraph graph;
  const double hydrogen = most_abundant_isotope("H")->mass;
  for (std::size_t i = 0; i < molecule.atoms.size(); ++i) {
    const MoleculeGraph::Atom& from = molecule.atoms[i];
    FragmentGraph::Atom& atom = graph.atoms.emplace_back();
    const auto element = std::find(kElements.begin(), kElements.end(), from.element);
    atom.element = *element;
    atom.kind = static_cast<PredictedElement>(element - kElements.begin());
    const Isotope& isotope = *main_isotopes()[place_of(atom.kind)];
    atom.hydrogens = from.hydrogens;
    atom.nominal_mass = isotope.mass_number + from.hydrogens;
    atom.exact_mass = isotope.mass + from.hydrogens * hydrogen;
    atom.is_aromatic = from.is_aromatic;
    atom.is_saturated = is_saturated(from);
    atom.is_acyl_carbon = is_acyl_carbon(molecule, i);
    atom.nitrogen = nitrogen_kind(molecule, i);
    for (const auto& neighbour : from.neighbours) {
      atom.neighbours |= bit_of(neighbour.atom);
      atom.is_in_ring = atom.is_in_ring || neighbour.in_ring;
    }
  }
  std::vector<std::vector<std::size_t>> bond_at(molecule.atoms.size(),
                                                std::vector<std::size_t>(molecule.atoms.size(), 0));
  for (std::size_t i = 0; i < molecule.atoms.size(); ++i) {
    for (const auto& neighbour : molecule.atoms[i].neighbours) {
      if (neighbour.atom < i) continue;
      bond_at[i][neighbour.atom] = bond_at[neighbour.atom][i] = graph.bonds.size();
      const int order = neighbour.order == 0 ? 4 : neighbour.order;
      graph.bonds.push_back({i, neighbour.atom, order, neighbour.in_ring, 0});
      graph.bonds.back().cost = cost_of(graph, graph.bonds.back());
    }
  }
  for (const auto& ring : molecule.rings) {
    auto& bonds = graph.rings.emplace_back();
    for (std::size_t i = 0; i < ring.size(); ++i)
      bonds.push_back(bond_at[ring[i]][ring[(i + 1) % ring.size()]]);
  }
  return graph;
}

int nominal_mass(const FragmentGraph& molecule, AtomMask mask) noexcept {
  int mass = 0;
  for_each_atom(mask, [&](std::size_t i) { mass += molecule.atoms[i].nominal_mass; });
  return mass;
}

double exact_mass(const FragmentGraph& molecule, AtomMask mask) noexcept {
  double mass = 0.0;
  for_each_atom(mask, [&](std::size_t i) { mass += molecule.atoms[i].exact_mass; });
  return mass;
}

int hydrogens(const FragmentGraph& molecule, AtomMask mask) noexcept {
  int count = 0;
  for_each_atom(mask, [&](std::size_t i) { count += molecule.atoms[i].hydrogens; });
  return count;
}

std::string formula_of(const FragmentGraph& molecule, AtomMask mask, int hydrogen_shift) {
  using Element = PredictedElement;
  std::array<int, kElements.size()> counts{};
  for_each_atom(mask, [&](std::size_t i) { ++counts[place_of(molecule.atoms[i].kind)]; });
  const int count = hydrogens(molecule, mask) + hydrogen_shift;
  std::string text;
  const auto add = [&](std::string_view symbol, int atoms) {
    if (atoms > 0) text += symbol;
    if (atoms > 1) text += std::to_string(atoms);
  };
  const auto add_kind = [&](Element kind) {
    add(kElements[place_of(kind)], counts[place_of(kind)]);
  };
  // Hill order: carbon and hydrogen first where there is carbon, the others by their letters.
  const bool is_organic = counts[place_of(Element::carbon)] > 0;
  if (is_organic) {
    add_kind(Element::carbon);
    add("H", count);
  }
  for (const Element kind : {Element::bromine, Element::chlorine, Element::fluorine})
    add_kind(kind);
  if (!is_organic) add("H", count);
  for (const Element kind : {Element::iodine, Element::nitrogen, Element::oxygen,
                             Element::phosphorus, Element::sulfur, Element::silicon})
    add_kind(kind);
  return text;
}

}  // namespace basepeak
