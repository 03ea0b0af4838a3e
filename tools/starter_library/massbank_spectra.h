#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "engine/spectrum/peaks.h"

namespace basepeak::starter {

// One openly licensed spectrum of an MSP file whose Comments field carries Source, Accession,
// Contributor, License and Authors in quotes.
struct MassBankSpectrum {
  std::string source;
  std::string accession;
  std::string contributor;
  std::string licence;
  std::string authors;
  std::string inchikey;
  std::string formula;
  std::string instrument;
  std::string instrument_type;
  std::string fragmentation;
  std::string resolution;
  std::string energy;
  std::string adduct;
  std::string precursor_mz;
  Peaks peaks;
};

// The wanted accessions among the records of every file FOLDER/*.msp or *.msp.gz whose name holds
// "_open" or "_sharealike". Throws Error{input} when one is missing, occurs twice, has a problem in
// its text, or is licensed otherwise than CC0, CC BY or CC BY-SA.
[[nodiscard]] std::map<std::string, MassBankSpectrum> read_massbank_spectra(
    const std::filesystem::path& folder, const std::set<std::string>& accessions);

// The value of key="value" in a Comments field, empty if there is none.
[[nodiscard]] std::string quoted_value(const std::string& comments, const std::string& key);

}  // namespace basepeak::starter
