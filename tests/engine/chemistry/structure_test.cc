#include "engine/chemistry/structure.h"

#include <gtest/gtest.h>

#include "engine/error.h"

namespace basepeak {
namespace {

constexpr const char* kFentanyl = "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1";

TEST(Structure, GivesTheMoleculeOfASaltHoweverItIsWritten) {
  const std::string base = read_structure(kFentanyl).canonical_smiles;
  const std::string cation = "CCC(=O)N(c1ccccc1)C1CC[NH+](CCc2ccccc2)CC1";
  const std::string citric = "OC(=O)CC(O)(C(=O)O)CC(=O)O";
  for (const std::string& salt :
       {std::string(kFentanyl) + ".Cl", "[Cl-]." + cation, cation + ".[Cl-]",
        "[H+].[Cl-]." + std::string(kFentanyl), std::string(kFentanyl) + "." + citric,
        cation + ".OC(=O)CC(O)(C(=O)[O-])CC(=O)O", cation + "." + cation + ".[O-]S(=O)(=O)[O-]"}) {
    const ParentMolecule parent = parent_molecule(salt);
    EXPECT_EQ(parent.canonical_smiles, base) << salt;
    EXPECT_EQ(parent.formula, "C22H28N2O") << salt;
    EXPECT_NEAR(parent.monoisotopic_mass, 336.22016, 1e-5) << salt;
    EXPECT_TRUE(parent.is_of_several);
    EXPECT_EQ(parent.protons_given, salt.find("[NH+]") == std::string::npos ? 0 : -1) << salt;
  }
  EXPECT_EQ(parent_molecule("[Cl-]." + cation).whole_formula, "C22H29ClN2O");
  const ParentMolecule acid = parent_molecule("[Na+].[O-]C(=O)c1ccccc1");
  EXPECT_EQ(acid.canonical_smiles, read_structure("OC(=O)c1ccccc1").canonical_smiles);
  EXPECT_EQ(acid.protons_given, 1);
}

TEST(Structure, LeavesChargesThatNoSaltExplains) {
  EXPECT_EQ(parent_molecule("C[NH3+]").formula, "CH6N+");
  EXPECT_EQ(parent_molecule("C[N+](C)(C)CCO.[Cl-]").formula, "C5H14NO+");
  EXPECT_EQ(parent_molecule("CC[N+](=O)[O-].Cl").protons_given, 0);
  EXPECT_EQ(parent_molecule("[NH3+]CC(=O)[O-].O").canonical_smiles, "[NH3+]CC(=O)[O-]");
  // Nitro groups keep theirs beside a proton that goes.
  EXPECT_EQ(parent_molecule("[NH3+]Cc1ccc([N+](=O)[O-])cc1.[Br-]").canonical_smiles,
            read_structure("NCc1ccc([N+](=O)[O-])cc1").canonical_smiles);
  EXPECT_FALSE(parent_molecule(kFentanyl).is_of_several);
}

TEST(Structure, KeepsTheLargestOrganicFragmentOfASalt) {
  const Structure base = read_structure(kFentanyl);
  EXPECT_EQ(base.formula, "C22H28N2O");
  EXPECT_NEAR(base.monoisotopic_mass, 336.22016, 1e-5);
  EXPECT_EQ(read_structure(std::string("Cl.") + kFentanyl).canonical_smiles, base.canonical_smiles);
  EXPECT_EQ(read_structure(std::string(kFentanyl) + ".OC(=O)CC(O)(C(=O)O)CC(=O)O").formula,
            "C22H28N2O");
  EXPECT_EQ(read_structure("CN.[Hg+2].[Cl-].[Cl-]").formula, "CH5N");
  EXPECT_EQ(whole_formula("C1CCC(CC1)NO.Cl"), "C6H14ClNO");
}

TEST(Structure, DropsStereoAndLabelsOnlyInTheFlatSmiles) {
  const Structure labelled = read_structure("[2H]C([2H])([2H])[C@H](N)Cc1ccccc1");
  EXPECT_EQ(labelled.formula, "C9H10D3N");
  EXPECT_EQ(labelled.flat_smiles, read_structure("CC(N)Cc1ccccc1").flat_smiles);
  EXPECT_NE(labelled.canonical_smiles, labelled.flat_smiles);
  EXPECT_EQ(read_structure("[13CH3]O").flat_smiles, "CO");
}

TEST(Structure, KeepsCharges) {
  EXPECT_EQ(read_structure("C[N+](C)(C)C.[Br-]").formula, "C4H12N+");
}

TEST(Structure, RefusesWhatIsNotAMolecule) {
  for (const char* text : {"", "  ", "not a molecule", "C1CC", "C(C)(C)(C)(C)(C)C", "c1cccc1", "*C",
                           "\xef\xbc\xa4", "CC |$;R$|"}) {
    EXPECT_THROW(static_cast<void>(read_structure(text)), Error) << text;
  }
  EXPECT_THROW(static_cast<void>(read_structure(std::string(5000, 'C'))), Error);
  EXPECT_THROW(static_cast<void>(read_structure(std::string(2000, '('))), Error);
}

TEST(Structure, NamesTheSmilesItRefuses) {
  try {
    static_cast<void>(read_structure("C(C)(C)(C)(C)(C)C"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::input);
    EXPECT_NE(std::string(error.what()).find("C(C)(C)(C)(C)(C)C"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("valence"), std::string::npos) << error.what();
  }
}

TEST(DrawStructure, GivesOneSvgElementWhateverWayTheAtomsAreNumbered) {
  const std::string drawing = draw_structure(kFentanyl, 300, 200);
  EXPECT_EQ(drawing.substr(0, 4), "<svg");
  EXPECT_NE(drawing.find("</svg>"), std::string::npos);
  EXPECT_EQ(drawing.find("<?xml"), std::string::npos);
  EXPECT_EQ(drawing.find("<!--"), std::string::npos);
  EXPECT_NE(drawing.find("300"), std::string::npos);
  EXPECT_EQ(drawing, draw_structure("C1(CCN(CC1)CCc1ccccc1)N(C(CC)=O)c1ccccc1", 300, 200));
}

TEST(DrawStructure, RefusesASizeThatIsNone) {
  EXPECT_THROW(static_cast<void>(draw_structure(kFentanyl, 0, 10)), Error);
  EXPECT_THROW(static_cast<void>(draw_structure(kFentanyl, 10, 1 << 30)), Error);
}

}  // namespace
}  // namespace basepeak
