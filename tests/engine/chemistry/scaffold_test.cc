#include <gtest/gtest.h>

#include "engine/chemistry/formula.h"
#include "engine/chemistry/structure.h"
#include "engine/error.h"

namespace basepeak {
namespace {

std::string sites(const char* smiles) {
  const auto found = fentanyl_sites(smiles);
  if (!found) return "none";
  return found->acyl + " " + found->n_aryl + " " + found->piperidine + " " + found->n1_substituent;
}

struct Member {
  const char* name;
  const char* smiles;
  const char* sites;
  const char* compound_class;
};

const Member kMembers[] = {
    {"fentanyl", "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", "C3H5O C6H5 C5H9N C8H9", "fentanyl"},
    {"fentanyl HCl", "[Cl-].CCC(=O)N(c1ccccc1)C1CC[NH+](CCc2ccccc2)CC1", "C3H5O C6H5 C5H9N C8H9",
     "fentanyl"},
    {"acetyl", "CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", "C2H3O C6H5 C5H9N C8H9", "fentanyl"},
    {"2-furanyl", "O=C(c1ccco1)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", "C5H3O2 C6H5 C5H9N C8H9",
     "fentanyl"},
    {"para-fluoro", "CCC(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1", "C3H5O C6H4F C5H9N C8H9",
     "fentanyl"},
    {"3-methyl", "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1C", "C3H5O C6H5 C6H11N C8H9", "fentanyl"},
    {"thiofentanyl", "CCC(=O)N(c1ccccc1)C1CCN(CCc2cccs2)CC1", "C3H5O C6H5 C5H9N C6H7S", "fentanyl"},
    {"beta-hydroxy", "CCC(=O)N(c1ccccc1)C1CCN(CC(O)c2ccccc2)CC1", "C3H5O C6H5 C5H9N C8H9O",
     "fentanyl"},
    {"carfentanil", "CCC(=O)N(c1ccccc1)C1(C(=O)OC)CCN(CCc2ccccc2)CC1", "C3H5O C6H5 C7H11NO2 C8H9",
     "fentanyl"},
    {"remifentanil", "CCC(=O)N(c1ccccc1)C1(C(=O)OC)CCN(CCC(=O)OC)CC1", "C3H5O C6H5 C7H11NO2 C4H7O2",
     "fentanyl"},
    {"benzylfentanyl", "CCC(=O)N(c1ccccc1)C1CCN(Cc2ccccc2)CC1", "C3H5O C6H5 C5H9N C7H7",
     "fentanyl"},
    {"thioacyl", "C1(=CC=CC=C1)N(C(CC)=S)C1CCN(CC1)CCC1=CC=CC=C1", "C3H5S C6H5 C5H9N C8H9",
     "fentanyl"},
    {"methyl carbamate", "COC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", "C2H3O2 C6H5 C5H9N C8H9",
     "fentanyl"},
    {"dimethyl urea", "CN(C)C(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1", "C3H6NO C6H5 C5H9N C8H9",
     "fentanyl"},
    {"N-oxide", "CCC(=O)N(c1ccccc1)C1CC[N+]([O-])(CCc2ccccc2)CC1", "C3H5O C6H5 C5H9NO C8H9",
     "fentanyl"},
    {"D5-fentanyl", "CCC(=O)N(c1c([2H])c([2H])c([2H])c([2H])c1[2H])C1CCN(CCc2ccccc2)CC1",
     "C3H5O C6D5 C5H9N C8H9", "fentanyl"},
    {"norfentanyl", "CCC(=O)N(c1ccccc1)C1CCNCC1", "C3H5O C6H5 C5H9N H", "fentanyl precursor"},
    {"norfentanyl HCl", "CCC(=O)N(c1ccccc1)C1CC[NH2+]CC1.[Cl-]", "C3H5O C6H5 C5H9N H",
     "fentanyl precursor"},
    {"4-ANPP", "c1ccc(cc1)CCN1CCC(CC1)Nc1ccccc1", "H C6H5 C5H9N C8H9", "fentanyl precursor"},
    {"4-AP", "C1CNCCC1Nc1ccccc1", "H C6H5 C5H9N H", "fentanyl precursor"},
    {"1-boc-4-AP", "CC(C)(C)OC(=O)N1CCC(CC1)Nc1ccccc1", "H C6H5 C5H9N C5H9O2",
     "fentanyl precursor"},
    {"NPP", "O=C1CCN(CCc2ccccc2)CC1", "none", "fentanyl precursor"},
    {"4-piperidone HCl", "O=C1CCNCC1.Cl", "none", "fentanyl precursor"},
    {"1-boc-4-piperidone", "CC(C)(C)OC(=O)N1CCC(=O)CC1", "none", "fentanyl precursor"},
    {"phenylimine", "c1ccc(cc1)CCN1CCC(CC1)=Nc1ccccc1", "none", "fentanyl precursor"},
    {"bare phenylimine", "C1CNCCC1=Nc1ccccc1", "none", "fentanyl precursor"},
};

TEST(FentanylSites, AreTheFragmentsOfEveryKindOfMember) {
  for (const Member& member : kMembers)
    EXPECT_EQ(sites(member.smiles), member.sites) << member.name;
}

TEST(CompoundClass, TellsTheClassFromItsPrecursors) {
  for (const Member& member : kMembers) {
    EXPECT_EQ(compound_class(member.smiles), member.compound_class) << member.name;
  }
}

TEST(FentanylSites, AddUpToTheMoleculeLessTheAmideNitrogen) {
  for (const Member& member : kMembers) {
    const auto found = fentanyl_sites(member.smiles);
    if (!found) continue;
    const double sum = Formula::parse(found->acyl).monoisotopic_mass() +
                       Formula::parse(found->n_aryl).monoisotopic_mass() +
                       Formula::parse(found->piperidine).monoisotopic_mass() +
                       Formula::parse(found->n1_substituent).monoisotopic_mass() +
                       Formula::parse("N").monoisotopic_mass();
    const Structure whole = read_structure(member.smiles);
    const bool is_protonated = whole.formula.back() == '+';
    EXPECT_NEAR(sum + (is_protonated ? kProtonMass : 0.0), whole.monoisotopic_mass, 1e-6)
        << member.name;
  }
}

TEST(CompoundClass, LeavesTheOtherOpioidsAndLookalikesOut) {
  // Decoys of domain/check/class-scope-cases.tsv and fentanyl-ions.md section 5, with retro- and
  // open-ring relatives of the skeleton.
  for (const char* smiles :
       {"CCN(CC)CC(=O)Nc1c(C)cccc1C",                                  // lidocaine
        "CN(C)C(=O)C(CCN1CCC(CC1)(O)c1ccc(Cl)cc1)(c1ccccc1)c1ccccc1",  // loperamide
        "CN(C)C1CCCCC1N(C)C(=O)c1ccc(Cl)c(Cl)c1",                      // U-47700
        "O=C(CCCN1CCC(O)(CC1)c1ccc(Cl)cc1)c1ccc(F)cc1",                // haloperidol
        "O=C1Nc2ccccc2N1C1CCN(CCCC(c2ccc(F)cc2)c2ccc(F)cc2)CC1",       // pimozide
        "O=C1Nc2ccccc2N1C1CCN(CC1)C(C)c1ccc(Br)cc1",                   // brorphine
        "CCN(CC)CCn1c(Cc2ccc(OCC)cc2)nc2cc(ccc12)[N+](=O)[O-]",        // etonitazene
        "CCC(=O)N(c1ccccc1)C1CCCCN(CCc2ccccc2)C1",                     // azepane
        "CCC(=O)N(c1ccccc1)C1CCCN(CCc2ccccc2)C1",                      // 3-anilido
        "CCC(=O)N(c1ccccc1)CCN(C)CCc1ccccc1",                          // ring opened
        "CCC(=O)N(Cc1ccccc1)C1CCN(CCc2ccccc2)CC1",                     // N-benzyl amide
        "O=C1CCN(CC1)c1ccc(cc1)N1CC(CNC(C)=O)OC1=O", "CCO", "C", "CC1(C)CC(=O)CC(C)(C)N1"}) {
    EXPECT_EQ(compound_class(smiles), "") << smiles;
  }
}

TEST(IsomerKey, IsOneForPositionalIsomersAndApartForSites) {
  const auto ortho = isomer_key("CCC(=O)N(c1ccccc1F)C1CCN(CCc2ccccc2)CC1");
  EXPECT_EQ(ortho, "acyl=C3H5O n_aryl=C6H4F piperidine=C5H9N n1=C8H9");
  EXPECT_EQ(ortho, isomer_key("CCC(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1"));
  EXPECT_NE(ortho, isomer_key("CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2F)CC1"));
  EXPECT_EQ(isomer_key("CC(N)Cc1ccccc1.Cl"), "C9H13N");
}

TEST(FentanylSites, DoNotDependOnTheOrderOfTheAtoms) {
  // Two skeletons in one molecule: the answer is chosen by its key.
  const char* one = "CCC(=O)N(c1ccccc1)C1CCN(CC1)CCN1CCC(CC1)N(c1ccccc1F)C(C)=O";
  const char* two = "CC(=O)N(c1ccccc1F)C1CCN(CC1)CCN1CCC(CC1)N(c1ccccc1)C(=O)CC";
  EXPECT_EQ(sites(one), sites(two));
  EXPECT_NE(sites(one), "none");
}

}  // namespace
}  // namespace basepeak
