#include "libraries/store/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sqlite3.h>

#include <fstream>

#include "engine/error.h"
#include "libraries/store/record_text.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

LibraryRecord full() {
  LibraryRecord record;
  record.id = "id 'with' quotes";
  record.name = "N\xc3\xa4me";
  record.synonyms = {"one", "two, three"};
  record.smiles = "CCO";
  record.inchikey = "LFQSCWFLJHTTHZ-UHFFFAOYSA-N";
  record.formula = "C2H6O";
  record.cas = "64-17-5";
  record.monoisotopic_mass = 46.041864811;
  record.acquisition.ionisation = Ionisation::esi;
  record.acquisition.polarity = Polarity::negative;
  record.acquisition.ms_level = 3;
  record.acquisition.is_centroided = false;
  record.acquisition.retention_s = 0.1;
  record.acquisition.precursor_mz = 47.0 + 1.0 / 3.0;
  record.acquisition.isolation_width_mz = 4.0;
  record.acquisition.charge = 2;
  record.acquisition.adduct = "[M-H]-";
  record.acquisition.energy = "Ramp 5-60 V";
  record.acquisition.energy_ev = 20.0;
  record.acquisition.scan = 12345678901ULL;
  record.instrument = "i";
  record.instrument_type = "t";
  record.retention_indices = {{1051.25, "DB-5", 3.5, 7},
                              {1620.0, "DB-WAX", std::nullopt, std::nullopt}};
  record.origin = Origin::predicted;
  record.source = "s";
  record.licence = "CC0";
  record.citation = "c";
  record.comment = "k";
  record.flags = {"a: b", "c: d"};
  record.peaks =
      Peaks::from_unsorted(std::vector{31.018389, 45.0 + 1.0 / 3.0}, std::vector{0.1F, 4.6e9F});
  record.deviation = {0.3F, 1e-20F};
  return record;
}

LibraryRecord bare(const std::string& id) {
  LibraryRecord record;
  record.id = id;
  record.licence = "CC0";
  return record;
}

class StoreTest : public testing::Test {
 protected:
  void execute(const char* statement, bool works) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, statement, nullptr, nullptr, nullptr) == SQLITE_OK, works)
        << statement;
    sqlite3_close(database);
  }
  void add(Store& store, const LibraryRecord& record) {
    Store::Batch batch = store.begin();
    batch.add(record);
    batch.commit("then", "added " + record.id);
  }
  std::string refusal() {
    try {
      static_cast<void>(Store::open(path_));
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::library);
      return error.what();
    }
    return "opened";
  }
  test::TemporaryFolder folder_;
  fs::path path_ = folder_.path() / "a lab's.store";
};

TEST_F(StoreTest, GivesBackEveryFieldExactly) {
  path_ = folder_.path() / "a lab.store";
  {
    Store store = Store::create(path_);
    add(store, full());
    add(store, bare("b"));
  }
  Store store = Store::open(path_);
  const LibraryRecord a = full();
  const LibraryRecord b = store.get(a.id).value();
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.synonyms, b.synonyms);
  EXPECT_EQ(a.smiles, b.smiles);
  EXPECT_EQ(a.inchikey, b.inchikey);
  EXPECT_EQ(a.formula, b.formula);
  EXPECT_EQ(a.cas, b.cas);
  EXPECT_EQ(a.monoisotopic_mass, b.monoisotopic_mass);
  EXPECT_EQ(a.acquisition.ionisation, b.acquisition.ionisation);
  EXPECT_EQ(a.acquisition.polarity, b.acquisition.polarity);
  EXPECT_EQ(a.acquisition.ms_level, b.acquisition.ms_level);
  EXPECT_EQ(a.acquisition.is_centroided, b.acquisition.is_centroided);
  EXPECT_EQ(a.acquisition.retention_s, b.acquisition.retention_s);
  EXPECT_EQ(a.acquisition.precursor_mz, b.acquisition.precursor_mz);
  EXPECT_EQ(a.acquisition.isolation_width_mz, b.acquisition.isolation_width_mz);
  EXPECT_EQ(a.acquisition.charge, b.acquisition.charge);
  EXPECT_EQ(a.acquisition.adduct, b.acquisition.adduct);
  EXPECT_EQ(a.acquisition.energy, b.acquisition.energy);
  EXPECT_EQ(a.acquisition.energy_ev, b.acquisition.energy_ev);
  EXPECT_EQ(a.acquisition.scan, b.acquisition.scan);
  EXPECT_EQ(a.instrument, b.instrument);
  EXPECT_EQ(a.instrument_type, b.instrument_type);
  EXPECT_EQ(a.retention_indices, b.retention_indices);
  EXPECT_EQ(a.origin, b.origin);
  EXPECT_EQ(a.source, b.source);
  EXPECT_EQ(a.licence, b.licence);
  EXPECT_EQ(a.citation, b.citation);
  EXPECT_EQ(a.comment, b.comment);
  EXPECT_EQ(a.flags, b.flags);
  EXPECT_EQ(a.peaks, b.peaks);
  EXPECT_EQ(a.deviation, b.deviation);
  const LibraryRecord empty = store.get("b").value();
  EXPECT_FALSE(empty.monoisotopic_mass || empty.acquisition.precursor_mz ||
               empty.acquisition.charge || !empty.retention_indices.empty());
  EXPECT_FALSE(store.get("c"));
}

