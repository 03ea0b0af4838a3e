#include "engine/predict/ion_formula.h"

#include <algorithm>
#include <cmath>

#include "engine/chemistry/molecule_graph.h"

namespace basepeak {

IonFormulas::IonFormulas(const std::string& smiles, bool is_ei)
    : graph_(fragment_graph(molecule_graph(smiles), smiles)), is_ei_(is_ei) {
  if (is_ei_) {
    fragments_ = fragments_of(graph_, kTransferLimits);
    ei_ = ei_ions(graph_, fragments_);
  } else {
    esi_ = esi_ions(graph_);
  }
}

std::optional<std::string> IonFormulas::of(double mz) const {
  if (is_ei_) {
    const EiIon* best = nullptr;
    for (const EiIon& ion : ei_) {
      if (ion.mz == static_cast<int>(std::lround(mz)) && (best == nullptr || ion.cost < best->cost))
        best = &ion;
    }
    if (best == nullptr) return std::nullopt;
    return formula_of(graph_, fragments_[best->fragment].atoms, best->hydrogen_shift);
  }
  const auto [first, last] = esi_.within(mz, 10e-6 * mz);
  const EsiFormula* best = nullptr;
  for (std::size_t f = first; f < last; ++f) {
    const EsiFormula& one = esi_.formulas[f];
    if (best == nullptr || esi_.ions[one.first].cost < esi_.ions[best->first].cost) best = &one;
  }
  if (best == nullptr) return std::nullopt;
  return formula_of(best->composition);
}

}  // namespace basepeak
