#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/spectrum/peaks.h"

namespace basepeak::starter {

// The replicate EI spectra of one compound of NIST mds2-2418: FOLDER/SET/NN-RR.txt, two header
// lines that begin with '#', then "m/z abundance" lines. `source` is "nist/SET/NN".
struct NistReplicates {
  std::vector<Peaks> spectra;
  std::vector<std::string> accessions;  // "CM1/28-01", ascending
};

// Throws Error{input} naming the file and line for anything else, and when there is no replicate.
[[nodiscard]] NistReplicates read_nist_replicates(const std::filesystem::path& folder,
                                                  const std::string& source);

}  // namespace basepeak::starter