TEST_F(StoreTest, ListsByIdAndKeepsItsRevisions) {
  path_ = folder_.path() / "s";
  Store store = Store::create(path_);
  add(store, bare("b"));
  add(store, bare("a"));
  EXPECT_EQ(store.size(), 2U);
  EXPECT_EQ(store.list()[0].id, "a");
  std::vector<std::string> visited;
  store.for_each([&](LibraryRecord&& record) { visited.push_back(record.id); });
  EXPECT_THAT(visited, testing::ElementsAre("a", "b"));
  const auto revisions = store.revisions();
  ASSERT_EQ(revisions.size(), 2U);
  EXPECT_EQ(revisions[1].number, 2);
  EXPECT_EQ(revisions[1].when, "then");
  EXPECT_EQ(revisions[1].what, "added a");
}

TEST_F(StoreTest, TakesBackABatchThatIsNotCommitted) {
  path_ = folder_.path() / "s";
  Store store = Store::create(path_);
  {
    Store::Batch batch = store.begin();
    batch.add(bare("a"));
    EXPECT_TRUE(batch.get("a"));
  }
  EXPECT_EQ(store.size(), 0U);
  add(store, bare("a"));
  EXPECT_EQ(store.size(), 1U);
}

TEST_F(StoreTest, RefusesAnIdTwiceNoIdAndNoLicence) {
  path_ = folder_.path() / "s";
  Store store = Store::create(path_);
  Store::Batch batch = store.begin();
  batch.add(bare("a"));
  EXPECT_THROW(batch.add(bare("a")), Error);
  EXPECT_THROW(batch.add(bare("")), Error);
  LibraryRecord unlicensed = bare("b");
  unlicensed.licence.clear();
  EXPECT_THROW(batch.add(unlicensed), Error);
  batch.add(bare("c"));
  batch.commit("then", "two");
  EXPECT_EQ(store.size(), 2U);
}

TEST_F(StoreTest, LetsNoOtherProgramChangeOrDeleteARecord) {
  path_ = folder_.path() / "s";
  {
    Store store = Store::create(path_);
    add(store, bare("a"));
  }
  execute("delete from record", false);
  execute("update record set name = 'x'", false);
  execute("delete from revision", false);
  execute("update revision set what = 'x'", false);
  EXPECT_EQ(Store::open(path_).size(), 1U);
}

TEST_F(StoreTest, DoesNotOverwriteAFile) {
  path_ = folder_.path() / "s";
  static_cast<void>(Store::create(path_));
  EXPECT_THROW(static_cast<void>(Store::create(path_)), Error);
}

TEST_F(StoreTest, SaysWhatIsWrongWithAFileThatIsNoStore) {
  path_ = folder_.path() / "s";
  EXPECT_THAT(refusal(), HasSubstr("basepeak library new"));
  std::ofstream(path_) << std::string(5000, 'x');
  EXPECT_THAT(refusal(), HasSubstr("is not a Basepeak store"));
  fs::remove(path_);
  execute("create table record (id text)", true);
  EXPECT_THAT(refusal(), HasSubstr("is not a Basepeak store"));
  fs::remove(path_);
  static_cast<void>(Store::create(path_));
  execute("pragma user_version = 99", true);
  EXPECT_THAT(refusal(), HasSubstr("schema version 99"));
}

TEST_F(StoreTest, NamesARecordWhosePeaksAreDamaged) {
  path_ = folder_.path() / "s";
  {
    Store store = Store::create(path_);
    add(store, full());
  }
  execute("drop trigger record_holds", true);
  execute("update record set peaks = '12 abc'", true);
  Store store = Store::open(path_);
  try {
    static_cast<void>(store.get(full().id));
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("id 'with' quotes"));
  }
}

TEST(RecordText, NumbersReadBackAsTheyWere) {
  rc::check("peaks", [](const std::vector<float>& drawn) {
    std::vector<double> mz;
    std::vector<float> intensity;
    for (const float value : drawn) {
      const float size = std::abs(value);
      if (!(size > 0.0F) || !std::isfinite(size)) continue;
      mz.push_back(static_cast<double>(size) / 3.0);
      intensity.push_back(size);
    }
    const Peaks peaks = Peaks::from_unsorted(mz, intensity);
    RC_ASSERT(peaks_from_text(peaks_to_text(peaks)) == peaks);
    RC_ASSERT(numbers_from_text(numbers_to_text(intensity)) == intensity);
  });
}

}  // namespace
}  // namespace basepeak
