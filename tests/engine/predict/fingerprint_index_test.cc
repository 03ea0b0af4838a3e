#include "engine/predict/fingerprint_index.h"

#include <gtest/gtest.h>

#include "tests/engine/predict/molecules.h"

namespace basepeak {
namespace {

TEST(FingerprintIndex, GivesTheNumbersOfAComparisonOneByOne) {
  std::vector<Fingerprint> known;
  FingerprintIndex index;
  for (const char* smiles :
       {test::kFentanyl.c_str(), test::kAcetylFentanyl.c_str(), test::kButyrylFentanyl.c_str(),
        "CCO", "CCCCCCCC", "c1ccccc1", "CN1C2CCC1C(C(C2)OC(=O)c1ccccc1)C(=O)OC"}) {
    known.push_back(fingerprint_of(environments_of(test::graph_of(smiles))));
    index.add(known.back());
  }
  index.add({});  // nothing in it
  known.emplace_back();
  for (const Fingerprint& asked : known) {
    const auto found = index.similarities(asked);
    ASSERT_EQ(found.size(), known.size());
    for (std::size_t i = 0; i < known.size(); ++i) EXPECT_EQ(found[i], similarity(known[i], asked));
  }
}

}  // namespace
}  // namespace basepeak
