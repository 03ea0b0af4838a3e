#pragma once

#include <optional>
#include <string>

#include "engine/predict/ei_ions.h"
#include "engine/predict/esi_ions.h"

namespace basepeak {

// Says which ion of a structure an m/z can be: the cheapest one.
class IonFormulas {
 public:
  // Throws Error{input} for a structure that is not predicted.
  IonFormulas(const std::string& smiles, bool is_ei);
  // Hill formula, charge aside; nothing where no fragment fits. EI: unit mass, others: 10 ppm.
  [[nodiscard]] std::optional<std::string> of(double mz) const;

 private:
  FragmentGraph graph_;
  bool is_ei_;
  std::vector<Fragment> fragments_;
  std::vector<EiIon> ei_;
  EsiIons esi_;
};

}  // namespace basepeak
