#include "engine/chemistry/inchi_key.h"

#include <gtest/gtest.h>

#include "engine/error.h"
#include "engine/parallel.h"

namespace basepeak {
namespace {

TEST(InchiKey, IsThePublishedOneOfFentanyl) {
  EXPECT_EQ(inchi_key("CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"), "PJMPHNIQZUBGLI-UHFFFAOYSA-N");
}

TEST(InchiKey, KeepsStereoInTheSecondBlock) {
  const std::string left = inchi_key("C[C@H](N)C(=O)O");
  const std::string right = inchi_key("C[C@@H](N)C(=O)O");
  EXPECT_NE(left, right);
  EXPECT_EQ(inchi_key_connectivity(left), inchi_key_connectivity(right));
  EXPECT_EQ(left, "QNAYBMKLOCPYGJ-REOHCLBHSA-N");
}

TEST(InchiKey, RefusesWhatIsNotAMolecule) {
  for (const char* text : {"", "not a molecule", "C1CC", "\xef\xbc\xa4"}) {
    EXPECT_THROW(static_cast<void>(inchi_key(text)), Error) << text;
  }
}

TEST(InchiKey, GivesOneAnswerFromManyThreads) {
  std::vector<std::string> keys(64);
  parallel_for(keys.size(), 4,
               [&](std::size_t i) { keys[i] = inchi_key(i % 2 ? "CCO" : "c1ccccc1"); });
  for (std::size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(keys[i], keys[i % 2]);
}

TEST(InchiKey, FormIsChecked) {
  EXPECT_TRUE(is_inchi_key("PJMPHNIQZUBGLI-UHFFFAOYSA-N"));
  EXPECT_FALSE(is_inchi_key("PJMPHNIQZUBGLI-UHFFFAOYSA"));
  EXPECT_FALSE(is_inchi_key("pJMPHNIQZUBGLI-UHFFFAOYSA-N"));
  EXPECT_FALSE(is_inchi_key("PJMPHNIQZUBGLI-UHFFFAOYSA-NA"));
  EXPECT_FALSE(is_inchi_key(""));
  EXPECT_EQ(inchi_key_connectivity("PJMPHNIQZUBGLI-UHFFFAOYSA-N"), "PJMPHNIQZUBGLI");
}

}  // namespace
}  // namespace basepeak
