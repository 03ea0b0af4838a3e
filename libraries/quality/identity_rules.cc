#include "libraries/quality/identity_rules.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/chemistry/formula.h"
#include "engine/chemistry/inchi_key.h"
#include "engine/error.h"
#include "engine/read/numbers.h"
#include "libraries/quality/number_text.h"

namespace basepeak {
namespace {

constexpr double kExactMassTolerance = 0.01;  // Da
constexpr double kAverageTolerance = 0.05;    // Da, tables of atomic weights differ by that much
constexpr double kMwTolerance = 0.6;          // Da, MW is rounded or cut to a whole number
constexpr double kPrecursorTolerance = 0.02;  // Da

double neutral_mass(const Formula& formula) {
  return formula.monoisotopic_mass() + formula.charge() * kElectronMass;
}

// Salts, charges and labels aside: "C6H14ClNO" of a hydrochloride agrees with "C6H13NO" of the
// base.
bool agree(const Formula& stated, const std::string& other) {
  return without_labels(stated).counts() == without_labels(Formula::parse(other)).counts();
}

void check_masses(const TextRecord& text, const Formula& formula, Findings& findings) {
  const double monoisotopic = neutral_mass(formula);
  const double average = formula.average_mass();
  if (const auto exact = number(text.value("ExactMass")); exact && *exact > 0.0) {
    const double off = std::abs(*exact - monoisotopic);
    const std::string sentence = "the exact mass is given as " + shown(*exact) + ", the formula " +
                                 formula.hill() + " has " + shown(monoisotopic);
    if (off > kExactMassTolerance && std::abs(*exact - average) <= kAverageTolerance) {
      findings.flag("exact-mass-is-average", sentence + ": it is the average mass");
    } else if (off > kExactMassTolerance) {
      findings.flag("exact-mass-disagrees", sentence);
    }
  }
  if (const auto stated = number(text.value("MW")); stated && *stated > 0.0) {
    const double off = std::min({std::abs(*stated - formula.nominal_mass()),
                                 std::abs(*stated - monoisotopic), std::abs(*stated - average)});
    // A whole number may be the mass cut, not rounded.
    const double tolerance = *stated == std::round(*stated) ? 1.0 : kMwTolerance;
    if (off >= tolerance) {
      findings.flag("mw-disagrees", "MW is given as " + shown(*stated) + ", the formula " +
                                        formula.hill() + " has " +
                                        std::to_string(formula.nominal_mass()));
    }
  }
}

void check_precursor(const LibraryRecord& record, const std::optional<Formula>& formula,
                     Findings& findings) {
  const Acquisition& acquisition = record.acquisition;
  if (acquisition.ms_level < 2) return;
  if (!acquisition.precursor_mz) {
    findings.flag("precursor-missing",
                  "no precursor m/z is given, so that only an open search can find it");
  }
  if (acquisition.adduct.empty() || !formula) return;
  const auto expected = adduct_mz(acquisition.adduct, neutral_mass(*formula));
  if (!expected) {
    findings.flag("adduct-unknown", "the adduct '" + acquisition.adduct + "' is not understood");
  } else if (acquisition.precursor_mz &&
             std::abs(*acquisition.precursor_mz - *expected) > kPrecursorTolerance) {
    findings.flag("precursor-disagrees",
                  "the precursor is given as " + shown(*acquisition.precursor_mz) + ", " +
                      acquisition.adduct + " of " + record.formula + " is " + shown(*expected));
  }
}

// CAS numbers are written with hyphens; their last digit checks the others.
void check_cas(LibraryRecord& record, Findings& findings) {
  if (record.cas.empty()) return;
  std::string digits;
  for (const char c : record.cas) {
    if (c >= '0' && c <= '9')
      digits += c;
    else if (c != '-')
      digits += 'x';
  }
  bool is_right =
      digits.size() >= 5 && digits.size() <= 10 && digits.find('x') == std::string::npos;
  if (is_right) {
    int sum = 0;
    for (std::size_t i = 0; i + 1 < digits.size(); ++i) {
      sum += (digits[digits.size() - 2 - i] - '0') * static_cast<int>(i + 1);
    }
    is_right = sum % 10 == digits.back() - '0';
  }
  if (!is_right) {
    findings.flag("cas-invalid", "'" + record.cas + "' is not a CAS number");
    return;
  }
  const std::size_t size = digits.size();
  record.cas =
      digits.substr(0, size - 3) + "-" + digits.substr(size - 3, 2) + "-" + digits.substr(size - 1);
}

}  // namespace

const IdentityRules::Known& IdentityRules::known(const std::string& smiles) {
  const auto [entry, is_new] = known_.try_emplace(smiles);
  if (!is_new) return entry->second;
  Known& known = entry->second;
  try {
    known.formula = read_structure(smiles).formula;
    known.whole_formula =
        smiles.find('.') == std::string::npos ? known.formula : whole_formula(smiles);
  } catch (const Error& problem) {
    known = {"", "", problem.what()};
  }
  return known;
}

const std::string& IdentityRules::key_of(const std::string& smiles) {
  const auto [entry, is_new] = keys_.try_emplace(smiles);
  if (!is_new) return entry->second;
  try {
    entry->second = inchi_key(smiles);
  } catch (const Error& problem) {
    if (problem.kind() != ErrorKind::input) throw;
  }
  return entry->second;
}

std::string IdentityRules::other_key(const std::string& written, const std::string& smiles) {
  const std::string own = key_of(smiles);
  if (smiles.empty() || own.empty()) return "";
  // A salt may have the key of its base or acid, a charged form that of the neutral one.
  std::vector<std::string> forms = {smiles};
  for (std::size_t begin = 0; begin < smiles.size();) {
    const std::size_t end = std::min(smiles.find('.', begin), smiles.size());
    forms.push_back(smiles.substr(begin, end - begin));
    begin = end + 1;
  }
  const std::size_t written_forms = forms.size();
  for (std::size_t i = 0; i < written_forms; ++i) {
    try {
      forms.push_back(parent_molecule(forms[i]).canonical_smiles);
    } catch (const Error& problem) {
      if (problem.kind() != ErrorKind::input) throw;  // a part that is no molecule of its own
    }
  }
  const bool agrees = std::any_of(forms.begin(), forms.end(), [&](const std::string& form) {
    return inchi_key_connectivity(key_of(form)) == inchi_key_connectivity(written);
  });
  return agrees ? "" : own;
}

void IdentityRules::check_structure(LibraryRecord& record, Findings& findings) {
  if (record.smiles.empty()) return;
  const Known& structure = known(record.smiles);
  if (structure.problem.empty()) return;
  findings.flag("smiles-invalid", structure.problem + "; the record was kept without a structure");
  record.smiles.clear();
}

void IdentityRules::check_formula(LibraryRecord& record, Findings& findings) {
  if (record.formula.empty()) {
    if (record.smiles.empty()) return;
    record.formula = known(record.smiles).formula;
    findings.flag("formula-from-smiles",
                  "no formula is given; " + record.formula + " was taken from the SMILES");
    return;
  }
  try {
    const Formula stated = Formula::parse(record.formula);
    record.formula = stated.hill();
    if (record.smiles.empty()) return;
    const Known& structure = known(record.smiles);
    if (!agree(stated, structure.formula) && !agree(stated, structure.whole_formula)) {
      findings.flag("formula-disagrees", "the formula is given as " + record.formula +
                                             ", the SMILES has " + structure.formula);
    }
  } catch (const Error& problem) {
    findings.refuse("bad-formula", problem.what());
  }
}

void IdentityRules::check_inchikey(LibraryRecord& record, Findings& findings) {
  const std::string written = record.inchikey;
  if (is_inchi_key(written)) {
    if (written.substr(23, 2) != "SA") {
      findings.flag("inchikey-nonstandard",
                    written + " is not a standard InChIKey (its second block ends in " +
                        written.substr(23, 2) + "); its first block still tells the connectivity");
    }
    if (const std::string other = other_key(written, record.smiles); !other.empty()) {
      findings.flag("inchikey-disagrees",
                    written + " is not the InChIKey of the SMILES, which is " + other +
                        "; one of them is of another compound, salt or tautomer");
    }
    return;
  }
  if (!written.empty())
    findings.flag("inchikey-malformed", "'" + written + "' is not an InChIKey and was dropped");
  record.inchikey = record.smiles.empty() ? "" : key_of(record.smiles);
  if (!record.inchikey.empty()) {
    findings.flag("inchikey-computed", record.inchikey + " was computed from the SMILES");
  } else {
    findings.flag("inchikey-missing",
                  "there is no InChIKey and no structure to make it of; it stands in no group of "
                  "one compound");
  }
}

void IdentityRules::check(const TextRecord& text, LibraryRecord& record, Findings& findings) {
  check_structure(record, findings);
  check_formula(record, findings);
  check_inchikey(record, findings);
  check_cas(record, findings);
  std::optional<Formula> formula;
  if (!record.formula.empty() && !findings.is_refused()) {
    formula = Formula::parse(record.formula);
    record.monoisotopic_mass = neutral_mass(*formula);
    check_masses(text, *formula, findings);
  }
  check_precursor(record, formula, findings);
}

}  // namespace basepeak
