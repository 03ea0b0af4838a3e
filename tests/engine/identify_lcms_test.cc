// The whole path on small LC-MS/MS runs that the test composes and writes as mzXML.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "engine/identify_file.h"
#include "tests/engine/search/library_of.h"
#include "tests/support/dda_file.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

using test::SyntheticDda;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr double kFentanyl_mz = 337.2274;
const std::vector<double> kLowEnergyMz{188.1434, 216.1383, 281.2012};
const std::vector<double> kHighEnergyMz{79.0542, 105.0699, 103.0542, 132.0808};

Peaks peaks(const std::vector<double>& mz, const std::vector<float>& intensity) {
  return Peaks::from_unsorted(mz, intensity);
}

const Peaks kLow = peaks(kLowEnergyMz, {100.0F, 10.0F, 5.0F});
const Peaks kHigh = peaks(kHighEnergyMz, {30.0F, 100.0F, 20.0F, 15.0F});

class IdentifyLcms : public ::testing::Test {
 protected:
  // Fentanyl at 20 and 60 eV, with its dimer, and a bromo compound that was isolated on 81Br.
  static SyntheticDda run() {
    const SyntheticDda::Ion fentanyl{
        kFentanyl_mz, 60.0, 1e6, {{1.00335, 0.245}, {2.0067, 0.031}}, {{188.1434, 1.0}}};
    const SyntheticDda::Ion dimer{
        2.0 * (kFentanyl_mz - 1.00728) + 1.00728, 60.0, 1e5, {{1.00335, 0.49}}, {{337.2274, 1.0}}};
    const SyntheticDda::Ion bromide{
        325.0910, 80.0, 1e6, {{1.00335, 0.17}, {1.99795, 0.98}}, {{210.1, 0.8}}};
    SyntheticDda composed({fentanyl, dimer, bromide}, {{58.3, kFentanyl_mz, "20"},
                                                       {58.6, kFentanyl_mz, "60"},
                                                       {60.3, kFentanyl_mz, "20"},
                                                       {60.6, kFentanyl_mz, "60"},
                                                       {60.8, dimer.mz, "20"},
                                                       {80.5, 325.0910 + 1.99795, "20"}});
    composed.damage = [](Spectrum& scan) {
      const auto precursor = scan.acquisition.precursor_mz;
      if (precursor && std::abs(*precursor - kFentanyl_mz) < 0.1) {
        scan.peaks = scan.acquisition.energy == "20" ? kLow : kHigh;
      }
      return true;
    };
    return composed;
  }
  Report identify(std::size_t threads = 1) {
    const auto path = folder_.path() / "run.mzXML";
    test::write_mzxml(path, run());
    return identify_file(path, library_, *backend_, Method{}, threads);
  }
  static const Identification& at(const Report& report, double mz) {
    for (const Identification& component : report.components) {
      if (std::abs(component.query.ms2->precursor_mz - mz) < 0.01) return component;
    }
    throw std::runtime_error("no component at this m/z");
  }

  test::TemporaryFolder folder_;
  Library library_ =
      library_of({record_of("high", kHigh, Ionisation::esi, kFentanyl_mz, "C22H28N2O"),
                  record_of("chlorine", kHigh, Ionisation::esi, kFentanyl_mz, "C19H29ClN2O")});
  std::unique_ptr<Backend> backend_ = make_cpu_backend(library_);
};

TEST_F(IdentifyLcms, SearchesEachEnergyAndTheMergeAndKeepsTheBest) {
  const Report report = identify();
  ASSERT_THAT(report.components, SizeIs(3));
  const Identification& found = at(report, kFentanyl_mz);
  const Ms2Facts& facts = *found.query.ms2;
  ASSERT_THAT(facts.spectra, SizeIs(3));
  EXPECT_EQ(facts.spectra[facts.searched].energy, "60");
  EXPECT_EQ(found.query.acquisition.energy, "60");
  EXPECT_EQ(found.query.peaks, facts.spectra[facts.searched].peaks);
  EXPECT_FALSE(facts.spectra[0].best_score) << "20 eV shares no peak with the records";
  EXPECT_LT(*facts.spectra[2].best_score, *facts.spectra[1].best_score);
  EXPECT_NEAR(found.matches.hits.front().score, *facts.spectra[1].best_score, 1e-12);
  EXPECT_NEAR(found.matches.hits.front().score, 1.0, 1e-6);
}

TEST_F(IdentifyLcms, SaysWhichCandidatesFormulaTheIsotopesSpeakFor) {
  const Identification found = at(identify(), kFentanyl_mz);
  ASSERT_THAT(found.matches.hits, SizeIs(2));
  for (const Match& hit : found.matches.hits) {
    ASSERT_TRUE(hit.isotope_overlap);
    if (library_.id(hit.record) == "high") {
      EXPECT_GT(*hit.isotope_overlap, 0.99);
    } else {
      EXPECT_LT(*hit.isotope_overlap, 0.85);
    }
  }
  EXPECT_THAT(found.why, Contains(HasSubstr("isotope pattern of the precursor in MS1")));
}

TEST_F(IdentifyLcms, TellsTheDimerAndTheIsotopePickInTheReasonsAndTheReport) {
  const Report report = identify();
  const Identification& dimer = at(report, 673.4475);
  EXPECT_THAT(dimer.why, Contains(HasSubstr("[2M+H]+ of the stronger ion at m/z 337.22")));
  EXPECT_THAT(at(report, 325.0910).why, Contains(HasSubstr("picked on its isotope M+2")));
  EXPECT_EQ(report.run.survey->isotope_picks, 1U);
  EXPECT_THAT(to_html(report), HasSubstr("[2M+H]+ of m/z 337.22"));
  EXPECT_THAT(to_json(report), HasSubstr("\"isotope_offset\": 2"));
}

TEST_F(IdentifyLcms, ReportsAnAreaThatItsTraceGives) {
  const Identification found = at(identify(), kFentanyl_mz);
  const IonTrace& trace = found.query.ms2->trace;
  double area = 0.0;
  for (std::size_t i = 1; i < trace.intensity.size(); ++i) {
    area += 0.5 * (trace.retention_s[i] - trace.retention_s[i - 1]) *
            (trace.intensity[i] + trace.intensity[i - 1]);
  }
  EXPECT_NEAR(found.query.area, area, 1e-6 * area);
}

TEST_F(IdentifyLcms, WritesEveryCsvRowWithAsManyCellsAsTheHeader) {
  std::istringstream csv(to_csv(identify()));
  // Quoted cells hold commas.
  const auto cells = [](const std::string& line) {
    bool is_quoted = false;
    std::size_t count = 1;
    for (const char c : line) {
      if (c == '"') is_quoted = !is_quoted;
      if (c == ',' && !is_quoted) ++count;
    }
    return count;
  };
  std::string line;
  std::getline(csv, line);
  const std::size_t header = cells(line);
  std::size_t rows = 0;
  while (std::getline(csv, line)) {
    EXPECT_EQ(cells(line), header) << line;
    ++rows;
  }
  EXPECT_EQ(rows, 4U) << "two candidates, and a row for each component without one";
}

TEST_F(IdentifyLcms, GivesTheSameBytesForAnyThreadCount) {
  const Report once = identify(1);
  for (const std::size_t threads : {1U, 2U, 5U}) {
    const Report again = identify(threads);
    EXPECT_EQ(to_json(again), to_json(once));
    EXPECT_EQ(to_csv(again), to_csv(once));
    EXPECT_EQ(to_html(again), to_html(once));
  }
}

}  // namespace
}  // namespace basepeak
