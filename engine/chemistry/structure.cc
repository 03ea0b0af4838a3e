// The only file that includes RDKit. Everything else walks a MoleculeGraph.
#include "engine/chemistry/structure.h"

#include <GraphMol/Depictor/RDDepictor.h>
#include <GraphMol/GraphMol.h>
#include <GraphMol/MolDraw2D/MolDraw2DSVG.h>
#include <GraphMol/MolDraw2D/MolDraw2DUtils.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/RingInfo.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <GraphMol/Substruct/SubstructMatch.h>
#include <RDGeneral/RDLog.h>

#include <cstdlib>
#include <memory>
#include <tuple>

#include "engine/chemistry/formula.h"
#include "engine/chemistry/molecule_graph.h"
#include "engine/chemistry/substructure.h"
#include "engine/error.h"

namespace basepeak {
namespace {

// Longer than the SMILES of any compound a laboratory measures by GC or LC; a bound on recursion.
constexpr std::size_t kLongestSmiles = 4000;

[[noreturn]] void fail(std::string_view smiles, const std::string& why) {
  throw Error(ErrorKind::input, "SMILES '" + std::string(smiles.substr(0, 200)) + "': " + why);
}

void silence_toolkit() {
  // Once for the process: RDKit's parser reports to its own log, ours are Errors.
  static const bool is_silent = [] {
    boost::logging::disable_logs("rdApp.*");
    return true;
  }();
  static_cast<void>(is_silent);
}

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

enum class Stereo { read, ignored };

std::unique_ptr<RDKit::ROMol> parse(std::string_view written, Stereo stereo = Stereo::read) {
  silence_toolkit();
  const std::string_view smiles = trimmed(written);
  if (smiles.empty()) fail(smiles, "it is empty");
  if (smiles.size() > kLongestSmiles) fail(smiles, "it is longer than 4000 characters");
  for (const char c : smiles) {
    if (c <= ' ' || c > '~') fail(smiles, "it holds a blank or a character that is not ASCII");
  }
  RDKit::SmilesParserParams parameters;
  parameters.allowCXSMILES = false;
  parameters.parseName = false;
  // Stereo centres take a good part of a parse to perceive. What else the parser does with a
  // molecule comes below.
  parameters.sanitize = parameters.removeHs = stereo == Stereo::read;
  try {
    std::unique_ptr<RDKit::RWMol> molecule(RDKit::SmilesToMol(std::string(smiles), parameters));
    if (!molecule || molecule->getNumAtoms() == 0) fail(smiles, "it is not a valid SMILES");
    if (stereo == Stereo::ignored) RDKit::MolOps::removeHs(*molecule, false, true, true);
    return molecule;
  } catch (const RDKit::MolSanitizeException& problem) {
    fail(smiles, problem.what());
  } catch (const RDKit::SmilesParseException& problem) {
    fail(smiles, problem.what());
  } catch (const Invar::Invariant& problem) {
    fail(smiles, problem.what());
  }
}

bool is_organic(const RDKit::ROMol& fragment) {
  for (const RDKit::Atom* atom : fragment.atoms()) {
    if (atom->getAtomicNum() == 6) return true;
  }
  return false;
}

// Counting is cheap; taking the parts out copies each and perceives its rings again.
bool has_several_parts(const RDKit::ROMol& molecule) {
  std::vector<int> part_of_atom;
  return RDKit::MolOps::getMolFrags(molecule, part_of_atom) > 1;
}

// The organic fragment with most heavy atoms; of equals the one whose SMILES comes first.
std::unique_ptr<RDKit::ROMol> without_salt(std::unique_ptr<RDKit::ROMol> molecule) {
  if (!has_several_parts(*molecule)) return molecule;
  const auto fragments = RDKit::MolOps::getMolFrags(*molecule);
  std::unique_ptr<RDKit::ROMol> best;
  const auto rank = [](const RDKit::ROMol& fragment) {
    return std::tuple(!is_organic(fragment), -static_cast<int>(fragment.getNumHeavyAtoms()),
                      RDKit::MolToSmiles(fragment));
  };
  for (const auto& fragment : fragments) {
    auto candidate = std::make_unique<RDKit::ROMol>(*fragment);
    if (!best || rank(*candidate) < rank(*best)) best = std::move(candidate);
  }
  return best;
}

// Runs what asks RDKit for more than a parse, and turns its exceptions into Errors.
template <typename Work>
auto guarded_whole(std::string_view smiles, Stereo stereo, const Work& work) {
  try {
    return work(parse(smiles, stereo));
  } catch (const Invar::Invariant& problem) {
    fail(smiles, problem.what());
  } catch (const ValueErrorException& problem) {
    fail(smiles, problem.what());
  } catch (const RDKit::MolSanitizeException& problem) {
    fail(smiles, problem.what());
  }
}

template <typename Work>
auto guarded(std::string_view smiles, const Work& work, Stereo stereo = Stereo::read) {
  return guarded_whole(smiles, stereo, [&](std::unique_ptr<RDKit::ROMol> molecule) {
    return work(*without_salt(std::move(molecule)));
  });
}

Formula formula_of(std::string_view smiles, const RDKit::ROMol& molecule) {
  std::string text;
  unsigned hydrogens = 0;
  int charge = 0;
  for (const RDKit::Atom* atom : molecule.atoms()) {
    if (atom->getAtomicNum() == 0) fail(smiles, "it holds an atom of any element (*)");
    const std::string label = atom->getIsotope() != 0 ? std::to_string(atom->getIsotope()) : "";
    text += label.empty() ? atom->getSymbol() : "[" + label + atom->getSymbol() + "]";
    hydrogens += atom->getTotalNumHs();
    charge += atom->getFormalCharge();
  }
  if (hydrogens > 0) text += "H" + std::to_string(hydrogens);
  if (charge != 0) text += (charge > 0 ? "+" : "-") + std::to_string(std::abs(charge));
  return Formula::parse(text);
}

int order_of(const RDKit::Bond& bond) {
  switch (bond.getBondType()) {
    case RDKit::Bond::SINGLE: return 1;
    case RDKit::Bond::DOUBLE: return 2;
    case RDKit::Bond::TRIPLE: return 3;
    default: return 0;
  }
}

bool is_beside_cation(const RDKit::ROMol& molecule, const RDKit::Atom& atom) {
  for (const RDKit::Atom* other : molecule.atomNeighbors(&atom)) {
    if (other->getFormalCharge() > 0) return true;
  }
  return false;
}

// Takes the protons off cationic atoms and gives anionic ones theirs, of a part that is charged
// without its counter-ion. How many were given; a charge that no proton carries stays.
int give_protons_back(RDKit::ROMol& part) {
  int charge = 0;
  for (const RDKit::Atom* atom : part.atoms()) charge += atom->getFormalCharge();
  if (charge == 0) return 0;
  int given = 0;
  for (RDKit::Atom* atom : part.atoms()) {
    const int hydrogens = static_cast<int>(atom->getTotalNumHs());
    const bool is_acidic = atom->getFormalCharge() == 1 && hydrogens > 0;
    const bool is_basic = atom->getFormalCharge() == -1 && !is_beside_cation(part, *atom);
    if (!is_acidic && !is_basic) continue;
    const int step = is_acidic ? -1 : 1;
    atom->setFormalCharge(0);
    atom->setNumExplicitHs(static_cast<unsigned>(hydrogens + step));
    atom->setNoImplicit(true);
    atom->updatePropertyCache();
    given += step;
  }
  return given;
}

}  // namespace

Structure read_structure(std::string_view smiles) {
  return guarded(smiles, [&](RDKit::ROMol& molecule) {
    Structure structure;
    const Formula formula = formula_of(smiles, molecule);
    structure.formula = formula.hill();
    structure.monoisotopic_mass = formula.monoisotopic_mass();
    structure.canonical_smiles = RDKit::MolToSmiles(molecule);
    RDKit::ROMol flat(molecule);
    for (RDKit::Atom* atom : flat.atoms()) atom->setIsotope(0);
    RDKit::MolOps::removeStereochemistry(flat);
    // Labelled hydrogens have become plain ones and belong to their atoms again.
    const std::unique_ptr<RDKit::ROMol> plain(RDKit::MolOps::removeHs(flat));
    structure.flat_smiles = RDKit::MolToSmiles(*plain, false);
    return structure;
  });
}

std::string whole_formula(std::string_view smiles) {
  return formula_of(smiles, *parse(smiles)).hill();
}

ParentMolecule parent_molecule(std::string_view smiles) {
  return guarded_whole(smiles, Stereo::read, [&](std::unique_ptr<RDKit::ROMol> molecule) {
    ParentMolecule parent;
    parent.whole_formula = formula_of(smiles, *molecule).hill();
    parent.is_of_several = has_several_parts(*molecule);
    if (parent.is_of_several) {
      molecule = without_salt(std::move(molecule));
      parent.protons_given = give_protons_back(*molecule);
      // As if it had been written so.
      if (parent.protons_given != 0) molecule = parse(RDKit::MolToSmiles(*molecule));
    }
    const Formula formula = formula_of(smiles, *molecule);
    parent.formula = formula.hill();
    parent.monoisotopic_mass = formula.monoisotopic_mass();
    parent.canonical_smiles = RDKit::MolToSmiles(*molecule);
    return parent;
  });
}

MoleculeGraph molecule_graph(std::string_view smiles) {
  const auto copied = [](const RDKit::ROMol& molecule) {
    MoleculeGraph graph;
    graph.atoms.resize(molecule.getNumAtoms());
    for (const RDKit::Atom* atom : molecule.atoms()) {
      MoleculeGraph::Atom& copy = graph.atoms[atom->getIdx()];
      copy.element = atom->getSymbol();
      copy.isotope = static_cast<int>(atom->getIsotope());
      copy.hydrogens = static_cast<int>(atom->getTotalNumHs());
      copy.charge = atom->getFormalCharge();
      copy.is_aromatic = atom->getIsAromatic();
    }
    const RDKit::RingInfo& rings = *molecule.getRingInfo();
    for (const RDKit::Bond* bond : molecule.bonds()) {
      const bool in_ring = rings.numBondRings(bond->getIdx()) > 0;
      const std::size_t begin = bond->getBeginAtomIdx();
      const std::size_t end = bond->getEndAtomIdx();
      graph.atoms[begin].neighbours.push_back({end, order_of(*bond), in_ring});
      graph.atoms[end].neighbours.push_back({begin, order_of(*bond), in_ring});
    }
    for (const auto& ring : rings.atomRings()) graph.rings.emplace_back(ring.begin(), ring.end());
    return graph;
  };
  return guarded(smiles, copied, Stereo::ignored);
}

struct SubstructurePattern::Content {
  std::unique_ptr<const RDKit::ROMol> query;
};

SubstructurePattern::SubstructurePattern(std::string_view smarts) {
  silence_toolkit();
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorKind::input, "SMARTS '" + std::string(smarts.substr(0, 200)) + "': " + why);
  };
  if (smarts.empty() || smarts.size() > kLongestSmiles) refuse("it is empty or too long");
  auto content = std::make_shared<Content>();
  try {
    content->query.reset(RDKit::SmartsToMol(std::string(smarts)));
  } catch (const RDKit::SmilesParseException& problem) {
    refuse(problem.what());
  } catch (const Invar::Invariant& problem) {
    refuse(problem.what());
  }
  if (!content->query || content->query->getNumAtoms() == 0) refuse("it is not a valid SMARTS");
  content_ = std::move(content);
}

