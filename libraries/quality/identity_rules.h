#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "engine/chemistry/structure.h"
#include "engine/library/library_record.h"
#include "engine/read/spectrum_text.h"
#include "libraries/quality/findings.h"

namespace basepeak {

// Checks what a record says of its compound against itself, and fills what follows from it: the
// formula in Hill order, the monoisotopic mass (of the atoms with all their electrons, as adduct_mz
// takes it), the InChIKey. Structures are read once a SMILES; one object serves one thread.
//
// What is refused: bad-formula. What is flagged: smiles-invalid (kept without structure),
// formula-from-smiles, formula-disagrees (with the SMILES, salts and isotope labels aside),
// inchikey-malformed (dropped), inchikey-nonstandard (the second block does not end in SA),
// inchikey-disagrees (its first block is not that of the SMILES, of a part of it nor of the neutral
// molecule of either), inchikey-computed, inchikey-missing, exact-mass-is-average,
// exact-mass-disagrees (> 0.01 Da), mw-disagrees (with nominal, monoisotopic and average mass, >
// 0.6 Da), precursor-missing, precursor-disagrees (> 0.02 Da from formula and adduct),
// adduct-unknown, cas-invalid.
class IdentityRules {
 public:
  void check(const TextRecord& text, LibraryRecord& record, Findings& findings);

 private:
  struct Known {
    std::string formula;        // of the largest organic fragment, Hill
    std::string whole_formula;  // salts included
    std::string problem;        // why there is no structure
  };
  const Known& known(const std::string& smiles);
  const std::string& key_of(const std::string& smiles);
  // The key that the structure has instead of `written`; empty where they agree or none is known.
  std::string other_key(const std::string& written, const std::string& smiles);

  void check_structure(LibraryRecord& record, Findings& findings);
  void check_formula(LibraryRecord& record, Findings& findings);
  void check_inchikey(LibraryRecord& record, Findings& findings);

  std::unordered_map<std::string, Known> known_;
  std::unordered_map<std::string, std::string> keys_;  // empty where none can be made
};

}  // namespace basepeak
