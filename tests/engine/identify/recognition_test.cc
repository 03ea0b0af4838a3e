#include "engine/identify/recognition.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "engine/error.h"
#include "engine/identify/model_text.h"
#include "engine/read/spectrum_text.h"
#include "tests/support/reference_data.h"

namespace basepeak {
namespace {

namespace fs = std::filesystem;

Query ei_query(const std::vector<double>& mz, const std::vector<float>& intensity) {
  Query query;
  query.peaks = Peaks::from_unsorted(mz, intensity);
  query.acquisition.ionisation = Ionisation::ei;
  return query;
}

// The EI record of the starter library; its file may hold MS/MS records as well.
Query starter_ei(const std::string& name) {
  std::optional<Query> found;
  const fs::path path =
      fs::path(BASEPEAK_SOURCE_DIR) / "libraries" / "starter" / "records" / (name + ".msp");
  read_spectrum_text(path, [&](TextRecord&& record) {
    if (found || record.value("Ionization") != "EI") return;
    found = ei_query(record.mz, {record.intensity.begin(), record.intensity.end()});
  });
  EXPECT_TRUE(found) << path << " holds no EI record";
  return found.value_or(Query{});
}

TEST(Recognition, CallsFentanylWithItsSites) {
  const Recognition found = recognise(starter_ei("fentanyl"));
  ASSERT_TRUE(found.call.is_called);
  EXPECT_EQ(found.call.name, "fentanyl");
  EXPECT_EQ(found.call.basis, "recognition");
  EXPECT_GT(found.call.probability.value_or(0.0), 0.9);
  ASSERT_TRUE(found.call.sites);
  EXPECT_EQ(found.call.sites->acyl, "C3H5O");
  EXPECT_EQ(found.call.sites->n_aryl, "C6H5");
  EXPECT_EQ(found.call.sites->piperidine, "C5H9N");
  EXPECT_EQ(found.call.sites->n1_substituent, "C8H9");
  EXPECT_TRUE(found.call.changed_sites.empty());
}

TEST(Recognition, FindsTheChangedSite) {
  const Recognition acyl = recognise(starter_ei("2-furanyl-fentanyl"));
  EXPECT_EQ(acyl.call.changed_sites, std::vector<std::string>{"acyl"});
  const Recognition aryl = recognise(starter_ei("para-fluorofentanyl"));
  EXPECT_EQ(aryl.call.changed_sites, std::vector<std::string>{"n_aryl"});
}

TEST(Recognition, ReportsEvidenceIonByIon) {
  const Recognition found = recognise(starter_ei("fentanyl"));
  const auto ion = std::find_if(found.call.evidence.begin(), found.call.evidence.end(),
                                [](const auto& e) { return e.ion == "m/z 245"; });
  ASSERT_NE(ion, found.call.evidence.end());
  EXPECT_EQ(ion->formula, "C15H21N2O");
  EXPECT_TRUE(ion->is_seen);
  EXPECT_NEAR(ion->relative_intensity, 1.0, 1e-9);
}

TEST(Recognition, RanksAtMostFiveAnswersByProbability) {
  const Recognition found = recognise(starter_ei("fentanyl"));
  ASSERT_FALSE(found.call.ranked_sites.empty());
  ASSERT_LE(found.call.ranked_sites.size(), kMostRankedSites);
  double sum = 0.0;
  double last = 1.0;
  for (const auto& sites : found.call.ranked_sites) {
    EXPECT_LE(sites.probability.value_or(2.0), last);
    last = sites.probability.value_or(2.0);
    sum += last;
  }
  EXPECT_LE(sum, 1.0 + 1e-9);
}

TEST(Recognition, DoesNotCallOtherDrugs) {
  for (const char* name : {"methamphetamine", "mdma", "jwh-018", "lsd", "naphyrone", "ab-fubinaca",
                           "n-ethylpentylone", "alpha-pvp", "delta-9-thc", "caffeine", "u-47700"}) {
    EXPECT_FALSE(recognise(starter_ei(name)).call.is_called) << name;
  }
}

// The relatives and look-alikes that must never be called fentanyl; every record of theirs.
TEST(Recognition, DoesNotCallTheKnownLookAlikesOfTheReferenceData) {
  const auto data = test::reference_data();
  if (!data) GTEST_SKIP() << test::kNoReferenceData;
  const std::regex look_alike(
      "(haloperidol|loperamide|lidocaine|pimozide|AH-7921|U-4[0-9]+|U-5[0-9]+|W-1[58]|.*nitazene|"
      "brorphine|etonitazene).*",
      std::regex::icase);
  std::size_t assessed = 0;
  for (const char* family : {"open", "sharealike", "swgdrug"}) {
    read_spectrum_text(
        *data / "spectra" / ("ei_" + std::string(family) + ".msp.gz"), [&](TextRecord&& record) {
          const std::string name(record.value("Name"));
          if (!std::regex_match(name, look_alike)) return;
          ++assessed;
          const Query query =
              ei_query(record.mz, {record.intensity.begin(), record.intensity.end()});
          EXPECT_FALSE(recognise(query).call.is_called) << name;
        });
  }
  EXPECT_GE(assessed, 20U);
}

TEST(Recognition, DoesNotAssessASpectrumOfTwoPeaks) {
  const Recognition found = recognise(ei_query({146, 245}, {98, 100}));
  EXPECT_FALSE(found.call.is_called);
  ASSERT_EQ(found.why.size(), 1U);
  EXPECT_NE(found.why[0].find("class not assessed: 2 ions"), std::string::npos);
}

TEST(Recognition, DoesNotAssessColumnBleed) {
  const Recognition found =
      recognise(ei_query({73, 96, 133, 147, 191, 207, 208, 209, 249, 281, 355},
                         {40, 5, 6, 15, 6, 100, 20, 15, 6, 30, 10}));
  EXPECT_FALSE(found.call.is_called);
  ASSERT_EQ(found.why.size(), 1U);
  EXPECT_NE(found.why[0].find("column bleed"), std::string::npos);
}

TEST(Recognition, DoesNotAssessASpectrumCutOffAtTheDetectorsCeiling) {
  const std::vector<float> ceiling(11, 1048576.0F);
  const Recognition found =
      recognise(ei_query({42, 44, 57, 77, 91, 96, 105, 146, 189, 202, 245}, ceiling));
  EXPECT_FALSE(found.call.is_called);
  ASSERT_EQ(found.why.size(), 1U);
  EXPECT_NE(found.why[0].find("as of a detector at its limit"), std::string::npos);
}

TEST(Recognition, DoesNotCallAPolymerNorNoise) {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (int i = 1; i < 12; ++i) {  // polyethylene glycol
    for (const int offset : {1, 0}) {
      mz.push_back(44.0 * i + offset);
      intensity.push_back(100.0F / static_cast<float>(i + 2 * (1 - offset)));
    }
  }
  EXPECT_FALSE(recognise(ei_query(mz, intensity)).call.is_called);
  const std::vector<float> flat(260, 10.0F);
  std::vector<double> every;
  for (int m = 41; m < 301; ++m) every.push_back(m);
  EXPECT_FALSE(recognise(ei_query(every, flat)).call.is_called);
}

TEST(Recognition, NamesADespropionylCompoundAPrecursor) {
  const Recognition found = recognise(starter_ei("4-anpp"));
  ASSERT_TRUE(found.call.is_called);
  EXPECT_EQ(found.call.sites->acyl, "H");
  EXPECT_EQ(found.call.name, "fentanyl precursor");
}

TEST(ClassModel, ReadsBackWhatItWrites) {
  const std::string text = write_class_model(class_model(), embedded_ion_table());
  EXPECT_EQ(text, embedded_class_model());
}

TEST(ClassModel, RefusesAnotherVersionAndOtherTables) {
  const std::string text(embedded_class_model());
  const auto read = [&](const std::string& model, const std::string& sites) {
    return parse_class_model(model, sites, embedded_ion_table());
  };
  const std::string sites(embedded_site_table());
  std::string other = text;
  other.replace(other.find("model 2"), 7, "model 1");
  EXPECT_THROW(static_cast<void>(read(other, sites)), Error);
  EXPECT_THROW(static_cast<void>(read(text, sites + "# changed\n")), Error);
  EXPECT_THROW(static_cast<void>(read(text.substr(0, text.size() / 2), sites)), Error);
  EXPECT_THROW(static_cast<void>(read("", sites)), Error);
  EXPECT_THROW(static_cast<void>(read(text + "site\tno such weight\t1\n", sites)), Error);
}

}  // namespace
}  // namespace basepeak
