#include "tools/train/class_families.h"

namespace basepeak::train {

ClassFamilies::ClassFamilies(const std::vector<const MoleculeSample*>& samples) {
  for (const MoleculeSample* sample : samples) {
    if (const auto sites = fentanyl_sites(sample->sample->smiles))
      sites_[sample->sample->compound] = *sites;
  }
}

std::string ClassFamilies::of(std::string_view compound, const FamilyPlace& place) const {
  const auto found = sites_.find(compound);
  if (found == sites_.end()) return {};
  const std::string& group = found->second.*place.group;
  return group == place.usual ? std::string() : group;
}

}  // namespace basepeak::train
