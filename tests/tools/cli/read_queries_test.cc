#include "tools/cli/read_queries.h"

#include <gtest/gtest.h>

#include <fstream>

#include "engine/error.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

class ReadQueries : public ::testing::Test {
 protected:
  QueryFile read(const std::string& text, Score score) {
    const auto path = folder_.path() / "queries.msp";
    std::ofstream(path) << text;
    return read_queries(path, score);
  }
  test::TemporaryFolder folder_;
};

TEST_F(ReadQueries, ListsARecordWithoutPeaksAndKeepsTheOthersInOrder) {
  const QueryFile file = read(
      "Name: first\nNum Peaks: 2\n91 100\n245 999\n\n"
      "Name: empty\nNum Peaks: 0\n\n"
      "Name: zeros\nNum Peaks: 1\n91 0\n\n"
      "Name: last\nNum Peaks: 1\n58 999\n",
      Score::ei_identity);
  ASSERT_EQ(file.queries.size(), 2U);
  EXPECT_EQ(file.queries[0].name, "first");
  EXPECT_EQ(file.queries[1].name, "last");
  ASSERT_EQ(file.failed.size(), 2U);
  EXPECT_EQ(file.failed[0].where, "line 6: record 'empty'");
}

TEST_F(ReadQueries, TakesTheNominalMassForEiAndTheExactOneForMs2) {
  const std::string text =
      "Name: fentanyl\nFormula: C22H28N2O\nMW: 336\nPrecursorMZ: 337.2274\n"
      "Precursor_type: [M+H]+\nNum Peaks: 1\n188.1434 999\n";
  EXPECT_EQ(read(text, Score::ei_hybrid).queries.at(0).stated_mass, 336.0);
  const Query query = read(text, Score::ms2_entropy).queries.at(0);
  EXPECT_NEAR(query.stated_mass.value(), 336.2202, 1e-4);
  EXPECT_EQ(query.acquisition.precursor_mz, 337.2274);
  EXPECT_EQ(query.acquisition.adduct, "[M+H]+");
}

TEST_F(ReadQueries, StatesNoMassWhereTheRecordStatesNone) {
  // A formula alone is the answer that an unknown does not come with: ei-hybrid infers.
  const auto file = read("Name: x\nFormula: C22H28N2O\nNum Peaks: 1\n245 999\n", Score::ei_hybrid);
  EXPECT_FALSE(file.queries.at(0).stated_mass);
}

TEST_F(ReadQueries, RefusesAFileThatIsNotThere) {
  EXPECT_THROW((void)read_queries(folder_.path() / "absent.msp", Score::ei_identity), Error);
}

}  // namespace
}  // namespace basepeak
