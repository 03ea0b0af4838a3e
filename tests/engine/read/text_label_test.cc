#include "engine/read/text_label.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace basepeak {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Label label(std::vector<TextRecord::Field> fields) {
  TextRecord record;
  record.fields = std::move(fields);
  return label_of(record);
}

TEST(TextLabel, ReadsAMassWithItsUnit) {
  for (const char* written : {"350", "350 Da", "350 u", "350 amu", "350 g/mol"}) {
    const Label found = label({{"MW", written, 1}});
    EXPECT_EQ(found.stated_mass, 350.0) << written;
    EXPECT_THAT(found.remarks, IsEmpty()) << written;
  }
}

TEST(TextLabel, TellsAMassThatIsNone) {
  for (const char* written : {"350,24", "n/a", "-350", "350 mDa", "0"}) {
    const Label found = label({{"MW", written, 1}});
    EXPECT_FALSE(found.stated_mass) << written;
    EXPECT_THAT(found.remarks, ElementsAre(HasSubstr("no mass: not used"))) << written;
  }
}

TEST(TextLabel, TellsMassesThatContradictEachOther) {
  EXPECT_THAT(label({{"MW", "350", 1}, {"ExactMass", "336.2202", 1}}).remarks,
              ElementsAre("its MW 350 and its exact mass 336.2202 contradict each other"));
  EXPECT_THAT(label({{"MW", "336.479", 1}, {"ExactMass", "336.2202", 1}}).remarks, IsEmpty());
}

TEST(TextLabel, TellsAFormulaThatCannotBeRead) {
  EXPECT_THAT(label({{"Formula", "C22H28N2O.HCl", 1}}).remarks,
              ElementsAre(HasSubstr("'C22H28N2O.HCl' cannot be read")));
  EXPECT_THAT(label({{"Formula", "C22H23D5N2O", 1}}).remarks, IsEmpty());
  EXPECT_THAT(label({{"MOLFORM", "C 22 H 28 N2 O", 1}}).remarks, IsEmpty());
}

TEST(TextLabel, KnowsTheFieldsOfOtherExporters) {
  for (const char* name : {"Molecular_weight", "MOLWEIGHT", "Mass", "molecular mass"}) {
    EXPECT_EQ(label({{name, "336", 1}}).stated_mass, 336.0) << name;
  }
  for (const char* name : {"Molecular_formula", "molecular formula", "MOLFORM"}) {
    EXPECT_EQ(label({{name, "C22H28N2O", 1}}).formula, "C22H28N2O") << name;
  }
}

TEST(TextLabel, TellsFieldsOfOneNameThatContradictEachOther) {
  EXPECT_THAT(label({{"MW", "336", 1}, {"MW", "350", 2}}).remarks,
              ElementsAre(HasSubstr("two molecular masses, 336 and 350")));
  EXPECT_THAT(label({{"Formula", "C22H28N2O", 1}, {"MOLFORM", "C23H30N2O", 2}}).remarks,
              ElementsAre(HasSubstr("two formulas, 'C22H28N2O' and 'C23H30N2O'")));
  EXPECT_THAT(label({{"MW", "336", 1}, {"MW", "336.48", 2}}).remarks, IsEmpty());
  EXPECT_THAT(label({{"Formula", "C22H28N2O", 1}, {"MOLFORM", "C 22 H 28 N 2 O", 2}}).remarks,
              IsEmpty());
}

TEST(TextLabel, TellsAMassThatIsNotThatOfItsFormula) {
  EXPECT_THAT(label({{"MW", "350", 1}, {"Formula", "C22H28N2O", 2}}).remarks,
              ElementsAre("its molecular mass 350 is not that of its formula C22H28N2O, which has "
                          "336"));
  for (const char* mass : {"336", "336.22", "336.4"}) {
    EXPECT_THAT(label({{"MW", mass, 1}, {"Formula", "C22H28N2O", 2}}).remarks, IsEmpty()) << mass;
  }
}

TEST(TextLabel, ReadsAPrecursorThatIsOne) {
  EXPECT_EQ(label({{"PrecursorMZ", "337.2274 Da", 1}}).precursor_mz, 337.2274);
  EXPECT_FALSE(label({{"PrecursorMZ", "-337.2274", 1}}).precursor_mz);
}

}  // namespace
}  // namespace basepeak
