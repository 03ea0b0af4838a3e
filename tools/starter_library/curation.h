#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tools/starter_library/tab_file.h"

namespace basepeak::starter {

// One row of compounds.tsv: a compound as reviewed.
struct Compound {
  std::string id;  // lower case and hyphens; the name of its file
  std::string name;
  std::string smiles;
  std::string formula;
  std::string inchikey;
  std::string cas;  // empty where it is not certain
};

enum class RecordKind { ei, ms2 };

// One row of sources.tsv: a record and what it is computed from.
struct RecordSource {
  std::string id;
  std::string compound;
  RecordKind kind = RecordKind::ei;
  // "nist/CM1/28" names a compound of the replicate sets, else accessions of one laboratory's
  // spectra that are replicates of each other.
  std::vector<std::string> source;
  std::string printed_name;
  std::string printed_formula;
  std::string note;
};

// Both tables of a folder. Throws Error{input} naming file, line and compound when the formula or
// InChIKey written is not that of the SMILES, a CAS number fails its check digit, an id occurs
// twice, or a record's compound is missing.
struct Curation {
  std::vector<Compound> compounds;
  std::vector<RecordSource> records;

  static Curation read(const std::filesystem::path& folder);
};

// True for digits-digits-digit whose last is the check digit of the others.
[[nodiscard]] bool is_cas_number(const std::string& text);

}  // namespace basepeak::starter
