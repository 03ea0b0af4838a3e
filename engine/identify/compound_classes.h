#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/chemistry/substructure.h"
#include "engine/identify/identification.h"

namespace basepeak {

struct ClassIon {
  bool is_ei = true;  // else MS/MS of accurate mass
  double mz = 0.0;    // nominal for EI, else of the cation
  std::string formula;
  std::string contains;
};

struct CompoundClass {
  std::string name;
  std::string words;
  std::vector<SubstructurePattern> patterns;  // one of them must be found
  std::vector<SubstructurePattern> without;   // none of these
  std::vector<ClassIon> ions;
};

// Classes of compounds as structures, from a table that a maintainer edits.
struct ClassTable {
  std::string version;
  std::string sha256;
  std::vector<CompoundClass> classes;             // the first that fits names a molecule
  std::vector<SubstructurePattern> all_patterns;  // those of each class, then its `without`

  // Reads libraries/models/compound_classes.tsv. Throws Error{library} naming the line.
  static ClassTable parse(std::string_view text);
  // Null if the molecule is of none. Throws as read_structure.
  [[nodiscard]] const CompoundClass* class_of(std::string_view smiles) const;
};

// The table that is built in.
[[nodiscard]] const ClassTable& compound_classes();

// "fentanyl" and "fentanyl precursor" as chemistry/structure.h tells them, else the table's class;
// empty for none. Throws as read_structure.
[[nodiscard]] std::string class_of_structure(std::string_view smiles);

// The characteristic ions of a class of the table in a query, seen from 3 % (EI) or 1 % (MS/MS) of
// the base peak; none for other classes.
[[nodiscard]] std::vector<ClassCall::Evidence> class_ion_evidence(std::string_view class_name,
                                                                  const Query& query);

}  // namespace basepeak
