#pragma once

#include "engine/predict/nominal_spectrum.h"

namespace basepeak::train {

// Two EI spectra on unit masses, compared from kLowestComparedMass up with every peak they have.
struct Likeness {
  double cosine = 0.0;   // of the square roots of intensity
  double entropy = 0.0;  // spectral entropy similarity as engine/search/score.h defines it
};

// Below it instruments stop scanning in different places.
inline constexpr int kLowestComparedMass = 40;

[[nodiscard]] Likeness likeness(const NominalSpectrum& a, const NominalSpectrum& b);

}  // namespace basepeak::train
