#include "engine/identify/site_table.h"

#include <limits>
#include <map>
#include <utility>

#include "engine/chemistry/formula.h"
#include "engine/error.h"
#include "engine/identify/model_text.h"

namespace basepeak {

namespace {

const std::map<std::string, SiteKind, std::less<>> kKinds = {{"-", SiteKind::plain},
                                                             {"none", SiteKind::none},
                                                             {"ketene", SiteKind::ketene},
                                                             {"aromatic", SiteKind::aromatic},
                                                             {"other", SiteKind::other},
                                                             {"chain", SiteKind::chain},
                                                             {"phenethyl", SiteKind::phenethyl},
                                                             {"benzyl", SiteKind::benzyl},
                                                             {"small", SiteKind::small}};

[[noreturn]] void fail(std::size_t line, const std::string& why) {
  throw Error(ErrorKind::library, "site table, line " + std::to_string(line) + ": " + why);
}

int count(const Formula& formula, const char* element) {
  const auto found = formula.counts().find(element);
  return found == formula.counts().end() ? 0 : found->second;
}

void add_combinations(SiteTable& table) {
  for (std::size_t n1 = 0; n1 < table.n1_substituent.size(); ++n1) {
    for (std::size_t ring = 0; ring < table.piperidine.size(); ++ring) {
      for (std::size_t aryl = 0; aryl < table.n_aryl.size(); ++aryl) {
        for (std::size_t acyl = 0; acyl < table.acyl.size(); ++acyl) {
          const int rare = static_cast<int>(table.n1_substituent[n1].is_rare) +
                           static_cast<int>(table.piperidine[ring].is_rare) +
                           static_cast<int>(table.n_aryl[aryl].is_rare) +
                           static_cast<int>(table.acyl[acyl].is_rare);
          if (rare > 1) continue;
          table.hypotheses.push_back(
              {static_cast<std::uint8_t>(acyl), static_cast<std::uint8_t>(aryl),
               static_cast<std::uint8_t>(ring), static_cast<std::uint8_t>(n1)});
        }
      }
    }
  }
}

}  // namespace

SiteTable SiteTable::parse(std::string_view text) {
  SiteTable table;
  const std::map<std::string, std::vector<SiteVariant>*, std::less<>> sites = {
      {"acyl", &table.acyl},
      {"n_aryl", &table.n_aryl},
      {"piperidine", &table.piperidine},
      {"n1_substituent", &table.n1_substituent}};
  bool is_header = true;
  for_each_row(text, [&](std::size_t line, const std::vector<std::string>& cells) {
    if (std::exchange(is_header, false)) return;
    if (cells.size() != 6) fail(line, "6 cells are expected");
    const auto site = sites.find(cells[0]);
    const auto kind = kKinds.find(cells[2]);
    if (site == sites.end()) fail(line, "no site is called \"" + cells[0] + "\"");
    if (kind == kKinds.end()) fail(line, "no kind is called \"" + cells[2] + "\"");
    if (cells[4] != "common" && cells[4] != "rare") fail(line, "the tier is common or rare");
    const Formula formula = Formula::parse(cells[1]);
    SiteVariant variant;
    variant.formula = cells[1];
    variant.kind = kind->second;
    variant.is_rare = cells[4] == "rare";
    variant.mass = formula.nominal_mass();
    variant.exact_mass = formula.monoisotopic_mass();
    variant.lost = cells[3] == "-" ? cells[1] : cells[3];
    variant.lost_mass = Formula::parse(variant.lost).nominal_mass();
    variant.chlorines = count(formula, "Cl");
    variant.bromines = count(formula, "Br");
    if (variant.mass < variant.lost_mass) fail(line, "more is lost than there is");
    site->second->push_back(variant);
  });
  for (const auto& [name, variants] : sites) {
    if (variants->empty() || variants->size() > std::numeric_limits<std::uint8_t>::max()) {
      throw Error(ErrorKind::library, "site table: " + name + " has no variants or too many");
    }
  }
  add_combinations(table);
  table.sha256 = sha256_of(text);
  return table;
}

int nominal_mass(const SiteTable& table, const SiteHypothesis& hypothesis) {
  constexpr int kNitrogen = 14;  // of the amide
  return table.acyl[hypothesis.acyl].mass + table.n_aryl[hypothesis.n_aryl].mass +
         table.piperidine[hypothesis.piperidine].mass +
         table.n1_substituent[hypothesis.n1_substituent].mass + kNitrogen;
}

int changed_sites(const SiteTable& table, const SiteHypothesis& hypothesis) {
  return static_cast<int>(table.acyl[hypothesis.acyl].formula != "C3H5O") +
         static_cast<int>(table.n_aryl[hypothesis.n_aryl].formula != "C6H5") +
         static_cast<int>(table.piperidine[hypothesis.piperidine].formula != "C5H9N") +
         static_cast<int>(table.n1_substituent[hypothesis.n1_substituent].formula != "C8H9");
}

}  // namespace basepeak
