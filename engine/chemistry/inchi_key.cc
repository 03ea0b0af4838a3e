// The only file that includes Open Babel.
#include "engine/chemistry/inchi_key.h"

#include <openbabel/mol.h>
#include <openbabel/obconversion.h>
#include <openbabel/oberror.h>

#include <algorithm>
#include <mutex>

#include "engine/error.h"

namespace basepeak {

std::string inchi_key(std::string_view smiles) {
  const std::string shown = "SMILES '" + std::string(smiles.substr(0, 200)) + "'";
  if (smiles.empty() || smiles.size() > 4000 ||
      std::any_of(smiles.begin(), smiles.end(), [](char c) { return c <= ' ' || c > '~'; })) {
    throw Error(ErrorKind::input,
                shown + ": no InChIKey of an empty, blank-holding or overlong text");
  }
  // Open Babel's plug-ins, error log and InChI code keep state in globals.
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  OpenBabel::obErrorLog.StopLogging();
  OpenBabel::OBConversion conversion;
  if (!conversion.SetInAndOutFormats("smi", "inchikey")) {
    throw Error(ErrorKind::device,
                "Open Babel has no InChIKey format: its plug-ins are not installed");
  }
  OpenBabel::OBMol molecule;
  std::string key;
  if (conversion.ReadString(&molecule, std::string(smiles))) {
    key = conversion.WriteString(&molecule, true);
  }
  key.erase(std::find_if(key.begin(), key.end(), [](char c) { return c <= ' '; }), key.end());
  if (!is_inchi_key(key)) throw Error(ErrorKind::input, shown + ": no InChIKey can be made of it");
  return key;
}

bool is_inchi_key(std::string_view text) noexcept {
  if (text.size() != 27 || text[14] != '-' || text[25] != '-') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != 14 && i != 25 && (text[i] < 'A' || text[i] > 'Z')) return false;
  }
  return true;
}

std::string_view inchi_key_connectivity(std::string_view inchi_key) noexcept {
  return inchi_key.substr(0, inchi_key.find('-'));
}

}  // namespace basepeak
