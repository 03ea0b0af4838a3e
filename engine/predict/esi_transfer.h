#pragma once

#include <map>
#include <optional>
#include <vector>

#include "engine/predict/analogue_transfer.h"
#include "engine/predict/esi_conditions.h"
#include "engine/predict/esi_ions.h"

namespace basepeak {

// A measured MS/MS spectrum with its peaks explained by fragments of its molecule.
struct KnownEsi {
  struct Explanation {
    std::uint32_t fragment = 0;  // in `fragments`
    int hydrogen_shift = 0;
    double share = 0.0;  // of the peak
  };
  struct Peak {
    double mz = 0.0;
    double intensity = 0.0;
    std::vector<Explanation> explanations;  // none: no fragment explains it
    std::optional<Composition> formula;     // then: what a rearrangement may have made it of
  };
  std::vector<Fragment> fragments;  // those that explain something
  std::vector<Peak> peaks;
  double explained = 0.0;  // share of the intensity
};
// `ions`: those of `molecule`.
[[nodiscard]] KnownEsi known_esi(const FragmentGraph& molecule, const EsiIons& ions,
                                 const std::vector<EsiPeak>& peaks, InstrumentClass instrument);

// An ion of the other molecule and what it is given.
struct TransferredIon {
  double intensity = 0.0;
  double largest = 0.0;  // of one explanation: that whose atoms these are
  AtomMask atoms = 0;
  int hydrogen_shift = 0;
};
using TransferredEsi = std::map<Composition, TransferredIon>;
struct CarriedEsi {
  TransferredEsi ions;
  double landed = 0.0;  // share of the intensity
};

// A known spectrum carried over to another molecule: every share lands on the formula of its
// projected fragment. Peaks that no fragment explains stay, at 0.3, where a formula of the other
// molecule stands within the window; else their own formula lands, at 0.6, on itself and on what
// the other molecule is after the same loss, as far as it has the atoms. Base peak 1; empty when
// nothing lands.
[[nodiscard]] CarriedEsi transfer(const KnownEsi& known, const FragmentGraph& known_molecule,
                                  InstrumentClass instrument, const FragmentGraph& other,
                                  const EsiIons& other_ions, const AtomMapping& known_to_other);

}  // namespace basepeak
