#include "engine/predict/fragment_features.h"

namespace basepeak {
namespace {

using Atom = FragmentGraph::Atom;
using Bond = FragmentGraph::Bond;
using Element = PredictedElement;

// In the order of kNames.
enum Feature : std::size_t {
  cost,
  steps,
  cut_bonds,
  atoms_inside,
  atoms_outside,
  carbon,
  nitrogen,
  oxygen,
  sulfur,
  fluorine,
  chlorine,
  other_element,
  hydrogen,
  amine,
  amide,
  aromatic_nitrogen,
  aniline,
  acyl,
  amine_outside,
  amide_outside,
  aromatic_nitrogen_outside,
  hydrogen_outside,
  rings,
  aromatic_rings,
  opened_rings,
  cut_in_ring,
  cut_aromatic,
  cut_double,
  cut_c_c,
  cut_c_n,
  cut_c_o,
  cut_with_s,
  cut_other,
  acyl_from_amide,
  amide_from_acyl,
  alpha_to_nitrogen,
  alpha_to_oxygen,
  benzylic,
  allylic,
  branches,
  cut_at_aromatic,
  cut_at_nitrogen,
  cut_at_oxygen,
  cut_at_acyl,
  cut_at_amine,
  rest_acyl,
  rest_benzylic,
  rest_alpha_to_nitrogen,
  rest_aromatic,
  rest_nitrogen,
  rest_oxygen,
  rest_halogen,
  beta_hydrogens,
  rest_beta_hydrogens,
  hydrogens_at_cut,
  rest_hydrogens_at_cut,
  kCount
};
static_assert(kCount == kFragmentFeatureCount);

constexpr std::array<std::string_view, kFragmentFeatureCount> kNames = {"cost",
                                                                        "steps",
                                                                        "cut_bonds",
                                                                        "atoms_inside",
                                                                        "atoms_outside",
                                                                        "carbon",
                                                                        "nitrogen",
                                                                        "oxygen",
                                                                        "sulfur",
                                                                        "fluorine",
                                                                        "chlorine",
                                                                        "other_element",
                                                                        "hydrogen",
                                                                        "amine",
                                                                        "amide",
                                                                        "aromatic_nitrogen",
                                                                        "aniline",
                                                                        "acyl",
                                                                        "amine_outside",
                                                                        "amide_outside",
                                                                        "aromatic_nitrogen_outside",
                                                                        "hydrogen_outside",
                                                                        "rings",
                                                                        "aromatic_rings",
                                                                        "opened_rings",
                                                                        "cut_in_ring",
                                                                        "cut_aromatic",
                                                                        "cut_double",
                                                                        "cut_c_c",
                                                                        "cut_c_n",
                                                                        "cut_c_o",
                                                                        "cut_with_s",
                                                                        "cut_other",
                                                                        "acyl_from_amide",
                                                                        "amide_from_acyl",
                                                                        "alpha_to_nitrogen",
                                                                        "alpha_to_oxygen",
                                                                        "benzylic",
                                                                        "allylic",
                                                                        "branches",
                                                                        "cut_at_aromatic",
                                                                        "cut_at_nitrogen",
                                                                        "cut_at_oxygen",
                                                                        "cut_at_acyl",
                                                                        "cut_at_amine",
                                                                        "rest_acyl",
                                                                        "rest_benzylic",
                                                                        "rest_alpha_to_nitrogen",
                                                                        "rest_aromatic",
                                                                        "rest_nitrogen",
                                                                        "rest_oxygen",
                                                                        "rest_halogen",
                                                                        "beta_hydrogens",
                                                                        "rest_beta_hydrogens",
                                                                        "hydrogens_at_cut",
                                                                        "rest_hydrogens_at_cut"};

class Description {
 public:
  Description(const FragmentGraph& molecule, const Fragment& fragment)
      : molecule_(molecule), fragment_(fragment), outside_(molecule.all() & ~fragment.atoms) {
    values_.fill(0.0F);
    values_[cost] = 0.1F * static_cast<float>(fragment.cost);
    values_[steps] = static_cast<float>(fragment.steps);
    values_[cut_bonds] = static_cast<float>(fragment.cut_bonds);
    describe_atoms();
    describe_rings();
    for (const Bond& bond : molecule.bonds) {
      if (holds(fragment.atoms, bond.begin) == holds(fragment.atoms, bond.end)) continue;
      const bool begins_inside = holds(fragment.atoms, bond.begin);
      describe_cut(bond, begins_inside ? bond.begin : bond.end,
                   begins_inside ? bond.end : bond.begin);
    }
  }
  [[nodiscard]] const FragmentFeatures& values() const { return values_; }

 private:
  void count(Feature feature, bool does_count) { values_[feature] += does_count ? 1.0F : 0.0F; }

  static Feature element_of(const Atom& atom) {
    if (atom.kind == Element::carbon) return carbon;
    if (atom.kind == Element::nitrogen) return nitrogen;
    if (atom.kind == Element::oxygen) return oxygen;
    if (atom.kind == Element::sulfur) return sulfur;
    if (atom.kind == Element::fluorine) return fluorine;
    return atom.kind == Element::chlorine ? chlorine : other_element;
  }

  void describe_atoms() {
    for_each_atom(fragment_.atoms, [&](std::size_t i) {
      const Atom& atom = molecule_.atoms[i];
      count(atoms_inside, true);
      count(element_of(atom), true);
      values_[hydrogen] += static_cast<float>(atom.hydrogens);
      count(amine, atom.nitrogen == NitrogenKind::amine);
      count(amide, atom.nitrogen == NitrogenKind::amide);
      count(aromatic_nitrogen, atom.nitrogen == NitrogenKind::aromatic);
      count(aniline, atom.nitrogen == NitrogenKind::aniline);
      count(acyl, atom.is_acyl_carbon);
    });
    for_each_atom(outside_, [&](std::size_t i) {
      const Atom& atom = molecule_.atoms[i];
      count(atoms_outside, true);
      values_[hydrogen_outside] += static_cast<float>(atom.hydrogens);
      count(amine_outside, atom.nitrogen == NitrogenKind::amine);
      count(amide_outside, atom.nitrogen == NitrogenKind::amide);
      count(aromatic_nitrogen_outside, atom.nitrogen == NitrogenKind::aromatic);
    });
  }

