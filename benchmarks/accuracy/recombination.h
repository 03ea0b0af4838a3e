#pragma once

#include <string>
#include <vector>

#include "engine/chemistry/molecule_graph.h"

namespace basepeak::benchmarks {

// A candidate in the memory of a benchmark: never named, written out or shown.
struct Candidate {
  MoleculeGraph molecule;
  std::string identity;  // equal for equal structures
  std::string sites;     // formulas of its pieces: equal for positional isomers
};

// The pieces of 4-anilinopiperidines (what is on the aniline nitrogen, the aryl, the ring, what is
// on N1), to be put together again: other structures of a formula, as alike as real ones.
class Recombination {
 public:
  // Molecules that do not come apart so are passed over.
  explicit Recombination(const std::vector<MoleculeGraph>& molecules);

  // All structures of this Hill formula that the pieces make, each once, in a fixed order.
  [[nodiscard]] std::vector<Candidate> of_formula(const std::string& formula) const;

 private:
  using Counts = std::vector<int>;
  struct Piece {
    MoleculeGraph part;  // empty for a hydrogen
    std::size_t attachment = 0;
    Counts counts;
    std::string identity;
  };
  struct Core {
    MoleculeGraph part;
    std::size_t nitrogen = 0;
    std::size_t n1 = 0;
    Counts counts;
    std::string identity;
  };
  static Counts counts_of(const MoleculeGraph& part);
  static Counts counts_of(const std::string& formula);
  void add(const MoleculeGraph& molecule);

  std::vector<Piece> on_nitrogen_;
  std::vector<Piece> aryls_;
  std::vector<Piece> on_n1_;
  std::vector<Core> cores_;
};

// Equal for molecules that are the same graph, for all that surroundings within 8 bonds tell.
[[nodiscard]] std::string identity_of(const MoleculeGraph& molecule);

}  // namespace basepeak::benchmarks
