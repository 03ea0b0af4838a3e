#include "engine/identify/library_class.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "engine/library/library.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Peaks peaks_of(const std::vector<double>& mz, const std::vector<float>& intensity) {
  return Peaks::from_unsorted(mz, intensity);
}

// Fentanyl as laboratories measure it, to whole masses.
Peaks fentanyl() {
  return peaks_of({42, 44, 57, 77, 91, 96, 105, 118, 132, 146, 158, 189, 202, 245},
                  {18, 9, 15, 9, 12, 11, 24, 5, 10, 65, 4, 30, 5, 100});
}

// A report's state after a library match: to a record of these sites, with these probabilities.
class WeighAgainstIons : public ::testing::Test {
 protected:
  WeighAgainstIons() {
    LibraryRecord other;
    other.id = other.name = "other";
    other.licence = other.source = "test";
    other.acquisition.ionisation = Ionisation::ei;
    other.peaks = peaks_of({58, 91}, {100, 10});
    write_library(folder_.path() / "test.bplib", "test", std::vector{other});
    library_ = Library::open(folder_.path() / "test.bplib");
    found_.query.peaks = fentanyl();
    found_.query.purity = 1.0;
    found_.query.acquisition.ionisation = Ionisation::ei;
    found_.confidence.emplace().probability = 0.3;
  }
  void match(ClassCall::Sites sites, double site_probability) {
    ClassCall& call = found_.compound_class;
    call.is_called = true;
    call.name = "fentanyl";
    call.basis = "library";
    call.probability = 0.8;
    sites.probability = site_probability;
    call.changed_sites = changed_sites(sites);
    call.sites = std::move(sites);
  }
  ClassCall weighed() {
    ClassRecogniser recogniser(*library_);
    weigh_against_ions(recogniser, method_, found_);
    return found_.compound_class;
  }

  test::TemporaryFolder folder_;
  std::optional<Library> library_;
  Method method_;
  Identification found_;
  const ClassCall::Sites acetyl_{"C2H3O", "C6H5", "C5H9N", "C8H9", {}};
  const ClassCall::Sites own_{"C3H5O", "C6H5", "C5H9N", "C8H9", {}};
};

TEST_F(WeighAgainstIons, StatesTheIonsSitesWhereAnAnaloguesRecordIsLessLikely) {
  match(acetyl_, 0.02);
  const ClassCall call = weighed();
  EXPECT_EQ(call.basis, "recognition");
  ASSERT_TRUE(call.sites);
  EXPECT_EQ(call.sites->acyl, "C3H5O");
  EXPECT_THAT(call.changed_sites, IsEmpty());
  EXPECT_THAT(found_.why, Contains(HasSubstr("against 0.02 of those of the best record")));
}

TEST_F(WeighAgainstIons, KeepsTheRecordsSitesWhereTheyAreLikelierAndNamesTheOthers) {
  match(acetyl_, 0.999);
  const ClassCall call = weighed();
  EXPECT_EQ(call.basis, "library");
  EXPECT_EQ(call.sites->acyl, "C2H3O");
  EXPECT_THAT(call.changed_sites, Contains("acyl"));
  ASSERT_GE(call.ranked_sites.size(), 2U);
  EXPECT_EQ(call.ranked_sites[0].acyl, "C2H3O");
  EXPECT_EQ(call.ranked_sites[1].acyl, "C3H5O");
}

TEST_F(WeighAgainstIons, LeavesARecordsSitesThatAreStatedAtNinetyNine) {
  match(acetyl_, 0.991);
  const ClassCall call = weighed();
  EXPECT_EQ(call.basis, "library");
  EXPECT_EQ(call.sites->acyl, "C2H3O");
  EXPECT_EQ(call.ranked_sites[0].acyl, "C2H3O");
}

TEST_F(WeighAgainstIons, KeepsTheCallOfARecordOfTheSameSitesAsTheLikeliest) {
  match(own_, 0.02);
  const ClassCall call = weighed();
  EXPECT_EQ(call.basis, "library");
  EXPECT_EQ(call.ranked_sites[0].acyl, "C3H5O");
  EXPECT_GT(call.sites->probability.value_or(0.0), 0.3);
  EXPECT_EQ(call.ranked_sites[0].probability, call.sites->probability);
}

TEST_F(WeighAgainstIons, CallsTheClassBesideADoubtedMatchOfNoClassOnly) {
  EXPECT_EQ(weighed().basis, "recognition");
  found_.compound_class = {};
  found_.confidence->probability = 0.7;
  EXPECT_FALSE(weighed().is_called);
}

TEST_F(WeighAgainstIons, LeavesAnotherClassAlone) {
  match(own_, 0.02);
  found_.compound_class.name = "cathinone";
  EXPECT_EQ(weighed().name, "cathinone");
}

TEST_F(WeighAgainstIons, RestsNoClassOnOneProductIon) {
  Query query;
  query.acquisition.ionisation = Ionisation::esi;
  query.acquisition.polarity = Polarity::positive;
  query.acquisition.ms_level = 2;
  query.acquisition.adduct = "[M+H]+";
  query.acquisition.precursor_mz = 337.2274;
  query.peaks = peaks_of({105.0699, 188.1434, 337.2274}, {30, 100, 30});
  ClassRecogniser recogniser(*library_);
  EXPECT_TRUE(recogniser.recognise(query, method_).call.is_called);
  // Neither a trace of another peak nor one that is not of the class makes it two.
  for (const float other : {0.1F, 10.0F}) {
    query.peaks = peaks_of({100.0, 188.1434, 337.2274}, {other, 100, 30});
    const Recognition found = recogniser.recognise(query, method_);
    EXPECT_FALSE(found.call.is_called);
    EXPECT_THAT(found.why,
                Contains(HasSubstr("one product ion of the class of 1 % or more, and 2 are")));
  }
}

TEST_F(WeighAgainstIons, StatesNoCertaintyOfAClassThatTwoIonsOrOneHalfShow) {
  Query query;
  query.acquisition.ionisation = Ionisation::esi;
  query.acquisition.polarity = Polarity::positive;
  query.acquisition.ms_level = 2;
  query.acquisition.precursor_mz = 337.2274;
  ClassRecogniser recogniser(*library_);
  query.peaks = peaks_of({105.0699, 132.0808, 188.1434, 281.2012}, {60, 4, 100, 8});
  const Recognition whole = recogniser.recognise(query, method_);
  ASSERT_TRUE(whole.call.is_called);
  EXPECT_GT(*whole.call.probability, 0.995);
  EXPECT_THAT(whole.why, Not(Contains(HasSubstr("from the precursor's mass alone"))));
  query.peaks = peaks_of({105.0699, 188.1434}, {30, 100});
  const Recognition half = recogniser.recognise(query, method_);
  ASSERT_TRUE(half.call.is_called);
  EXPECT_LT(*half.call.probability, 0.995);
  EXPECT_THAT(half.why, Contains(HasSubstr("acyl and N-aryl are concluded from the precursor's")));
  query.peaks = peaks_of({188.1434, 281.2012}, {100, 20});
  const Recognition two = recogniser.recognise(query, method_);
  ASSERT_TRUE(two.call.is_called);
  EXPECT_LT(*two.call.probability, 0.995);
  EXPECT_THAT(two.why, Contains(HasSubstr("two product ions and the precursor's mass")));
}

}  // namespace
}  // namespace basepeak
