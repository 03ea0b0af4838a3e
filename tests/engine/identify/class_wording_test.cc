#include "engine/identify/class_wording.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/identify/control_lists.h"
#include "engine/identify/model_text.h"

namespace basepeak {
namespace {

const ControlList& list_of(const std::string& id) {
  const auto& lists = control_lists().lists;
  const auto found =
      std::find_if(lists.begin(), lists.end(), [&](const ControlList& l) { return l.id == id; });
  if (found == lists.end()) throw std::runtime_error("no list " + id);
  return *found;
}

Scope evaluate(const std::string& list, const std::string& smiles) {
  return scope_of(list_of(list).wording, fentanyl_frames(smiles));
}

std::string outcome_of(const Scope& scope) {
  if (scope.is_parent) return "parent";
  switch (scope.outcome) {
    case ScopeOutcome::in_wording: return "in_wording";
    case ScopeOutcome::review: return "review";
    case ScopeOutcome::outside: return "outside";
  }
  return {};
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += part + "; ";
  return text;
}

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(ClassWording, JudgesTheMoleculesOfTheTableAsTheTextsSay) {
  const std::string text = file_text(std::filesystem::path(BASEPEAK_SOURCE_DIR) /
                                     "tests/engine/identify/class_scope_cases.tsv");
  std::size_t cases = 0;
  for_each_row(text, [&](std::size_t line, const std::vector<std::string>& cells) {
    ASSERT_EQ(cells.size(), 5U) << "line " << line;
    if (cells[0] == "name") return;
    const Scope scope = evaluate(cells[2], cells[1]);
    const std::string where = cells[0] + " by " + cells[2] + ": " + joined(scope.reasons);
    EXPECT_EQ(outcome_of(scope), cells[3]) << where;
    EXPECT_NE(joined(scope.reasons).find(cells[4]), std::string::npos) << where;
    ++cases;
  });
  EXPECT_GE(cases, 200U);
}

TEST(ClassWording, AgreesWithTheReferenceCases) {
  const auto path =
      std::filesystem::path(BASEPEAK_SOURCE_DIR) / "../shared/domain/check/class-scope-cases.tsv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
  std::size_t cases = 0;
  for_each_row(file_text(path), [&](std::size_t, const std::vector<std::string>& cells) {
    if (cells[0] == "name") return;
    ASSERT_EQ(cells.size(), 4U);
    const auto is_in = [&](const char* list) {
      return evaluate(list, cells[1]).outcome == ScopeOutcome::in_wording ? "1" : "0";
    };
    EXPECT_EQ(is_in("us-frs"), cells[2]) << cells[0];
    EXPECT_EQ(is_in("cn-fentanyl"), cells[3]) << cells[0];
    ++cases;
  });
  EXPECT_EQ(cases, 19U);
}

TEST(ClassWording, NamesEveryClauseThatWasMet) {
  const Scope scope = evaluate("us-frs", "CC(=O)N(c1ccc(F)cc1)C1CCN(CC(O)c2cccs2)CC1C");
  EXPECT_EQ(scope.outcome, ScopeOutcome::in_wording);
  for (const char* letter : {"A: ", "B: ", "C: ", "D: ", "E: "}) {
    EXPECT_NE(joined(scope.reasons).find(letter), std::string::npos) << joined(scope.reasons);
  }
}

TEST(ClassWording, LeavesAnOpenWordingForReview) {
  EXPECT_EQ(outcome_of(evaluate("ca-i-16", "CC(=O)N(c1ccccc1)C1CCN(Cc2ccccc2)CC1")), "review");
  EXPECT_EQ(outcome_of(evaluate("ca-i-16", "CC(=O)N(c1ccccc1)C1CCNCC1")), "outside");
  EXPECT_EQ(outcome_of(evaluate("ca-i-16", "C1CN(CCc2ccccc2)CCC1Nc1ccc(F)cc1")), "review");
  EXPECT_EQ(outcome_of(evaluate("ca-i-16", "C1CNCCC1Nc1ccccc1")), "outside");
  EXPECT_EQ(outcome_of(evaluate("ca-i-16", "CCO")), "outside");
  EXPECT_EQ(outcome_of(evaluate("gb-a-fentanyl", "C1CN(CCc2ccccc2)CCC1Nc1ccc(F)cc1")), "outside");
}

TEST(ClassWording, DoesNotDependOnTheOrderOfAtoms) {
  // Fentanyl with a fluorine on the aniline ring, written from three ends.
  for (const char* smiles :
       {"CCC(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1", "Fc1ccc(cc1)N(C(=O)CC)C1CCN(CC1)CCc1ccccc1",
        "c1ccccc1CCN1CCC(CC1)N(C(CC)=O)c1ccc(F)cc1"}) {
    const Scope scope = evaluate("us-frs", smiles);
    EXPECT_EQ(scope.outcome, ScopeOutcome::in_wording);
    EXPECT_EQ(joined(scope.reasons), "D: phenyl ring with substituents as the aniline ring; ");
  }
}

}  // namespace
}  // namespace basepeak
