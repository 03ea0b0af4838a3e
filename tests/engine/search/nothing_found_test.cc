#include "engine/search/nothing_found.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/search/record_criteria.h"
#include "engine/search/search.h"
#include "tests/engine/search/library_of.h"
#include "tests/engine/search/spectra.h"

namespace basepeak {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Peaks kFragments = peaks_of({{105.0699, 300}, {188.1434, 1000}});
const Peaks kOthers = peaks_of({{91.0542, 1000}, {105.0699, 60}});
const Peaks kUnlike = peaks_of({{58.0651, 1000}});

Query query_of(Peaks peaks, std::optional<double> precursor_mz = 337.2274) {
  Query query;
  query.name = "q";
  query.peaks = std::move(peaks);
  query.acquisition.precursor_mz = precursor_mz;
  return query;
}

LibraryRecord with_adduct(const std::string& id, Peaks peaks, double precursor_mz,
                          const std::string& adduct) {
  LibraryRecord record = record_of(id, std::move(peaks), Ionisation::esi, precursor_mz);
  record.acquisition.adduct = adduct;
  return record;
}

SearchSettings entropy() {
  SearchSettings settings;
  settings.score = Score::ms2_entropy;
  return settings;
}

std::shared_ptr<const AdmittedRecords> sodium_of(const Library& library) {
  return std::make_shared<const AdmittedRecords>(
      library, RecordFilter{adduct_is("--adduct [M+Na]+", {"[M+Na]+"})});
}

std::string note_of(const Query& query, const Library& library, const SearchSettings& settings) {
  const Matches matches =
      search({&query, 1}, library, *make_cpu_backend(library), settings, 1).front();
  EXPECT_TRUE(matches.hits.empty());
  return matches.notes.empty() ? "" : matches.notes.back();
}

TEST(NothingFound, NamesTheNearestRecordAndTheFilterThatRemovedIt) {
  const Library library = library_of({with_adduct("a", kFragments, 337.2274, "[M+H]+"),
                                      with_adduct("b", kUnlike, 359.2094, "[M+Na]+")});
  SearchSettings settings = entropy();
  settings.admitted = sodium_of(library);
  EXPECT_EQ(note_of(query_of(kFragments), library, settings),
            "no hits: nearest is a (compound a), score 1.0000, removed by --adduct [M+Na]+ "
            "(record has [M+H]+)");
}

TEST(NothingFound, SaysThatTheFiltersAdmitNoRecordAtAll) {
  const Library library = library_of({with_adduct("a", kFragments, 337.2274, "[M+H]+")});
  SearchSettings settings = entropy();
  settings.admitted = sodium_of(library);
  EXPECT_THAT(note_of(query_of(kFragments), library, settings),
              HasSubstr("the filters admit none of the library's MS/MS records; nearest is a"));
  EXPECT_THAT(note_of(query_of(kUnlike), library, settings), HasSubstr("no record shares a peak"));
}

TEST(NothingFound, NamesEverythingThatRemovedTheNearestRecord) {
  const Library library = library_of({with_adduct("a", kOthers, 351.2431, "[M+H]+")});
  SearchSettings settings = entropy();
  settings.admitted = sodium_of(library);
  settings.precursor_tolerance = Tolerance::da(0.01);
  settings.threshold = 0.9;
  const std::string note = note_of(query_of(kFragments), library, settings);
  EXPECT_THAT(note,
              HasSubstr("removed by --adduct [M+Na]+ (record has [M+H]+) and by the precursor "
                        "tolerance of 0.01 Da (record has 351.2431, query 337.2274: 14.0157 "
                        "apart) and by the threshold of 0.9000"));
}

TEST(NothingFound, NamesBothWhereTheThresholdRemovedOneAndAFilterABetter) {
  const Library library = library_of({with_adduct("poor", kOthers, 359.2094, "[M+Na]+"),
                                      with_adduct("good", kFragments, 337.2274, "[M+H]+")});
  SearchSettings settings = entropy();
  settings.admitted = sodium_of(library);
  settings.threshold = 0.8;
  const std::string note = note_of(query_of(kFragments), library, settings);
  EXPECT_THAT(note, HasSubstr("nearest is poor (compound poor), score 0."));
  EXPECT_THAT(note, HasSubstr("below the threshold of 0.8000; nearest of all is good"));
  EXPECT_THAT(note, HasSubstr("removed by --adduct [M+Na]+ (record has [M+H]+)"));
}

TEST(NothingFound, SaysThatARecordHasNoPrecursor) {
  const Library library = library_of({record_of("a", kFragments, Ionisation::esi)});
  SearchSettings settings = entropy();
  settings.precursor_tolerance = Tolerance::ppm(10);
  EXPECT_THAT(note_of(query_of(kFragments), library, settings),
              HasSubstr("the precursor tolerance of 10 ppm (record has none)"));
}

TEST(NothingFound, TellsRecordsOfAnotherKindFromNone) {
  const Library library = library_of({record_of("ei", kFragments, Ionisation::ei)});
  EXPECT_THAT(note_of(query_of(kFragments), library, entropy()),
              HasSubstr("holds no MS/MS records, which ms2-entropy compares; all of its 1 are of "
                        "other kinds"));
}

TEST(NothingFound, TellsAMissingMassFromMissingLosses) {
  const Library library = library_of({with_adduct("a", kFragments, 337.2274, "[M+H]+")});
  SearchSettings settings = entropy();
  settings.score = Score::ms2_neutral_loss_cosine;
  EXPECT_THAT(note_of(query_of(kFragments, std::nullopt), library, settings),
              HasSubstr("unknown without its mass"));
  EXPECT_THAT(note_of(query_of(kFragments, 300.0), library, settings),
              HasSubstr("no record shares a neutral loss"));
}

TEST(NothingFound, PrintsTheReverseScoreWhereThatRanks) {
  LibraryRecord one = record_of("a", peaks_of({{58, 999}, {91, 500}}), Ionisation::ei);
  const Library library = library_of({one});
  SearchSettings settings;
  settings.score = Score::ei_simple;
  settings.rank_by = RankBy::reverse_score;
  settings.threshold = 900.0;
  EXPECT_THAT(note_of(query_of(peaks_of({{58, 100}, {91, 999}})), library, settings),
              HasSubstr("reverse score "));
}

TEST(NothingFound, TellsAScoreFromAThresholdJustAboveIt) {
  const Library library = library_of({record_of("b", kOthers, Ionisation::ei)});
  SearchSettings settings;
  settings.score = Score::ei_simple;
  const Query query = query_of(kFragments);
  const double score = search({&query, 1}, library, *make_cpu_backend(library), settings, 1)
                           .front()
                           .hits.at(0)
                           .score;
  settings.threshold = score + 1e-4;
  const std::string note = note_of(query, library, settings);
  const auto text_after = [&](const std::string& words) {
    const std::size_t at = note.find(words) + words.size();
    return std::stod(note.substr(at));
  };
  EXPECT_LT(text_after("score "), text_after("the threshold of ")) << note;
}

TEST(Threshold, KeepsAScoreExactlyAtItAndDropsTheNext) {
  const Library library = library_of(
      {with_adduct("a", kOthers, 337.2274, "[M+H]+"), record_of("b", kOthers, Ionisation::ei)});
  for (const Score score : {Score::ms2_entropy, Score::ms2_cosine, Score::ei_identity,
                            Score::ei_weighted_cosine, Score::ei_stein_scott}) {
    for (const RankBy rank_by : {RankBy::score, RankBy::reverse_score}) {
      SearchSettings settings;
      settings.score = score;
      settings.rank_by = rank_by;
      if (rank_by == RankBy::reverse_score && !has_reverse(score)) continue;
      const Query query = query_of(kFragments);
      const auto hits = [&] {
        return search({&query, 1}, library, *make_cpu_backend(library), settings, 1).front().hits;
      };
      ASSERT_EQ(hits().size(), 1U) << name(score);
      const Match match = hits().front();
      const double value = rank_by == RankBy::score ? match.score : *match.reverse_score;
      settings.threshold = value;
      EXPECT_EQ(hits().size(), 1U) << name(score);
      settings.threshold = std::nextafter(value, 1e6);
      EXPECT_TRUE(hits().empty()) << name(score);
    }
  }
}

}  // namespace
}  // namespace basepeak
