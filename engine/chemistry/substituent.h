#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/chemistry/graph_walk.h"

namespace basepeak {

// The groups that class wordings of control lists name. combination: made of such groups only but
// none of them itself (hydroxymethyl, methylamino, trifluoromethoxy, cyclopropyl). other: the rest.
enum class GroupKind : std::uint8_t {
  alkyl,
  alkenyl,
  alkoxyl,
  ester,
  ether,
  hydroxyl,
  halo,
  haloalkyl,
  amino,
  nitro,
  combination,
  other
};

[[nodiscard]] const char* name(GroupKind kind) noexcept;
// Nothing for a word that is none of a wording's groups; `combination` and `other` are none.
[[nodiscard]] std::optional<GroupKind> group_kind(std::string_view word) noexcept;

// A group in place of a hydrogen. A methoxy group is an alkoxyl and an ether.
struct Substituent {
  std::vector<GroupKind> kinds;  // never empty
  std::string text;              // "alkyl group CH3"
  [[nodiscard]] bool is(GroupKind kind) const;
};

// The group that begins at `first`, bound to an atom of `core`. One that binds to the core again,
// or with another bond than a single one, is `other`. Alkyl, alkenyl, alkoxyl, ester, ether and
// haloalkyl groups are open chains; amino is NH2 and hydroxyl OH, protonated or not.
[[nodiscard]] Substituent substituent_at(const MoleculeGraph& molecule, std::size_t first,
                                         std::size_t bound_to, const AtomNumbers& core);

}  // namespace basepeak
