#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace basepeak {

// A molecule as atoms and bonds, for code that walks them without naming the toolkit that read it.
struct MoleculeGraph {
  struct Neighbour {
    std::size_t atom = 0;
    int order = 1;  // 1, 2, 3; 0 for aromatic and anything else
    bool in_ring = false;
  };
  struct Atom {
    std::string element;  // "C"
    int isotope = 0;      // mass number, 0 for the natural mixture
    int hydrogens = 0;    // those that are not atoms of the graph
    int charge = 0;
    bool is_aromatic = false;
    std::vector<Neighbour> neighbours;
  };
  std::vector<Atom> atoms;
  std::vector<std::vector<std::size_t>> rings;  // smallest set, atoms in order around each ring
};

// The largest organic fragment of a SMILES. Labelled hydrogens are atoms, others are counted.
// Throws Error{input} as read_structure.
[[nodiscard]] MoleculeGraph molecule_graph(std::string_view smiles);

// Hill formula, uncharged, of these atoms with their hydrogens.
[[nodiscard]] std::string formula_of(const MoleculeGraph& molecule,
                                     const std::vector<std::size_t>& atoms);

}  // namespace basepeak
