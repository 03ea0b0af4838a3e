#include "libraries/compile.h"

#include <algorithm>
#include <unordered_map>

#include "engine/chemistry/formula.h"
#include "engine/chemistry/inchi_key.h"
#include "engine/chemistry/structure.h"
#include "engine/error.h"
#include "engine/identify/class_members.h"
#include "engine/identify/compound_classes.h"
#include "engine/identify/control_lists.h"
#include "engine/library/library.h"
#include "engine/parallel.h"
#include "engine/search/ms2_index_file.h"

namespace basepeak {
namespace {

struct Derived {
  std::string compound_class;
  std::string isomer_key;
};

Derived derived_from(const std::string& smiles) {
  try {
    return {class_of_structure(smiles), isomer_key(smiles)};
  } catch (const Error& problem) {
    // A store may hold a SMILES that this version cannot read: the record stands without a
    // structure.
    if (problem.kind() != ErrorKind::input) throw;
    return {};
  }
}

// Whether a structure has the atoms that a record's formula counts, labels apart: keys that were
// copied to the wrong record are known so. A formula that cannot be read fits nothing.
bool has_formula(const std::string& smiles, const std::string& formula) {
  try {
    return without_labels(Formula::parse(read_structure(smiles).formula)) ==
           without_labels(Formula::parse(formula));
  } catch (const Error&) {
    return false;
  }
}

// Structures by the first block of their InChIKey, for records that carry none.
class Structures {
 public:
  explicit Structures(const std::vector<LibraryRecord>& records) {
    for (const LibraryRecord& record : records) {
      if (record.smiles.empty() || !is_inchi_key(record.inchikey)) continue;
      auto& known = of_library_[std::string(inchi_key_connectivity(record.inchikey))];
      if (std::find(known.begin(), known.end(), record.smiles) == known.end()) {
        known.push_back(record.smiles);
      }
    }
  }
  // The record's own; else that of a record, a named member of the fentanyl class or a listed
  // substance of the same atoms and bonds, whose isotopes and stereo may differ; empty if none of
  // the record's formula is known.
  [[nodiscard]] std::string of(const LibraryRecord& record) const {
    if (!record.smiles.empty() || !is_inchi_key(record.inchikey)) return record.smiles;
    const std::string block(inchi_key_connectivity(record.inchikey));
    std::vector<std::string> candidates;
    if (const auto own = of_library_.find(block); own != of_library_.end())
      candidates = own->second;
    if (const ClassMember* member = class_member(record.inchikey)) {
      candidates.push_back(member->smiles);
    }
    if (const ListedSubstance* listed = control_lists().substance_of(block)) {
      candidates.push_back(listed->smiles);
    }
    const auto fitting = std::find_if(
        candidates.begin(), candidates.end(),
        [&](const std::string& smiles) { return has_formula(smiles, record.formula); });
    return fitting == candidates.end() ? std::string() : *fitting;
  }

 private:
  std::unordered_map<std::string, std::vector<std::string>> of_library_;
};

}  // namespace

void derive(std::vector<LibraryRecord>& records, std::size_t threads, const Progress& progress) {
  const Structures structures(records);
  std::vector<std::string> structure_of;  // parallel to the records
  structure_of.reserve(records.size());
  for (const LibraryRecord& record : records) structure_of.push_back(structures.of(record));
  std::unordered_map<std::string, std::size_t> places;
  std::vector<const std::string*> smiles;
  for (const std::string& structure : structure_of) {
    if (structure.empty()) continue;
    if (places.try_emplace(structure, smiles.size()).second) smiles.push_back(&structure);
  }
  std::vector<Derived> derived(smiles.size());
  constexpr std::size_t kPortion = 500;  // structures between two words of progress
  for (std::size_t first = 0; first < smiles.size(); first += kPortion) {
    const std::size_t count = std::min(kPortion, smiles.size() - first);
    parallel_for(count, threads,
                 [&](std::size_t i) { derived[first + i] = derived_from(*smiles[first + i]); });
    if (progress) progress(first + count, smiles.size());
  }
  for (std::size_t i = 0; i < records.size(); ++i) {
    LibraryRecord& record = records[i];
    const auto place = places.find(structure_of[i]);
    const Derived found = place == places.end() ? Derived{} : derived[place->second];
    record.compound_class = found.compound_class;
    // A key counts atoms: one of a structure without the record's labels is not its own.
    const bool is_own = !record.smiles.empty() || !has_isotope_label(record.formula);
    record.isomer_key = found.isomer_key.empty() || !is_own ? record.formula : found.isomer_key;
  }
}

std::size_t compile_library(Store& store, const std::filesystem::path& to, const std::string& name,
                            std::size_t threads, const Progress& progress) {
  std::vector<LibraryRecord> records;
  records.reserve(store.size());
  store.for_each([&](LibraryRecord&& record) {
    record.acquisition.scan =
        0;  // a place in the file it came from, which says nothing of the record
    records.push_back(std::move(record));
  });
  std::sort(records.begin(), records.end(),
            [](const LibraryRecord& a, const LibraryRecord& b) { return a.id < b.id; });
  derive(records, threads, progress);
  std::filesystem::path unindexed = to;
  unindexed += ".unindexed";
  write_library(unindexed, name, records);
  const std::size_t count = records.size();
  records = {};
  const auto remove = [&] {
    std::error_code failure;  // a temporary file that stays behind harms nothing
    std::filesystem::remove(unindexed, failure);
  };
  try {
    add_ms2_index(unindexed, to, threads);
  } catch (const Error&) {
    remove();
    throw;
  }
  remove();
  return count;
}

}  // namespace basepeak