std::vector<bool> find_substructures(std::string_view smiles,
                                     std::span<const SubstructurePattern> patterns) {
  return guarded(smiles, [&](RDKit::ROMol& read) {
    for (RDKit::Atom* atom : read.atoms()) atom->setIsotope(0);
    // Labelled hydrogens have become plain ones and belong to their atoms again.
    const std::unique_ptr<RDKit::ROMol> molecule(RDKit::MolOps::removeHs(read));
    for (RDKit::Atom* atom : molecule->atoms()) {
      const bool is_protonated = atom->getAtomicNum() == 7 && atom->getFormalCharge() == 1 &&
                                 !atom->getIsAromatic() && atom->getTotalNumHs() > 0;
      if (!is_protonated) continue;
      atom->setFormalCharge(0);
      atom->setNumExplicitHs(atom->getTotalNumHs() - 1);
      atom->setNoImplicit(true);
      atom->updatePropertyCache();
    }
    std::vector<bool> found;
    for (const SubstructurePattern& pattern : patterns) {
      RDKit::MatchVectType match;
      found.push_back(RDKit::SubstructMatch(*molecule, *pattern.content_->query, match));
    }
    return found;
  });
}

std::string draw_structure(std::string_view smiles, int width, int height) {
  if (width < 1 || height < 1 || width > 10000 || height > 10000) {
    throw Error(ErrorKind::usage, "a drawing must be 1 to 10000 pixels wide and high");
  }
  // From the canonical SMILES, so that the way the atoms were numbered does not show.
  const std::string canonical = read_structure(smiles).canonical_smiles;
  return guarded(canonical, [&](RDKit::ROMol& molecule) {
    RDKit::MolDraw2DSVG drawer(width, height);
    drawer.drawOptions().clearBackground = false;
    RDKit::RWMol prepared(molecule);
    RDKit::MolDraw2DUtils::prepareMolForDrawing(prepared);
    drawer.drawOptions().prepareMolsBeforeDrawing = false;
    drawer.drawMolecule(prepared);
    drawer.finishDrawing();
    std::string svg = drawer.getDrawingText();
    const std::size_t begin = svg.find("<svg");
    if (begin == std::string::npos) fail(smiles, "it could not be drawn");
    svg.erase(0, begin);
    for (std::size_t at = svg.find("<!--"); at != std::string::npos; at = svg.find("<!--", at)) {
      const std::size_t end = svg.find("-->", at);
      svg.erase(at, end == std::string::npos ? std::string::npos : end + 3 - at);
    }
    return svg;
  });
}

}  // namespace basepeak
