#include "engine/identify/compound_classes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "engine/error.h"

namespace basepeak {
namespace {

struct Named {
  const char* name;
  const char* smiles;
};

const std::map<std::string, std::vector<Named>> kMembers = {
    {"nitazene",
     {{"isotonitazene", "CCN(CC)CCn1c(Cc2ccc(OC(C)C)cc2)nc2cc([N+](=O)[O-])ccc21"},
      {"etonitazene hydrochloride",
       "[Cl-].CC[NH+](CC)CCn1c(Cc2ccc(OCC)cc2)nc2cc([N+](=O)[O-])ccc21"},
      {"etodesnitazene", "CCN(CC)CCn1c(Cc2ccc(OCC)cc2)nc2ccccc21"},
      {"protonitazepyne", "CCCOc1ccc(Cc2nc3cc([N+](=O)[O-])ccc3n2CCN2CCCC2)cc1"},
      {"N-desethyl isotonitazene", "CCNCCn1c(Cc2ccc(OC(C)C)cc2)nc2cc([N+](=O)[O-])ccc21"}}},
    {"U-series opioid",
     {{"U-47700", "CN(C)C1CCCCC1N(C)C(=O)c1ccc(Cl)c(Cl)c1"},
      {"U-48800", "CN(C)C1CCCCC1N(C)C(=O)Cc1ccc(Cl)cc1Cl"},
      {"U-50488", "CN(C1CCCCC1N1CCCC1)C(=O)Cc1ccc(Cl)c(Cl)c1"},
      {"AH-7921", "CN(C)C1(CNC(=O)c2ccc(Cl)c(Cl)c2)CCCCC1"}}},
    {"synthetic cannabinoid",
     {{"JWH-018", "CCCCCn1cc(C(=O)c2cccc3ccccc23)c2ccccc12"},
      {"UR-144", "CCCCCn1cc(C(=O)C2C(C)(C)C2(C)C)c2ccccc12"},
      {"AB-FUBINACA", "NC(=O)C(NC(=O)c1nn(Cc2ccc(F)cc2)c2ccccc12)C(C)C"},
      {"5F-MDMB-PICA", "COC(=O)C(NC(=O)c1cn(CCCCCF)c2ccccc12)C(C)(C)C"},
      {"FDU-PB-22", "O=C(Oc1cccc2ccccc12)c1cn(Cc2ccc(F)cc2)c2ccccc12"},
      {"5F-7-azaindole amide", "CC(C)(NC(=O)c1cn(CCCCCF)c2ncccc12)c1ccccc1"},
      {"MDA-19", "O=C(NN=C1C(=O)N(CCCCCC)c2ccccc12)c1ccccc1"},
      {"5F-PCN", "C1=CC=C2C(=C1)C=CC=C2NC(=O)C3=CN(C4=C3C=NC=C4)CCCCCF"},
      {"JWH-030", "C1(=CC=CC2=CC=CC=C12)C(=O)C1=CN(C=C1)CCCCC"},
      {"CP-47,497 C8 homologue", "CCCCCCCC(C)(C)c1ccc(C2CCCC(O)C2)c(O)c1"},
      {"CUMYL-PEGACLONE", "CC(C)(c1ccccc1)n1ccc2n(CCCCC)c3ccccc3c2c1=O"}}},
    {"benzodiazepine",
     {{"diazepam", "CN1C2=C(C=C(Cl)C=C2)C(=NCC1=O)C3=CC=CC=C3"},
      {"oxazepam", "OC1N=C(C2=CC=CC=C2)C2=C(NC1=O)C=CC(Cl)=C2"},
      {"alprazolam", "Cc1nnc2CN=C(c3ccccc3)c3cc(Cl)ccc3-n12"},
      {"midazolam", "CC1=NC=C2N1C3=C(C=C(C=C3)Cl)C(=NC2)C4=CC=CC=C4F"},
      {"etizolam", "CCc1cc2C(c3ccccc3Cl)=NCc3nnc(C)n3-c2s1"},
      {"bromazepam", "O=C1CN=C(c2ccccn2)c2cc(Br)ccc2N1"},
      {"tetrazepam", "CN1C(=O)CN=C(C2=C1C=CC(=C2)Cl)C3=CCCCC3"},
      {"cloxazolam", "C1COC2(N1CC(=O)NC3=C2C=C(C=C3)Cl)C4=CC=CC=C4Cl"},
      {"ketazolam", "CC1=CC(=O)N2CC(=O)N(C3=C(C2(O1)C4=CC=CC=C4)C=C(C=C3)Cl)C"},
      {"clobazam", "CN1C(=O)CC(=O)N(c2ccccc2)c2cc(Cl)ccc12"}}},
    {"cathinone",
     {{"mephedrone", "CNC(C)C(=O)c1ccc(C)cc1"},
      {"methylone hydrochloride", "Cl.CNC(C)C(=O)c1ccc2OCOc2c1"},
      {"alpha-PVP", "CCCC(N1CCCC1)C(=O)c1ccccc1"},
      {"N-ethylpentylone, protonated", "CCCC([NH2+]CC)C(=O)c1ccc2OCOc2c1"},
      {"bupropion", "CC(NC(C)(C)C)C(=O)C1=CC(Cl)=CC=C1"},
      {"naphyrone", "CCCC(N1CCCC1)C(=O)c1ccc2ccccc2c1"}}},
    {"tryptamine",
     {{"DMT", "CN(C)CCc1c[nH]c2ccccc12"},
      {"psilocin", "CN(C)CCc1c[nH]c2cccc(O)c12"},
      {"5-MeO-MiPT", "COc1ccc2[nH]cc(CCN(C)C(C)C)c2c1"},
      {"alpha-methyltryptamine", "CC(N)Cc1c[nH]c2ccccc12"}}},
    {"arylcyclohexylamine",
     {{"ketamine", "CNC1(CCCCC1=O)C1=CC=CC=C1Cl"},
      {"phencyclidine", "C1CCN(CC1)C1(CCCCC1)c1ccccc1"},
      {"methoxetamine", "CCNC1(CCCCC1=O)c1cccc(OC)c1"}}},
    {"phenethylamine",
     {{"amphetamine", "CC(Cc1ccccc1)N"},
      {"methamphetamine hydrochloride", "[Cl-].C[NH2+]C(C)Cc1ccccc1"},
      {"MDMA", "CNC(C)Cc1ccc2OCOc2c1"},
      {"mescaline", "COc1cc(CCN)cc(OC)c1OC"},
      {"2C-B", "COc1cc(CCN)c(OC)cc1Br"},
      {"25I-NBOMe", "COc1ccccc1CNCCc1cc(OC)c(I)cc1OC"},
      {"phentermine", "CC(C)(N)Cc1ccccc1"}}}};

// Beside a class, or far from all: none must be named.
const std::vector<Named> kNone = {
    {"caffeine", "Cn1cnc2c1c(=O)n(C)c(=O)n2C"},
    {"clemizole, a benzimidazole", "Clc1ccc(Cn2c(CN3CCCC3)nc3ccccc32)cc1"},
    {"bilastine-like benzimidazole", "CCOCCn1c(C2CCN(CCc3ccccc3)CC2)nc2ccccc12"},
    {"tramadol", "COC1=CC=CC(=C1)C2(O)CCCCC2CN(C)C"},
    {"gabapentin", "NCC1(CC(O)=O)CCCCC1"},
    {"granisetron, an indazole carboxamide", "CN1C2CCCC1CC(C2)NC(=O)c1nn(C)c2ccccc12"},
    {"an N-methyl-3-acylindole", "c1ccccc1C(=O)c1cn(C)c2ccccc12"},
    {"an indazole acid with a tail", "FCCCCN1N=C(C2=CC=CC=C12)C(=O)O"},
    {"cyclopeptin, another benzodiazepinedione", "CN1C(C(=O)NC2=CC=CC=C2C1=O)CC3=CC=CC=C3"},
    {"N-acetylmethylone", "O1COC2=C1C=CC(=C2)C(C(C)N(C(C)=O)C)=O"},
    {"diphenidine", "C1(=CC=CC=C1)C(CC1=CC=CC=C1)N1CCCCC1"},
    {"a spirocyclohexane carboline", "CC1(CC2=C(C3=CC=CC=C3N2)C4(N1)CCCCC4)C"},
    {"selegiline", "CC(CC1=CC=CC=C1)N(C)CC#C"},
    {"ibogaine", "CCC1CC2CC3C1N(C2)CCC4=C3NC5=C4C=C(C=C5)OC"},
    {"ondansetron", "Cc1nccn1CC1CCc2n(C)c3ccccc3c2C1=O"},
    {"lonidamine, an indazole acid", "OC(=O)c1nn(Cc2ccc(Cl)cc2Cl)c2ccccc12"},
    {"indomethacin", "COc1ccc2n(C(=O)c3ccc(Cl)cc3)c(C)c(CC(=O)O)c2c1"},
    {"clozapine, a dibenzodiazepine", "CN1CCN(CC1)C1=Nc2cc(Cl)ccc2Nc2ccccc12"},
    {"flumazenil", "CCOC(=O)c1ncn2c1CN(C)C(=O)c1cc(F)ccc12"},
    {"zopiclone", "CN1CCN(CC1)C(=O)OC2C3=NC=CN=C3C(=O)N2C4=NC=C(C=C4)Cl"},
    {"tolperisone, a beta-aminoketone", "CC(CN1CCCCC1)C(=O)c1ccc(C)cc1"},
    {"acetophenone", "CC(=O)c1ccccc1"},
    {"ephedrine", "CNC(C)C(O)c1ccccc1"},
    {"melatonin", "COc1ccc2[nH]cc(CCNC(C)=O)c2c1"},
    {"tryptophan", "NC(Cc1c[nH]c2ccccc12)C(=O)O"},
    {"LSD", "CCN(CC)C(=O)C1CN(C)C2Cc3c[nH]c4cccc(c34)C2=C1"},
    {"harmaline", "COc1ccc2c(c1)[nH]c1c2CCN=C1C"},
    {"phenylalanine", "NC(Cc1ccccc1)C(=O)O"},
    {"verapamil", "COc1ccc(CCN(C)CCCC(C#N)(C(C)C)c2ccc(OC)c(OC)c2)cc1OC"},
    {"lidocaine", "CCN(CC)CC(=O)Nc1c(C)cccc1C"},
    {"cocaine", "COC(=O)C1C(OC(=O)c2ccccc2)CC2CCC1N2C"},
    {"morphine", "CN1CCC23C4C1CC5=C2C(=C(C=C5)O)OC3C(C=C4)O"},
    {"haloperidol", "O=C(CCCN1CCC(O)(CC1)c1ccc(Cl)cc1)c1ccc(F)cc1"},
    {"brorphine", "CC(c1ccc(Br)cc1)N1CCC(CC1)n1c(=O)[nH]c2ccccc21"}};

TEST(CompoundClasses, NameTheirMembers) {
  for (const auto& [name, members] : kMembers) {
    for (const Named& member : members) {
      EXPECT_EQ(class_of_structure(member.smiles), name) << member.name;
    }
  }
}

TEST(CompoundClasses, LeaveOthersWithoutAName) {
  for (const Named& one : kNone) EXPECT_EQ(class_of_structure(one.smiles), "") << one.name;
}

TEST(CompoundClasses, HaveTestMoleculesForEveryClassOfTheTable) {
  for (const CompoundClass& one : compound_classes().classes) {
    ASSERT_TRUE(kMembers.contains(one.name)) << one.name;
    EXPECT_GE(kMembers.at(one.name).size(), 3U) << one.name;
  }
}

TEST(CompoundClasses, GiveFentanylsClassTheFirstWord) {
  EXPECT_EQ(class_of_structure("CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"), "fentanyl");
  EXPECT_EQ(class_of_structure("O=C1CCN(CCc2ccccc2)CC1"), "fentanyl precursor");
}

TEST(CompoundClasses, ShowTheirIonsInAQuery) {
  Query query;
  query.acquisition.ionisation = Ionisation::ei;
  query.peaks = Peaks::from_unsorted(std::vector<double>{58.0, 86.0, 107.0},
                                     std::vector<float>{1.0F, 100.0F, 20.0F});
  const auto evidence = class_ion_evidence("nitazene", query);
  ASSERT_EQ(evidence.size(), 3U);
  EXPECT_EQ(evidence[0].ion, "m/z 86");
  EXPECT_TRUE(evidence[0].is_seen);
  EXPECT_FALSE(evidence[1].is_seen);  // m/z 58, 1 %
  EXPECT_TRUE(evidence[2].is_seen);
  query.acquisition.ionisation = Ionisation::esi;
  query.acquisition.ms_level = 2;
  query.peaks = Peaks::from_unsorted(std::vector<double>{72.0808, 100.1121},
                                     std::vector<float>{30.0F, 100.0F});
  const auto ms2 = class_ion_evidence("nitazene", query);
  ASSERT_EQ(ms2.size(), 3U);
  EXPECT_EQ(ms2[0].ion, "m/z 100.1121");
  EXPECT_TRUE(ms2[0].is_seen && ms2[1].is_seen);
  EXPECT_TRUE(class_ion_evidence("sugar", query).empty());
}

TEST(CompoundClasses, TakeTheFirstClassThatFitsAndIsNotKeptOut) {
  const ClassTable table = ClassTable::parse(
      "version\t1\nclass\tamine\tA\npattern\tamine\t[NX3]\tp\nwithout\tamine\tC=O\tq\n"
      "class\tcarbon\tB\npattern\tcarbon\tN~N\tp\npattern\tcarbon\tC\tp\n");
  EXPECT_EQ(table.class_of("CCN")->name, "amine");
  EXPECT_EQ(table.class_of("CC(=O)N")->name, "carbon");
  EXPECT_EQ(table.class_of("CCC")->name, "carbon");
  EXPECT_EQ(table.class_of("c1ccccc1"), nullptr);
}

TEST(CompoundClasses, RefuseATableByItsLine) {
  const auto refusal = [](const std::string& text) -> std::string {
    try {
      static_cast<void>(ClassTable::parse(text));
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::library);
      return error.what();
    }
    return "not refused";
  };
  const std::string head = "version\t1\nclass\ta\tA\n";
  using testing::HasSubstr;
  EXPECT_THAT(refusal(head + "pattern\ta\tc1cc(\tp\n"),
              HasSubstr("compound_classes.tsv, line 3: SMARTS 'c1cc('"));
  EXPECT_THAT(refusal(head + "pattern\tb\tC\tp\n"), HasSubstr("line 3: no class is called \"b\""));
  EXPECT_THAT(refusal(head + "pattern\ta\tC\n"), HasSubstr("line 3: a row of the kind"));
  EXPECT_THAT(refusal(head + "ion\ta\teI\tC\tw\n"), HasSubstr("line 3: an ion is of ei or ms2"));
  EXPECT_THAT(refusal(head + "ion\ta\tei\tXx2\tw\n"), HasSubstr("line 3: "));
  EXPECT_THAT(refusal(head + "class\ta\tA\n"), HasSubstr("line 3: the class \"a\" stands twice"));
  EXPECT_THAT(refusal(head + "class\tfentanyl\tA\n"), HasSubstr("line 3: a class needs a name"));
  EXPECT_THAT(refusal(head + "klass\ta\n"), HasSubstr("line 3: no row is of the kind"));
  EXPECT_THAT(refusal(head), HasSubstr("has no pattern"));
  EXPECT_THAT(refusal("class\ta\tA\npattern\ta\tC\tp\n"), HasSubstr("version"));
}

}  // namespace
}  // namespace basepeak
