#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "engine/chemistry/molecule_graph.h"

namespace basepeak {

using AtomNumbers = std::vector<std::size_t>;  // positions in MoleculeGraph::atoms

[[nodiscard]] bool contains(const AtomNumbers& atoms, std::size_t atom);

// Not aromatic and single bonds only.
[[nodiscard]] bool is_saturated(const MoleculeGraph::Atom& atom);
[[nodiscard]] bool is_saturated_carbon(const MoleculeGraph::Atom& atom);

[[nodiscard]] bool is_doubly_bound_to(
    const MoleculeGraph& molecule, std::size_t from,
    const std::function<bool(const MoleculeGraph::Atom&)>& wanted);

// C(=O) and C(=S): amides, thioamides, carbamates and ureas alike.
[[nodiscard]] bool is_acyl_carbon(const MoleculeGraph& molecule, std::size_t atom);

// Atoms reached from `start` without stepping on `blocked`, `start` first.
[[nodiscard]] AtomNumbers reach(const MoleculeGraph& molecule, std::size_t start,
                                const AtomNumbers& blocked);

// A six-membered ring with one nitrogen, N1, and carbon 4 opposite; carbons 2, 3, 5, 6 saturated.
struct Piperidine {
  AtomNumbers ring;
  std::size_t n1 = 0;
  std::size_t c4 = 0;
};

[[nodiscard]] std::vector<Piperidine> find_piperidines(const MoleculeGraph& molecule);

}  // namespace basepeak
