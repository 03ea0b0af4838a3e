// One suite that every backend must pass: whatever proposes, the answer is brute force's.
#include "gpu/backend.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <tuple>

#include "engine/error.h"
#include "engine/search/prepared.h"
#include "engine/search/record_criteria.h"
#include "engine/search/search.h"
#include "gpu/device_backend.h"
#include "tests/engine/search/library_of.h"
#include "tests/engine/search/spectra.h"
#include "tests/support/each_cpu_target.h"

namespace basepeak {
namespace {

constexpr Score kScores[] = {Score::ei_identity,
                             Score::ei_simple,
                             Score::ei_hybrid,
                             Score::ei_stein_scott,
                             Score::ei_weighted_cosine,
                             Score::ei_cosine,
                             Score::ei_sqrt_cosine,
                             Score::ms2_entropy,
                             Score::ms2_cosine,
                             Score::ms2_hybrid_entropy,
                             Score::ms2_neutral_loss_entropy,
                             Score::ms2_modified_cosine,
                             Score::ms2_cosine_greedy,
                             Score::ms2_modified_cosine_greedy,
                             Score::ei_neutral_loss,
                             Score::ms2_neutral_loss_cosine};

std::vector<Match> brute_force(const Query& query, const Library& library,
                               const SearchSettings& settings) {
  const SearchSettings own = settings_for(query, settings);
  const PreparedSpectrum prepared = prepare_query(query, own);
  const auto window = precursor_window(query, own);
  std::vector<Match> matches;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if (!is_comparable(library, i, settings.score)) continue;
    if (settings.admitted && !settings.admitted->contains(i)) continue;
    const std::int64_t precursor = to_udalton(library.precursor_mz(i));
    if (window && (precursor < window->first || precursor > window->second)) continue;
    const ScoreValue value = compare(prepared, prepare_record(library, i, own), own);
    const double ranking = ranked_value(value, settings);
    if (ranking > 0.0 && ranking >= settings.threshold) {
      matches.push_back({i, value.score, value.reverse_score, value.matched_peaks, {}});
    }
  }
  const bool is_reverse = settings.rank_by == RankBy::reverse_score;
  const auto key = [&](const Match& match) {
    return std::tuple(is_reverse ? -*match.reverse_score : 0.0, -match.score, match.record);
  };
  std::sort(matches.begin(), matches.end(),
            [&](const Match& a, const Match& b) { return key(a) < key(b); });
  if (matches.size() > settings.top) matches.resize(settings.top);
  return matches;
}

// A device that is wrong by as much as it admits to: shows that re-scoring, not luck, gives the
// answer.
class NoisyBackend final : public Backend {
 public:
  explicit NoisyBackend(const Library& library) : library_(library) {}
  [[nodiscard]] std::string name() const override { return "noisy"; }
  [[nodiscard]] float error_bound(const SearchSettings& settings) const noexcept override {
    return is_ei(settings.score) ? 40.0F : 0.05F;
  }
  [[nodiscard]] std::vector<std::vector<Candidate>> propose(std::span<const Query> queries,
                                                            const SearchSettings& settings,
                                                            std::size_t wanted) const override {
    const float bound = error_bound(settings);
    std::mt19937 random(11);
    std::uniform_real_distribution<float> noise(-0.99F * bound, 0.99F * bound);
    SearchSettings all = settings;
    all.top = library_.size();
    all.threshold = 0.0;
    std::vector<std::vector<Candidate>> proposals(queries.size());
    for (std::size_t q = 0; q < queries.size(); ++q) {
      auto& found = proposals[q];
      for (const Match& match : brute_force(queries[q], library_, all)) {
        const double value =
            settings.rank_by == RankBy::reverse_score ? *match.reverse_score : match.score;
        found.push_back({match.record, static_cast<float>(value) + noise(random)});
      }
      std::sort(found.begin(), found.end(),
                [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
      if (wanted == 0 || found.size() <= wanted) continue;
      const float floor = found[wanted - 1].score - 2.0F * bound;
      std::erase_if(found, [&](const Candidate& c) { return c.score < floor; });
    }
    return proposals;
  }

 private:
  const Library& library_;
};

// The kernels of the graphics card, run by the host with the same blocks and lanes: in small blocks
// and with few places for nominees, so that all that large libraries meet happens here.
std::unique_ptr<Backend> device_backend(const Library& library, bool is_streamed) {
  DeviceLayout layout;
  layout.block_records = 70;
  layout.segment_bytes = is_streamed ? 1 : 20'000;
  layout.slots = is_streamed ? 3 : 40;
  if (is_streamed) layout.most_resident_bytes = 0;
  return make_device_backend(library, make_host_device(), layout);
}

std::unique_ptr<Backend> open(const std::string& name, const Library& library) {
  if (name == "noisy") return std::make_unique<NoisyBackend>(library);
  if (name.starts_with("host")) return device_backend(library, name == "host_streamed");
  return name == "cpu" ? make_cpu_backend(library) : make_gpu_backend(library, 0);
}

// Spectra that meet often: m/z on a grid of `step` below 200, some at whole tolerances from each
// other, some empty, some huge.
Peaks random_peaks(std::mt19937& random, double step) {
  std::uniform_int_distribution<int> size(0, 40);
  std::uniform_int_distribution<int> place(0, static_cast<int>(100.0 / step));
  std::exponential_distribution<double> intensity(1.0);
  const int count = size(random) == 40 ? 1000 : size(random);
  PeakList list;
  for (int i = 0; i < count; ++i) {
    list.emplace_back(100.0 + step * place(random), intensity(random) * 100.0);
  }
  return peaks_of(list);
}

struct Case {
  Library library;
  std::vector<Query> queries;
};

Case random_case(unsigned seed, Score score, int size = 250) {
  std::mt19937 random(seed);
  const double step = is_ei(score) ? 1.0 : 0.01;
  std::uniform_int_distribution<int> mass(180, 260);
  std::vector<LibraryRecord> records;
  for (int i = 0; i < size; ++i) {
    const Ionisation kind = i % 10 == 0 ? (is_ei(score) ? Ionisation::esi : Ionisation::ei)
                                        : (is_ei(score) ? Ionisation::ei : Ionisation::esi);
    // Every fifth record repeats its neighbour: ties.
    Peaks peaks = i % 5 == 4 ? records.back().peaks : random_peaks(random, step);
    const int m = mass(random);
    records.push_back(record_of("r" + std::to_string(i), std::move(peaks), kind,
                                i % 7 == 0 ? std::nullopt : std::optional(m + 0.01 * (m % 3)), "",
                                i % 11 == 0 ? 0.0 : m));
    records.back().acquisition.adduct = i % 3 == 0 ? "[M+Na]+" : "[M+H]+";
    if (i % 4 != 0) records.back().acquisition.energy_ev = m % 50;
  }
  Case result{library_of(records), {}};
  for (int i = 0; i < 25; ++i) {
    Query query;
    query.name = "q" + std::to_string(i);
    query.peaks =
        i % 4 == 0 ? records[static_cast<std::size_t>(i) * 3].peaks : random_peaks(random, step);
    if (i % 6 != 0) query.acquisition.precursor_mz = mass(random);
    query.stated_mass = mass(random);
    result.queries.push_back(std::move(query));
  }
  return result;
}

void expect_brute_force(const std::string& backend_name, const Case& data,
                        const SearchSettings& settings) {
  std::unique_ptr<Backend> backend;
  try {
    backend = open(backend_name, data.library);
  } catch (const Error& error) {
    if (std::getenv("BASEPEAK_REQUIRE_GPU") != nullptr) FAIL() << error.what();
    GTEST_SKIP() << error.what();
  }
  const auto results = search(data.queries, data.library, *backend, settings, 3);
  for (std::size_t q = 0; q < data.queries.size(); ++q) {
    const std::vector<Match> expected = brute_force(data.queries[q], data.library, settings);
    ASSERT_EQ(results[q].hits.size(), expected.size()) << name(settings.score) << " query " << q;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_EQ(results[q].hits[i].record, expected[i].record) << name(settings.score) << ' ' << q;
      EXPECT_EQ(results[q].hits[i].score, expected[i].score);
      EXPECT_EQ(results[q].hits[i].reverse_score, expected[i].reverse_score);
      EXPECT_EQ(results[q].hits[i].matched_peaks, expected[i].matched_peaks);
    }
  }
}

// A backend and a score; printed by name, so that a test's name does not change from run to run.
struct BackendCase {
  std::string backend;
  Score score;
  friend std::ostream& operator<<(std::ostream& out, const BackendCase& one) {
    return out << one.backend << " " << name(one.score);
  }
};

std::vector<BackendCase> every_case() {
  std::vector<BackendCase> cases;
  for (const char* backend : {"cpu", "noisy", "host", "host_streamed", "gpu"}) {
    for (const Score score : kScores) cases.push_back({backend, score});
  }
  return cases;
}

class BackendTest : public ::testing::TestWithParam<BackendCase> {
 protected:
  [[nodiscard]] static SearchSettings settings() {
    SearchSettings settings;
    settings.score = GetParam().score;
    settings.top = 5;
    return settings;
  }
  [[nodiscard]] static std::string backend() { return GetParam().backend; }
};

TEST_P(BackendTest, FindsExactlyWhatBruteForceFinds) {
  expect_brute_force(backend(), random_case(7, settings().score), settings());
}

TEST_P(BackendTest, FindsTheSameWithAThresholdAndAWindow) {
  SearchSettings narrowed = settings();
  narrowed.threshold = is_ei(narrowed.score) ? 300.0 : 0.2;
  if (!is_ei(narrowed.score)) {
    narrowed.precursor_tolerance = Tolerance::da(5.0);
    narrowed.peak_tolerance = Tolerance::da(0.05);
  }
  expect_brute_force(backend(), random_case(8, narrowed.score), narrowed);
}

TEST_P(BackendTest, FindsTheSameUnderPpmAndOtherFlags) {
  SearchSettings other = settings();
  other.peak_tolerance = Tolerance::ppm(100);
  other.keep_precursor_peaks = true;
  other.linear_intensity = true;
  other.unit_mass_rule = UnitMassRule::amdis;
  other.top = 400;
  expect_brute_force(backend(), random_case(9, other.score), other);
}

// Of 800: so many that an index is searched, and so few that records are compared one by one.
TEST_P(BackendTest, FindsTheBestOfTheAdmittedRecords) {
  SearchSettings filtered = settings();
  const Case data = random_case(14, filtered.score, 800);
  const RecordFilter many = {adduct_is("--adduct", {"[M+H]+"})};
  const RecordFilter few = {adduct_is("--adduct", {"[M+Na]+"}),
                            energy_within("--energy", {10.0, 20.0})};
  for (const RecordFilter& filter : {many, few}) {
    const auto admitted = std::make_shared<const AdmittedRecords>(data.library, filter);
    EXPECT_EQ(admitted->records().count() > 500, filter.size() == 1);
    filtered.admitted = admitted;
    expect_brute_force(backend(), data, filtered);
  }
}

TEST_P(BackendTest, FindsTheBestByReverseScore) {
  SearchSettings reverse = settings();
  reverse.rank_by = RankBy::reverse_score;
  const Case data = random_case(15, reverse.score);
  if (!has_reverse(reverse.score)) {
    EXPECT_THROW((void)search(data.queries, data.library, NoisyBackend(data.library), reverse, 1),
                 Error);
    return;
  }
  expect_brute_force(backend(), data, reverse);
  reverse.threshold = is_ei(reverse.score) ? 600.0 : 0.4;
  if (!is_ei(reverse.score)) reverse.precursor_tolerance = Tolerance::da(9.0);
  expect_brute_force(backend(), data, reverse);
}

TEST(CpuBackend, FindsTheSameWithEveryInstructionSet) {
  for (const Score score : kScores) {
    const Case data = random_case(10, score);
    SearchSettings settings;
    settings.score = score;
    settings.top = 5;
    const auto sets = test::for_each_cpu_target([&](const std::string& target) {
      SCOPED_TRACE(target);
      expect_brute_force("cpu", data, settings);
    });
    EXPECT_FALSE(sets.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Every, BackendTest, ::testing::ValuesIn(every_case()),
                         [](const auto& test) {
                           std::string text = test.param.backend + "_" + name(test.param.score);
                           std::replace(text.begin(), text.end(), '-', '_');
                           return text;
                         });

}  // namespace
}  // namespace basepeak
