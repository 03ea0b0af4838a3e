#include "engine/identify/stated_identity.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "engine/chemistry/formula.h"
#include "engine/chemistry/inchi_key.h"
#include "engine/error.h"
#include "engine/identify/number_text.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

constexpr double kMolecularIonDa = 0.5;  // of an m/z to units
constexpr double kPrecursorDa = 0.02;    // twice what an identity search allows

// JCAMP-DX writes "C 22 H 28 N2 O".
std::optional<Formula> read(std::string_view text) {
  std::string formula(text);
  std::erase(formula, ' ');
  if (formula.empty()) return std::nullopt;
  try {
    return Formula::parse(formula);
  } catch (const Error&) {
    return std::nullopt;  // salts and words: nothing to compare
  }
}

// As many decimals as it takes, four at most.
std::string as_stated(double value) {
  std::string text = with_digits(value, 4);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// Half of the last digit of an m/z given to units, tenths or hundredths.
double rounding_of(double mz) {
  for (const double unit : {1.0, 0.1, 0.01}) {
    if (std::abs(mz / unit - std::round(mz / unit)) < 1e-6) return 0.5 * unit;
  }
  return 0.0;
}

// A record whose structure is labelled and whose formula does not say so.
bool has_unwritten_label(const Library& library, std::uint32_t record, const Formula& formula) {
  return formula == without_labels(formula) &&
         (library.smiles(record).find("[2H]") != std::string_view::npos ||
          library.smiles(record).find("[13C") != std::string_view::npos);
}

// Labels count: deuterated fentanyl is another substance than fentanyl.
bool is_same(const Formula& record, const Formula& stated, bool is_label_unwritten) {
  return record == (is_label_unwritten ? without_labels(stated) : stated);
}

// The precursor that the record's compound would show as the query's ion.
std::optional<double> expected_mz(const Acquisition& acquired, const Library& library,
                                  std::uint32_t record) {
  if (!acquired.adduct.empty()) {
    const auto formula = read(library.formula(record));
    if (!formula) return std::nullopt;
    return adduct_mz(acquired.adduct, formula->monoisotopic_mass());
  }
  const double mz = library.precursor_mz(record);
  return mz > 0.0 ? std::optional(mz) : std::nullopt;
}

// Names of the group's members, but the first, that `fits`.
std::string others_that_fit(const Identification& found, const Library& library,
                            const std::function<bool(std::uint32_t)>& fits) {
  std::string names;
  const auto& members = found.isomer_group.members;
  for (std::size_t m = 1; m < members.size(); ++m) {
    const auto hit = std::find_if(
        found.matches.hits.begin(), found.matches.hits.end(),
        [&](const Match& match) { return library.id(match.record) == members[m].record; });
    if (hit == found.matches.hits.end() || !fits(hit->record)) continue;
    names += (names.empty() ? "" : ", ") + members[m].name;
  }
  return names;
}

}  // namespace

std::vector<std::string> contradictions(const Identification& found, const Library& library) {
  const Query& query = found.query;
  const std::uint32_t best = found.matches.hits.front().record;
  const std::string name(library.compound_name(best));
  std::vector<std::string> sentences;
  // `fits` is true of a record of which nothing can be said.
  const auto compare = [&](const std::function<bool(std::uint32_t)>& fits,
                           const std::string& stated, const std::string& matched) {
    if (fits(best)) return;
    const std::string others = others_that_fit(found, library, fits);
    sentences.push_back(
        "contradiction: the source states " + stated + ", but " + matched +
        (others.empty() ? "; one of the two is wrong, or the source speaks of a salt or derivative"
                        : "; of the group it fits " + others));
  };
  const auto formula = read(library.formula(best));
  if (query.stated_mass && formula) {
    compare(
        [&](std::uint32_t record) {
          const auto of = read(library.formula(record));
          return !of || is_mass_of(*query.stated_mass, *of);
        },
        "a molecular mass of " + as_stated(*query.stated_mass),
        name + " (" + formula->hill() + ") has " + std::to_string(formula->nominal_mass()));
  }
  const auto stated = read(query.stated_formula);
  if (stated && formula) {
    compare(
        [&](std::uint32_t record) {
          const auto of = read(library.formula(record));
          return !of || is_same(*of, *stated, has_unwritten_label(library, record, *of));
        },
        "the formula " + stated->hill(), name + " is " + formula->hill());
  }
  if (is_inchi_key(query.stated_inchikey) && is_inchi_key(library.inchikey(best))) {
    compare(
        [&](std::uint32_t record) {
          const std::string_view of = library.inchikey(record);
          return !is_inchi_key(of) ||
                 inchi_key_connectivity(of) == inchi_key_connectivity(query.stated_inchikey);
        },
        "the InChIKey " + query.stated_inchikey,
        name + " has " + std::string(library.inchikey(best)));
  }
  const Acquisition& acquired = query.acquisition;
  const auto expected = expected_mz(acquired, library, best);
  if (acquired.ms_level > 1 && acquired.precursor_mz && expected) {
    compare(
        [&](std::uint32_t record) {
          const auto mz = expected_mz(acquired, library, record);
          return !mz || std::abs(*mz - *acquired.precursor_mz) <=
                            kPrecursorDa + rounding_of(*acquired.precursor_mz);
        },
        "the precursor m/z " + as_stated(*acquired.precursor_mz) +
            (acquired.adduct.empty() ? "" : " as " + acquired.adduct),
        name + " would show " + with_digits(*expected, 4));
  }
  if (is_searched_as_ei(acquired) && query.stated_precursor_mz && formula) {
    // Exporters write the molecule's mass there, or that of its protonated ion.
    compare(
        [&](std::uint32_t record) {
          const auto of = read(library.formula(record));
          if (!of) return true;
          const double above = *query.stated_precursor_mz - of->monoisotopic_mass();
          return std::abs(above) <= kMolecularIonDa || std::abs(above - 1.007) <= kMolecularIonDa;
        },
        "a precursor m/z of " + as_stated(*query.stated_precursor_mz) + " beside an EI spectrum",
        name + " (" + formula->hill() + ") has " + std::to_string(formula->nominal_mass()));
  }
  return sentences;
}

}  // namespace basepeak
