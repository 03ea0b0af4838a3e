#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/chemistry/substituent.h"

namespace basepeak {

// How a ring stands among the others. annulated: an aromatic ring with rings that are not aromatic
// on it (benzodioxole), or a ring with a spiro ring; fused: any other part of a larger ring system.
enum class RingFusion : std::uint8_t { none, annulated, fused };

struct RingSite {
  bool is_phenyl = false;  // a benzene ring, whatever it carries
  bool is_aromatic = false;
  RingFusion fusion = RingFusion::none;
  std::vector<Substituent> groups;  // on the ring, beside its bond to the rest
};

// The group on N1 read as a phenethyl group or a variant of one: two carbons and a ring.
struct PhenethylSite {
  RingSite ring;
  std::vector<Substituent> groups;  // on the two carbons
  bool is_chain_in_ring = false;
};

// A molecule with the skeleton N(aryl)-C4 of a piperidine as class wordings look at it: what stands
// at each place of fentanyl's skeleton. Salts are split, stereo and isotopes ignored.
struct FentanylFrame {
  // other_acyl: any R-C(=O); carbonic: bound through O or N, carbamates and ureas; thioacyl: C(=S).
  enum class Acyl : std::uint8_t { none, propionyl, other_acyl, carbonic, thioacyl };
  enum class Exit : std::uint8_t { hydrogen, carbon, other };

  Acyl acyl = Acyl::none;
  RingSite n_aryl;
  std::vector<Substituent> on_piperidine;
  bool has_ring_on_piperidine = false;    // fused, spiro or bridged; its atoms are in no group
  Exit n1 = Exit::hydrogen;               // first atom of the group on N1
  bool has_second_n1_group = false;       // a quaternary ammonium or an N-oxide
  std::vector<PhenethylSite> phenethyls;  // the readings of N1's group, none for other groups
};

// One for each aniline nitrogen and piperidine that fit; none outside the class. Throws as
// read_structure.
[[nodiscard]] std::vector<FentanylFrame> fentanyl_frames(std::string_view smiles);

}  // namespace basepeak
