#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "engine/read/spectrum_text.h"

namespace basepeak::test {

// A complete, faultless record of an EI spectrum of fentanyl, to be spoilt by a test.
inline TextRecord text_record() {
  TextRecord text;
  text.line = 10;
  const std::pair<const char*, const char*> fields[] = {
      {"Name", "Fentanyl"},
      {"DB#", "T-1"},
      {"InChIKey", "PJMPHNIQZUBGLI-UHFFFAOYSA-N"},
      {"SMILES", "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"},
      {"Formula", "C22H28N2O"},
      {"MW", "336"},
      {"ExactMass", "336.22016"},
      {"Ionization", "EI"},
      {"MSlevel", "1"},
      {"License", "CC0"},
      {"Num Peaks", "3"}};
  for (const auto& [name, value] : fields)
    text.fields.push_back({name, value, 10 + text.fields.size()});
  text.mz = {146.0, 189.0, 245.0};
  text.intensity = {60.0, 30.0, 999.0};
  text.annotation.resize(3);
  text.peak_line = {21, 22, 23};
  return text;
}

// Sets, adds or (with an empty value) removes a field.
inline void set(TextRecord& text, const std::string& name, const std::string& value) {
  for (auto field = text.fields.begin(); field != text.fields.end(); ++field) {
    if (field->name != name) continue;
    if (value.empty()) text.fields.erase(field);
    if (!value.empty()) field->value = value;
    return;
  }
  if (!value.empty()) text.fields.push_back({name, value, 20});
}

// The same as MS/MS of [M+H]+.
inline TextRecord esi_record() {
  TextRecord text = text_record();
  set(text, "Ionization", "ESI");
  set(text, "MSlevel", "2");
  set(text, "PrecursorMZ", "337.2274");
  set(text, "Precursor_type", "[M+H]+");
  text.mz = {105.0699, 188.1434, 216.1383};
  return text;
}

}  // namespace basepeak::test
