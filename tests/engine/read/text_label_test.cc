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

}  // namespace
}  // namespace basepeak
