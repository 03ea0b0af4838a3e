#include "engine/read/ei_objection.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "engine/read/stated_ionisation.h"
#include "engine/read/text_encoding.h"
#include "engine/read/text_query.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

// "N/A", "unknown", "-": a field that says nothing.
bool says_nothing(std::string_view value) {
  const std::string word = bare_name(value);
  return word.empty() || word == "na" || word == "none" || word == "null" || word == "unknown" ||
         word == "0";
}

bool has_one_of(const TextRecord& record, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    return !says_nothing(trimmed(record.value(name)));
  });
}

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

std::string instrument_of(const TextRecord& record) {
  return std::string(record.value("Instrument_type")) + " " +
         std::string(record.value("Instrument"));
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
  if (has_one_of(record, {"PrecursorMZ", "Precursor_mz", "PEPMASS"})) return "a precursor is given";
  constexpr double kElectronEnergy_ev = 70.0;  // of EI itself, where exporters write it here
  if (has_one_of(record, {"Collision_energy", "CollisionEnergy", "CE"}) &&
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

}  // namespace basepeak
