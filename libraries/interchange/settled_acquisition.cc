#include "libraries/interchange/settled_acquisition.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <vector>

#include "engine/read/text_encoding.h"
#include "engine/read/text_query.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {
namespace {

std::string_view first_of(const TextRecord& text, const CommentPairs& pairs,
                          std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const auto value = trimmed(text.value(name)); !value.empty()) return value;
    if (const auto value = trimmed(pairs.value(name)); !value.empty()) return value;
  }
  return {};
}

// Exporters write the polarity into fields of the ionisation.
bool is_polarity(std::string_view value) {
  const std::string word = bare_name(value);
  return word.empty() || word == "p" || word == "n" || word == "pos" || word == "neg" ||
         word == "positive" || word == "negative";
}

std::string stated_ionisation(const TextRecord& text, const CommentPairs& pairs) {
  for (const char* name : {"Ionization", "Ionisation", "Ionization_method", "Ionisation_method",
                           "Ionization_mode", "Ionisation_mode", "Ion_source"}) {
    const std::string_view value = first_of(text, pairs, {name});
    if (!value.empty() && !is_polarity(value)) return std::string(value);
  }
  return {};
}

// The facts as they would be if the record stated this ionisation.
Acquisition stating(const std::string& ionisation, const TextRecord& text, Polarity polarity,
                    std::vector<std::string>& problems) {
  TextRecord facts;
  facts.fields = text.fields;
  facts.fields.insert(facts.fields.begin(), {"Ionization", ionisation, text.line});
  problems.clear();
  Acquisition acquisition = acquisition_of(facts, problems);
  if (acquisition.polarity == Polarity::unknown) acquisition.polarity = polarity;
  return acquisition;
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

bool is_written_as_unit_masses(const TextRecord& text) {
  return std::all_of(text.mz.begin(), text.mz.end(), [](double mz) {
    return std::abs(100.0 * mz - std::round(100.0 * mz)) < 1e-4;
  });
}

// What speaks against EI in a record that states no ionisation; empty if nothing does.
std::string objection_to_ei(const TextRecord& text, const CommentPairs& pairs,
                            const Acquisition& acquisition) {
  if (!is_searched_as_ei(acquisition)) return "it is an MS/MS spectrum";
  if (!first_of(text, pairs, {"Precursor_type", "PrecursorType", "Adduct", "Ion_type"}).empty()) {
    return "an adduct is given";
  }
  if (!first_of(text, pairs, {"PrecursorMZ", "Precursor_mz", "PEPMASS"}).empty()) {
    return "a precursor is given";
  }
  if (!first_of(text, pairs, {"Collision_energy", "CollisionEnergy", "CE"}).empty()) {
    return "a collision energy is given";
  }
  if (acquisition.polarity == Polarity::negative) return "its polarity is negative";
  const std::string instrument = std::string(first_of(text, pairs, {"Instrument_type"})) + " " +
                                 std::string(first_of(text, pairs, {"Instrument"}));
  if (has_word(instrument, {"ci", "fab", "fd", "esi"},
               {"lc", "uplc", "hplc", "uhplc", "apci", "appi", "maldi", "dart", "desi"})) {
    return "its instrument is none for EI";
  }
  if (has_word(instrument, {}, {"gc"}) || is_written_as_unit_masses(text)) return {};
  return "its m/z are accurate masses and no GC instrument is named";
}

void flag_if_not_searched(const Acquisition& acquisition, const std::string& stated,
                          const std::string& objection, Findings& findings) {
  if (acquisition.ionisation == Ionisation::ei || acquisition.ms_level > 1) return;
  constexpr const char* kNone =
      "no search compares it, since searches compare EI and MS/MS spectra";
  if (acquisition.ionisation == Ionisation::esi) {
    findings.flag("not-searched", std::string("it is ESI of MS level 1: ") + kNone);
  } else if (!stated.empty()) {
    findings.flag("not-searched", "its ionisation is given as '" + stated + "': " + kNone);
  } else {
    findings.flag("not-searched", "no ionisation is stated, and " + objection + ": " + kNone +
                                      "; import --ionisation says which it is");
  }
}

}  // namespace

Acquisition settled_acquisition(const TextRecord& text, const CommentPairs& pairs, Ionisation given,
                                Findings& findings) {
  std::vector<std::string> problems;
  Acquisition acquisition = acquisition_of(text, problems);
  std::string stated;
  std::string objection;
  if (acquisition.ionisation == Ionisation::unknown) {
    stated = stated_ionisation(text, pairs);
    if (!stated.empty()) {
      acquisition = stating(stated, text, acquisition.polarity, problems);
    } else if (given != Ionisation::unknown) {
      const std::string word = given == Ionisation::ei ? "EI" : "ESI";
      acquisition = stating(word, text, acquisition.polarity, problems);
      findings.flag("ionisation-given",
                    "no ionisation is stated; " + word + " was given at its import");
    } else if (objection = objection_to_ei(text, pairs, acquisition); objection.empty()) {
      acquisition.ionisation = Ionisation::ei;
      findings.flag("ionisation-assumed",
                    "no ionisation is stated; it was taken as EI, as a query is that states none");
    }
  }
  for (const std::string& problem : problems) findings.flag("unreadable-field", problem);
  flag_if_not_searched(acquisition, stated, objection, findings);
  return acquisition;
}

}  // namespace basepeak
