#pragma once

#include <string>
#include <vector>

#include "engine/library/library.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {

// A record with what a search reads.
inline LibraryRecord record_of(const std::string& id, Peaks peaks, Ionisation ionisation,
                               std::optional<double> precursor_mz = std::nullopt,
                               const std::string& formula = "", double mass = 0.0) {
  LibraryRecord record;
  record.id = id;
  record.name = "compound " + id;
  record.licence = "CC0";
  record.source = "test";
  record.formula = formula;
  if (mass > 0.0) record.monoisotopic_mass = mass;
  record.acquisition.ionisation = ionisation;
  record.acquisition.ms_level = ionisation == Ionisation::ei ? 1 : 2;
  record.acquisition.precursor_mz = precursor_mz;
  record.peaks = std::move(peaks);
  return record;
}

// The records written and opened as a compiled library; the file goes with the folder.
inline Library library_of(const std::vector<LibraryRecord>& records) {
  const test::TemporaryFolder folder;
  write_library(folder.path() / "test.bplib", "test", records);
  return Library::open(folder.path() / "test.bplib");
}

}  // namespace basepeak
