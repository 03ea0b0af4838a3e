#include "engine/search/search_by_origin.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

LibraryRecord record(const std::string& id, Origin origin, float second) {
  LibraryRecord made;
  made.id = made.name = id;
  made.licence = "test";
  made.source = "test";
  made.origin = origin;
  made.acquisition.ionisation = Ionisation::ei;
  const std::vector<double> mz = {91, 105, 146, 189, 245};
  const std::vector<float> intensity = {100, 240, 600, second, 999};
  made.peaks = Peaks::from_unsorted(mz, intensity);
  return made;
}

class SearchByOrigin : public testing::Test {
 protected:
  std::vector<std::string> found(const std::vector<LibraryRecord>& records, std::size_t top) {
    write_library(folder_.path() / "a.bplib", "a", records);
    const Library library = Library::open(folder_.path() / "a.bplib");
    const auto backend = make_cpu_backend(library);
    Query query;
    query.peaks = record("q", Origin::measured, 300).peaks;
    query.acquisition.ionisation = Ionisation::ei;
    SearchSettings settings;
    settings.top = top;
    std::vector<std::string> ids;
    const std::vector<Query> queries = {query};
    const auto matches = search_by_origin(queries, library, *backend, settings, 1);
    for (const Match& hit : matches.front().hits) ids.emplace_back(library.id(hit.record));
    return ids;
  }
  test::TemporaryFolder folder_;
};

TEST_F(SearchByOrigin, ListsPredictedRecordsBehindMeasuredOnesWhateverTheyScore) {
  EXPECT_EQ(found({record("p", Origin::predicted, 300), record("far", Origin::measured, 20),
                   record("near", Origin::measured, 250)},
                  5),
            (std::vector<std::string>{"near", "far", "p"}));
}

TEST_F(SearchByOrigin, LetsNoPredictionPushAMeasuredRecordOut) {
  std::vector<LibraryRecord> records = {record("m", Origin::measured, 20)};
  for (int i = 0; i < 5; ++i)
    records.push_back(record("p" + std::to_string(i), Origin::predicted, 300));
  EXPECT_EQ(found(records, 2), (std::vector<std::string>{"m", "p0", "p1"}));
}

TEST_F(SearchByOrigin, IsAPlainSearchWhereNothingIsPredicted) {
  EXPECT_EQ(found({record("far", Origin::measured, 20), record("near", Origin::measured, 250)}, 1),
            (std::vector<std::string>{"near"}));
}

}  // namespace
}  // namespace basepeak
