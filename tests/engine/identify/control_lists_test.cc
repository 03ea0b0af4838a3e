#include "engine/identify/control_lists.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "engine/chemistry/inchi_key.h"
#include "engine/chemistry/structure.h"
#include "engine/error.h"
#include "engine/identify/model_text.h"

namespace basepeak {
namespace {

using testing::HasSubstr;

const std::string kSubstances =
    "version\t1\n"
    "substance\tfentanyl\tFentanyl\tCCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1\tPJMPHNIQZUBGLI\n";
const std::string kHead = "# a country\nversion\t3\njurisdiction\tUtopia\n";
const std::string kList = "list\tu-1\tdrugs\tSchedule\tAct 1\t2020\t\t\t\n";
const std::string kEntry = "entry\tu-1\tfentanyl\tFentanyl\t\t\t\t\t\n";

ControlLists parse(const std::string& country, const std::string& substances = kSubstances) {
  const NamedText files[] = {{"substances.tsv", substances}, {"utopia.tsv", country}};
  return parse_control_lists(files);
}

void expect_refusal(const std::string& country, const std::string& where, const std::string& why,
                    const std::string& substances = kSubstances) {
  try {
    static_cast<void>(parse(country, substances));
    ADD_FAILURE() << "not refused: " << country;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::library);
    EXPECT_THAT(error.what(), HasSubstr(where));
    EXPECT_THAT(error.what(), HasSubstr(why));
  }
}

TEST(ControlLists, ReadsListsWithTheirVersionAndChecksum) {
  const std::string text = kHead + kList + kEntry;
  const ControlLists lists = parse(text);
  ASSERT_EQ(lists.lists.size(), 1U);
  EXPECT_EQ(lists.lists[0].jurisdiction, "Utopia");
  EXPECT_EQ(lists.lists[0].entries[0].substance, "fentanyl");
  ASSERT_EQ(lists.files.size(), 2U);
  EXPECT_EQ(lists.files[1].name, "utopia.tsv");
  EXPECT_EQ(lists.files[1].version, "3");
  EXPECT_EQ(lists.files[1].sha256, sha256_of(text));
}

TEST(ControlLists, RefusesWhatItDoesNotUnderstandByFileAndLine) {
  const std::string good = kHead + kList;  // 4 lines
  const std::string at = "utopia.tsv, line 5";
  expect_refusal(good + "entri\tu-1\n", at, "no row is of the kind \"entri\"");
  expect_refusal(good + "entry\tu-1\tfentanyl\n", at, "has 9 cells, not 3");
  expect_refusal(good + "entry\tu-2\tfentanyl\tF\t\t\t\t\t\n", at, "no list of this file");
  expect_refusal(good + "entry\tu-1\tfentanil\tF\t\t\t\t\t\n", at, "has no \"fentanil\"");
  expect_refusal(good + "entry\tu-1\tfentanyl\t\t\t\t\t\t\n", at, "name as printed is empty");
  expect_refusal(good + "entry\tu-1\tfentanyl\tF\t2020-13\t\t\t\t\n", at, "not a date");
  expect_refusal(good + "entry\tu-1\tfentanyl\tF\t6 Feb 2018\t\t\t\t\n", at, "not a date");
  expect_refusal(good + "entry\tu-1\tfentanyl\tF\t2020\t2019\t\t\t\n", at, "before it begins");
  expect_refusal(good + kEntry + kEntry, "line 6", "stands twice");
  expect_refusal(good + kList, at, "stands twice");
  expect_refusal(good + "clause\tu-1\tA\tcarbonyl\tgroups\talkyl\tw\n", at, "no place");
  expect_refusal(good + "clause\tu-1\tA\tpiperidine\tgroop\talkyl\tw\n", at, "no test");
  expect_refusal(good + "clause\tu-1\tA\tpiperidine\tgroups\talkyl,aryl\tw\n", at,
                 "no group is called \"aryl\"");
  expect_refusal(good + "clause\tu-1\tA\tpiperidine\tgroups\t\tw\n", at, "groups are listed");
  expect_refusal(good + "clause\tu-1\tA\tacyl\tmonocycle\t\tw\n", at, "no test of the acyl");
  expect_refusal(good + kEntry + "excluded_by\tu-1\tu-9\n", "line 6", "no list is called \"u-9\"");
  expect_refusal(kHead + "list\tu-1\tdrug\tS\tA\t\t\t\t\n", "line 4", "drugs or precursors");
  expect_refusal(kHead + "list\tu-1\tdrugs\tS\t\t\t\t\t\n", "line 4", "citation is empty");
  expect_refusal("version\t1\n" + kList, "utopia.tsv, line 2", "jurisdiction");
}

TEST(ControlLists, RefusesFilesWithoutAVersionAndListsWithoutContent) {
  expect_refusal("jurisdiction\tUtopia\n" + kList + kEntry, "utopia.tsv", "version");
  expect_refusal(kHead + kList, "utopia.tsv", "no entry, clause or compound class");
}

TEST(ControlLists, RefusesSubstancesWithoutAKeyOrWithOneTwice) {
  expect_refusal("", "substances.tsv, line 2", "first block of an InChIKey",
                 "version\t1\nsubstance\ta\tA\tC\tABC\n");
  expect_refusal("", "substances.tsv, line 3", "the InChIKey of \"fentanyl\"",
                 kSubstances + "substance\ta\tA\tC\tPJMPHNIQZUBGLI\n");
  expect_refusal("", "substances.tsv, line 3", "stands twice",
                 kSubstances + "substance\tfentanyl\tA\tC\tAJMPHNIQZUBGLI\n");
}

TEST(BuiltInControlLists, HaveTheKeysOfTheirStructures) {
  for (const ListedSubstance& one : control_lists().substances) {
    const std::string flat = read_structure(one.smiles).flat_smiles;
    EXPECT_EQ(inchi_key_connectivity(inchi_key(flat)), one.inchikey_block) << one.id;
  }
}

TEST(BuiltInControlLists, CoverTheJurisdictionsAndUseEverySubstance) {
  std::set<std::string> jurisdictions;
  std::set<std::string> used;
  for (const ControlList& list : control_lists().lists) {
    jurisdictions.insert(list.jurisdiction);
    for (const ListEntry& entry : list.entries) used.insert(entry.substance);
  }
  EXPECT_THAT(jurisdictions, testing::UnorderedElementsAre(
                                 "United Nations", "United States", "Canada", "United Kingdom",
                                 "European Union", "Germany", "China", "India", "Mexico"));
  for (const ListedSubstance& one : control_lists().substances) {
    EXPECT_TRUE(used.contains(one.id)) << one.id << " is on no list";
  }
}

}  // namespace
}  // namespace basepeak
