#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/library/reference_index.h"
#include "engine/spectrum/spectrum.h"

namespace basepeak {

enum class Origin { measured, predicted };

// One reference spectrum with its compound and where it comes from. `id` is unique in a library.
struct LibraryRecord {
  std::string id;
  std::string name;
  std::vector<std::string> synonyms;
  std::string smiles;
  std::string inchikey;
  std::string formula;                      // Hill order
  std::string cas;                          // with hyphens
  std::optional<double> monoisotopic_mass;  // of the neutral compound, from the formula
  Acquisition acquisition;
  std::string instrument;
  std::string instrument_type;
  std::vector<ReferenceIndex> retention_indices;  // one a column or class of columns
  Origin origin = Origin::measured;
  std::string source;    // collection and its version
  std::string licence;   // never empty
  std::string citation;  // authors, publication
  std::string comment;
  std::vector<std::string> flags;  // findings of the import, each a code and a sentence
  Peaks peaks;
  std::vector<float> deviation;  // standard deviation of each peak's intensity; empty if unknown
  // Derived from the structure when the library is compiled; empty where there is none.
  std::string compound_class;  // "fentanyl", "fentanyl precursor", ... see chemistry/structure.h
  std::string isomer_key;      // isomer-group key, see chemistry/structure.h; else the formula
};

}  // namespace basepeak
