#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/library/library.h"
#include "engine/prepare/query.h"
#include "engine/search/backend.h"
#include "engine/search/search_settings.h"

namespace basepeak {

// Nominal molecular mass of an EI spectrum, for spectra whose molecular ion is weak or missing.
// Methods of Moorthy et al. 2021; see docs/method.md.
struct MolecularMass {
  std::int32_t mass = 0;    // Da; 0 when nothing can be said
  double confidence = 0.0;  // 0 to 1; each method has its own scale
  std::string method;       // "peak interpretation", "simple hits", "hybrid scan"
  struct Alternative {
    std::int32_t mass = 0;
    double weight = 0.0;  // on the scale the method chose by
  };
  std::vector<Alternative> alternatives;  // the next best, best first
};

// PIM: the highest peak that is neither noise nor isotope, and the share of implausible losses from
// it. Needs no library.
[[nodiscard]] MolecularMass mass_from_peaks(const Query& query, const SearchSettings& settings);

// SS-HM: the above, corrected by what the correction would have to be for the 25 most similar
// records. Confidence is the share of the hit list that agrees; 0.65 and more is accepted.
[[nodiscard]] MolecularMass mass_from_simple_hits(const Query& query, const Library& library,
                                                  const Backend& backend,
                                                  const SearchSettings& settings);

// iHS-HM: the mass at which hybrid hits gain most from moving peaks. One hybrid search a mass,
// about as many as the base peak's m/z. Confidence is the margin to the second best mass.
[[nodiscard]] MolecularMass mass_from_hybrid_scan(const Query& query, const Library& library,
                                                  const Backend& backend,
                                                  const SearchSettings& settings);

// All three weighed; the alternatives name the others' answers.
[[nodiscard]] MolecularMass infer_molecular_mass(const Query& query, const Library& library,
                                                 const Backend& backend,
                                                 const SearchSettings& settings);

// "336 (hybrid scan, confidence 0.41; next 322, 350)".
[[nodiscard]] std::string to_text(const MolecularMass& mass);

}  // namespace basepeak
