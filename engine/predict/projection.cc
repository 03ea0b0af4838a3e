#include "engine/predict/projection.h"

#include <algorithm>
#include <optional>

namespace basepeak {
namespace {

constexpr double kCutGroup = 0.05;
constexpr double kLostGroup = 0.1;

// Unmapped atoms that hang together, with the mapped ones they are bound to.
struct Group {
  AtomMask atoms = 0;
  AtomMask attachments = 0;
};

std::vector<Group> unmapped_groups(const FragmentGraph& molecule,
                                   const std::vector<std::size_t>& mapped_to) {
  AtomMask unmapped = 0;
  for (std::size_t i = 0; i < mapped_to.size(); ++i)
    if (mapped_to[i] == kUnmapped) unmapped |= bit_of(i);
  std::vector<Group> groups;
  for (AtomMask left = unmapped; left != 0;) {
    Group group;
    for (AtomMask open = left & (~left + 1); open != 0;) {
      const auto atom = static_cast<std::size_t>(std::countr_zero(open));
      open &= open - 1;
      group.atoms |= bit_of(atom);
      const AtomMask around = molecule.atoms[atom].neighbours;
      group.attachments |= around & ~unmapped;
      open |= around & unmapped & ~group.atoms;
    }
    left &= ~group.atoms;
    groups.push_back(group);
  }
  return groups;
}

enum class GroupBeginning { aromatic, hetero, unsaturated, saturated };

GroupBeginning beginning_of(const FragmentGraph::Atom& atom) noexcept {
  if (atom.is_aromatic) return GroupBeginning::aromatic;
  if (atom.kind != PredictedElement::carbon) return GroupBeginning::hetero;
  return atom.is_saturated ? GroupBeginning::saturated : GroupBeginning::unsaturated;
}

AtomMask carried(AtomMask atoms, const std::vector<std::size_t>& map) {
  AtomMask result = 0;
  for_each_atom(atoms, [&](std::size_t i) {
    if (map[i] != kUnmapped) result |= bit_of(map[i]);
  });
  return result;
}

// A group of the other molecule, its attachments as atoms of the known one, and the known group
// that stands there.
struct NewGroup {
  AtomMask atoms = 0;
  AtomMask attachments = 0;
  std::optional<std::size_t> in_place_of;
};

}  // namespace

std::vector<ProjectedFragment> project(const FragmentGraph& known,
                                       const std::vector<Fragment>& fragments,
                                       const FragmentGraph& other, const AtomMapping& mapping) {
  const std::vector<Group> known_groups = unmapped_groups(known, mapping.to_other);
  std::vector<bool> is_replaced(known_groups.size(), false);
  std::vector<NewGroup> new_groups;
  for (const Group& group : unmapped_groups(other, mapping.from_other)) {
    NewGroup made{group.atoms, carried(group.attachments, mapping.from_other), std::nullopt};
    for (std::size_t k = 0; k < known_groups.size() && !made.in_place_of; ++k) {
      if ((known_groups[k].attachments & made.attachments) != 0) made.in_place_of = k;
    }
    if (made.in_place_of) is_replaced[*made.in_place_of] = true;
    new_groups.push_back(made);
  }

  std::vector<ProjectedFragment> projected;
  projected.reserve(fragments.size());
  for (const Fragment& fragment : fragments) {
    ProjectedFragment result{carried(fragment.atoms, mapping.to_other), 1.0};
    for (std::size_t k = 0; k < known_groups.size(); ++k) {
      const Group& group = known_groups[k];
      const AtomMask inside = group.atoms & fragment.atoms;
      if (inside != 0 && inside != group.atoms) result.factor *= kCutGroup;
      const bool is_attachment_inside = (group.attachments & fragment.atoms) != 0;
      if (inside == 0 && is_attachment_inside && !is_replaced[k]) result.factor *= kLostGroup;
    }
    for (const NewGroup& group : new_groups) {
      bool goes_along = (group.attachments & fragment.atoms) != 0;
      if (group.in_place_of) {
        const AtomMask place = known_groups[*group.in_place_of].atoms;
        const AtomMask inside = place & fragment.atoms;
        goes_along = goes_along ? inside != 0 : inside == place;
      }
      if (goes_along) result.atoms |= group.atoms;
    }
    if (result.atoms == 0) result.factor = 0.0;
    projected.push_back(result);
  }
  return projected;
}

std::size_t places_of_other_kinds(const FragmentGraph& known, const FragmentGraph& other,
                                  const AtomMapping& mapping) {
  AtomMask unmapped_known = 0;
  for (std::size_t i = 0; i < mapping.to_other.size(); ++i)
    if (mapping.to_other[i] == kUnmapped) unmapped_known |= bit_of(i);
  AtomMask unmapped_other = 0;
  for (std::size_t i = 0; i < mapping.from_other.size(); ++i)
    if (mapping.from_other[i] == kUnmapped) unmapped_other |= bit_of(i);
  std::size_t places = 0;
  for (std::size_t i = 0; i < mapping.from_other.size(); ++i) {
    if (mapping.from_other[i] == kUnmapped) continue;
    const AtomMask in_known = known.atoms[mapping.from_other[i]].neighbours & unmapped_known;
    for_each_atom(other.atoms[i].neighbours & unmapped_other, [&](std::size_t begins) {
      const GroupBeginning kind = beginning_of(other.atoms[begins]);
      for_each_atom(in_known, [&](std::size_t begins_known) {
        if (beginning_of(known.atoms[begins_known]) != kind) ++places;
      });
    });
  }
  return places;
}

}  // namespace basepeak
