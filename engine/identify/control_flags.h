#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/identify/control_lists.h"
#include "engine/identify/identification.h"

namespace basepeak {

// The sentence that stands wherever flags are shown.
inline constexpr const char* kFlagNotice =
    "Flags state where a structure falls in the wording of a list at the date shown. They are no "
    "legal advice: the conclusion is for the competent authority.";

// The flags of one molecule, by its SMILES, or by its InChIKey where there is no SMILES that can be
// read. Named entries go by the first block of the InChIKey of the molecule without its salt. What
// is on no list and in no wording has no flag.
[[nodiscard]] std::vector<ControlFlag> flags_of(const ControlLists& lists, std::string_view smiles,
                                                std::string_view inchikey);

// A compound that a finding may be, for flags_of_group.
struct FlaggedMolecule {
  std::string name, smiles, inchikey;
};

// The union over the molecules, in list order; each flag names the molecules that it holds for, and
// says so where it does not hold for all.
[[nodiscard]] std::vector<ControlFlag> flags_of_group(const ControlLists& lists,
                                                      const std::vector<FlaggedMolecule>& group);

// Which lists have a wording on this class as a whole, in one sentence; empty if none has.
[[nodiscard]] std::string class_wide_lists(const ControlLists& lists,
                                           std::string_view compound_class);

// "United States, Controlled Substances Act, Schedule II, by name: Fentanyl (named; unverified)".
[[nodiscard]] std::string flag_text(const ControlFlag& flag);

}  // namespace basepeak
