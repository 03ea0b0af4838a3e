#include "gpu/device_backend.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>

#include "engine/error.h"
#include "engine/search/record_filter.h"
#include "engine/search/search.h"
#include "tests/engine/search/library_of.h"
#include "tests/engine/search/spectra.h"
#include "tests/gpu/run_on_host.h"

namespace basepeak {
namespace {

using test::below;

Peaks few_peaks(std::mt19937& random, double step) {
  PeakList list;
  const int count = below(random, 7);
  for (int i = 0; i < count; ++i) {
    list.emplace_back(60.0 + step * below(random, 80), 1.0 + below(random, 999));
  }
  return peaks_of(list);
}

Library library(std::size_t size, bool is_ei) {
  std::mt19937 random(static_cast<unsigned>(size));
  std::vector<LibraryRecord> records;
  for (std::size_t i = 0; i < size; ++i) {
    Peaks peaks = i % 6 == 5 ? records[i - 1 - random() % std::min<std::size_t>(i, 50)].peaks
                             : few_peaks(random, is_ei ? 1.0 : 0.015);
    const double mass = 100.0 + below(random, 50);
    records.push_back(record_of(std::to_string(i), std::move(peaks),
                                is_ei ? Ionisation::ei : Ionisation::esi, mass, "", mass));
  }
  return library_of(records);
}

std::vector<Query> queries(bool is_ei) {
  std::mt19937 random(77);
  std::vector<Query> result(4);
  for (Query& query : result) {
    query.peaks = few_peaks(random, is_ei ? 1.0 : 0.015);
    query.acquisition.precursor_mz = 100.0 + below(random, 50);
    query.stated_mass = 100.0 + below(random, 50);
  }
  result.back().peaks = peaks_of({});
  return result;
}

std::unique_ptr<Backend> on_devices(const Library& records, std::size_t count,
                                    const DeviceLayout& layout) {
  std::vector<std::unique_ptr<Device>> devices(count);
  for (auto& device : devices) device = make_host_device();
  return make_device_backend(records, std::move(devices), layout);
}

void expect_the_processor(const Library& records, std::span<const Query> asked,
                          const SearchSettings& settings, const DeviceLayout& layout,
                          std::size_t devices = 1) {
  const auto device = on_devices(records, devices, layout);
  const auto processor = make_cpu_backend(records);
  for (const std::size_t wanted : {std::size_t{0}, std::size_t{1}, std::size_t{10}}) {
    auto found = device->propose(asked, settings, wanted);
    auto expected = processor->propose(asked, settings, wanted);
    for (std::size_t q = 0; q < asked.size(); ++q) {
      const auto by_record = [](const Candidate& a, const Candidate& b) {
        return a.record < b.record;
      };
      std::sort(found[q].begin(), found[q].end(), by_record);
      std::sort(expected[q].begin(), expected[q].end(), by_record);
      ASSERT_EQ(found[q].size(), expected[q].size())
          << name(settings.score) << ' ' << records.size() << " records, query " << q << ", wanted "
          << wanted;
      for (std::size_t i = 0; i < found[q].size(); ++i) {
        ASSERT_EQ(found[q][i].record, expected[q][i].record);
        ASSERT_EQ(found[q][i].score, expected[q][i].score);
      }
    }
  }
}

// From one spectrum to more than a block, a tile, a selection and a slot list hold.
TEST(DeviceBackend, ProposesWhatTheProcessorProposesFromOneSpectrumTo100000) {
  for (const bool is_ei : {false, true}) {
    for (const std::size_t size : {1, 2, 31, 32, 33, 127, 128, 129, 1'000, 100'000}) {
      const Library records = library(size, is_ei);
      SearchSettings settings;
      for (const Score score :
           is_ei ? std::vector{Score::ei_weighted_cosine, Score::ei_identity, Score::ei_hybrid}
                 : std::vector{Score::ms2_entropy, Score::ms2_modified_cosine}) {
        settings.score = score;
        expect_the_processor(records, queries(is_ei), settings, {});
        if (size >= 1'000) continue;
        DeviceLayout tight;
        tight.block_records = 50;
        tight.segment_bytes = 1;
        tight.most_resident_bytes = 0;
        tight.slots = 1;
        expect_the_processor(records, queries(is_ei), settings, tight);
      }
    }
  }
}

// More devices than records among them, and blocks that do not go up evenly.
TEST(DeviceBackend, ProposesTheSameFromPartsOnSeveralDevices) {
  for (const bool is_ei : {false, true}) {
    for (const std::size_t size : {1, 2, 129, 1'000}) {
      const Library records = library(size, is_ei);
      SearchSettings settings;
      for (const Score score :
           is_ei ? std::vector{Score::ei_weighted_cosine, Score::ei_identity, Score::ei_hybrid}
                 : std::vector{Score::ms2_entropy, Score::ms2_hybrid_entropy, Score::ms2_cosine,
                               Score::ms2_modified_cosine, Score::ms2_neutral_loss_entropy}) {
        settings.score = score;
        DeviceLayout tight;
        tight.block_records = 50;
        tight.segment_bytes = 1;
        tight.most_resident_bytes = 0;
        tight.slots = 1;
        for (const std::size_t devices : {2, 3, 8}) {
          expect_the_processor(records, queries(is_ei), settings, {}, devices);
          expect_the_processor(records, queries(is_ei), settings, tight, devices);
        }
      }
    }
  }
}

// Where peaks may pair with many no kernel holds the sums: every part hands on the processor's
// answer, and each record is proposed once.
TEST(DeviceBackend, ProposesTheSameWhereNoPartCanAnswer) {
  const Library all = library(300, false);
  SearchSettings settings;
  settings.score = Score::ms2_entropy;
  settings.peak_tolerance = Tolerance::ppm(300'000.0);
  expect_the_processor(all, queries(false), settings, {}, 3);
}

TEST(DeviceBackend, NamesEveryCard) {
  const Library records = library(2, true);
  const auto backend = on_devices(records, 2, {});
  EXPECT_EQ(backend->name(), "gpu (" + make_host_device()->facts().name + ", " +
                                 make_host_device()->facts().name + ")");
}

// Peaks as close as cleaning leaves them, all alike, and queries whose windows reach exactly to
// neighbours on both sides, among fragments and among neutral losses: as many pairs as there can
// be, and every sum near the most that 16 bits hold. Two sums share a word.
TEST(DeviceBackend, ProposesTheSameForSpectraAsCrowdedAsCleaningAllows) {
  std::mt19937 random(91);
  for (const double tolerance : {0.02, 0.1}) {
    for (const int peaks : {1, 2, 60}) {
      const auto crowded = [&](double shift) {
        PeakList list;
        for (int i = 0; i < peaks; ++i) {
          list.emplace_back(100.0 + shift + 2.0 * (tolerance + 1e-6) * i,
                            below(random, 9) == 0 ? 1.0 + below(random, 900) : 500.0);
        }
        return peaks_of(list);
      };
      std::vector<LibraryRecord> records;
      for (int i = 0; i < 40; ++i) {
        records.push_back(record_of(std::to_string(i), crowded(tolerance * (i % 7) / 3.0),
                                    Ionisation::esi, 400.0 + tolerance * (i % 5)));
      }
      const Library all = library_of(records);
      std::vector<Query> asked(2);
      for (std::size_t q = 0; q < asked.size(); ++q) {
        asked[q].peaks = crowded(tolerance * static_cast<double>(q));
        asked[q].acquisition.precursor_mz = 400.0 + tolerance * static_cast<double>(q);
      }
      SearchSettings settings;
      settings.peak_tolerance = Tolerance::da(tolerance);
      settings.keep_precursor_peaks = true;
      for (const Score score :
           {Score::ms2_entropy, Score::ms2_hybrid_entropy, Score::ms2_neutral_loss_entropy,
            Score::ms2_cosine, Score::ms2_modified_cosine, Score::ms2_neutral_loss_cosine}) {
        settings.score = score;
        expect_the_processor(all, asked, settings, {});
      }
    }
  }
}

// Equal spectra tie at the last place wanted: all of them are proposed, however few the slots.
TEST(DeviceBackend, ProposesAllThatTie) {
  const Peaks peaks = peaks_of({{80.0, 100.0}, {90.0, 50.0}, {95.0, 500.0}});
  for (const bool is_ei : {false, true}) {
    std::vector<LibraryRecord> records;
    for (int i = 0; i < 2'000; ++i) {
      records.push_back(record_of(std::to_string(i), peaks,
                                  is_ei ? Ionisation::ei : Ionisation::esi, 150.0, "", 150.0));
    }
    const Library same = library_of(records);
    DeviceLayout layout;
    layout.slots = 16;
    const auto backend = make_device_backend(same, make_host_device(), layout);
    Query query;
    query.peaks = peaks;
    query.acquisition.precursor_mz = 150.0;
    SearchSettings settings;
    settings.score = is_ei ? Score::ei_identity : Score::ms2_entropy;
    EXPECT_EQ(backend->propose(std::span(&query, 1), settings, 3).front().size(), 2'000U);
  }
}

TEST(DeviceBackend, GivesTheSameAnswersToManyThreads) {
  const Library records = library(1'000, false);
  const auto backend = make_device_backend(records, make_host_device());
  const std::vector<Query> asked = queries(false);
  std::vector<Query> many;
  for (int i = 0; i < 20; ++i) many.insert(many.end(), asked.begin(), asked.end());
  SearchSettings settings;
  settings.score = Score::ms2_hybrid_entropy;
  const auto expected = search(many, records, *backend, settings, 1);
  const auto found = search(many, records, *backend, settings, 4);
  for (std::size_t q = 0; q < many.size(); ++q) {
    ASSERT_EQ(found[q].hits.size(), expected[q].hits.size());
    for (std::size_t i = 0; i < found[q].hits.size(); ++i) {
      EXPECT_EQ(found[q].hits[i].record, expected[q].hits[i].record);
      EXPECT_EQ(found[q].hits[i].score, expected[q].hits[i].score);
    }
  }
}

TEST(DeviceBackend, SaysThatALibraryDoesNotFit) {
  const Library records = library(1'000, false);
  DeviceLayout layout;
  layout.reserve_bytes = 0;
  const auto backend = make_device_backend(records, make_host_device(1'000), layout);
  SearchSettings settings;
  settings.score = Score::ms2_entropy;
  try {
    (void)backend->propose(queries(false), settings, 3);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::device) << error.what();
  }
}

}  // namespace
}  // namespace basepeak
