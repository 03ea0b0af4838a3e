#include "engine/identify/identify.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "engine/identify/class_members.h"
#include "engine/search/search.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

Peaks peaks(const std::map<int, float>& spectrum) {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const auto& [mass, value] : spectrum) {
    mz.push_back(mass);
    intensity.push_back(value);
  }
  return Peaks::from_unsorted(mz, intensity);
}

const std::map<int, float> kFentanyl{{42, 180}, {44, 90},   {57, 150},  {77, 90},   {91, 120},
                                     {96, 110}, {105, 240}, {146, 650}, {189, 300}, {245, 999}};

LibraryRecord record(const std::string& id, const std::string& name, const std::string& key,
                     const std::string& isomer_key, const std::string& compound_class,
                     const std::map<int, float>& spectrum) {
  LibraryRecord made;
  made.id = id;
  made.name = name;
  made.inchikey = key;
  made.formula = "C22H28N2O";
  made.isomer_key = isomer_key;
  made.compound_class = compound_class;
  made.licence = "test";
  made.source = "test";
  made.acquisition.ionisation = Ionisation::ei;
  made.peaks = peaks(spectrum);
  return made;
}

class IdentifyTest : public ::testing::Test {
 protected:
  Identification conclude(const std::vector<LibraryRecord>& records,
                          const std::map<int, float>& spectrum, double detection_limit = 0.0) {
    const auto path = folder_.path() / "test.bplib";
    write_library(path, "test", records);
    const Library library = Library::open(path);
    Query query;
    query.peaks = peaks(spectrum);
    query.raw_peaks = query.peaks;
    query.purity = 1.0;
    query.acquisition = acquisition_;
    query.stated_mass = stated_mass_;
    query.stated_formula = stated_formula_;
    query.stated_precursor_mz = stated_precursor_mz_;
    query.detection_limit = detection_limit;
    query.remarks = {"2 ions saturated"};
    query.source_remarks = {"it states no ionisation"};
    std::vector<Query> queries{query};
    const auto backend = make_cpu_backend(library);
    const bool is_ms2 = acquisition_.ms_level > 1;
    auto matches =
        search(queries, library, *backend, is_ms2 ? method_.ms2_search : method_.ei_search, 1);
    return identify(std::move(queries), std::move(matches), library, method_).front();
  }
  test::TemporaryFolder folder_;
  Method method_;
  std::optional<double> stated_mass_;
  std::string stated_formula_;
  std::optional<double> stated_precursor_mz_;
  Acquisition acquisition_ = [] {
    Acquisition ei;
    ei.ionisation = Ionisation::ei;
    return ei;
  }();
};

TEST_F(IdentifyTest, CallsALibraryMatchTentative) {
  const auto found =
      conclude({record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)},
               kFentanyl);
  EXPECT_EQ(found.level, ConclusionLevel::compound);
  EXPECT_NE(found.level_text.find("tentative"), std::string::npos);
  EXPECT_TRUE(found.compound_class.is_called);
  EXPECT_EQ(found.compound_class.basis, "library");
}

TEST_F(IdentifyTest, GivesEachRemarkOnceAmongTheReasons) {
  const auto found =
      conclude({record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)},
               kFentanyl);
  EXPECT_EQ(std::count(found.why.begin(), found.why.end(), "2 ions saturated"), 1);
  EXPECT_EQ(std::count(found.why.begin(), found.why.end(), "it states no ionisation"), 1);
}

TEST_F(IdentifyTest, GroupsIsomersThatScoreAlikeWithOneMemberACompound) {
  auto other = kFentanyl;
  other[105] = 300;
  const auto found =
      conclude({record("a1", "A", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl),
                record("a2", "A", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl),
                record("b", "B", "BBBBBBBBBBBBBB-UHFFFAOYSA-N", "k", "fentanyl", other)},
               kFentanyl);
  EXPECT_EQ(found.level, ConclusionLevel::isomer_group);
  ASSERT_EQ(found.isomer_group.members.size(), 2U);
  EXPECT_EQ(found.isomer_group.members[0].name, "A");
  EXPECT_EQ(found.isomer_group.members[1].name, "B");
}

