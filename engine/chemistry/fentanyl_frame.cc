#include "engine/chemistry/fentanyl_frame.h"

#include <algorithm>
#include <optional>

#include "engine/chemistry/structure.h"

namespace basepeak {

namespace {

using Atom = MoleculeGraph::Atom;
using Neighbour = MoleculeGraph::Neighbour;

std::size_t shared_atoms(const AtomNumbers& ring, const AtomNumbers& other) {
  return static_cast<std::size_t>(std::count_if(
      ring.begin(), ring.end(), [&](std::size_t atom) { return contains(other, atom); }));
}

bool is_aromatic_ring(const MoleculeGraph& molecule, const AtomNumbers& ring) {
  return std::all_of(ring.begin(), ring.end(),
                     [&](std::size_t atom) { return molecule.atoms[atom].is_aromatic; });
}

RingFusion fusion_of(const MoleculeGraph& molecule, const AtomNumbers& ring) {
  const bool is_aromatic = is_aromatic_ring(molecule, ring);
  RingFusion fusion = RingFusion::none;
  for (const AtomNumbers& other : molecule.rings) {
    const std::size_t shared = &other == &ring ? 0 : shared_atoms(ring, other);
    if (shared == 0) continue;
    const bool is_spiro = shared == 1;
    const bool is_annulated = is_aromatic && shared == 2 && !is_aromatic_ring(molecule, other);
    if (!is_spiro && !is_annulated) return RingFusion::fused;
    fusion = RingFusion::annulated;
  }
  return fusion;
}

std::vector<Substituent> groups_on(const MoleculeGraph& molecule, const AtomNumbers& atoms,
                                   const AtomNumbers& core) {
  std::vector<Substituent> groups;
  for (const std::size_t atom : atoms) {
    for (const Neighbour& n : molecule.atoms[atom].neighbours) {
      if (contains(core, n.atom)) continue;
      groups.push_back(substituent_at(molecule, n.atom, atom, core));
    }
  }
  return groups;
}

// The ring at `first`, reached from `from`, which is no part of it.
RingSite ring_site(const MoleculeGraph& molecule, const AtomNumbers& ring, std::size_t from) {
  RingSite site;
  site.is_aromatic = is_aromatic_ring(molecule, ring);
  site.is_phenyl = ring.size() == 6 && site.is_aromatic &&
                   std::all_of(ring.begin(), ring.end(), [&](std::size_t atom) {
                     return molecule.atoms[atom].element == "C";
                   });
  site.fusion = fusion_of(molecule, ring);
  AtomNumbers core = ring;
  core.push_back(from);
  site.groups = groups_on(molecule, ring, core);
  return site;
}

// Rings with this atom; of several the ring system is fused whichever is taken.
std::vector<const AtomNumbers*> rings_at(const MoleculeGraph& molecule, std::size_t atom) {
  std::vector<const AtomNumbers*> rings;
  for (const AtomNumbers& ring : molecule.rings) {
    if (contains(ring, atom)) rings.push_back(&ring);
  }
  return rings;
}

std::vector<PhenethylSite> phenethyl_sites(const MoleculeGraph& molecule, std::size_t n1,
                                           std::size_t alpha) {
  std::vector<PhenethylSite> sites;
  if (!is_saturated_carbon(molecule.atoms[alpha])) return sites;
  for (const Neighbour& to_beta : molecule.atoms[alpha].neighbours) {
    const std::size_t beta = to_beta.atom;
    if (beta == n1 || !is_saturated_carbon(molecule.atoms[beta])) continue;
    for (const Neighbour& to_ring : molecule.atoms[beta].neighbours) {
      if (to_ring.atom == alpha || to_ring.order != 1) continue;
      for (const AtomNumbers* ring : rings_at(molecule, to_ring.atom)) {
        if (contains(*ring, alpha) || contains(*ring, beta)) continue;
        PhenethylSite site;
        site.ring = ring_site(molecule, *ring, beta);
        site.is_chain_in_ring = to_beta.in_ring || to_ring.in_ring ||
                                !rings_at(molecule, alpha).empty() ||
                                !rings_at(molecule, beta).empty();
        AtomNumbers core = *ring;
        core.insert(core.end(), {alpha, beta, n1});
        site.groups = groups_on(molecule, {alpha, beta}, core);
        sites.push_back(std::move(site));
      }
    }
  }
  return sites;
}

FentanylFrame::Acyl acyl_kind(const MoleculeGraph& molecule, std::size_t acyl,
                              std::size_t nitrogen) {
  using Acyl = FentanylFrame::Acyl;
  if (is_doubly_bound_to(molecule, acyl, [](const Atom& a) { return a.element == "S"; })) {
    return Acyl::thioacyl;
  }
  const AtomNumbers group = reach(molecule, acyl, {nitrogen});
  for (const Neighbour& n : molecule.atoms[acyl].neighbours) {
    if (n.order == 2 || n.atom == nitrogen) continue;
    const Atom& rest = molecule.atoms[n.atom];
    if (rest.element != "C") return Acyl::carbonic;
    const bool is_ethyl = group.size() == 4 && rest.hydrogens == 2 && is_saturated_carbon(rest);
    if (is_ethyl && formula_of(molecule, group) == "C3H5O") return Acyl::propionyl;
  }
  return Acyl::other_acyl;
}

void read_piperidine(const MoleculeGraph& molecule, const Piperidine& piperidine,
                     std::size_t nitrogen, FentanylFrame& frame) {
  AtomNumbers core = piperidine.ring;
  core.push_back(nitrogen);
  for (const std::size_t atom : piperidine.ring) {
    if (atom == piperidine.n1) continue;
    for (const Neighbour& n : molecule.atoms[atom].neighbours) {
      if (contains(core, n.atom)) continue;
      if (n.in_ring) {
        frame.has_ring_on_piperidine = true;
      } else {
        frame.on_piperidine.push_back(substituent_at(molecule, n.atom, atom, core));
      }
    }
  }
}

// False when N1 is part of a second ring.
bool read_n1(const MoleculeGraph& molecule, const Piperidine& piperidine, FentanylFrame& frame) {
  for (const Neighbour& n : molecule.atoms[piperidine.n1].neighbours) {
    if (contains(piperidine.ring, n.atom)) continue;
    if (n.in_ring) return false;
    const bool is_carbon = molecule.atoms[n.atom].element == "C";
    frame.has_second_n1_group = frame.n1 != FentanylFrame::Exit::hydrogen;
    if (frame.n1 != FentanylFrame::Exit::carbon) {
      frame.n1 = is_carbon ? FentanylFrame::Exit::carbon : FentanylFrame::Exit::other;
    }
    for (PhenethylSite& site : phenethyl_sites(molecule, piperidine.n1, n.atom)) {
      frame.phenethyls.push_back(std::move(site));
    }
  }
  return true;
}

std::optional<FentanylFrame> frame_at(const MoleculeGraph& molecule, const Piperidine& piperidine,
                                      std::size_t nitrogen) {
  std::optional<std::size_t> aryl;
  std::optional<std::size_t> acyl;
  for (const Neighbour& n : molecule.atoms[nitrogen].neighbours) {
    if (n.atom == piperidine.c4) continue;
    if (n.in_ring || n.order != 1) return std::nullopt;
    if (molecule.atoms[n.atom].is_aromatic && !aryl) {
      aryl = n.atom;
    } else if (is_acyl_carbon(molecule, n.atom) && !acyl) {
      acyl = n.atom;
    } else {
      return std::nullopt;
    }
  }
  FentanylFrame frame;
  if (!aryl || !read_n1(molecule, piperidine, frame)) return std::nullopt;
  // The aromatic ring, where a ring that is not shares the atom.
  const auto rings = rings_at(molecule, *aryl);
  const auto aromatic = std::find_if(rings.begin(), rings.end(), [&](const AtomNumbers* ring) {
    return is_aromatic_ring(molecule, *ring);
  });
  if (aromatic == rings.end()) return std::nullopt;
  frame.n_aryl = ring_site(molecule, **aromatic, nitrogen);
  if (acyl) frame.acyl = acyl_kind(molecule, *acyl, nitrogen);
  read_piperidine(molecule, piperidine, nitrogen, frame);
  return frame;
}

}  // namespace

std::vector<FentanylFrame> fentanyl_frames(std::string_view smiles) {
  // Flat, so that labelled hydrogens belong to their atoms again.
  const MoleculeGraph molecule = molecule_graph(read_structure(smiles).flat_smiles);
  std::vector<FentanylFrame> frames;
  for (const Piperidine& piperidine : find_piperidines(molecule)) {
    if (!is_saturated_carbon(molecule.atoms[piperidine.c4])) continue;
    for (const Neighbour& n : molecule.atoms[piperidine.c4].neighbours) {
      if (n.in_ring || molecule.atoms[n.atom].element != "N") continue;
      if (auto frame = frame_at(molecule, piperidine, n.atom)) frames.push_back(std::move(*frame));
    }
  }
  return frames;
}

}  // namespace basepeak
