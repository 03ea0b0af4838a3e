#include "engine/predict/acyl_groups.h"

namespace basepeak {
namespace {

using Atom = FragmentGraph::Atom;

AtomMask double_bonded_to(const FragmentGraph& molecule, std::size_t atom) {
  AtomMask found = 0;
  for (const FragmentGraph::Bond& bond : molecule.bonds) {
    if (bond.order != 2) continue;
    if (bond.begin == atom) found |= bit_of(bond.end);
    if (bond.end == atom) found |= bit_of(bond.begin);
  }
  return found;
}

}  // namespace

AcylGroups acyl_groups(const FragmentGraph& molecule) {
  AcylGroups found;
  for (std::size_t i = 0; i < molecule.atoms.size(); ++i) {
    if (!molecule.atoms[i].is_acyl_carbon) continue;
    AtomMask others = molecule.atoms[i].neighbours & ~double_bonded_to(molecule, i);
    AtomMask nitrogens = 0;
    for_each_atom(others, [&](std::size_t j) {
      if (molecule.atoms[j].kind == PredictedElement::nitrogen) nitrogens |= bit_of(j);
    });
    if (nitrogens == 0) continue;
    found.groups += 1.0;
    others &= ~(nitrogens & (~nitrogens + 1));  // a second nitrogen is a hetero atom: a urea
    for_each_atom(others, [&](std::size_t j) {
      const Atom& next = molecule.atoms[j];
      if (next.kind != PredictedElement::carbon) {
        found.hetero += 1.0;
      } else if (next.is_aromatic) {
        found.aromatic += 1.0;
      } else {
        found.hydrogens += next.hydrogens;
        if (!next.is_saturated) found.unsaturated += 1.0;
      }
    });
  }
  return found;
}

}  // namespace basepeak