TEST_F(IdentifyTest, FlagsControlListsForALibraryMatchOnly) {
  LibraryRecord made =
      record("a", "Acetylfentanyl", "FYIUUQUPOKIKNI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl);
  made.smiles = "CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1";
  const auto found = conclude({made}, kFentanyl);
  ASSERT_EQ(found.level, ConclusionLevel::compound);
  const auto is_class_wording = [](const ControlFlag& flag) {
    return flag.list == "us-frs" && flag.status == FlagStatus::in_wording &&
           flag.members == std::vector<std::string>{"Acetylfentanyl"};
  };
  EXPECT_EQ(std::count_if(found.flags.begin(), found.flags.end(), is_class_wording), 1);
  // The same record, predicted: a class at most, so the lists to look at and no flag.
  made.origin = Origin::predicted;
  const auto predicted = conclude({made}, kFentanyl);
  ASSERT_EQ(predicted.level, ConclusionLevel::compound_class);
  EXPECT_TRUE(predicted.flags.empty());
  const auto names_lists = [](const std::string& reason) {
    return reason.find("control lists with a wording on the class fentanyl") != std::string::npos;
  };
  EXPECT_EQ(std::count_if(predicted.why.begin(), predicted.why.end(), names_lists), 1);
}

bool says(const Identification& found, const std::string& words) {
  return std::any_of(found.why.begin(), found.why.end(), [&](const std::string& reason) {
    return reason.find(words) != std::string::npos;
  });
}

TEST_F(IdentifyTest, FlagsTheMembersOfAGroupThatTheLibraryLacks) {
  const ClassMember* held = class_member("WRPFPNIHTOSMKU-UHFFFAOYSA-N");
  ASSERT_NE(held, nullptr);
  LibraryRecord made =
      record("a", held->name, held->inchikey, held->isomer_key, "fentanyl", kFentanyl);
  made.smiles = held->smiles;
  const auto found = conclude({made}, kFentanyl);
  ASSERT_EQ(found.level, ConclusionLevel::isomer_group);
  ASSERT_FALSE(found.isomer_group.outside_library.empty());
  const auto named_for = [&](const std::string& list, const std::string& member) {
    return std::find_if(found.flags.begin(), found.flags.end(), [&](const ControlFlag& flag) {
      return flag.list == list && flag.basis == FlagBasis::named &&
             flag.members == std::vector<std::string>{member};
    });
  };
  const auto flag = named_for("un-1961-i", "Butyrylfentanyl");
  ASSERT_NE(flag, found.flags.end());
  EXPECT_TRUE(flag->differs_between_members);
}

TEST_F(IdentifyTest, ConcludesNothingFromEiRecordsOfASpectrumThatStatesAnotherIonisation) {
  const std::vector<LibraryRecord> records{
      record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)};
  acquisition_.ionisation = Ionisation::unknown;
  EXPECT_EQ(conclude(records, kFentanyl).level, ConclusionLevel::compound);
  for (const bool is_esi : {false, true}) {
    acquisition_.ionisation = is_esi ? Ionisation::esi : Ionisation::unknown;
    acquisition_.other_ionisation = is_esi ? "" : "APCI";
    const auto found = conclude(records, kFentanyl);
    EXPECT_EQ(found.level, ConclusionLevel::nothing_found);
    EXPECT_NE(
        found.level_text.find(is_esi ? "not an EI spectrum (ESI)" : "not an EI spectrum (APCI)"),
        std::string::npos);
    EXPECT_TRUE(says(found, "EI library spectra are no reference for it"));
    EXPECT_FALSE(found.confidence);
    EXPECT_FALSE(found.compound_class.is_called);
    EXPECT_TRUE(found.flags.empty());
  }
}

