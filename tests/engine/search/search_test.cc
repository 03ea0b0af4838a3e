#include "engine/search/search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/error.h"
#include "engine/search/prepared.h"
#include "tests/engine/search/library_of.h"
#include "tests/engine/search/spectra.h"

namespace basepeak {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

Query query_of(const std::string& name, Peaks peaks,
               std::optional<double> precursor_mz = std::nullopt) {
  Query query;
  query.name = name;
  query.peaks = std::move(peaks);
  query.acquisition.precursor_mz = precursor_mz;
  return query;
}

SearchSettings settings_of(Score score) {
  SearchSettings settings;
  settings.score = score;
  return settings;
}

const Peaks kFentanylLike = peaks_of({{91, 60}, {105, 300}, {146, 600}, {189, 300}, {245, 999}});
const Peaks kOther = peaks_of({{58, 999}, {91, 80}, {105, 20}});
const Peaks kFragments = peaks_of({{105.0699, 300}, {188.1434, 1000}});

Matches search_one(const Query& query, const Library& library, const SearchSettings& settings) {
  return search({&query, 1}, library, *make_cpu_backend(library), settings, 1).front();
}

TEST(Search, RanksByScoreAndTiesByRecord) {
  const Library library = library_of({record_of("b", kOther, Ionisation::ei),
                                      record_of("a", kFentanylLike, Ionisation::ei),
                                      record_of("c", kFentanylLike, Ionisation::ei)});
  const Matches matches =
      search_one(query_of("q", kFentanylLike), library, settings_of(Score::ei_identity));
  ASSERT_EQ(matches.hits.size(), 3U);
  EXPECT_EQ(library.id(matches.hits[0].record), "a");
  EXPECT_EQ(library.id(matches.hits[1].record), "c");
  EXPECT_EQ(matches.hits[0].score, matches.hits[1].score);
  EXPECT_EQ(library.id(matches.hits[2].record), "b");
  EXPECT_THAT(matches.notes, IsEmpty());
}

TEST(Search, LooksOnlyAtRecordsOfTheScoresKind) {
  const Library library = library_of({record_of("ms2", kFentanylLike, Ionisation::esi, 400.0),
                                      record_of("ei", kFentanylLike, Ionisation::ei)});
  const Query query = query_of("q", kFentanylLike, 400.0);
  const Matches ei = search_one(query, library, settings_of(Score::ei_simple));
  ASSERT_EQ(ei.hits.size(), 1U);
  EXPECT_EQ(library.id(ei.hits[0].record), "ei");
  const Matches ms2 = search_one(query, library, settings_of(Score::ms2_entropy));
  ASSERT_EQ(ms2.hits.size(), 1U);
  EXPECT_EQ(library.id(ms2.hits[0].record), "ms2");
}

TEST(Search, SaysThatTheLibraryHoldsNoRecordOfTheKind) {
  const Library library = library_of({record_of("ei", kFentanylLike, Ionisation::ei)});
  const Matches matches =
      search_one(query_of("q", kFragments), library, settings_of(Score::ms2_entropy));
  EXPECT_THAT(matches.hits, IsEmpty());
  EXPECT_THAT(matches.notes.back(), HasSubstr("holds no MS/MS records"));
}

TEST(Search, AdmitsAPrecursorExactlyAtTheTolerance) {
  const Library library =
      library_of({record_of("at", kFragments, Ionisation::esi, 337.2374),
                  record_of("beyond", kFragments, Ionisation::esi, 337.237401)});
  SearchSettings settings = settings_of(Score::ms2_entropy);
  settings.precursor_tolerance = Tolerance::da(0.01);
  const Matches matches = search_one(query_of("q", kFragments, 337.2274), library, settings);
  ASSERT_EQ(matches.hits.size(), 1U);
  EXPECT_EQ(library.id(matches.hits[0].record), "at");
}

TEST(Search, NamesTheNearestRecordThatThePrecursorRemoved) {
  const Library library = library_of({record_of("far", kFragments, Ionisation::esi, 351.2431)});
  SearchSettings settings = settings_of(Score::ms2_entropy);
  settings.precursor_tolerance = Tolerance::da(0.01);
  const Matches matches = search_one(query_of("q", kFragments, 337.2274), library, settings);
  EXPECT_THAT(matches.hits, IsEmpty());
  ASSERT_EQ(matches.notes.size(), 1U);
  EXPECT_THAT(matches.notes[0], HasSubstr("precursor tolerance"));
  EXPECT_THAT(matches.notes[0], HasSubstr("far (compound far), score 1.0000"));
}

TEST(Search, NamesTheNearestRecordThatTheThresholdRemoved) {
  const Library library = library_of({record_of("poor", kOther, Ionisation::ei)});
  SearchSettings settings = settings_of(Score::ei_simple);
  settings.threshold = 900.0;
  const Matches matches = search_one(query_of("q", kFentanylLike), library, settings);
  EXPECT_THAT(matches.hits, IsEmpty());
  EXPECT_THAT(matches.notes.back(), HasSubstr("below the threshold of 900.0"));
  EXPECT_THAT(matches.notes.back(), HasSubstr("poor"));
}

TEST(Search, SearchesOpenWithoutAPrecursorAndSaysSo) {
  const Library library = library_of({record_of("a", kFragments, Ionisation::esi, 337.2274)});
  SearchSettings settings = settings_of(Score::ms2_entropy);
  settings.precursor_tolerance = Tolerance::da(0.01);
  const Matches matches = search_one(query_of("q", kFragments), library, settings);
  EXPECT_EQ(matches.hits.size(), 1U);
  ASSERT_EQ(matches.notes.size(), 1U);
  EXPECT_THAT(matches.notes[0], HasSubstr("no precursor m/z: searched open"));
}

TEST(Search, DoesNotTrustAPrecursorFarFromTheStatedMass) {
  const Library library = library_of({record_of("a", kFragments, Ionisation::esi, 337.2274)});
  SearchSettings settings = settings_of(Score::ms2_entropy);
  settings.precursor_tolerance = Tolerance::da(0.01);
  Query query = query_of("q", kFragments, 336.2);
  query.acquisition.adduct = "[M+H]+";
  query.stated_mass = 336.2202;
  const Matches matches = search_one(query, library, settings);
  EXPECT_EQ(matches.hits.size(), 1U);
  EXPECT_THAT(matches.notes.front(), HasSubstr("far from"));
  // The right one is trusted, stated as nominal mass or exactly.
  query.acquisition.precursor_mz = 337.2275;
  EXPECT_FALSE(precursor_doubt(query));
  query.stated_mass = 336.0;
  EXPECT_FALSE(precursor_doubt(query));
}

TEST(Search, SearchesUncleanedWhatCleaningWouldEmpty) {
  const Peaks only_precursor = peaks_of({{337.2274, 1000}});
  const Library library = library_of({record_of("a", only_precursor, Ionisation::esi, 337.2274),
                                      record_of("b", kFragments, Ionisation::esi, 337.2274)});
  const Matches matches =
      search_one(query_of("q", only_precursor, 337.2274), library, settings_of(Score::ms2_entropy));
  ASSERT_EQ(matches.hits.size(), 1U);
  EXPECT_EQ(library.id(matches.hits[0].record), "a");
  EXPECT_NEAR(matches.hits[0].score, 1.0, 1e-12);
  EXPECT_THAT(matches.notes.front(), HasSubstr("searched uncleaned"));
  // A cleaned query does not meet a record's precursor peak.
  const Matches cleaned = search_one(query_of("q", peaks_of({{337.2274, 10}, {90.0, 5}}), 400.0),
                                     library, settings_of(Score::ms2_entropy));
  EXPECT_THAT(cleaned.hits, IsEmpty());
}

TEST(Search, HybridTakesTheMassFromTheUserThenTheRecord) {
  const Library library =
      library_of({record_of("a", peaks_of({{91, 300}, {245, 999}}), Ionisation::ei, std::nullopt,
                            "C22H28N2O", 336.2202)});
  Query query = query_of("q", peaks_of({{91, 300}, {259, 999}}));
  query.stated_mass = 350.0;
  SearchSettings settings = settings_of(Score::ei_hybrid);
  Matches matches = search_one(query, library, settings);
  EXPECT_NEAR(matches.hits.at(0).score, 999.5, 1e-9);
  EXPECT_EQ(matches.hits[0].mass_difference, 14.0);
  EXPECT_THAT(matches.notes.front(), HasSubstr("350 as stated in the record"));
  settings.query_mass = 336.0;
  matches = search_one(query, library, settings);
  EXPECT_LT(matches.hits.at(0).score, 300.0);
  EXPECT_THAT(matches.notes.front(), HasSubstr("336 as given by the user"));
}

TEST(Search, HybridInfersTheMassAndSaysHow) {
  const Library library = library_of(
      {record_of("a", kFentanylLike, Ionisation::ei, std::nullopt, "C22H28N2O", 336.2202)});
  const Matches matches =
      search_one(query_of("q", kFentanylLike), library, settings_of(Score::ei_hybrid));
  EXPECT_THAT(matches.notes.front(), HasSubstr("molecular mass inferred: 336 (simple hits"));
}

TEST(Search, LeavesOutTheQueryItselfHoweverManyCopies) {
  std::vector<LibraryRecord> records;
  for (int i = 0; i < 5; ++i) {
    records.push_back(record_of(std::to_string(i), kFentanylLike, Ionisation::ei));
    records.back().name = "fentanyl";
  }
  records.push_back(record_of("other", kOther, Ionisation::ei));
  const Library library = library_of(records);
  SearchSettings settings = settings_of(Score::ei_simple);
  settings.exclude_self = true;
  settings.top = 1;
  // The same spectrum on another intensity scale.
  const Peaks scaled = peaks_of({{91, 6}, {105, 30}, {146, 60}, {189, 30}, {245, 99.9}});
  const Matches matches = search_one(query_of("fentanyl", scaled), library, settings);
  ASSERT_EQ(matches.hits.size(), 1U);
  EXPECT_EQ(library.id(matches.hits[0].record), "other");
  EXPECT_EQ(
      library.id(search_one(query_of("another name", scaled), library, settings).hits.at(0).record),
      "0");
}

TEST(Search, AnswersEmptyQueriesAndTheEmptyLibrary) {
  const Library none = library_of({});
  const Library some = library_of({record_of("a", kFentanylLike, Ionisation::ei)});
  for (const Score score : {Score::ei_identity, Score::ei_hybrid, Score::ms2_modified_cosine}) {
    EXPECT_THAT(search_one(query_of("q", {}), some, settings_of(score)).hits, IsEmpty());
    EXPECT_THAT(search_one(query_of("q", kFentanylLike), none, settings_of(score)).hits, IsEmpty());
    EXPECT_THAT(search_one(query_of("q", {}), some, settings_of(score)).notes.back(),
                HasSubstr("no peaks"));
  }
  EXPECT_TRUE(
      search({}, some, *make_cpu_backend(some), settings_of(Score::ei_identity), 4).empty());
}

TEST(Search, ScoreNamesReadBackAndAnUnknownOneListsThem) {
  for (const char* text : {"ei-identity", "ei-simple", "ei-hybrid", "ei-weighted-cosine",
                           "ei-stein-scott", "ms2-entropy", "ms2-hybrid-entropy",
                           "ms2-neutral-loss-entropy", "ms2-cosine", "ms2-modified-cosine"}) {
    EXPECT_STREQ(name(parse_score(text)), text);
  }
  try {
    (void)parse_score("cosine");
    FAIL() << "an unknown score was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), HasSubstr("ei-weighted-cosine"));
  }
}

}  // namespace
}  // namespace basepeak
