#include "benchmarks/accuracy/esi_asked.h"

#include "tools/train/esi_fit.h"

namespace basepeak::benchmarks {
namespace {

constexpr double kLowestEv = 8.0;
constexpr double kHighestEv = 70.0;

}  // namespace

AskedEsiSpectra asked_esi_spectra(const std::vector<train::EsiCompound>& compounds) {
  AskedEsiSpectra asked;
  for (const train::EsiCompound& compound : compounds) {
    if (compound.is_class) {
      for (const train::EsiSpectrum& spectrum : compound.spectra)
        asked.of_class.push_back({&compound, &spectrum});
    } else if (compound.is_held_out) {
      for (const train::EsiSpectrum* spectrum : train::chosen_spectra(compound, 2)) {
        const double energy_ev = spectrum->conditions.energy_ev;
        if (energy_ev >= kLowestEv && energy_ev <= kHighestEv)
          asked.held_out.push_back({&compound, spectrum});
      }
    }
  }
  return asked;
}

}  // namespace basepeak::benchmarks
