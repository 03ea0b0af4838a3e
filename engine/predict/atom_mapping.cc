#include "engine/predict/atom_mapping.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>

namespace basepeak {
namespace {

constexpr std::size_t kMostRoots = 8;
constexpr std::size_t kMostSteps = 4000;  // of one root's search

struct Root {
  std::size_t first = 0;
  std::size_t second = 0;
};

// Atoms may stand for each other where this number is the same.
unsigned kind_of(const FragmentGraph::Atom& atom) {
  return 4U * static_cast<unsigned>(atom.kind) + (atom.is_aromatic ? 2U : 0U) +
         (atom.is_in_ring ? 1U : 0U);
}

// And are alike where this one is too.
unsigned valence_of(const FragmentGraph::Atom& atom) {
  return 64U * static_cast<unsigned>(atom.hydrogens) +
         static_cast<unsigned>(std::popcount(atom.neighbours));
}

template <typename Number>
std::vector<unsigned> numbers_of(const FragmentGraph& molecule, const Number& number) {
  std::vector<unsigned> numbers;
  numbers.reserve(molecule.atoms.size());
  for (const FragmentGraph::Atom& atom : molecule.atoms) numbers.push_back(number(atom));
  return numbers;
}

// Carbon 4 of a piperidine that carries an acyclic nitrogen on an aromatic ring.
bool is_class_centre(const FragmentGraph& molecule, std::size_t atom) {
  const FragmentGraph::Atom& centre = molecule.atoms[atom];
  if (centre.kind != PredictedElement::carbon || !centre.is_in_ring || !centre.is_saturated)
    return false;
  bool is_centre = false;
  for_each_atom(centre.neighbours, [&](std::size_t n) {
    if (molecule.atoms[n].kind != PredictedElement::nitrogen || molecule.atoms[n].is_in_ring)
      return;
    for_each_atom(molecule.atoms[n].neighbours, [&](std::size_t other) {
      is_centre = is_centre || molecule.atoms[other].is_aromatic;
    });
  });
  return is_centre;
}

AtomMask class_centres(const FragmentGraph& molecule) {
  AtomMask centres = 0;
  for (std::size_t i = 0; i < molecule.atoms.size(); ++i)
    if (is_class_centre(molecule, i)) centres |= bit_of(i);
  return centres;
}

// Up to which radius every pair of atoms has equal surroundings; -1 for a pair that does not fit.
class Likeness {
 public:
  Likeness(const FragmentGraph& first, const std::vector<Environment>& in_first,
           const FragmentGraph& second, const std::vector<Environment>& in_second)
      : width_(second.atoms.size()), radii_(first.atoms.size() * width_) {
    const std::vector<unsigned> kinds_first = numbers_of(first, kind_of);
    const std::vector<unsigned> kinds_second = numbers_of(second, kind_of);
    for (std::size_t i = 0; i < first.atoms.size(); ++i) {
      for (std::size_t j = 0; j < width_; ++j) {
        radii_[i * width_ + j] =
            static_cast<std::int8_t>(kinds_first[i] == kinds_second[j]
                                         ? static_cast<int>(shared_radii(in_first[i], in_second[j]))
                                         : -1);
      }
    }
  }
  [[nodiscard]] int of(std::size_t i, std::size_t j) const { return radii_[i * width_ + j]; }

 private:
  std::size_t width_;
  std::vector<std::int8_t> radii_;
};

// Grows a mapping from a root by giving the unmapped neighbours of each mapped pair to each other,
// in every maximal way, the best-looking first.
class Growth {
 public:
  Growth(const FragmentGraph& first, const FragmentGraph& second, const Likeness& likeness)
      : first_(first),
        second_(second),
        most_mapped_(std::min(first.atoms.size(), second.atoms.size())),
        bonds_first_(bonds_of(first)),
        bonds_second_(bonds_of(second)),
        rings_first_(rings_of(first)),
        rings_second_(rings_of(second)) {
    const std::vector<unsigned> valences_first = numbers_of(first, valence_of);
    const std::vector<unsigned> valences_second = numbers_of(second, valence_of);
    for (std::size_t i = 0; i < first.atoms.size(); ++i) {
      for (std::size_t j = 0; j < second.atoms.size(); ++j) {
        value_[i][j] = 0;
        if (likeness.of(i, j) < 0) continue;
        const bool is_same = valences_first[i] == valences_second[j];
        value_[i][j] =
            static_cast<std::int16_t>(kWhole + (is_same ? kSame : 0) + likeness.of(i, j));
      }
    }
  }

  void grow(const Root& root) {
    mapped_first_ = 0;
    mapped_second_ = 0;
    mapped_ = 0;
    steps_ = 0;
    map(root.first, root.second);
    extend(0, value_[root.first][root.second]);
  }

  // One an atom of the first molecule, or kUnmapped.
  [[nodiscard]] std::vector<std::size_t> best() const {
    std::vector<std::size_t> to(first_.atoms.size(), kUnmapped);
    for_each_atom(best_mapped_, [&](std::size_t i) { to[i] = best_[i]; });
    return to;
  }

