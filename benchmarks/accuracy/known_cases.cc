#include "benchmarks/accuracy/known_cases.h"

#include <algorithm>
#include <fstream>
#include <regex>

#include "engine/error.h"
#include "engine/identify/class_wording.h"
#include "engine/identify/control_lists.h"
#include "engine/identify/model_text.h"

namespace basepeak::benchmarks {

namespace {

namespace fs = std::filesystem;

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKind::input, path.string() + ": it cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string judged(const std::string& list, const std::string& smiles) {
  const auto& lists = control_lists().lists;
  const auto found = std::find_if(lists.begin(), lists.end(),
                                  [&](const ControlList& one) { return one.id == list; });
  if (found == lists.end()) throw Error(ErrorKind::input, "there is no control list " + list);
  const Scope scope = scope_of(found->wording, fentanyl_frames(smiles));
  if (scope.is_parent) return "parent";
  switch (scope.outcome) {
    case ScopeOutcome::in_wording: return "in_wording";
    case ScopeOutcome::review: return "review";
    case ScopeOutcome::outside: return "outside";
  }
  return {};
}

}  // namespace

train::NamedShare look_alikes_called(const std::vector<train::ClassOutcome>& outcomes) {
  const std::regex look_alike(
      "(haloperidol|loperamide|lidocaine|pimozide|AH-7921|U-4[0-9]+|U-5[0-9]+|W-1[58]|.*nitazene|"
      "brorphine|etonitazene).*",
      std::regex::icase);
  train::NamedShare called{"known look-alikes called"};
  for (const auto& outcome : outcomes) {
    if (outcome.sample->sites || !std::regex_match(outcome.sample->name, look_alike)) continue;
    ++called.count;
    called.hits += outcome.is_called ? 1U : 0U;
  }
  return called;
}

train::NamedShare wording_cases_right(const fs::path& reference_cases) {
  train::NamedShare right{"cases of class wordings right"};
  const auto count = [&](bool is_right) {
    ++right.count;
    right.hits += is_right ? 1U : 0U;
  };
  // name, smiles, list, expected, reason
  const auto written =
      fs::path(BASEPEAK_SOURCE_DIR) / "tests/engine/identify/class_scope_cases.tsv";
  for_each_row(read_text(written), [&](std::size_t, const std::vector<std::string>& cells) {
    if (cells.size() == 5 && cells[0] != "name") count(judged(cells[2], cells[1]) == cells[3]);
  });
  if (!fs::exists(reference_cases)) return right;
  // name, smiles, in the wording of the United States, of China: 0 or 1
  for_each_row(read_text(reference_cases), [&](std::size_t, const std::vector<std::string>& cells) {
    if (cells.size() != 4 || cells[0] == "name") return;
    count((judged("us-frs", cells[1]) == "in_wording") == (cells[2] == "1"));
    count((judged("cn-fentanyl", cells[1]) == "in_wording") == (cells[3] == "1"));
  });
  return right;
}

}  // namespace basepeak::benchmarks
