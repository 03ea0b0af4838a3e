#include "benchmarks/accuracy/recombination.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "engine/chemistry/formula.h"
#include "engine/chemistry/graph_walk.h"
#include "engine/error.h"
#include "engine/predict/environments.h"

namespace basepeak::benchmarks {
namespace {

constexpr std::array<const char*, 10> kElements = {"C", "H", "N",  "O",  "F",
                                                   "P", "S", "Cl", "Br", "I"};

struct Cut {
  MoleculeGraph part;
  std::vector<std::size_t> place;  // of the old atoms, where they are kept
};

// These atoms alone, their bonds to others gone.
Cut cut_out(const MoleculeGraph& molecule, const AtomNumbers& atoms) {
  Cut cut;
  cut.place.assign(molecule.atoms.size(), 0);
  for (std::size_t i = 0; i < atoms.size(); ++i) cut.place[atoms[i]] = i;
  for (const std::size_t i : atoms) {
    MoleculeGraph::Atom atom = molecule.atoms[i];
    std::erase_if(atom.neighbours, [&](const auto& n) { return !contains(atoms, n.atom); });
    for (auto& neighbour : atom.neighbours) neighbour.atom = cut.place[neighbour.atom];
    cut.part.atoms.push_back(std::move(atom));
  }
  for (const auto& ring : molecule.rings) {
    if (!std::all_of(ring.begin(), ring.end(), [&](std::size_t i) { return contains(atoms, i); }))
      continue;
    auto& kept = cut.part.rings.emplace_back();
    for (const std::size_t i : ring) kept.push_back(cut.place[i]);
  }
  return cut;
}

std::string with_mark(MoleculeGraph part, std::size_t attachment) {
  if (part.atoms.empty()) return "H";
  part.atoms[attachment].hydrogens += 50;  // no other atom has as many: where it hangs counts
  return identity_of(part);
}

void join(MoleculeGraph& whole, const MoleculeGraph& part, std::size_t attachment, std::size_t at) {
  if (part.atoms.empty()) {
    ++whole.atoms[at].hydrogens;
    return;
  }
  const std::size_t offset = whole.atoms.size();
  for (MoleculeGraph::Atom atom : part.atoms) {
    for (auto& neighbour : atom.neighbours) neighbour.atom += offset;
    whole.atoms.push_back(std::move(atom));
  }
  for (auto ring : part.rings) {
    for (std::size_t& i : ring) i += offset;
    whole.rings.push_back(std::move(ring));
  }
  whole.atoms[at].neighbours.push_back({offset + attachment, 1, false});
  whole.atoms[offset + attachment].neighbours.push_back({at, 1, false});
}

template <typename Part>
void add_new(std::vector<Part>& parts, Part part) {
  if (std::none_of(parts.begin(), parts.end(),
                   [&](const Part& p) { return p.identity == part.identity; }))
    parts.push_back(std::move(part));
}

}  // namespace

std::string identity_of(const MoleculeGraph& molecule) {
  FragmentGraph graph;
  try {
    graph = fragment_graph(molecule, "a part");
  } catch (const Error&) {
    // Parts with an open valence are not predicted; their atoms and bonds tell them apart as well.
    std::string text;
    for (const auto& atom : molecule.atoms) {
      text += atom.element + std::to_string(atom.hydrogens) + (atom.is_aromatic ? "a" : "");
      for (const auto& n : atom.neighbours)
        text += "-" + std::to_string(n.atom) + "/" + std::to_string(n.order);
    }
    return text;
  }
  std::vector<std::uint64_t> numbers;
  for (const Environment& environment : environments_of(graph))
    numbers.push_back(environment.back());
  std::sort(numbers.begin(), numbers.end());
  std::string text;
  for (const std::uint64_t number : numbers) text += std::to_string(number) + " ";
  return text;
}

Recombination::Counts Recombination::counts_of(const std::string& formula) {
  Counts counts;
  const auto known = Formula::parse(formula).counts();
  for (const char* element : kElements) {
    const auto found = known.find(element);
    counts.push_back(found == known.end() ? 0 : found->second);
  }
  return counts;
}

Recombination::Counts Recombination::counts_of(const MoleculeGraph& part) {
  if (part.atoms.empty()) return counts_of("H");
  AtomNumbers all(part.atoms.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  return counts_of(basepeak::formula_of(part, all));
}

Recombination::Recombination(const std::vector<MoleculeGraph>& molecules) {
  for (const MoleculeGraph& molecule : molecules) add(molecule);
}

void Recombination::add(const MoleculeGraph& molecule) {
  for (const Piperidine& ring : find_piperidines(molecule)) {
    for (const auto& from_c4 : molecule.atoms[ring.c4].neighbours) {
      const std::size_t nitrogen = from_c4.atom;
      if (molecule.atoms[nitrogen].element != "N" || from_c4.in_ring) continue;
      std::optional<std::size_t> aryl;
      std::vector<std::size_t> others;
      for (const auto& n : molecule.atoms[nitrogen].neighbours) {
        if (n.atom == ring.c4) continue;
        if (molecule.atoms[n.atom].is_aromatic && !aryl)
          aryl = n.atom;
        else
          others.push_back(n.atom);
      }
      std::vector<std::size_t> exits;
      for (const auto& n : molecule.atoms[ring.n1].neighbours)
        if (!contains(ring.ring, n.atom)) exits.push_back(n.atom);
      if (!aryl || others.size() > 1 || exits.size() > 1) continue;
      AtomNumbers core(molecule.atoms.size());
      for (std::size_t i = 0; i < core.size(); ++i) core[i] = i;
      const auto take = [&](const std::vector<std::size_t>& starts, std::size_t bound_to) {
        Piece piece;
        if (!starts.empty()) {
          const AtomNumbers atoms = reach(molecule, starts.front(), {bound_to});
          Cut cut = cut_out(molecule, atoms);
          piece.attachment = cut.place[starts.front()];
          piece.part = std::move(cut.part);
          std::erase_if(core, [&](std::size_t i) { return contains(atoms, i); });
        }
        piece.counts = counts_of(piece.part);
        piece.identity = with_mark(piece.part, piece.attachment);
        return piece;
      };
      Piece on_nitrogen = take(others, nitrogen);
      Piece of_aryl = take({*aryl}, nitrogen);
      Piece on_n1 = take(exits, ring.n1);
      if (!contains(core, ring.c4) || !contains(core, nitrogen) || !contains(core, ring.n1))
        continue;
      Cut cut = cut_out(molecule, core);
      Core made{cut.part, cut.place[nitrogen], cut.place[ring.n1], {}, ""};
      made.part.atoms[made.nitrogen].hydrogens = 0;
      made.part.atoms[made.n1].hydrogens = 0;
      made.counts = counts_of(made.part);
      made.identity = with_mark(made.part, made.n1);
      add_new(on_nitrogen_, std::move(on_nitrogen));
      add_new(aryls_, std::move(of_aryl));
      add_new(on_n1_, std::move(on_n1));
      add_new(cores_, std::move(made));
      return;
    }
  }
}

std::vector<Candidate> Recombination::of_formula(const std::string& formula) const {
  const Counts wanted = counts_of(formula);
  std::map<Counts, std::vector<const Piece*>> by_counts;
  for (const Piece& piece : on_nitrogen_) by_counts[piece.counts].push_back(&piece);
  std::vector<Candidate> candidates;
  std::set<std::string> seen;
  for (const Core& core : cores_) {
    for (const Piece& aryl : aryls_) {
      for (const Piece& on_n1 : on_n1_) {
        Counts left = wanted;
        for (std::size_t e = 0; e < left.size(); ++e)
          left[e] -= core.counts[e] + aryl.counts[e] + on_n1.counts[e];
        const auto fitting = by_counts.find(left);
        if (fitting == by_counts.end()) continue;
        for (const Piece* on_nitrogen : fitting->second) {
          Candidate made{core.part, "", ""};
          join(made.molecule, on_nitrogen->part, on_nitrogen->attachment, core.nitrogen);
          join(made.molecule, aryl.part, aryl.attachment, core.nitrogen);
          join(made.molecule, on_n1.part, on_n1.attachment, core.n1);
          made.identity = identity_of(made.molecule);
          for (const Counts* counts :
               {&core.counts, &aryl.counts, &on_n1.counts, &on_nitrogen->counts}) {
            for (const int count : *counts) made.sites += std::to_string(count) + " ";
          }
          if (seen.insert(made.identity).second) candidates.push_back(std::move(made));
        }
      }
    }
  }
  return candidates;
}

}  // namespace basepeak::benchmarks
