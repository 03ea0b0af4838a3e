#pragma once

#include <optional>
#include <vector>

#include "engine/identify/mixture.h"

namespace basepeak {

// What an EI spectrum may hold beside the compound that matches, or in place of one that does.
struct OtherParts {
  std::optional<Mixture> sum;            // where no record matches fully
  std::optional<SecondCompound> second;  // beside a match, without a sum
  std::vector<Mixture::Peak> unmatched;  // ions that the matching record lacks
  Compounds not_of_group;                // parts that the group of the match held
};

// Looks for them. Of a match the isomer group must stand in `found`. A member of the group is a
// part rather than a member when its record is unlike the match's and both together explain the
// spectrum.
[[nodiscard]] OtherParts find_other_parts(MixtureExplainer& explainer, const Library& library,
                                          bool has_match, bool is_full_match,
                                          const Identification& found);

// Completes a conclusion by them: `mixture`, a sentence and, beside a match, `level_text`. The
// level stays.
void tell_other_parts(OtherParts parts, Identification& found);

}  // namespace basepeak