TEST_F(IdentifyTest, NamesASecondCompoundBesideAFullMatch) {
  const std::map<int, float> cocaine{{42, 200},  {82, 999},  {83, 300}, {94, 280}, {105, 350},
                                     {122, 100}, {182, 850}, {198, 90}, {272, 50}, {303, 200}};
  const std::vector<LibraryRecord> records{
      record("c", "Cocaine", "ZPUCINDJVBIVPJ-UHFFFAOYSA-N", "c", "", cocaine),
      record("f", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)};
  const auto pure = conclude(records, cocaine);
  EXPECT_FALSE(pure.mixture);
  auto both = cocaine;
  for (const auto& [mass, value] : kFentanyl) both[mass] += value / 9.0F;
  const auto found = conclude(records, both);
  EXPECT_EQ(found.level, pure.level);
  EXPECT_NE(found.level_text.find("as of Fentanyl or an analogue"), std::string::npos);
  ASSERT_TRUE(found.mixture);
  EXPECT_EQ(found.mixture->parts.back().name, "Fentanyl");
  EXPECT_TRUE(says(found,
                   "m/z 245, 146, 189 stand far above what Cocaine explains, and fit Fentanyl "
                   "(of the class fentanyl)"));
  EXPECT_TRUE(
      says(found, "of the second compound: no flag, since such a remainder is no identification"));
}

TEST_F(IdentifyTest, SaysWhichStrongIonsTheMatchingRecordLacks) {
  const std::vector<LibraryRecord> records{
      record("f", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)};
  auto foreign = kFentanyl;
  foreign[303] = 70;
  const auto weak = conclude(records, foreign);
  ASSERT_EQ(weak.unmatched.size(), 1U);
  EXPECT_EQ(weak.unmatched.front().mz, 303.0);
  EXPECT_TRUE(says(weak, "explains a quarter at most: m/z 303 (7 %)"));
  EXPECT_EQ(weak.level_text.find("does not explain"), std::string::npos) << weak.level_text;
  foreign[303] = 300;
  foreign[272] = 60;
  const auto strong = conclude(records, foreign);
  EXPECT_TRUE(says(strong, "explains a quarter at most: m/z 303 (30 %), 272 (6 %)"));
  EXPECT_NE(strong.level_text.find("; strong ions that it does not explain"), std::string::npos);
  // 30 is below the lowest mass of the record: not measured there. 105 is much the record's own.
  auto own = kFentanyl;
  own[30] = 400;
  own[105] = 400;
  EXPECT_TRUE(conclude(records, own).unmatched.empty());
  // One ion of the record that is missing, were it the base peak, says nothing of the others.
  auto without = kFentanyl;
  without.erase(146);
  EXPECT_TRUE(conclude(records, without).unmatched.empty());
}

