#pragma once

#include <optional>

#include "engine/predict/composition.h"

namespace basepeak {

// The cation within `window` Da of an m/z that takes its atoms from `whole` and holds no more
// hydrogens than its valences allow, a radical only where there is no other: for ions that come
// about by rearrangement, which no fragment explains. The nearest of two; nothing where there is
// none, or more, so that the m/z says little.
[[nodiscard]] std::optional<Composition> sub_formula(const Composition& whole, double mz,
                                                     double window);

// Rings and double bonds of an ion, as its valences say; half a number more for even electrons.
[[nodiscard]] double unsaturation(const Composition& ion) noexcept;

// What is left of `whole`; nothing where `part` holds more of an element.
[[nodiscard]] std::optional<Composition> difference(const Composition& whole,
                                                    const Composition& part) noexcept;

}  // namespace basepeak
