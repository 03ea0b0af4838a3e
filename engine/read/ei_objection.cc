#include "engine/read/ei_objection.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "engine/read/stated_fields.h"
#include "engine/read/stated_ionisation.h"
#include "engine/read/text_encoding.h"
#include "engine/read/text_query.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

constexpr const char* kPrecursorIsGiven = "a precursor is given";

// Letters only, lower case: "GC-EI-Q" has gc, ei, q. Whether one of the words begins so.
bool has_word(std::string_view text, std::initializer_list<std::string_view> whole,
              std::initializer_list<std::string_view> beginnings) {
  std::string word;
  for (const char c : lower_case(text) + " ") {
    if (c >= 'a' && c <= 'z') {
      word += c;
      continue;
    }
    if (std::find(whole.begin(), whole.end(), word) != whole.end()) return true;
    for (const std::string_view beginning : beginnings) {
      if (word.starts_with(beginning)) return true;
    }
    word.clear();
  }
  return false;
}

// "[M]+", "[M]+*", "M+.": what EI makes.
bool is_molecular_ion(std::string_view adduct) {
  std::string bare(adduct);
  for (std::size_t at; (at = bare.find("\u2022")) != std::string::npos;) bare.erase(at, 3);
  std::erase_if(bare, [](char c) {
    return c == '[' || c == ']' || c == '*' || c == '.' || c == ' ' || c == '\t';
  });
  return bare == "M+" || bare == "M";
}

// Exporters write the polarity into fields of the ionisation.
bool is_polarity(std::string_view value) {
  const std::string word = bare_name(value);
  return word.empty() || word == "p" || word == "n" || word == "pos" || word == "neg" ||
         word == "positive" || word == "negative";
}

// The last three are JCAMP-DX's.
std::string instrument_of(const TextRecord& record) {
  std::string text;
  for (const char* name : {"Instrument_type", "Instrument", "SPECTROMETER TYPE",
                           "SPECTROMETER/DATA SYSTEM", "INLET"}) {
    text += std::string(record.value(name)) + " ";
  }
  return text;
}

}  // namespace

bool names_gc_instrument(const TextRecord& record) {
  return has_word(instrument_of(record), {}, {"gc"});
}

std::string objection_to_ei(const TextRecord& record, const Acquisition& acquisition) {
  if (!is_searched_as_ei(acquisition)) return "it is an MS/MS spectrum";
  if (!says_nothing(acquisition.adduct) && !is_molecular_ion(acquisition.adduct)) {
    return "an adduct is given, " + acquisition.adduct;
  }
  if (!stated_values(record, kPrecursorFields).empty() ||
      !stated_values(record, kPepmassFields).empty())
    return kPrecursorIsGiven;
  constexpr double kElectronEnergy_ev = 70.0;  // of EI itself, where exporters write it here
  if (!stated_values(record, kEnergyFields).empty() &&
      acquisition.energy_ev != kElectronEnergy_ev) {
    return "a collision energy is given";
  }
  if (acquisition.polarity == Polarity::negative) return "its polarity is negative";
  if (has_word(instrument_of(record), {"ci", "fab", "fd", "esi"},
               {"lc", "uplc", "hplc", "uhplc", "apci", "appi", "maldi", "dart", "desi"})) {
    return "its instrument is none for EI";
  }
  return {};
}

std::string unknown_ionisation(const TextRecord& record) {
  for (const std::string_view name : kIonisationFields) {
    const std::string_view value = trimmed(record.value(name));
    if (!value.empty() && !is_polarity(value) && !ionisation_in(value).says_something()) {
      return std::string(value);
    }
  }
  return {};
}

namespace {

// Two fields of which one says EI, or EI beside what speaks against it.
std::string ionisation_conflict(const TextRecord& record, const Acquisition& acquisition) {
  const bool is_ei = acquisition.ionisation == Ionisation::ei;
  if (!is_ei && acquisition.ionisation != Ionisation::esi && acquisition.other_ionisation.empty()) {
    return {};
  }
  for (const std::string_view value : stated_ionisations(record)) {
    if ((ionisation_in(value).ionisation == Ionisation::ei) != is_ei) {
      return "its fields contradict each other: its ionisation is taken as " +
             ionisation_words(acquisition) + ", and another field says '" +
             std::string(value.substr(0, 80)) + "'";
    }
  }
  if (!is_ei) return {};
  const std::string objection = objection_to_ei(record, acquisition);
  // A precursor beside EI is compared with the match.
  if (objection.empty() || objection == kPrecursorIsGiven) return {};
  return "its fields contradict each other: it states EI, yet " + objection;
}

}  // namespace

std::vector<std::string> field_conflicts(const TextRecord& record, const Acquisition& acquisition) {
  std::vector<std::string> conflicts = {ionisation_conflict(record, acquisition),
                                        polarity_conflict(record, acquisition)};
  std::erase(conflicts, std::string());
  return conflicts;
}

}  // namespace basepeak
