#include "engine/predict/asked_molecule.h"

#include <cstdio>

#include "engine/chemistry/inchi_key.h"
#include "engine/chemistry/structure.h"
#include "engine/error.h"

namespace basepeak {
namespace {

std::string two_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

std::string form_of(int protons_given) {
  if (protons_given == 0) return {};
  return protons_given < 0 ? ", as its free base" : ", as its free acid";
}

}  // namespace

AskedMolecule asked_molecule(std::string_view smiles, const std::string& name) {
  AskedMolecule asked;
  const ParentMolecule parent = parent_molecule(smiles);
  Prediction& made = asked.prediction;
  made.name = name_without_mark(name);
  if (made.name.empty()) made.name = smiles;
  made.smiles = parent.canonical_smiles;
  made.formula = parent.formula;
  made.monoisotopic_mass = parent.monoisotopic_mass;
  std::string shown_name = made.name;
  if (parent.is_of_several) {
    made.note = "a salt or mixture (" + parent.whole_formula + "): its largest part is predicted" +
                form_of(parent.protons_given);
    shown_name += ", its largest part " + parent.formula;
  }
  asked.molecule = predicted_molecule(molecule_graph(made.smiles), shown_name);
  made.inchikey = inchi_key(made.smiles);
  asked.compound = compound_key(made.inchikey, made.smiles);
  return asked;
}

std::string compound_key(std::string_view inchikey, const std::string& smiles) {
  const std::string key = is_inchi_key(inchikey) ? std::string(inchikey) : inchi_key(smiles);
  return std::string(inchi_key_connectivity(key));
}

void require_analogue(const std::string& shown_name, const std::string& nearest,
                      double similarity) {
  if (!nearest.empty() && similarity >= kLeastSimilarity) return;
  const std::string best = nearest.empty() ? "there is none"
                                           : "the nearest, " + nearest + ", has a similarity of " +
                                                 two_digits(similarity);
  throw Error(ErrorKind::input, shown_name.substr(0, 200) +
                                    ": not predicted: no analogue in the library (" + best +
                                    "; at least " + two_digits(kLeastSimilarity) + " is needed)");
}

}  // namespace basepeak
