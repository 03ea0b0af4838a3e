#include "engine/predict/library_analogues.h"

#include <optional>
#include <string>
#include <utility>

#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/predict/asked_molecule.h"

namespace basepeak {
namespace {

struct UsableRecord {
  PredictedMolecule molecule;
  std::string compound;
};

std::optional<UsableRecord> usable(const Library& library, std::uint32_t record) {
  if (library.ionisation(record) != Ionisation::ei || library.ms_level(record) != 1 ||
      library.origin(record) != Origin::measured || library.smiles(record).empty())
    return std::nullopt;
  try {
    UsableRecord made;
    const std::string smiles(library.smiles(record));
    made.molecule = predicted_molecule(molecule_graph(smiles), smiles);
    if (!can_be_of(library.peaks(record), made.molecule.nominal_mass)) return std::nullopt;
    made.compound = compound_key(library.inchikey(record), smiles);
    return made;
  } catch (const Error& problem) {
    if (problem.kind() != ErrorKind::input) throw;
    return std::nullopt;  // a structure that is not predicted is no analogue either
  }
}

}  // namespace

LibraryAnalogues library_analogues(const Library& library, std::size_t threads) {
  std::vector<std::optional<UsableRecord>> records(library.size());
  parallel_for(library.size(), threads,
               [&](std::size_t i) { records[i] = usable(library, static_cast<std::uint32_t>(i)); });
  LibraryAnalogues found;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if (!records[i]) continue;
    found.set.add(std::move(records[i]->molecule), library.peaks(i),
                  std::move(records[i]->compound));
    found.sources.push_back(
        {std::string(library.id(i)), std::string(library.compound_name(i)), 0.0, std::nullopt});
    found.records.push_back(i);
  }
  return found;
}

}  // namespace basepeak