  void describe_rings() {
    for (const auto& ring : molecule_.rings) {
      AtomMask atoms = 0;
      bool is_aromatic = true;
      for (const std::size_t b : ring) {
        atoms |= bit_of(molecule_.bonds[b].begin) | bit_of(molecule_.bonds[b].end);
        is_aromatic = is_aromatic && molecule_.bonds[b].order == 4;
      }
      const bool is_inside = (atoms & ~fragment_.atoms) == 0;
      count(rings, is_inside);
      count(aromatic_rings, is_inside && is_aromatic);
      count(opened_rings, !is_inside && (atoms & fragment_.atoms) != 0);
    }
  }

  // What one side of a cut bond is bound to on its own side.
  struct Side {
    bool has_nitrogen = false;
    bool has_single_oxygen = false;
    bool has_aromatic = false;
    bool has_unsaturated_carbon = false;
    int atoms = 0;
    int hydrogens = 0;  // on saturated atoms
  };
  [[nodiscard]] Side side_of(std::size_t atom, AtomMask within) const {
    Side side;
    for_each_atom(molecule_.atoms[atom].neighbours & within, [&](std::size_t n) {
      const Atom& other = molecule_.atoms[n];
      ++side.atoms;
      side.has_nitrogen = side.has_nitrogen || other.kind == Element::nitrogen;
      side.has_single_oxygen =
          side.has_single_oxygen || (other.kind == Element::oxygen && other.is_saturated);
      side.has_aromatic = side.has_aromatic || other.is_aromatic;
      side.has_unsaturated_carbon =
          side.has_unsaturated_carbon ||
          (!other.is_aromatic && !other.is_saturated && other.kind == Element::carbon);
      if (other.is_saturated) side.hydrogens += other.hydrogens;
    });
    return side;
  }

  void describe_cut(const Bond& bond, std::size_t inside, std::size_t outside) {
    const Atom& kept = molecule_.atoms[inside];
    const Atom& left = molecule_.atoms[outside];
    count(cut_in_ring, bond.is_in_ring);
    count(cut_aromatic, bond.order == 4);
    count(cut_double, bond.order == 2);
    if (!bond.is_in_ring) count(kind_of(kept, left), true);
    count(acyl_from_amide, kept.is_acyl_carbon && left.nitrogen == NitrogenKind::amide);
    count(amide_from_acyl, kept.nitrogen == NitrogenKind::amide && left.is_acyl_carbon);
    const Side near = side_of(inside, fragment_.atoms);
    if (kept.kind == Element::carbon && kept.is_saturated) {
      count(alpha_to_nitrogen, near.has_nitrogen);
      count(alpha_to_oxygen, near.has_single_oxygen);
      count(benzylic, near.has_aromatic);
      count(allylic, near.has_unsaturated_carbon);
      values_[branches] += static_cast<float>(near.atoms);
    }
    count(cut_at_aromatic, kept.is_aromatic);
    count(cut_at_nitrogen, kept.kind == Element::nitrogen);
    count(cut_at_oxygen, kept.kind == Element::oxygen);
    count(cut_at_acyl, kept.is_acyl_carbon);
    count(cut_at_amine, kept.nitrogen == NitrogenKind::amine);
    const Side far = side_of(outside, outside_);
    const bool is_rest_saturated = left.kind == Element::carbon && left.is_saturated;
    count(rest_acyl, left.is_acyl_carbon);
    count(rest_benzylic, is_rest_saturated && far.has_aromatic);
    count(rest_alpha_to_nitrogen, is_rest_saturated && far.has_nitrogen);
    count(rest_aromatic, left.is_aromatic);
    count(rest_nitrogen, left.kind == Element::nitrogen);
    count(rest_oxygen, left.kind == Element::oxygen);
    count(rest_halogen, left.kind == Element::fluorine || left.kind == Element::chlorine ||
                            left.kind == Element::bromine || left.kind == Element::iodine);
    values_[beta_hydrogens] += static_cast<float>(near.hydrogens);
    values_[rest_beta_hydrogens] += static_cast<float>(far.hydrogens);
    values_[hydrogens_at_cut] += static_cast<float>(kept.hydrogens);
    values_[rest_hydrogens_at_cut] += static_cast<float>(left.hydrogens);
  }

  static Feature kind_of(const Atom& a, const Atom& b) {
    const auto is_pair = [&](Element one, Element other) {
      return (a.kind == one && b.kind == other) || (a.kind == other && b.kind == one);
    };
    if (is_pair(Element::carbon, Element::carbon)) return cut_c_c;
    if (is_pair(Element::carbon, Element::nitrogen)) return cut_c_n;
    if (is_pair(Element::carbon, Element::oxygen)) return cut_c_o;
    return a.kind == Element::sulfur || b.kind == Element::sulfur ? cut_with_s : cut_other;
  }

  const FragmentGraph& molecule_;
  const Fragment& fragment_;
  const AtomMask outside_;
  FragmentFeatures values_;
};

}  // namespace

std::span<const std::string_view> fragment_feature_names() noexcept { return kNames; }

FragmentFeatures fragment_features(const FragmentGraph& molecule, const Fragment& fragment) {
  return Description(molecule, fragment).values();
}

}  // namespace basepeak
