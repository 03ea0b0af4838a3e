#include "engine/identify/compound_classes.h"

#include <algorithm>

#include "engine/chemistry/formula.h"
#include "engine/chemistry/structure.h"
#include "engine/error.h"
#include "engine/identify/class_evidence.h"
#include "engine/identify/model_text.h"

namespace basepeak {

namespace {

using Cells = std::vector<std::string>;

[[noreturn]] void fail(std::size_t line, const std::string& why) {
  throw Error(ErrorKind::library,
              "compound_classes.tsv, line " + std::to_string(line) + ": " + why);
}

void need(std::size_t line, const Cells& cells, std::size_t count) {
  if (cells.size() == count) return;
  fail(line, "a row of the kind \"" + cells[0] + "\" has " + std::to_string(count) + " cells");
}

// Errors of the chemistry become errors of the table's line.
template <typename Work>
auto on_line(std::size_t line, const Work& work) {
  try {
    return work();
  } catch (const Error& problem) {
    if (problem.kind() != ErrorKind::input) throw;
    fail(line, problem.what());
  }
}

CompoundClass& find(ClassTable& table, std::size_t line, const std::string& name) {
  for (CompoundClass& one : table.classes) {
    if (one.name == name) return one;
  }
  fail(line, "no class is called \"" + name + "\" yet");
}

ClassIon ion_of(std::size_t line, const Cells& cells) {
  need(line, cells, 5);
  if (cells[2] != "ei" && cells[2] != "ms2") fail(line, "an ion is of ei or ms2");
  const Formula formula = on_line(line, [&] { return Formula::parse(cells[3]); });
  if (formula.counts().empty()) fail(line, "an ion needs a formula");
  const bool is_ei = cells[2] == "ei";
  const double mz = is_ei ? formula.nominal_mass() : formula.monoisotopic_mass() - kElectronMass;
  return {is_ei, mz, cells[3], cells[4]};
}

void read_row(ClassTable& table, std::size_t line, const Cells& cells) {
  if (cells[0] == "version") {
    need(line, cells, 2);
    table.version = cells[1];
  } else if (cells[0] == "class") {
    need(line, cells, 3);
    for (const CompoundClass& other : table.classes) {
      if (other.name == cells[1]) fail(line, "the class \"" + cells[1] + "\" stands twice");
    }
    if (cells[1].empty() || cells[1].starts_with("fentanyl")) {
      fail(line, "a class needs a name, and fentanyl's is not of this table");
    }
    table.classes.push_back({cells[1], cells[2], {}, {}, {}});
  } else if (cells[0] == "pattern" || cells[0] == "without") {
    need(line, cells, 4);
    CompoundClass& one = find(table, line, cells[1]);
    auto& patterns = cells[0] == "pattern" ? one.patterns : one.without;
    patterns.push_back(on_line(line, [&] { return SubstructurePattern(cells[2]); }));
  } else if (cells[0] == "ion") {
    find(table, line, cells.size() > 1 ? cells[1] : "").ions.push_back(ion_of(line, cells));
  } else {
    fail(line, "no row is of the kind \"" + cells[0] + "\"");
  }
}

// Whether one of `count` findings from `at` on is true; moves `at` behind them.
bool any(const std::vector<bool>& found, std::size_t& at, std::size_t count) {
  const auto begin = found.begin() + static_cast<std::ptrdiff_t>(at);
  const auto end = begin + static_cast<std::ptrdiff_t>(count);
  at += count;
  return std::find(begin, end, true) != end;
}

}  // namespace

ClassTable ClassTable::parse(std::string_view text) {
  ClassTable table;
  for_each_row(text, [&](std::size_t line, const Cells& cells) { read_row(table, line, cells); });
  if (table.version.empty()) {
    throw Error(ErrorKind::library, "compound classes: the table has no row \"version\"");
  }
  for (const CompoundClass& one : table.classes) {
    if (one.patterns.empty()) {
      throw Error(ErrorKind::library,
                  "compound classes: the class \"" + one.name + "\" has no pattern");
    }
  }
  for (const CompoundClass& one : table.classes) {
    auto& all = table.all_patterns;
    all.insert(all.end(), one.patterns.begin(), one.patterns.end());
    all.insert(all.end(), one.without.begin(), one.without.end());
  }
  table.sha256 = sha256_of(text);
  return table;
}

const CompoundClass* ClassTable::class_of(std::string_view smiles) const {
  // One reading of the molecule for all classes: a library has many thousands.
  const std::vector<bool> found = find_substructures(smiles, all_patterns);
  std::size_t at = 0;
  for (const CompoundClass& one : classes) {
    const bool is_like = any(found, at, one.patterns.size());
    const bool is_kept_out = any(found, at, one.without.size());
    if (is_like && !is_kept_out) return &one;
  }
  return nullptr;
}

const ClassTable& compound_classes() {
  static const ClassTable table = ClassTable::parse(embedded_compound_classes());
  return table;
}

std::string class_of_structure(std::string_view smiles) {
  std::string fentanyl = compound_class(smiles);
  if (!fentanyl.empty()) return fentanyl;
  const CompoundClass* found = compound_classes().class_of(smiles);
  return found == nullptr ? std::string() : found->name;
}

std::vector<ClassCall::Evidence> class_ion_evidence(std::string_view class_name,
                                                    const Query& query) {
  std::vector<ClassCall::Evidence> evidence;
  for (const CompoundClass& one : compound_classes().classes) {
    if (one.name != class_name) continue;
    for (const ClassIon& ion : one.ions) {
      if (ion.is_ei != (query.acquisition.ionisation == Ionisation::ei)) continue;
      evidence.push_back(ion_evidence(query, ion.mz, ion.formula, ion.contains));
    }
  }
  return evidence;
}

}  // namespace basepeak
