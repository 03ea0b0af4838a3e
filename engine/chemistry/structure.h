#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace basepeak {

// What the engine needs to know of a molecule. Salts are split and the largest organic fragment is
// kept; isotope labels and charges stay.
struct Structure {
  std::string canonical_smiles;  // stereo kept
  std::string flat_smiles;       // canonical, without stereo and isotopes
  std::string formula;           // Hill order
  double monoisotopic_mass = 0.0;
};

// Throws Error{input} naming the SMILES and the reason when it is not a molecule.
[[nodiscard]] Structure read_structure(std::string_view smiles);

// The molecule that gives the spectrum of a SMILES: the largest organic part of a salt or mixture,
// without a charge that it has by its protons alone. What is no salt keeps its charge.
struct ParentMolecule {
  std::string canonical_smiles;  // stereo kept
  std::string formula;           // Hill order
  double monoisotopic_mass = 0.0;
  std::string whole_formula;   // of all that the SMILES holds
  bool is_of_several = false;  // parts
  int protons_given = 0;       // to the part; negative for taken off
};
// Throws as read_structure.
[[nodiscard]] ParentMolecule parent_molecule(std::string_view smiles);

// Hill formula of everything the SMILES holds, salts included. Throws as read_structure.
[[nodiscard]] std::string whole_formula(std::string_view smiles);

// The site formulas of a fentanyl-class molecule (4-anilidopiperidine skeleton, salts stripped,
// stereo ignored): fragments as docs/formats.md defines them. acyl is the RCO group ("C3H5O"), "H"
// for despropionyl types; n_aryl the aryl on the amide nitrogen ("C6H5"); piperidine the ring with
// its substituents less its two exits ("C5H9N"); n1_substituent what is on N1 ("C8H9", "H").
struct FentanylSites {
  std::string acyl;
  std::string n_aryl;
  std::string piperidine;
  std::string n1_substituent;
};

// Nothing if the molecule does not have the skeleton. Throws as read_structure.
[[nodiscard]] std::optional<FentanylSites> fentanyl_sites(std::string_view smiles);

// "fentanyl" for the class skeleton with an acyl and an N1 carbon substituent; "fentanyl precursor"
// for its published precursors (4-ANPP type, NPP, nor- types, 4-AP, their Boc forms, 4-piperidone
// and its N-phenylimines); empty otherwise.
[[nodiscard]] std::string compound_class(std::string_view smiles);

// "acyl=C3H5O n_aryl=C6H5 piperidine=C5H9N n1=C8H9" for the class, else the formula.
[[nodiscard]] std::string isomer_key(std::string_view smiles);

// A structure drawing as an SVG element of this size in pixels, the same bytes for the same SMILES.
[[nodiscard]] std::string draw_structure(std::string_view smiles, int width, int height);

}  // namespace basepeak
