#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/chemistry/structure.h"
#include "engine/spectrum/peaks.h"

namespace basepeak::train {

// An EI spectrum with what its compound is.
struct ClassSample {
  std::string compound;  // first block of the InChIKey, else the set's own name for it
  std::string name;
  std::string accession;
  std::string family;  // open, sharealike, swgdrug, nist, noncommercial, nolicence
  std::string label;   // class label of the reference data
  Peaks peaks;
  std::optional<FentanylSites> sites;  // where the compound has the class skeleton
  double weight = 1.0;                 // less for compounds of many spectra
  // Neither the class nor a fair negative: a relative without the skeleton.
  [[nodiscard]] bool is_neutral() const {
    return !sites && (label == "fentanyl" || label == "fentanyl_precursor");
  }
};

// The EI spectra of SPECTRA/ei_FAMILY.msp.gz with the labels of SPECTRA/compounds.tsv;
// deuterated compounds are left out. Throws
// Error{input} naming the file when one cannot be read.
[[nodiscard]] std::vector<ClassSample> read_reference_spectra(
    const std::filesystem::path& spectra, const std::vector<std::string>& families);

// NIST mds2-2418 unpacked at FOLDER, named through the starter library's tables: two replicates a
// compound. Sets CM2 and CM3 count as negatives throughout.
[[nodiscard]] std::vector<ClassSample> read_nist_spectra(const std::filesystem::path& folder,
                                                         const std::filesystem::path& starter);

// Sets each sample's weight to 1 over the square root of its compound's number of samples.
void weigh_by_compound(std::vector<ClassSample>& samples);

// Which of `folds` a compound belongs to: by a checksum of its name and the seed, so that all its
// spectra stay together and nothing depends on file order.
[[nodiscard]] std::size_t fold_of(const std::string& compound, std::size_t folds,
                                  const std::string& seed);

}  // namespace basepeak::train
