#include "engine/predict/fragment_graph.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/chemistry/formula.h"
#include "engine/predict/mixing.h"
#include "engine/predict/nominal_spectrum.h"
#include "tests/engine/predict/molecules.h"
#include "tests/support/expect_error.h"

namespace basepeak {
namespace {

TEST(FragmentGraph, RefusesByNameWhatNoRuleCovers) {
  const auto refused = [](const std::string& smiles, const std::string& why) {
    test::expect_input_error([&] { static_cast<void>(test::graph_of(smiles)); }, smiles,
                             std::string("not predicted"), why);
  };
  refused("CC[Se]CC", "Se");
  refused("CC[N+](C)(C)C", "net charge of 1");
  refused("CC[13CH3]", "labelled with 13C");
  refused("C[CH]C", "unpaired electron");
  refused("CC", "fewer than 3");
}

TEST(FragmentGraph, TakesUpTo64HeavyAtomsAndNotOneMore) {
  EXPECT_EQ(test::graph_of(std::string(64, 'C')).all(), ~AtomMask{0});
  test::expect_input_error([] { static_cast<void>(test::graph_of(std::string(65, 'C'))); },
                           "65 heavy atoms");
  test::expect_input_error([] { static_cast<void>(test::graph_of(std::string(200, 'C'))); },
                           "200 heavy atoms");
}

TEST(FragmentGraph, TakesNitroGroupsWhoseChargesCancel) {
  EXPECT_EQ(test::graph_of("CC[N+](=O)[O-]").atoms.size(), 5U);
}

TEST(FragmentGraph, SumsMassesAndFormulasOfAMask) {
  const FragmentGraph fentanyl = test::graph_of(test::kFentanyl);
  EXPECT_EQ(nominal_mass(fentanyl, fentanyl.all()), 336);
  EXPECT_NEAR(exact_mass(fentanyl, fentanyl.all()), 336.220164, 1e-5);
  EXPECT_EQ(formula_of(fentanyl, fentanyl.all(), 0), "C22H28N2O");
  EXPECT_EQ(formula_of(fentanyl, fentanyl.all(), -2), "C22H26N2O");
}

TEST(FragmentGraph, WritesFormulasAsTheFormulaDoes) {
  for (const char* smiles : {"C[Si](C)(C)OP(=O)(OCC)SCC(F)(Cl)C(Br)(I)N", "O=S(=O)(Cl)Cl",
                             "ClN(Br)OP(F)I", "OO[SiH2]O"}) {
    const FragmentGraph graph = test::graph_of(smiles);
    for (AtomMask draw = 1; draw < 40; ++draw) {
      const AtomMask atoms = (mixed(draw) & graph.all()) | 1U;
      std::string text;
      for_each_atom(atoms, [&](std::size_t i) { text += graph.atoms[i].element; });
      for (const int shift : {0, 1, 12}) {
        const int count = hydrogens(graph, atoms) + shift;
        const std::string all = count > 0 ? text + "H" + std::to_string(count) : text;
        EXPECT_EQ(formula_of(graph, atoms, shift), Formula::parse(all).hill()) << smiles;
      }
    }
  }
}

TEST(AtomSums, AreThoseOfTheAtomsOneByOne) {
  for (const std::string& smiles : {std::string("C[Si](C)(C)OP(=O)(OCC)SCC(F)(Cl)C(Br)(I)N"),
                                    test::kFentanyl, std::string(64, 'C')}) {
    const FragmentGraph graph = test::graph_of(smiles);
    const AtomSums sums(graph);
    for (AtomMask draw = 1; draw < 200; ++draw) {
      const AtomMask atoms = mixed(draw) & graph.all();
      const AtomSums::Sum sum = sums.of(atoms);
      EXPECT_EQ(sum.nominal_mass(), nominal_mass(graph, atoms));
      EXPECT_EQ(sum.hydrogens(), hydrogens(graph, atoms));
      const IsotopeAtoms one_by_one = isotope_atoms(graph, atoms);
      const IsotopeAtoms summed = isotope_atoms(sum);
      EXPECT_EQ(summed.carbon, one_by_one.carbon);
      EXPECT_EQ(summed.silicon, one_by_one.silicon);
      EXPECT_EQ(summed.sulfur, one_by_one.sulfur);
      EXPECT_EQ(summed.chlorine, one_by_one.chlorine);
      EXPECT_EQ(summed.bromine, one_by_one.bromine);
    }
  }
}

TEST(FragmentGraph, TellsTheKindsOfNitrogen) {
  const FragmentGraph fentanyl = test::graph_of(test::kFentanyl);
  EXPECT_EQ(fentanyl.atoms[4].nitrogen, NitrogenKind::amide);
  EXPECT_EQ(fentanyl.atoms[14].nitrogen, NitrogenKind::amine);
  EXPECT_EQ(test::graph_of("CNc1ccccc1").atoms[1].nitrogen, NitrogenKind::aniline);
  EXPECT_EQ(test::graph_of("c1ccncc1").atoms[3].nitrogen, NitrogenKind::aromatic);
}

}  // namespace
}  // namespace basepeak
