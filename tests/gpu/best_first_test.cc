#include "gpu/best_first.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "gpu/select_kernel.cuh"
#include "tests/gpu/run_on_host.h"

namespace basepeak {
namespace {

using test::below;

// A query whose scores are whole numbers on the scale of keys, none above its key.
class Keyed final : public RankedQuery {
 public:
  Keyed(std::vector<std::uint16_t> keys, std::vector<std::uint32_t> scores, std::size_t wanted,
        std::size_t bytes = 1)
      : keys_(std::move(keys)),
        scores_(std::move(scores)),
        times_scored_(scores_.size()),
        wanted_(wanted),
        bytes_(bytes) {}

  [[nodiscard]] std::uint32_t least_key() const override {
    if (wanted_ == 0 || best_.size() < wanted_) return 1;
    return std::max<std::uint32_t>(1, best_[wanted_ - 1]);
  }
  void add(std::uint32_t position) override {
    ++times_scored_[position];
    best_.insert(std::lower_bound(best_.begin(), best_.end(), scores_[position], std::greater<>()),
                 scores_[position]);
  }
  [[nodiscard]] std::size_t device_bytes() const override { return bytes_; }

  [[nodiscard]] const std::vector<std::uint16_t>& keys() const { return keys_; }
  [[nodiscard]] const std::vector<int>& times_scored() const { return times_scored_; }
  // The score of the last one wanted, by a sort of all that are admitted.
  [[nodiscard]] std::uint32_t last_wanted(const std::vector<std::uint32_t>& admitted) const {
    std::vector<std::uint32_t> sorted;
    for (std::size_t p = 0; p < scores_.size(); ++p) {
      if (admitted.empty() || (admitted[p / 32] >> (p % 32) & 1) != 0) sorted.push_back(scores_[p]);
    }
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    return wanted_ == 0 || sorted.size() < wanted_ ? 1 : std::max(1U, sorted[wanted_ - 1]);
  }
  [[nodiscard]] std::uint32_t score(std::size_t position) const { return scores_[position]; }

 private:
  std::vector<std::uint16_t> keys_;  // padded for reads of sixteen bytes
  std::vector<std::uint32_t> scores_;
  std::vector<int> times_scored_;
  std::size_t wanted_;
  std::size_t bytes_;
  std::vector<std::uint32_t> best_;
};

std::unique_ptr<Keyed> keyed(std::mt19937& random, std::size_t size, std::size_t wanted) {
  const int shape = static_cast<int>(below(random, 4));
  std::vector<std::uint16_t> keys((size + 7) / 8 * 8 + 8);
  std::vector<std::uint32_t> scores(size);
  for (std::size_t i = 0; i < size; ++i) {
    keys[i] = shape == 0   ? static_cast<std::uint16_t>(below(random, 65'536))
              : shape == 1 ? std::uint16_t{40'000}                               // all tie
              : shape == 2 ? static_cast<std::uint16_t>(below(random, 3) * 255)  // zeros, ties
                           : static_cast<std::uint16_t>(65'535 - below(random, 300));
    // Some keys are tight, some promise much more than there is.
    scores[i] = below(random, 2) == 0 ? keys[i] : below(random, keys[i] + 1U);
  }
  return std::make_unique<Keyed>(std::move(keys), std::move(scores), wanted);
}

// Selects from each query's keys in parts of so many positions, as segments are.
void find(std::span<const std::unique_ptr<RankedQuery>> queries, BestFirst batch, std::size_t size,
          std::size_t part, std::vector<std::size_t>* asked_at_once = nullptr) {
  const auto device = make_host_device();
  Workspaces workspaces(*device);
  batch.run = [&](std::span<const std::uint32_t> asked, const Nominations& to, Workspace& on) {
    if (asked_at_once != nullptr) asked_at_once->push_back(asked.size());
    for (std::size_t first = 0; first < size; first += part) {
      for (std::size_t i = 0; i < asked.size(); ++i) {
        SelectPass pass;
        pass.keys = static_cast<const Keyed&>(*queries[asked[i]]).keys().data() + first;
        pass.count = static_cast<std::uint32_t>(std::min(part, size - first));
        pass.first_position = static_cast<std::uint32_t>(first);
        pass.query_count = 1;
        pass.nominations = to;
        pass.nominations.floor += i;
        pass.nominations.count += i;
        pass.nominations.nominee += i * to.slots;
        on.device().run(pass, on.stream());
      }
    }
  };
  find_best(queries, batch, workspaces);
}

TEST(BestFirst, ScoresEveryRecordThatMayBeAmongTheBestOnceWhateverTheSlots) {
  std::mt19937 random(51);
  int cases = 0;
  for (const std::size_t size : {0, 1, 8, 33, 1'000, 9'000}) {
    for (const std::size_t wanted : {0, 1, 10, 700, 40'000}) {
      for (const std::uint32_t slots : {1U, 7U, 512U}) {
        std::vector<std::unique_ptr<RankedQuery>> queries;
        for (int q = 0; q < 3; ++q) queries.push_back(keyed(random, size, wanted));
        BestFirst batch;
        batch.wanted = wanted;
        batch.slots = slots;
        if (cases % 3 == 1) {
          for (std::size_t w = 0; w < size / 32 + 1; ++w) {
            batch.admitted.push_back(static_cast<std::uint32_t>(random()));
          }
        }
        find(queries, batch, size, 4'096);
        for (const auto& query : queries) {
          const auto& own = static_cast<const Keyed&>(*query);
          const std::uint32_t last = own.last_wanted(batch.admitted);
          for (std::size_t p = 0; p < size; ++p) {
            const bool is_in =
                batch.admitted.empty() || (batch.admitted[p / 32] >> (p % 32) & 1) != 0;
            ASSERT_LE(own.times_scored()[p], is_in ? 1 : 0) << "position " << p;
            if (is_in && own.score(p) >= last) {
              ASSERT_EQ(own.times_scored()[p], 1)
                  << size << " records, " << wanted << " wanted, " << slots << " slots, " << p;
            }
          }
        }
        ++cases;
      }
    }
  }
  EXPECT_EQ(cases, 90);
}

// As many at once as the reserve of a device has room for, one that is larger alone.
TEST(BestFirst, AsksInPartsThatFitTheReserve) {
  std::mt19937 random(52);
  std::vector<std::unique_ptr<RankedQuery>> queries;
  for (const std::size_t mebibytes : {10, 10, 10, 10, 100, 1}) {
    queries.push_back(std::make_unique<Keyed>(
        std::vector<std::uint16_t>(16, 9), std::vector<std::uint32_t>(8, 9), 3, mebibytes << 20));
  }
  std::vector<std::size_t> asked;
  find(queries, {}, 8, 8, &asked);
  EXPECT_EQ(asked, (std::vector<std::size_t>{3, 1, 1, 1}));

  queries.clear();
  for (int q = 0; q < 10; ++q) queries.push_back(keyed(random, 8, 3));
  BestFirst batch;
  batch.slots = 1U << 20;
  asked.clear();
  find(queries, batch, 8, 8, &asked);
  EXPECT_EQ(asked, (std::vector<std::size_t>{4, 4, 2}));
}

}  // namespace
}  // namespace basepeak