 private:
  static constexpr int kWhole = 100;
  static constexpr int kSame = 30;
  static constexpr std::size_t kMostNeighbours = 8;  // no atom that is predicted has more
  // Order and ring of the bond between two atoms as one number.
  using BondTable = std::array<std::array<std::uint8_t, kMostPredictedAtoms>, kMostPredictedAtoms>;
  using Places = std::array<std::uint8_t, kMostPredictedAtoms>;

  // Entries of atoms that are not bound are never read.
  static std::unique_ptr<BondTable> bonds_of(const FragmentGraph& molecule) {
    std::unique_ptr<BondTable> table(new BondTable);
    for (const auto& bond : molecule.bonds) {
      (*table)[bond.begin][bond.end] = (*table)[bond.end][bond.begin] =
          static_cast<std::uint8_t>(2 * bond.order + (bond.is_in_ring ? 1 : 0));
    }
    return table;
  }

  static std::vector<AtomMask> rings_of(const FragmentGraph& molecule) {
    std::vector<AtomMask> rings;
    for (const auto& ring : molecule.rings) {
      AtomMask& atoms = rings.emplace_back(0);
      for (const std::size_t b : ring)
        atoms |= bit_of(molecule.bonds[b].begin) | bit_of(molecule.bonds[b].end);
    }
    return rings;
  }

  void map(std::size_t i, std::size_t j) {
    to_[i] = static_cast<std::uint8_t>(j);
    mapped_first_ |= bit_of(i);
    mapped_second_ |= bit_of(j);
    order_[mapped_++] = static_cast<std::uint8_t>(i);
  }
  void unmap() {
    const std::size_t i = order_[--mapped_];
    mapped_first_ &= ~bit_of(i);
    mapped_second_ &= ~bit_of(to_[i]);
  }

  [[nodiscard]] bool can_pair(std::size_t at, std::size_t i, std::size_t j) const {
    return value_[i][j] != 0 && (*bonds_first_)[at][i] == (*bonds_second_)[to_[at]][j];
  }

  // `place` is the position in order_ of the mapped atom whose neighbours come next.
  void extend(std::size_t place, int value) {
    const auto left = most_mapped_ - mapped_;
    const bool is_hopeless =
        value + static_cast<int>(left) * (kWhole + kSame + static_cast<int>(kEnvironmentRadii)) <=
        best_value_;
    AtomMask mine = 0;
    AtomMask theirs = 0;
    std::size_t at = 0;
    for (;; ++place) {
      if (++steps_ > kMostSteps || is_hopeless) return;
      if (place == mapped_) {
        consider();
        return;
      }
      at = order_[place];
      mine = first_.atoms[at].neighbours & ~mapped_first_;
      theirs = second_.atoms[to_[at]].neighbours & ~mapped_second_;
      if (mine != 0 && theirs != 0) break;
    }
    if ((mine & (mine - 1)) == 0 && (theirs & (theirs - 1)) == 0) {
      extend_by_one(place, value, at, static_cast<std::size_t>(std::countr_zero(mine)),
                    static_cast<std::size_t>(std::countr_zero(theirs)));
      return;
    }
    // Those of the most pairs, best value first; what was found first comes first. They stand in
    // open_ from `begin` on, behind those of the calls that wait for this one.
    const std::size_t begin = open_.size();
    Assignment open;
    assign(at, mine, theirs, open, begin);
    // Few, and std::stable_sort asks for memory.
    for (std::size_t k = begin + 1; k < open_.size(); ++k)
      for (std::size_t l = k; l > begin && open_[l - 1].value < open_[l].value; --l)
        std::swap(open_[l - 1], open_[l]);
    for (std::size_t k = begin, end = open_.size(); k < end; ++k) {
      const Assignment assignment = open_[k];  // open_ grows below
      for (std::size_t p = 0; p < assignment.pairs; ++p)
        map(assignment.first[p], assignment.second[p]);
      extend(place + 1, value + assignment.value);
      for (std::size_t p = 0; p < assignment.pairs; ++p) unmap();
    }
    open_.resize(begin);
  }

  // Where each side has one atom left there is nothing to choose.
  void extend_by_one(std::size_t place, int value, std::size_t at, std::size_t i, std::size_t j) {
    if (!can_pair(at, i, j)) {
      extend(place + 1, value);
      return;
    }
    map(i, j);
    extend(place + 1, value + value_[i][j]);
    unmap();
  }

  struct Assignment {
    std::array<std::uint8_t, kMostNeighbours> first{};
    std::array<std::uint8_t, kMostNeighbours> second{};
    std::size_t pairs = 0;
    int value = 0;
  };

