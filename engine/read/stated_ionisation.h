#pragma once

#include <string>
#include <string_view>

#include "engine/spectrum/spectrum.h"

namespace basepeak {

struct StatedIonisation {
  Ionisation ionisation = Ionisation::unknown;
  std::string other;  // as of Acquisition::other_ionisation
  [[nodiscard]] bool says_something() const noexcept {
    return ionisation != Ionisation::unknown || !other.empty();
  }
};

// What a field on the ionisation, or the name of a type of instrument, says: "EI+", "GC-EI-Q",
// "Electron Impact", "API-ES", "LC-APCI-QTOF", "Chemical Ionization", "DART". A word that is the
// name of no ionisation says nothing.
[[nodiscard]] StatedIonisation ionisation_in(std::string_view written);

}  // namespace basepeak
