#include "engine/predict/atom_mapping.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace basepeak {
namespace {

constexpr std::size_t kMostRoots = 8;
constexpr std::size_t kMostSteps = 4000;  // of one root's search

struct Root {
  std::size_t first = 0;
  std::size_t second = 0;
};

bool fits(const FragmentGraph::Atom& a, const FragmentGraph::Atom& b) {
  return a.element == b.element && a.is_aromatic == b.is_aromatic && a.is_in_ring == b.is_in_ring;
}

// Carbon 4 of a piperidine that carries an acyclic nitrogen on an aromatic ring.
bool is_class_centre(const FragmentGraph& molecule, std::size_t atom) {
  const FragmentGraph::Atom& centre = molecule.atoms[atom];
  if (centre.element != "C" || !centre.is_in_ring || !centre.is_saturated) return false;
  bool is_centre = false;
  for_each_atom(centre.neighbours, [&](std::size_t n) {
    if (molecule.atoms[n].element != "N" || molecule.atoms[n].is_in_ring) return;
    for_each_atom(molecule.atoms[n].neighbours, [&](std::size_t other) {
      is_centre = is_centre || molecule.atoms[other].is_aromatic;
    });
  });
  return is_centre;
}

// Grows a mapping from a root by giving the unmapped neighbours of each mapped pair to each other,
// in every maximal way, the best-looking first.
class Growth {
 public:
  Growth(const FragmentGraph& first, const std::vector<Environment>& first_environments,
         const FragmentGraph& second, const std::vector<Environment>& second_environments)
      : first_(first),
        second_(second),
        bonds_first_(bonds_of(first)),
        bonds_second_(bonds_of(second)) {
    value_.assign(first.atoms.size(), std::vector<int>(second.atoms.size(), 0));
    for (std::size_t i = 0; i < first.atoms.size(); ++i) {
      for (std::size_t j = 0; j < second.atoms.size(); ++j) {
        if (!fits(first.atoms[i], second.atoms[j])) continue;
        const bool is_same =
            first.atoms[i].hydrogens == second.atoms[j].hydrogens &&
            std::popcount(first.atoms[i].neighbours) == std::popcount(second.atoms[j].neighbours);
        value_[i][j] =
            kWhole + (is_same ? kSame : 0) +
            static_cast<int>(shared_radii(first_environments[i], second_environments[j]));
      }
    }
  }

  void grow(const Root& root) {
    to_.assign(first_.atoms.size(), kUnmapped);
    from_.assign(second_.atoms.size(), kUnmapped);
    order_.clear();
    steps_ = 0;
    map(root.first, root.second);
    extend(0, value_[root.first][root.second]);
  }

  [[nodiscard]] std::vector<std::size_t> best() const { return best_; }

 private:
  static constexpr int kWhole = 100;
  static constexpr int kSame = 30;
  using BondTable = std::vector<std::vector<const FragmentGraph::Bond*>>;

  static BondTable bonds_of(const FragmentGraph& molecule) {
    BondTable table(molecule.atoms.size(),
                    std::vector<const FragmentGraph::Bond*>(molecule.atoms.size(), nullptr));
    for (const auto& bond : molecule.bonds)
      table[bond.begin][bond.end] = table[bond.end][bond.begin] = &bond;
    return table;
  }

  void map(std::size_t i, std::size_t j) {
    to_[i] = j;
    from_[j] = i;
    order_.push_back(i);
  }
  void unmap() {
    from_[to_[order_.back()]] = kUnmapped;
    to_[order_.back()] = kUnmapped;
    order_.pop_back();
  }

  [[nodiscard]] bool can_pair(std::size_t at, std::size_t i, std::size_t j) const {
    if (value_[i][j] == 0) return false;
    const FragmentGraph::Bond& one = *bonds_first_[at][i];
    const FragmentGraph::Bond& other = *bonds_second_[to_[at]][j];
    return one.order == other.order && one.is_in_ring == other.is_in_ring;
  }

  // `place` is the position in order_ of the mapped atom whose neighbours come next.
  void extend(std::size_t place, int value) {
    if (++steps_ > kMostSteps) return;
    const auto left = std::min(first_.atoms.size(), second_.atoms.size()) - order_.size();
    if (value + static_cast<int>(left) * (kWhole + kSame + static_cast<int>(kEnvironmentRadii)) <=
        best_value_)
      return;
    if (place == order_.size()) {
      consider();
      return;
    }
    const std::size_t at = order_[place];
    std::vector<std::size_t> mine;
    std::vector<std::size_t> theirs;
    for_each_atom(first_.atoms[at].neighbours, [&](std::size_t i) {
      if (to_[i] == kUnmapped) mine.push_back(i);
    });
    for_each_atom(second_.atoms[to_[at]].neighbours, [&](std::size_t j) {
      if (from_[j] == kUnmapped) theirs.push_back(j);
    });
    std::vector<Assignment> assignments;
    Assignment open;
    assign(at, mine, theirs, 0, open, assignments);
    // All of the most pairs, best value first; what was found first comes first.
    std::size_t most = 0;
    for (const Assignment& a : assignments) most = std::max(most, a.pairs.size());
    std::erase_if(assignments, [&](const Assignment& a) { return a.pairs.size() < most; });
    std::stable_sort(assignments.begin(), assignments.end(),
                     [](const auto& a, const auto& b) { return a.value > b.value; });
    for (const Assignment& assignment : assignments) {
      for (const Root& pair : assignment.pairs) map(pair.first, pair.second);
      extend(place + 1, value + assignment.value);
      for (std::size_t k = 0; k < assignment.pairs.size(); ++k) unmap();
    }
  }