  void assign(std::size_t at, AtomMask mine, AtomMask theirs, Assignment& open, std::size_t begin) {
    if (mine == 0) {
      if (open_.size() > begin && open_.back().pairs > open.pairs) return;
      if (open_.size() > begin && open_.back().pairs < open.pairs) open_.resize(begin);
      open_.push_back(open);
      return;
    }
    const auto i = static_cast<std::size_t>(std::countr_zero(mine));
    for_each_atom(theirs, [&](std::size_t j) {
      if (open.pairs == kMostNeighbours || !can_pair(at, i, j)) return;
      open.first[open.pairs] = static_cast<std::uint8_t>(i);
      open.second[open.pairs] = static_cast<std::uint8_t>(j);
      ++open.pairs;
      open.value += value_[i][j];
      assign(at, mine & (mine - 1), theirs & ~bit_of(j), open, begin);
      open.value -= value_[i][j];
      --open.pairs;
    });
    assign(at, mine & (mine - 1), theirs, open, begin);
  }

  // Ring atoms outside the rings that are mapped whole.
  static AtomMask outside_whole_rings(const std::vector<AtomMask>& rings, AtomMask mapped) {
    AtomMask whole = 0;
    AtomMask in_ring = 0;
    for (const AtomMask atoms : rings) {
      in_ring |= atoms;
      if ((atoms & ~mapped) == 0) whole |= atoms;
    }
    return in_ring & ~whole;
  }

  // Rings of either molecule that are mapped in part lose their atoms, unless another ring that is
  // mapped whole holds them.
  void consider() {
    AtomMask kept = mapped_first_ & ~outside_whole_rings(rings_first_, mapped_first_);
    const AtomMask dropped = outside_whole_rings(rings_second_, mapped_second_);
    int value = 0;
    for_each_atom(kept, [&](std::size_t i) {
      if (holds(dropped, to_[i])) {
        kept &= ~bit_of(i);
      } else {
        value += value_[i][to_[i]];
      }
    });
    if (value <= best_value_) return;
    best_value_ = value;
    best_ = to_;
    best_mapped_ = kept;
  }

  const FragmentGraph& first_;
  const FragmentGraph& second_;
  const std::size_t most_mapped_;
  const std::unique_ptr<BondTable> bonds_first_;
  const std::unique_ptr<BondTable> bonds_second_;
  const std::vector<AtomMask> rings_first_;
  const std::vector<AtomMask> rings_second_;
  // Of mapping i to j; 0 where they do not fit.
  std::array<std::array<std::int16_t, kMostPredictedAtoms>, kMostPredictedAtoms> value_;
  Places to_;  // of the mapped atoms of the first molecule
  AtomMask mapped_first_ = 0;
  AtomMask mapped_second_ = 0;
  Places order_;
  std::size_t mapped_ = 0;
  std::size_t steps_ = 0;
  std::vector<Assignment> open_;
  Places best_;
  AtomMask best_mapped_ = 0;
  int best_value_ = 0;
};

std::vector<Root> roots_of(const FragmentGraph& first, const FragmentGraph& second,
                           const Likeness& likeness) {
  const AtomMask first_centres = class_centres(first);
  const AtomMask second_centres = class_centres(second);
  using Ranked = std::tuple<int, std::size_t, std::size_t>;
  std::array<Ranked, kMostRoots> best;  // ascending: most alike first
  std::size_t count = 0;
  for (std::size_t i = 0; i < first.atoms.size(); ++i) {
    for (std::size_t j = 0; j < second.atoms.size(); ++j) {
      const int alike = likeness.of(i, j);
      if (alike < 0) continue;
      const bool is_seed = holds(first_centres, i) && holds(second_centres, j);
      const Ranked ranked(is_seed ? -100 - alike : -alike, i, j);
      if (count == kMostRoots && !(ranked < best[count - 1])) continue;
      std::size_t place = count < kMostRoots ? count++ : count - 1;
      for (; place > 0 && ranked < best[place - 1]; --place) best[place] = best[place - 1];
      best[place] = ranked;
    }
  }
  std::vector<Root> roots;
  for (std::size_t r = 0; r < count; ++r)
    roots.push_back({std::get<1>(best[r]), std::get<2>(best[r])});
  return roots;
}

}  // namespace

AtomMapping map_atoms(const FragmentGraph& first,
                      const std::vector<Environment>& first_environments,
                      const FragmentGraph& second,
                      const std::vector<Environment>& second_environments) {
  const Likeness likeness(first, first_environments, second, second_environments);
  Growth growth(first, second, likeness);
  for (const Root& root : roots_of(first, second, likeness)) growth.grow(root);
  AtomMapping mapping;
  mapping.to_other = growth.best();
  mapping.from_other.assign(second.atoms.size(), kUnmapped);
  double value = 0.0;
  for (std::size_t i = 0; i < first.atoms.size(); ++i) {
    const std::size_t j = mapping.to_other[i];
    if (j == kUnmapped) continue;
    mapping.from_other[j] = i;
    ++mapping.mapped;
    value += first.atoms[i].hydrogens == second.atoms[j].hydrogens ? 1.0 : 0.5;
  }
  const auto atoms = static_cast<double>(first.atoms.size() + second.atoms.size());
  mapping.similarity = value / (atoms - static_cast<double>(mapping.mapped));
  return mapping;
}

}  // namespace basepeak