// Two unlike compounds that score alike, since both are in the spectrum, are no alternatives.
TEST_F(IdentifyTest, TakesAPartOfTheSpectrumOutOfTheGroupOfItsMatch) {
  const std::map<int, float> first{{42, 999}, {58, 950}, {70, 900},  {82, 999},  {83, 300},
                                   {94, 280}, {98, 600}, {182, 850}, {272, 300}, {303, 200}};
  const std::map<int, float> second{{57, 999},  {77, 900},  {91, 950},  {96, 999},  {132, 900},
                                    {146, 950}, {189, 900}, {202, 300}, {245, 300}, {259, 250}};
  auto other = record("s", "Second", "BBBBBBBBBBBBBB-UHFFFAOYSA-N", "s", "", second);
  other.formula = "C17H21NO4";
  auto twin = other;  // an isomer of the part is no alternative to the match either
  twin.id = "t";
  twin.name = "Twin";
  twin.inchikey = "CCCCCCCCCCCCCC-UHFFFAOYSA-N";
  auto like_second = second;
  like_second[259] = 330;
  twin.peaks = peaks(like_second);
  const std::vector<LibraryRecord> records{
      record("f", "First", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", "k", "", first), other, twin};
  const auto sum = [&](float of_first, float of_second) {
    std::map<int, float> both;
    for (const auto& [mass, value] : first) both[mass] += of_first * value;
    for (const auto& [mass, value] : second) both[mass] += of_second * value;
    return both;
  };
  method_.conclusion.ei_tentative_score = 100;
  method_.ei_search.score = Score::ei_simple;  // no calibration: the group is by margins
  method_.conclusion.ei_indistinct_margin = 200;
  const auto of_first = conclude(records, sum(1.0F, 0.7F));
  ASSERT_TRUE(of_first.mixture);
  ASSERT_EQ(of_first.isomer_group.members.size(), 1U);
  EXPECT_EQ(of_first.isomer_group.members[0].name, "First");
  EXPECT_EQ(of_first.level, ConclusionLevel::compound);
  EXPECT_TRUE(says(of_first, "left out of the group: Second, Twin;") ||
              says(of_first, "left out of the group: Twin, Second;"));
  EXPECT_EQ(of_first.level_text.find("not told apart"), std::string::npos) << of_first.level_text;
  const auto of_second = conclude(records, sum(0.9F, 1.0F));
  ASSERT_EQ(of_second.isomer_group.members.size(), 2U);
  EXPECT_TRUE(says(of_second, "left out of the group: First;"));
}

TEST_F(IdentifyTest, SaysThatASumExplainsWhatNoRecordMatches) {
  const std::map<int, float> third{{58, 999}, {77, 300}, {179, 500}, {180, 300}, {286, 250}};
  const std::map<int, float> cocaine{{82, 999}, {94, 280}, {105, 350}, {182, 850}, {303, 200}};
  const std::vector<LibraryRecord> records{
      record("c", "Cocaine", "ZPUCINDJVBIVPJ-UHFFFAOYSA-N", "c", "", cocaine),
      record("f", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl),
      record("t", "Third", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", "t", "", third)};
  auto sum = cocaine;
  for (const auto& [mass, value] : kFentanyl) sum[mass] += value;
  for (const auto& [mass, value] : third) sum[mass] += value;
  const auto found = conclude(records, sum);
  ASSERT_EQ(found.level, ConclusionLevel::nothing_found);
  EXPECT_EQ(found.level_text.find("No record matches alone; possibly a mixture: "), 0U)
      << found.level_text;
  EXPECT_NE(found.level_text.find("Fentanyl"), std::string::npos);
}

TEST_F(IdentifyTest, RemarksAPrecursorBesideAnEiSpectrumThatIsNotTheMatchs) {
  const std::vector<LibraryRecord> records{
      record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)};
  for (const double mz : {336.0, 336.2202, 337.0, 337.2275}) {
    stated_precursor_mz_ = mz;
    EXPECT_FALSE(says(conclude(records, kFentanyl), "contradiction")) << mz;
  }
  stated_precursor_mz_ = 350.0;
  EXPECT_TRUE(says(conclude(records, kFentanyl),
                   "the source states a precursor m/z of 350 beside an EI spectrum"));
}

TEST_F(IdentifyTest, RemarksAStatedMassOrFormulaThatIsNotTheMatchs) {
  const std::vector<LibraryRecord> records{
      record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)};
  for (const double mass : {336.0, 336.2202, 336.479, 336.5}) {
    stated_mass_ = mass;
    EXPECT_FALSE(says(conclude(records, kFentanyl), "contradiction")) << mass;
  }
  for (const double mass : {322.0, 337.2275, 350.2358}) {
    stated_mass_ = mass;
    const auto found = conclude(records, kFentanyl);
    EXPECT_TRUE(says(found, "contradiction: the source states a molecular mass of")) << mass;
    EXPECT_NE(found.level_text.find("against what the source states"), std::string::npos);
  }
  stated_mass_.reset();
  for (const char* formula : {"C22H28N2O", "C 22 H 28 N2 O", "fentanyl HCl", ""}) {
    stated_formula_ = formula;
    EXPECT_FALSE(says(conclude(records, kFentanyl), "contradiction")) << formula;
  }
  stated_formula_ = "C23H30N2O";
  EXPECT_TRUE(says(conclude(records, kFentanyl), "the formula C23H30N2O, but Fentanyl is"));
  stated_formula_ = "C22H23D5N2O";  // another substance
  EXPECT_TRUE(says(conclude(records, kFentanyl), "contradiction"));
}

TEST_F(IdentifyTest, NamesTheMemberOfTheGroupThatAStatedFormulaFits) {
  auto other = kFentanyl;
  other[105] = 300;
  std::vector<LibraryRecord> records{
      record("a", "A", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", "k", "", kFentanyl),
      record("b", "B", "BBBBBBBBBBBBBB-UHFFFAOYSA-N", "k", "", other)};
  records[1].formula = "C23H30N2O";
  stated_formula_ = "C23H30N2O";
  const auto found = conclude(records, kFentanyl);
  ASSERT_EQ(found.isomer_group.members.size(), 2U);
  ASSERT_EQ(found.isomer_group.members[0].name, "A");
  EXPECT_TRUE(says(found, "but A is C22H28N2O; of the group it fits B"));
}

TEST_F(IdentifyTest, RemarksAPrecursorThatIsNotTheMatchsIon) {
  LibraryRecord made = record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "", kFentanyl);
  made.acquisition.ionisation = Ionisation::esi;
  made.acquisition.ms_level = 2;
  made.acquisition.precursor_mz = 337.2274;
  acquisition_ = made.acquisition;
  EXPECT_FALSE(says(conclude({made}, kFentanyl), "contradiction"));
  acquisition_.adduct = "[M+H]+";
  EXPECT_FALSE(says(conclude({made}, kFentanyl), "contradiction"));
  acquisition_.precursor_mz = 337.0;
  EXPECT_FALSE(says(conclude({made}, kFentanyl), "contradiction"));
  acquisition_.precursor_mz = 337.2274;
  acquisition_.adduct = "[M+Na]+";
  EXPECT_TRUE(says(conclude({made}, kFentanyl), "the precursor m/z 337.2274 as [M+Na]+, but"));
}

// A laboratory's labelled standard and the drug beside it are two substances.
TEST_F(IdentifyTest, NamesADrugBesideItsLabelledStandard) {
  const std::map<int, float> labelled{{42, 180},  {44, 90},   {57, 150},  {82, 90},   {91, 120},
                                      {101, 110}, {105, 240}, {151, 650}, {194, 300}, {250, 999}};
  auto standard =
      record("d", "Fentanyl-d5", "PJMPHNIQZUBGLI-VIQYUKPQSA-N", "d", "fentanyl", labelled);
  standard.formula = "C22H23D5N2O";
  const std::vector<LibraryRecord> records{
      standard, record("f", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl)};
  auto both = labelled;
  for (const auto& [mass, value] : kFentanyl) both[mass] += 0.4F * value;
  method_.conclusion.ei_tentative_score = 300;
  const auto found = conclude(records, both);
  ASSERT_TRUE(found.mixture);
  ASSERT_EQ(found.mixture->parts.size(), 2U);
  EXPECT_EQ(found.mixture->parts[0].name, "Fentanyl-d5");
  EXPECT_EQ(found.mixture->parts[1].name, "Fentanyl");
}

TEST_F(IdentifyTest, StrikesRecordsOfTheOtherPolarity) {
  LibraryRecord made = record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "", kFentanyl);
  made.acquisition.ionisation = Ionisation::esi;
  made.acquisition.ms_level = 2;
  made.acquisition.precursor_mz = 337.2274;
  made.acquisition.polarity = Polarity::positive;
  acquisition_ = made.acquisition;
  EXPECT_EQ(conclude({made}, kFentanyl).level, ConclusionLevel::compound);
  acquisition_.polarity = Polarity::negative;
  const auto found = conclude({made}, kFentanyl);
  EXPECT_EQ(found.level, ConclusionLevel::nothing_found);
  EXPECT_TRUE(found.matches.hits.empty());
  EXPECT_TRUE(says(found,
                   "1 hit left out: of positive ions, and the spectrum is of negative ones; "
                   "the nearest was Fentanyl (1.000)"));
  acquisition_.polarity = Polarity::unknown;
  EXPECT_EQ(conclude({made}, kFentanyl).level, ConclusionLevel::compound);
}

TEST_F(IdentifyTest, NeverSortsAPredictedRecordAmongMeasuredOnes) {
  auto near = kFentanyl;
  near[105] = 300;
  LibraryRecord predicted =
      record("PREDICTED-EI-P", "[PREDICTED] isobutyryl", "P", "k2", "fentanyl", kFentanyl);
  predicted.origin = Origin::predicted;
  const auto found = conclude(
      {predicted, record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", near)},
      kFentanyl);
  ASSERT_EQ(found.matches.hits.size(), 2U);
  EXPECT_LT(found.matches.hits[0].score, found.matches.hits[1].score);
  ASSERT_FALSE(found.isomer_group.members.empty());
  EXPECT_EQ(found.isomer_group.members.front().name, "Fentanyl");
  EXPECT_TRUE(says(found, "predicted spectra are listed apart, and the measured record stands"));
}

TEST_F(IdentifyTest, SaysWhatAPredictedRecordRestsOnAndConcludesAClassAtMost) {
  const std::map<int, float> other{{43, 999}, {58, 300},  {71, 500}, {85, 400},
                                   {99, 200}, {113, 100}, {127, 90}, {141, 80}};
  LibraryRecord predicted =
      record("PREDICTED-EI-P", "[PREDICTED] new", "P", "k", "fentanyl", kFentanyl);
  predicted.origin = Origin::predicted;
  predicted.smiles = "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1";
  predicted.comment =
      "PREDICTED, not a measurement: grade B; analogues: 1 Acetyl fentanyl (A, 0.93)";
  const auto found = conclude(
      {record("m", "Decane", "DIOQZVSQGTUSAI-UHFFFAOYSA-N", "d", "", other), predicted}, kFentanyl);
  EXPECT_EQ(found.level, ConclusionLevel::compound_class);
  EXPECT_EQ(found.level_text, "Match to a predicted spectrum only: class at most");
  EXPECT_TRUE(says(found, "its spectrum is predicted, not measured: grade B; analogues: 1 Acetyl"));
  EXPECT_TRUE(says(found, "predicted fragments that are there: m/z 245 (C15H21N2O), 146 ("));
}

TEST_F(IdentifyTest, FlagsTheUnionOverAGroupWithoutStructuresByKey) {
  auto other = kFentanyl;
  other[105] = 300;
  const auto found = conclude(
      {record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", kFentanyl),
       record("b", "Acetyl-3-methyl", "BBBBBBBBBBBBBB-UHFFFAOYSA-N", "k", "fentanyl", other)},
      kFentanyl);
  ASSERT_EQ(found.level, ConclusionLevel::isomer_group);
  ASSERT_FALSE(found.flags.empty());
  for (const ControlFlag& flag : found.flags) {
    EXPECT_EQ(flag.members, std::vector<std::string>{"Fentanyl"});
    EXPECT_TRUE(flag.differs_between_members);
  }
}

TEST_F(IdentifyTest, DoesNotCallCompoundsOfSeveralFormulasIsomers) {
  auto other = record("b", "B", "BBBBBBBBBBBBBB-UHFFFAOYSA-N", "k2", "", kFentanyl);
  const auto first = record("a", "A", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", "k", "", kFentanyl);
  EXPECT_NE(conclude({first, other}, kFentanyl).level_text.find("isomer group of 2"),
            std::string::npos);
  for (const char* formula : {"C16H23NO", ""}) {
    other.formula = formula;
    const auto found = conclude({first, other}, kFentanyl);
    EXPECT_EQ(found.level, ConclusionLevel::isomer_group);
    EXPECT_EQ(found.level_text.find("isomer"), std::string::npos) << found.level_text;
    EXPECT_NE(found.level_text.find("group of 2 not told apart by this spectrum"),
              std::string::npos)
        << found.level_text;
  }
}

TEST_F(IdentifyTest, SaysOfARecordBelowTheThresholdThatItIsBelow) {
  method_.ei_search.threshold = 960.0;
  auto near = kFentanyl;
  near[105] = 500;
  const auto found =
      conclude({record("a", "A", "AAAAAAAAAAAAAA-UHFFFAOYSA-N", "k", "", near)}, kFentanyl);
  EXPECT_TRUE(found.matches.hits.empty());
  std::string why;
  for (const std::string& reason : found.why) why += reason + "\n";
  EXPECT_NE(why.find("below the threshold of 960.0"), std::string::npos) << why;
  EXPECT_EQ(why.find("comparable"), std::string::npos) << why;
}

TEST_F(IdentifyTest, SaysWhatWasNearestWhenNothingMatches) {
  const auto found = conclude(
      {record("a", "Cocaine", "CCCCCCCCCCCCCC-UHFFFAOYSA-N", "k", "",
              {{42, 200}, {82, 999}, {83, 300}, {94, 280}, {105, 350}, {182, 850}, {303, 200}})},
      {{42, 90}, {57, 999}, {71, 600}, {82, 120}, {85, 300}, {105, 30}, {182, 20}});
  EXPECT_EQ(found.level, ConclusionLevel::nothing_found);
  ASSERT_FALSE(found.why.empty());
  EXPECT_NE(found.why.front().find("Cocaine"), std::string::npos);
}

TEST_F(IdentifyTest, DoesNotCallAMatchOnTooFewIons) {
  const auto found = conclude({record("a", "Small", "DDDDDDDDDDDDDD-UHFFFAOYSA-N", "k", "",
                                      {{43, 150}, {45, 999}, {59, 40}})},
                              {{43, 150}, {45, 999}, {59, 40}});
  EXPECT_EQ(found.level, ConclusionLevel::nothing_found);
  EXPECT_NE(found.why.front().find("3 matched peaks"), std::string::npos) << found.why.front();
}

TEST_F(IdentifyTest, DoesNotCountLibraryIonsBelowTheDetectionLimitAsMissing) {
  auto full = kFentanyl;
  for (int mass = 50; mass < 76; ++mass) full[mass] = 70;
  for (int mass = 110; mass < 140; ++mass) full[mass] = 70;
  const std::map<int, float> weak{{42, 18},  {57, 15},  {91, 12},  {96, 11},
                                  {105, 24}, {146, 65}, {189, 30}, {245, 100}};
  const std::vector<LibraryRecord> library{
      record("a", "Fentanyl", "PJMPHNIQZUBGLI-UHFFFAOYSA-N", "k", "fentanyl", full)};
  // Taken as missing, they leave no library match.
  EXPECT_LT(conclude(library, weak).level, ConclusionLevel::isomer_group);
  const auto found = conclude(library, weak, 10.0);
  EXPECT_EQ(found.level, ConclusionLevel::compound);
  ASSERT_TRUE(found.matches.hits.front().score_above_limit.has_value());
  EXPECT_GT(*found.matches.hits.front().score_above_limit, 900.0);
  EXPECT_LT(found.matches.hits.front().score, 700.0);
}

TEST_F(IdentifyTest, WarnsOfAMatchThatRestsOnOneIon) {
  const std::map<int, float> single{{56, 30}, {84, 60}, {98, 25}, {140, 999}, {141, 90}, {96, 20}};
  const auto found =
      conclude({record("a", "One ion", "EEEEEEEEEEEEEE-UHFFFAOYSA-N", "k", "", single)}, single);
  EXPECT_TRUE(std::any_of(found.why.begin(), found.why.end(), [](const std::string& reason) {
    return reason.find("m/z 140 alone") != std::string::npos;
  }));
}

}  // namespace
}  // namespace basepeak
