#include "tools/cli/molecule_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "engine/error.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

TEST(MoleculeFile, TellsWhereAMoleculeStands) {
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "list.smi") << "# a list\n\nCCO ethyl alcohol\r\n  CCN\n";
  MoleculeFile list(folder.path() / "list.smi");
  const auto first = list.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->where, "list.smi line 3");
  EXPECT_EQ(first->smiles, "CCO");
  EXPECT_EQ(first->name, "ethyl alcohol");
  EXPECT_FALSE(list.is_at_end());
  const auto second = list.next();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->smiles, "CCN");
  EXPECT_EQ(second->name, "");
  EXPECT_TRUE(list.is_at_end());
  EXPECT_FALSE(list.next());
}

TEST(MoleculeFile, LosesNoMoleculeToAByteOrderMark) {
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "list.smi") << "\xEF\xBB\xBF"
                                            << "CCO ethyl alcohol\r\nCCN\r\n";
  MoleculeFile list(folder.path() / "list.smi");
  EXPECT_EQ(list.next()->smiles, "CCO");
  EXPECT_EQ(list.next()->smiles, "CCN");
}

TEST(MoleculeFile, IsReadAsItIsAskedFor) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "list.smi";
  std::ofstream(path) << "C one\nCC two\n";
  MoleculeFile list(path);
  std::ofstream(path, std::ios::app) << "CCC three\n";
  EXPECT_EQ(list.next()->name, "one");
  EXPECT_EQ(list.next()->name, "two");
  ASSERT_FALSE(list.is_at_end());
  EXPECT_EQ(list.next()->name, "three");
}

TEST(MoleculeFile, OfNoMoleculeIsRefused) {
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "empty.smi") << "# nothing\n";
  EXPECT_THROW(MoleculeFile(folder.path() / "empty.smi"), Error);
  EXPECT_THROW(MoleculeFile(folder.path() / "missing.smi"), Error);
}

}  // namespace
}  // namespace basepeak
