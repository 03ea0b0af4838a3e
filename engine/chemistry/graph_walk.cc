#include "engine/chemistry/graph_walk.h"

#include <algorithm>

namespace basepeak {

using Atom = MoleculeGraph::Atom;
using Neighbour = MoleculeGraph::Neighbour;

bool contains(const AtomNumbers& atoms, std::size_t atom) {
  return std::find(atoms.begin(), atoms.end(), atom) != atoms.end();
}

bool is_saturated(const Atom& atom) {
  return !atom.is_aromatic && std::all_of(atom.neighbours.begin(), atom.neighbours.end(),
                                          [](const Neighbour& n) { return n.order == 1; });
}

bool is_saturated_carbon(const Atom& atom) { return atom.element == "C" && is_saturated(atom); }

bool is_doubly_bound_to(const MoleculeGraph& molecule, std::size_t from,
                        const std::function<bool(const Atom&)>& wanted) {
  const auto& neighbours = molecule.atoms[from].neighbours;
  return std::any_of(neighbours.begin(), neighbours.end(), [&](const Neighbour& n) {
    return n.order == 2 && wanted(molecule.atoms[n.atom]);
  });
}

bool is_acyl_carbon(const MoleculeGraph& molecule, std::size_t atom) {
  return molecule.atoms[atom].element == "C" && !molecule.atoms[atom].is_aromatic &&
         is_doubly_bound_to(molecule, atom,
                            [](const Atom& a) { return a.element == "O" || a.element == "S"; });
}

AtomNumbers reach(const MoleculeGraph& molecule, std::size_t start, const AtomNumbers& blocked) {
  AtomNumbers found{start};
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const Neighbour& n : molecule.atoms[found[i]].neighbours) {
      if (!contains(blocked, n.atom) && !contains(found, n.atom)) found.push_back(n.atom);
    }
  }
  return found;
}

std::vector<Piperidine> find_piperidines(const MoleculeGraph& molecule) {
  std::vector<Piperidine> found;
  for (const AtomNumbers& ring : molecule.rings) {
    if (ring.size() != 6) continue;
    for (std::size_t i = 0; i < 6; ++i) {
      const std::size_t n1 = ring[i];
      const std::size_t c4 = ring[(i + 3) % 6];
      if (molecule.atoms[n1].element != "N" || !is_saturated(molecule.atoms[n1])) continue;
      if (molecule.atoms[c4].element != "C" || molecule.atoms[c4].is_aromatic) continue;
      const bool others = std::all_of(ring.begin(), ring.end(), [&](std::size_t atom) {
        return atom == n1 || atom == c4 || is_saturated_carbon(molecule.atoms[atom]);
      });
      if (others) found.push_back({ring, n1, c4});
    }
  }
  return found;
}

}  // namespace basepeak
