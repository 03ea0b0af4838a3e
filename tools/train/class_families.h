#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/chemistry/structure.h"
#include "tools/train/ei_fit.h"

namespace basepeak::train {

// A place of the class where groups differ. Where most of the class has `usual`, the family of that
// group is not left out: it would be the class.
struct FamilyPlace {
  const char* name;
  std::string FentanylSites::*group;
  const char* usual;  // empty for none
};
inline const FamilyPlace kFamilyPlaces[] = {
    {"acyl family", &FentanylSites::acyl, ""},
    {"aryl family", &FentanylSites::n_aryl, "C6H5"},
    {"N-substituent family", &FentanylSites::n1_substituent, "C8H9"},
    {"piperidine family", &FentanylSites::piperidine, "C5H9N"}};

// Which compounds have the same group in a place. Compounds outside the class have none.
class ClassFamilies {
 public:
  explicit ClassFamilies(const std::vector<const MoleculeSample*>& samples);
  // The formula of the compound's group; empty where it has none or the usual one.
  [[nodiscard]] std::string of(std::string_view compound, const FamilyPlace& place) const;
  [[nodiscard]] bool has(std::string_view compound) const {
    return sites_.find(compound) != sites_.end();
  }

 private:
  std::map<std::string, FentanylSites, std::less<>> sites_;
};

}  // namespace basepeak::train