  struct Assignment {
    std::vector<Root> pairs;
    int value = 0;
  };

  void assign(std::size_t at, const std::vector<std::size_t>& mine,
              const std::vector<std::size_t>& theirs, std::size_t next, Assignment& open,
              std::vector<Assignment>& found) {
    if (next == mine.size()) {
      found.push_back(open);
      return;
    }
    for (const std::size_t j : theirs) {
      const bool is_taken = std::any_of(open.pairs.begin(), open.pairs.end(),
                                        [&](const Root& pair) { return pair.second == j; });
      if (is_taken || !can_pair(at, mine[next], j)) continue;
      open.pairs.push_back({mine[next], j});
      open.value += value_[mine[next]][j];
      assign(at, mine, theirs, next + 1, open, found);
      open.value -= value_[mine[next]][j];
      open.pairs.pop_back();
    }
    assign(at, mine, theirs, next + 1, open, found);
  }

  // Rings of either molecule that are mapped in part lose their atoms, unless another ring that is
  // mapped whole holds them.
  [[nodiscard]] std::vector<std::size_t> with_whole_rings() const {
    std::vector<std::size_t> to = to_;
    AtomMask mapped_first = 0;
    AtomMask mapped_second = 0;
    for (std::size_t i = 0; i < to.size(); ++i) {
      if (to[i] == kUnmapped) continue;
      mapped_first |= bit_of(i);
      mapped_second |= bit_of(to[i]);
    }
    const auto outside_whole_rings = [](const FragmentGraph& molecule, AtomMask mapped) {
      AtomMask whole = 0;
      AtomMask in_ring = 0;
      for (const auto& ring : molecule.rings) {
        AtomMask atoms = 0;
        for (const std::size_t b : ring)
          atoms |= bit_of(molecule.bonds[b].begin) | bit_of(molecule.bonds[b].end);
        in_ring |= atoms;
        if ((atoms & ~mapped) == 0) whole |= atoms;
      }
      return in_ring & ~whole;
    };
    const AtomMask drop_first = outside_whole_rings(first_, mapped_first);
    const AtomMask drop_second = outside_whole_rings(second_, mapped_second);
    for (std::size_t i = 0; i < to.size(); ++i) {
      if (to[i] != kUnmapped && (holds(drop_first, i) || holds(drop_second, to[i])))
        to[i] = kUnmapped;
    }
    return to;
  }

  void consider() {
    std::vector<std::size_t> to = with_whole_rings();
    int value = 0;
    for (std::size_t i = 0; i < to.size(); ++i) {
      if (to[i] != kUnmapped) value += value_[i][to[i]];
    }
    if (value <= best_value_) return;
    best_value_ = value;
    best_ = std::move(to);
  }

  const FragmentGraph& first_;
  const FragmentGraph& second_;
  const BondTable bonds_first_;
  const BondTable bonds_second_;
  std::vector<std::vector<int>> value_;  // of mapping i to j; 0 where they do not fit
  std::vector<std::size_t> to_;
  std::vector<std::size_t> from_;
  std::vector<std::size_t> order_;
  std::size_t steps_ = 0;
  std::vector<std::size_t> best_;
  int best_value_ = 0;
};

std::vector<Root> roots_of(const FragmentGraph& first, const std::vector<Environment>& in_first,
                           const FragmentGraph& second, const std::vector<Environment>& in_second) {
  std::vector<std::tuple<int, std::size_t, std::size_t>> ranked;  // most alike first
  for (std::size_t i = 0; i < first.atoms.size(); ++i) {
    for (std::size_t j = 0; j < second.atoms.size(); ++j) {
      if (!fits(first.atoms[i], second.atoms[j])) continue;
      const bool is_seed = is_class_centre(first, i) && is_class_centre(second, j);
      const int alike = static_cast<int>(shared_radii(in_first[i], in_second[j]));
      ranked.emplace_back(is_seed ? -100 - alike : -alike, i, j);
    }
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<Root> roots;
  for (const auto& [rank, i, j] : ranked) {
    if (roots.size() == kMostRoots) break;
    roots.push_back({i, j});
  }
  return roots;
}

}  // namespace

AtomMapping map_atoms(const FragmentGraph& first,
                      const std::vector<Environment>& first_environments,
                      const FragmentGraph& second,
                      const std::vector<Environment>& second_environments) {
  Growth growth(first, first_environments, second, second_environments);
  for (const Root& root : roots_of(first, first_environments, second, second_environments))
    growth.grow(root);
  AtomMapping mapping;
  mapping.to_other = growth.best();
  mapping.to_other.resize(first.atoms.size(), kUnmapped);
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
