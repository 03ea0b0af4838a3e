#include "engine/identify/ms2_ions.h"

#include <algorithm>
#include <utility>

#include "engine/chemistry/formula.h"
#include "engine/error.h"
#include "engine/identify/model_text.h"

namespace basepeak {

namespace {

[[noreturn]] void fail(std::size_t line, const std::string& why) {
  throw Error(ErrorKind::library, "MS/MS ion table, line " + std::to_string(line) + ": " + why);
}

std::vector<std::string> parted(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t to = std::min(text.find(by, from), text.size());
    parts.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

Ms2Group group_of(const std::string& text, std::size_t line) {
  for (std::size_t i = 0; i < kMs2Groups; ++i) {
    if (text == name(static_cast<Ms2Group>(i))) return static_cast<Ms2Group>(i);
  }
  fail(line, "no group is called \"" + text + "\"");
}

std::uint8_t parts_of(const std::string& text, std::size_t line) {
  constexpr std::array<std::pair<std::string_view, Ms2Ion::Part>, 4> kParts{
      {{"acyl", Ms2Ion::acyl}, {"aryl", Ms2Ion::aryl}, {"ring", Ms2Ion::ring}, {"n1", Ms2Ion::n1}}};
  std::uint8_t parts = 0;
  if (text == "-") return parts;
  for (const std::string& part : parted(text, '+')) {
    const auto known =
        std::find_if(kParts.begin(), kParts.end(), [&](const auto& p) { return p.first == part; });
    if (known == kParts.end()) fail(line, "no part is called \"" + part + "\"");
    parts = static_cast<std::uint8_t>(parts | known->second);
  }
  return parts;
}

void read_conditions(const std::string& text, std::size_t line, Ms2Ion& ion) {
  if (text == "-") return;
  for (const std::string& condition : parted(text, ';')) {
    if (condition == "acylated") {
      ion.needs_acyl = true;
    } else if (condition == "large_n1") {
      ion.needs_large_n1 = true;
    } else if (condition.starts_with("ring=")) {
      ion.rings = parted(condition.substr(5), ',');
    } else if (condition.starts_with("n1=")) {
      ion.n1s = parted(condition.substr(3), ',');
    } else {
      fail(line, "no condition is called \"" + condition + "\"");
    }
  }
}

void add_atoms(const std::string& formula, int sign, Ms2Ion& ion) {
  if (formula == "-") return;
  const Formula atoms = Formula::parse(formula);
  for (const auto& [element, count] : atoms.counts()) ion.further[element] += sign * count;
  ion.further_mass += sign * atoms.monoisotopic_mass();
}

bool holds(const std::vector<std::string>& formulas, const std::string& formula) {
  return formulas.empty() || std::find(formulas.begin(), formulas.end(), formula) != formulas.end();
}

template <typename Visit>
void for_each_part(const Ms2Ion& ion, const SiteTable& table, const SiteHypothesis& sites,
                   const Visit& visit) {
  if ((ion.parts & Ms2Ion::acyl) != 0) visit(table.acyl[sites.acyl]);
  if ((ion.parts & Ms2Ion::aryl) != 0) visit(table.n_aryl[sites.n_aryl]);
  if ((ion.parts & Ms2Ion::ring) != 0) visit(table.piperidine[sites.piperidine]);
  if ((ion.parts & Ms2Ion::n1) != 0) visit(table.n1_substituent[sites.n1_substituent]);
}

}  // namespace

const char* name(Ms2Group group) noexcept {
  switch (group) {
    case Ms2Group::piperidine: return "piperidine";
    case Ms2Group::substituent_lost: return "substituent_lost";
    case Ms2Group::n1_cation: return "n1_cation";
    case Ms2Group::n1_methylene: return "n1_methylene";
    case Ms2Group::less_acyl: return "less_acyl";
    case Ms2Group::amide_side: return "amide_side";
    case Ms2Group::anilide: return "anilide";
    case Ms2Group::anilinium: return "anilinium";
    case Ms2Group::aniline_carbons: return "aniline_carbons";
    case Ms2Group::acylium: return "acylium";
    case Ms2Group::aryl: return "aryl";
    case Ms2Group::n1_pieces: return "n1_pieces";
    case Ms2Group::ring: return "ring";
    case Ms2Group::other: return "other";
  }
  return "";
}

std::vector<Ms2Ion> parse_ms2_ions(std::string_view text) {
  std::vector<Ms2Ion> ions;
  bool is_header = true;
  for_each_row(text, [&](std::size_t line, const std::vector<std::string>& cells) {
    if (std::exchange(is_header, false)) return;
    if (cells.size() != 7) fail(line, "7 cells are expected");
    Ms2Ion ion;
    ion.name = cells[0];
    ion.group = group_of(cells[1], line);
    ion.parts = parts_of(cells[2], line);
    add_atoms(cells[3], 1, ion);
    add_atoms(cells[4], -1, ion);
    read_conditions(cells[5], line, ion);
    ion.contains = cells[6];
    if (ion.parts == 0 && ion.further_mass <= 0.0) fail(line, "the ion has no atoms");
    ions.push_back(std::move(ion));
  });
  if (ions.empty()) throw Error(ErrorKind::library, "MS/MS ion table: it names no ion");
  return ions;
}

bool is_possible(const Ms2Ion& ion, const SiteTable& table, const SiteHypothesis& sites) {
  const SiteVariant& n1 = table.n1_substituent[sites.n1_substituent];
  if (ion.needs_acyl && table.acyl[sites.acyl].kind == SiteKind::none) return false;
  if (ion.needs_large_n1 && n1.exact_mass < kLargeN1Da) return false;
  return holds(ion.rings, table.piperidine[sites.piperidine].formula) && holds(ion.n1s, n1.formula);
}

double mz_of(const Ms2Ion& ion, const SiteTable& table, const SiteHypothesis& sites) {
  double mass = ion.further_mass;
  for_each_part(ion, table, sites, [&](const SiteVariant& part) { mass += part.exact_mass; });
  return mass - kElectronMass;
}

std::string formula_of(const Ms2Ion& ion, const SiteTable& table, const SiteHypothesis& sites) {
  std::map<std::string, int> counts = ion.further;
  for_each_part(ion, table, sites, [&](const SiteVariant& part) {
    const Formula formula = Formula::parse(part.formula);
    for (const auto& [element, count] : formula.counts()) counts[element] += count;
  });
  std::string text;
  for (const auto& [element, count] : counts) {
    if (count < 0) return {};
    if (count > 0) text += element + std::to_string(count);
  }
  return text.empty() ? text : Formula::parse(text).hill();
}

}  // namespace basepeak
