#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/spectrum/peaks.h"

namespace basepeak::train {

// A measured EI spectrum whose structure is known.
struct EiSample {
  std::string compound;  // first block of the InChIKey
  std::string name;
  std::string accession;
  std::string family;  // open, sharealike, swgdrug, noncommercial, nolicence
  std::string smiles;
  Peaks peaks;
  bool is_class = false;  // 4-anilinopiperidine skeleton
};

// The EI spectra of SPECTRA/ei_FAMILY.msp.gz with an InChIKey and a structure, from the record or
// from SPECTRA/compounds.tsv. Deuterated compounds are passed over. Throws Error{input} naming the
// file when one cannot be read.
[[nodiscard]] std::vector<EiSample> read_ei_samples(const std::filesystem::path& spectra,
                                                    const std::vector<std::string>& families);

}  // namespace basepeak::train
