#include "engine/predict/generic_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/engine/predict/molecules.h"

namespace basepeak {
namespace {

constexpr std::size_t kFirstSeen = kGenericWidth - kEiSeenWidth;

std::size_t row_at(const GenericRows& rows, int mz) {
  return static_cast<std::size_t>(std::find(rows.mz.begin(), rows.mz.end(), mz) - rows.mz.begin());
}

SeenIons seen_of(std::size_t kind, std::uint32_t key) {
  std::array<std::vector<SeenIons::Entry>, kSeenKinds> entries;
  entries[kind] = {{key, {10, 20, 30}, 9}};
  return SeenIons(entries);
}

TEST(GenericRows, NameEveryColumnAndHaveAKeyARow) {
  const GenericRows rows = generic_rows(test::molecule_of(test::kFentanyl), {});
  EXPECT_EQ(generic_row_names().size(), kGenericWidth);
  EXPECT_EQ(rows.keys.size(), rows.mz.size());
  EXPECT_EQ(rows.values.size(), rows.mz.size() * kGenericWidth);
}

TEST(GenericRows, TellWhatWasSeenOfAnIonInAnotherMolecule) {
  const GenericRows of_acetyl = generic_rows(test::molecule_of(test::kAcetylFentanyl), {});
  const SeenIons seen = seen_of(kSeenIon, of_acetyl.keys[row_at(of_acetyl, 105)][kSeenIon]);
  const PredictedMolecule fentanyl = test::molecule_of(test::kFentanyl);
  const GenericRows rows = generic_rows(fentanyl, seen);
  const float* row = rows.values.data() + row_at(rows, 105) * kGenericWidth + kFirstSeen;
  for (std::size_t i = 0; i < kSeenReadings; ++i)
    EXPECT_EQ(row[i], 10.0F * static_cast<float>(i + 1));
  EXPECT_EQ(row[kSeenReadings], 9.0F);
  EXPECT_TRUE(std::isnan(row[kSeenKindWidth]));  // nothing of what it lost
  const GenericRows without = generic_rows(fentanyl, {});
  EXPECT_TRUE(std::isnan(without.values[row_at(rows, 105) * kGenericWidth + kFirstSeen]));
}

TEST(GenericRows, TellWhatWasSeenOfOtherExplanations) {
  const PredictedMolecule fentanyl = test::molecule_of(test::kFentanyl);
  const GenericRows plain = generic_rows(fentanyl, {});
  // Whatever is cheapest somewhere is known: some of it must be second or third elsewhere.
  std::array<std::vector<SeenIons::Entry>, kSeenKinds> entries;
  for (const SeenKeys& keys : plain.keys)
    entries[kSeenBareCut].push_back({keys[kSeenBareCut], {1, 1, 1}, 1});
  auto& known = entries[kSeenBareCut];
  std::sort(known.begin(), known.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  known.erase(std::unique(known.begin(), known.end()), known.end());
  const GenericRows rows = generic_rows(fentanyl, SeenIons(entries));
  std::size_t told = 0;
  for (std::size_t r = 0; r < rows.mz.size(); ++r) {
    const float* second = rows.values.data() + r * kGenericWidth + kFirstSeen + kSeenWidth;
    EXPECT_TRUE(std::isnan(second[0]));  // of its atoms nothing was seen
    told += std::isnan(second[2 * kSeenKindWidth]) ? 0U : 1U;
  }
  EXPECT_GT(told, 0U);
}

}  // namespace
}  // namespace basepeak
