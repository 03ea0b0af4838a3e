#include "libraries/compile.h"

#include <algorithm>
#include <unordered_map>

#include "engine/chemistry/structure.h"
#include "engine/error.h"
#include "engine/identify/compound_classes.h"
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

}  // namespace

void derive(std::vector<LibraryRecord>& records, std::size_t threads, const Progress& progress) {
  std::unordered_map<std::string, std::size_t> places;
  std::vector<const std::string*> smiles;
  for (const LibraryRecord& record : records) {
    if (record.smiles.empty()) continue;
    if (places.try_emplace(record.smiles, smiles.size()).second) smiles.push_back(&record.smiles);
  }
  std::vector<Derived> derived(smiles.size());
  constexpr std::size_t kPortion = 500;  // structures between two words of progress
  for (std::size_t first = 0; first < smiles.size(); first += kPortion) {
    const std::size_t count = std::min(kPortion, smiles.size() - first);
    parallel_for(count, threads,
                 [&](std::size_t i) { derived[first + i] = derived_from(*smiles[first + i]); });
    if (progress) progress(first + count, smiles.size());
  }
  for (LibraryRecord& record : records) {
    const auto place = places.find(record.smiles);
    const Derived found = place == places.end() ? Derived{} : derived[place->second];
    record.compound_class = found.compound_class;
    record.isomer_key = found.isomer_key.empty() ? record.formula : found.isomer_key;
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
