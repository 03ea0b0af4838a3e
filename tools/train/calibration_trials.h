#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/identify/calibration.h"
#include "engine/library/library.h"
#include "engine/prepare/query.h"

namespace basepeak::train {

// What of the library a trial passes over, as if it were not there. Whoever measured the query's
// spectrum never answers for its compound.
enum class Withheld : std::uint8_t {
  laboratory,               // everything that the query's laboratory measured
  own_records,              // what the query's laboratory measured of the compound
  compound_and_laboratory,  // the compound, whoever measured it, and the laboratory
  compound,                 // the compound, whoever measured it
};
inline constexpr std::size_t kWithheld = 4;
[[nodiscard]] const char* name(Withheld withheld) noexcept;
// Whether the compound is still in the library.
[[nodiscard]] constexpr bool holds_compound(Withheld withheld) noexcept {
  return withheld == Withheld::laboratory || withheld == Withheld::own_records;
}

// An EI spectrum of a known compound.
struct TrialSample {
  std::string compound;  // first block of the InChIKey
  std::string name, accession, laboratory;
  std::string family;  // open, sharealike, swgdrug, nolicence, nist
  std::string label;   // class label of the reference data
  std::string isomer_key;
  std::string compound_class;  // by its structure
  Peaks peaks;
};

// One sample searched in what is left of the library.
struct Trial {
  std::size_t sample = 0;
  Withheld withheld = Withheld::laboratory;
  QueryFacts facts;
  std::vector<CompoundEvidence> evidence;  // never empty; views into the library
  std::optional<std::size_t> truth;        // which of the evidence is the query's compound
};

struct TrialSet {
  std::vector<TrialSample> samples;
  std::vector<Trial> trials;
};

struct TrialSettings {
  std::vector<std::string> families;  // of the library's records that take part
  std::vector<std::string> asked;     // of those that are queries, too
  std::filesystem::path spectra;      // folder of ei_FAMILY.msp.gz and compounds.tsv
  std::filesystem::path
      nist;  // unpacked mds2-2418, two replicates a compound are queries; may be empty
  std::filesystem::path starter;  // libraries/starter, which names NIST's compounds
  std::size_t threads = 2;
};

// Every query whose compound another laboratory measured is asked with the compound in the library,
// and every query without it. Left out, of queries and library alike: isotope-labelled compounds,
// and spectra with more than 2 % of their signal above the molecule of their own formula (a
// derivative under its parent's key). `library` holds the families' spectra as `basepeak library`
// compiles them, and must outlive the trials. Throws Error{input} naming the file that cannot be
// read.
[[nodiscard]] TrialSet make_trials(const Library& library, const TrialSettings& settings);

// What a label of the reference data says.
[[nodiscard]] bool is_drug(const std::string& label);
[[nodiscard]] bool is_fentanyl(const std::string& label);  // or a precursor

}  // namespace basepeak::train
