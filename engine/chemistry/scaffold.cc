// fentanyl_sites, compound_class and isomer_key of engine/chemistry/structure.h: the skeleton
// acyl-N(aryl)-C4 of a piperidine, found by walking bonds.
#include <algorithm>
#include <optional>
#include <tuple>

#include "engine/chemistry/graph_walk.h"
#include "engine/chemistry/structure.h"

namespace basepeak {
namespace {

using Atom = MoleculeGraph::Atom;
using Neighbour = MoleculeGraph::Neighbour;
using Atoms = AtomNumbers;

// What hangs on N1: nothing for N1-H, nullopt-like `is_bridged` when it closes another ring.
struct NitrogenExit {
  bool is_bridged = false;
  std::optional<std::size_t> atom;  // first atom of the substituent
  Atoms fragment;
};

NitrogenExit exit_of(const MoleculeGraph& molecule, const Piperidine& piperidine) {
  NitrogenExit exit;
  const auto preference = [&](std::size_t atom, const Atoms& fragment) {
    return std::tuple(molecule.atoms[atom].element == "C", fragment.size(),
                      formula_of(molecule, fragment));
  };
  for (const Neighbour& n : molecule.atoms[piperidine.n1].neighbours) {
    if (contains(piperidine.ring, n.atom)) continue;
    if (n.in_ring) exit.is_bridged = true;
    if (n.in_ring || (molecule.atoms[n.atom].element == "H" && exit.atom)) continue;
    Atoms fragment = reach(molecule, n.atom, {piperidine.n1});
    if (!exit.atom || preference(n.atom, fragment) > preference(*exit.atom, exit.fragment)) {
      exit.atom = n.atom;
      exit.fragment = std::move(fragment);
    }
  }
  return exit;
}

bool is_hydrogen(const MoleculeGraph& molecule, const NitrogenExit& exit) {
  return !exit.atom || molecule.atoms[*exit.atom].element == "H";
}

bool is_carbon(const MoleculeGraph& molecule, const NitrogenExit& exit) {
  return exit.atom && molecule.atoms[*exit.atom].element == "C";
}

struct Skeleton {
  FentanylSites sites;
  bool has_acyl = false;
  bool has_n1_hydrogen = false;
  bool has_n1_carbon = false;
};

// The skeleton with `nitrogen` as its amide (or aniline) nitrogen.
std::optional<Skeleton> skeleton_at(MoleculeGraph molecule, const Piperidine& piperidine,
                                    std::size_t nitrogen) {
  const Atom& amide = molecule.atoms[nitrogen];
  std::optional<std::size_t> aryl;
  std::optional<std::size_t> acyl;
  std::string acyl_hydrogen = "H";
  for (const Neighbour& n : amide.neighbours) {
    const Atom& other = molecule.atoms[n.atom];
    if (n.atom == piperidine.c4) continue;
    if (n.in_ring || n.order != 1) return std::nullopt;
    if (other.element == "H") {
      acyl_hydrogen = formula_of(molecule, {n.atom});
    } else if (other.is_aromatic && !aryl) {
      aryl = n.atom;
    } else if (is_acyl_carbon(molecule, n.atom) && !acyl) {
      acyl = n.atom;
    } else {
      return std::nullopt;
    }
  }
  const NitrogenExit exit = exit_of(molecule, piperidine);
  if (!aryl || exit.is_bridged) return std::nullopt;

  Skeleton skeleton;
  skeleton.has_acyl = acyl.has_value();
  skeleton.has_n1_hydrogen = is_hydrogen(molecule, exit);
  skeleton.has_n1_carbon = is_carbon(molecule, exit);
  skeleton.sites.acyl =
      acyl ? formula_of(molecule, reach(molecule, *acyl, {nitrogen})) : acyl_hydrogen;
  skeleton.sites.n_aryl = formula_of(molecule, reach(molecule, *aryl, {nitrogen}));
  skeleton.sites.n1_substituent = exit.atom ? formula_of(molecule, exit.fragment) : "H";
  // The hydrogen of N1-H is the exit's, a protonated salt's is the acid's: neither is the ring's.
  molecule.atoms[piperidine.n1].hydrogens = 0;
  Atoms blocked{nitrogen};
  if (exit.atom) blocked.push_back(*exit.atom);
  skeleton.sites.piperidine = formula_of(molecule, reach(molecule, piperidine.c4, blocked));
  return skeleton;
}

std::string key_of(const FentanylSites& sites) {
  return "acyl=" + sites.acyl + " n_aryl=" + sites.n_aryl + " piperidine=" + sites.piperidine +
         " n1=" + sites.n1_substituent;
}

// Of several, the acylated one first, then by key: the answer does not depend on atom order.
std::optional<Skeleton> find_skeleton(const MoleculeGraph& molecule) {
  std::optional<Skeleton> best;
  const auto rank = [](const Skeleton& s) { return std::tuple(!s.has_acyl, key_of(s.sites)); };
  for (const Piperidine& piperidine : find_piperidines(molecule)) {
    if (!is_saturated_carbon(molecule.atoms[piperidine.c4])) continue;
    for (const Neighbour& n : molecule.atoms[piperidine.c4].neighbours) {
      if (n.in_ring || molecule.atoms[n.atom].element != "N") continue;
      const auto found = skeleton_at(molecule, piperidine, n.atom);
      if (found && (!best || rank(*found) < rank(*best))) best = found;
    }
  }
  return best;
}

// An aromatic ring at the end of one to three saturated carbons, in a fragment small enough to be
// the phenethyl group or a variant of it.
bool is_aralkyl(const MoleculeGraph& molecule, const NitrogenExit& exit, std::size_t n1) {
  if (!is_carbon(molecule, exit) || exit.fragment.size() > 15) return false;
  Atoms chain{*exit.atom};
  Atoms seen{n1, *exit.atom};
  for (int length = 0; length < 3; ++length) {
    Atoms next;
    for (const std::size_t atom : chain) {
      if (!is_saturated_carbon(molecule.atoms[atom])) continue;
      for (const Neighbour& n : molecule.atoms[atom].neighbours) {
        if (contains(seen, n.atom)) continue;
        if (molecule.atoms[n.atom].is_aromatic) return true;
        seen.push_back(n.atom);
        next.push_back(n.atom);
      }
    }
    chain = next;
  }
  return false;
}

bool is_boc(const MoleculeGraph& molecule, const NitrogenExit& exit) {
  return is_carbon(molecule, exit) && is_acyl_carbon(molecule, *exit.atom) &&
         formula_of(molecule, exit.fragment) == "C5H9O2";
}

// Carbons 2, 3, 5 and 6 bare, or one of them with a methyl or ethyl group: not triacetonamine.
bool has_plain_ring(const MoleculeGraph& molecule, const Piperidine& piperidine) {
  std::size_t groups = 0;
  for (const std::size_t atom : piperidine.ring) {
    if (atom == piperidine.n1 || atom == piperidine.c4) continue;
    for (const Neighbour& n : molecule.atoms[atom].neighbours) {
      if (contains(piperidine.ring, n.atom) || molecule.atoms[n.atom].element == "H") continue;
      const Atoms group = reach(molecule, n.atom, {atom});
      const bool is_alkyl = std::all_of(group.begin(), group.end(), [&](std::size_t a) {
        return is_saturated_carbon(molecule.atoms[a]);
      });
      if (n.in_ring || group.size() > 2 || !is_alkyl || ++groups > 1) return false;
    }
  }
  return true;
}

// 4-piperidones and their N-aryl imines: N1 bare, Boc or aralkyl (NPP type), the ring plain.
bool is_piperidone_precursor(const MoleculeGraph& molecule) {
  for (const Piperidine& piperidine : find_piperidines(molecule)) {
    const auto is_aryl_imine = [&](const Atom& a) {
      return a.element == "N" &&
             std::any_of(a.neighbours.begin(), a.neighbours.end(),
                         [&](const Neighbour& n) { return molecule.atoms[n.atom].is_aromatic; });
    };
    const bool is_ketone =
        is_doubly_bound_to(molecule, piperidine.c4, [](const Atom& a) { return a.element == "O"; });
    const bool is_imine = is_doubly_bound_to(molecule, piperidine.c4, is_aryl_imine);
    if (!is_ketone && !is_imine) continue;
    const NitrogenExit exit = exit_of(molecule, piperidine);
    if (exit.is_bridged) continue;
    const bool fits_n1 = is_hydrogen(molecule, exit) || is_boc(molecule, exit) ||
                         is_aralkyl(molecule, exit, piperidine.n1) ||
                         (is_imine && molecule.atoms[*exit.atom].is_aromatic);
    if (!fits_n1) continue;
    if (has_plain_ring(molecule, piperidine)) return true;
  }
  return false;
}

}  // namespace

std::optional<FentanylSites> fentanyl_sites(std::string_view smiles) {
  const auto skeleton = find_skeleton(molecule_graph(smiles));
  if (!skeleton) return std::nullopt;
  return skeleton->sites;
}

std::string compound_class(std::string_view smiles) {
  const MoleculeGraph molecule = molecule_graph(smiles);
  if (const auto skeleton = find_skeleton(molecule)) {
    if (skeleton->has_acyl && skeleton->has_n1_carbon) return "fentanyl";
    if (skeleton->has_n1_hydrogen || skeleton->has_n1_carbon) return "fentanyl precursor";
    return {};
  }
  return is_piperidone_precursor(molecule) ? "fentanyl precursor" : "";
}

std::string isomer_key(std::string_view smiles) {
  if (const auto sites = fentanyl_sites(smiles)) return key_of(*sites);
  return read_structure(smiles).formula;
}

}  // namespace basepeak
