#include "tools/starter_library/curation.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/error.h"
#include "tools/starter_library/massbank_spectra.h"

namespace basepeak::starter {
namespace {

const std::string kCompounds = "compound\tname\tsmiles\tformula\tinchikey\tcas\n";
const std::string kSources =
    "record\tcompound\tkind\tsource\tprinted_name\tprinted_formula\tnote\n";
const std::string kCaffeine =
    "caffeine\tCaffeine\tCn1cnc2c1c(=O)n(C)c(=O)n2C\tC8H10N4O2\tRYYVLZVUVIJVGH-UHFFFAOYSA-N"
    "\t58-08-2\n";

class CurationTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) / ("curation_" + std::string(test->name()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Curation read(const std::string& compounds, const std::string& sources) {
    std::ofstream(folder_ / "compounds.tsv") << kCompounds << compounds;
    std::ofstream(folder_ / "sources.tsv") << kSources << sources;
    return Curation::read(folder_);
  }

  // The message of the Error that reading these tables throws, empty if it throws none.
  std::string refusal(const std::string& compounds, const std::string& sources) {
    try {
      (void)read(compounds, sources);
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(CurationTest, ReadsACompoundAndTheSourcesOfItsRecord) {
  const Curation curation = read(kCaffeine, "c-ei\tcaffeine\tei\tA1;A2\tCaffeine\tC8H10N4O2\t\n");
  ASSERT_EQ(curation.compounds.size(), 1U);
  ASSERT_EQ(curation.records.size(), 1U);
  EXPECT_EQ(curation.records[0].source, (std::vector<std::string>{"A1", "A2"}));
}

TEST_F(CurationTest, RefusesAFormulaThatIsNotTheStructures) {
  const std::string row = "x\tX\tCCO\tC2H6O2\tLFQSCWFLJHTTHZ-UHFFFAOYSA-N\t\n";
  EXPECT_NE(refusal(row, "").find("C2H6O"), std::string::npos);
}

TEST_F(CurationTest, RefusesAnInchiKeyThatIsNotTheStructures) {
  const std::string row = "x\tX\tCCO\tC2H6O\tRYYVLZVUVIJVGH-UHFFFAOYSA-N\t\n";
  EXPECT_NE(refusal(row, "").find("LFQSCWFLJHTTHZ"), std::string::npos);
}

TEST_F(CurationTest, RefusesARecordOfAnUnknownCompound) {
  EXPECT_NE(refusal(kCaffeine, "r\tcafeine\tei\tA1\t\t\t\n").find("'cafeine'"), std::string::npos);
}

TEST_F(CurationTest, RefusesARowThatLacksACell) {
  EXPECT_NE(refusal(kCaffeine, "r\tcaffeine\tei\tA1\n").find(":2:"), std::string::npos);
}

TEST(CasNumber, IsTheOneWhoseCheckDigitFits) {
  EXPECT_TRUE(is_cas_number("437-38-7"));
  EXPECT_TRUE(is_cas_number("1189805-46-6"));
  EXPECT_FALSE(is_cas_number("437-38-8"));
  EXPECT_FALSE(is_cas_number("437387"));
  EXPECT_FALSE(is_cas_number(""));
}

TEST(QuotedValue, IsTheOneOfTheWholeKey) {
  const std::string comments = R"(Source="A b" CrossSource="no" License="CC BY")";
  EXPECT_EQ(quoted_value(comments, "Source"), "A b");
  EXPECT_EQ(quoted_value(comments, "License"), "CC BY");
  EXPECT_EQ(quoted_value(comments, "Authors"), "");
  EXPECT_EQ(quoted_value(R"(License="CC)", "License"), "");
}

}  // namespace
}  // namespace basepeak::starter
