#include "engine/chemistry/molecule_graph.h"

#include "engine/chemistry/formula.h"

namespace basepeak {

std::string formula_of(const MoleculeGraph& molecule, const std::vector<std::size_t>& atoms) {
  std::string text;
  int hydrogens = 0;
  for (const std::size_t index : atoms) {
    const MoleculeGraph::Atom& atom = molecule.atoms[index];
    if (atom.isotope != 0) text += "[" + std::to_string(atom.isotope) + atom.element + "]";
    if (atom.isotope == 0) text += atom.element;
    hydrogens += atom.hydrogens;
  }
  if (hydrogens > 0) text += "H" + std::to_string(hydrogens);
  return Formula::parse(text).hill();
}

}  // namespace basepeak
