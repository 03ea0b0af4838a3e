#pragma once

#include "engine/spectrum/spectrum.h"

namespace basepeak {

// Whether a spectrum is compared with EI spectra; else it is with MS/MS spectra. Its MS level alone
// decides, since GC-MS files and collections rarely state an ionisation. The one rule for queries
// and for library records that state none (libraries/interchange/settled_acquisition.h), so that a
// spectrum finds itself.
[[nodiscard]] inline bool is_searched_as_ei(const Acquisition& acquisition) noexcept {
  return acquisition.ms_level <= 1;
}

// Whether such a spectrum says itself that it is none of EI but of ESI, CI, APCI, DART or another
// ionisation, or EI of negative ions, of which there is no reference: a likeness to an EI spectrum
// means nothing then.
[[nodiscard]] inline bool is_known_not_to_be_ei(const Acquisition& acquisition) noexcept {
  return is_searched_as_ei(acquisition) &&
         (acquisition.ionisation == Ionisation::esi || !acquisition.other_ionisation.empty() ||
          is_negative_ei(acquisition));
}

}  // namespace basepeak
