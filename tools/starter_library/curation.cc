#include "tools/starter_library/curation.h"

#include <cctype>
#include <set>

#include "engine/chemistry/inchi_key.h"
#include "engine/chemistry/structure.h"
#include "engine/error.h"

namespace basepeak::starter {

namespace {

Compound read_compound(const TabRow& row, const std::string& where) {
  Compound compound{row.cell.at("compound"), row.cell.at("name"),     row.cell.at("smiles"),
                    row.cell.at("formula"),  row.cell.at("inchikey"), row.cell.at("cas")};
  const std::string formula = read_structure(compound.smiles).formula;
  const std::string key = inchi_key(compound.smiles);
  if (formula != compound.formula) {
    throw Error(ErrorKind::input,
                where + ": the formula of the SMILES is " + formula + ", not " + compound.formula);
  }
  if (key != compound.inchikey) {
    throw Error(ErrorKind::input,
                where + ": the InChIKey of the SMILES is " + key + ", not " + compound.inchikey);
  }
  if (!compound.cas.empty() && !is_cas_number(compound.cas)) {
    throw Error(ErrorKind::input, where + ": '" + compound.cas + "' is not a CAS number");
  }
  return compound;
}

RecordKind read_kind(const std::string& text, const std::string& where) {
  if (text == "ei") return RecordKind::ei;
  if (text == "ms2") return RecordKind::ms2;
  throw Error(ErrorKind::input, where + ": '" + text + "' is neither ei nor ms2");
}

}  // namespace

bool is_cas_number(const std::string& text) {
  const std::vector<std::string> parts = split(text, '-');
  if (parts.size() != 3 || parts[0].size() < 2 || parts[0].size() > 7 || parts[1].size() != 2 ||
      parts[2].size() != 1) {
    return false;
  }
  const std::string digits = parts[0] + parts[1] + parts[2];
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (std::isdigit(static_cast<unsigned char>(digits[i])) == 0) return false;
    sum += static_cast<int>(digits.size() - 1 - i) * (digits[i] - '0');
  }
  return sum % 10 == digits.back() - '0';
}

Curation Curation::read(const std::filesystem::path& folder) {
  Curation curation;
  std::set<std::string> compounds;
  const std::filesystem::path compound_file = folder / "compounds.tsv";
  for (const TabRow& row :
       read_tab_file(compound_file, {"compound", "name", "smiles", "formula", "inchikey", "cas"})) {
    const std::string where = compound_file.string() + ":" + std::to_string(row.line);
    curation.compounds.push_back(read_compound(row, where));
    if (!compounds.insert(curation.compounds.back().id).second) {
      throw Error(ErrorKind::input, where + ": the compound occurs twice");
    }
  }
  std::set<std::string> records;
  const std::filesystem::path source_file = folder / "sources.tsv";
  for (const TabRow& row : read_tab_file(
           source_file,
           {"record", "compound", "kind", "source", "printed_name", "printed_formula", "note"})) {
    const std::string where = source_file.string() + ":" + std::to_string(row.line);
    RecordSource record{row.cell.at("record"),
                        row.cell.at("compound"),
                        read_kind(row.cell.at("kind"), where),
                        split(row.cell.at("source"), ';'),
                        row.cell.at("printed_name"),
                        row.cell.at("printed_formula"),
                        row.cell.at("note")};
    if (!records.insert(record.id).second) {
      throw Error(ErrorKind::input, where + ": the record id occurs twice");
    }
    if (!compounds.contains(record.compound)) {
      throw Error(ErrorKind::input, where + ": compounds.tsv has no '" + record.compound + "'");
    }
    curation.records.push_back(std::move(record));
  }
  return curation;
}

}  // namespace basepeak::starter
