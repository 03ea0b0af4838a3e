#include "libraries/interchange/settled_acquisition.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/read/comment_pairs.h"
#include "engine/read/ei_objection.h"
#include "engine/read/text_encoding.h"
#include "engine/read/text_query.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {
namespace {

// The facts as they would be if the record stated this ionisation.
Acquisition stating(const std::string& ionisation, TextRecord facts,
                    std::vector<std::string>& problems) {
  const Polarity polarity = acquisition_of(facts, problems).polarity;
  facts.fields.insert(facts.fields.begin(), {"Ionization", ionisation, facts.line});
  problems.clear();
  Acquisition acquisition = acquisition_of(facts, problems);
  if (acquisition.polarity == Polarity::unknown) acquisition.polarity = polarity;
  return acquisition;
}

bool is_written_as_unit_masses(const TextRecord& text) {
  return std::all_of(text.mz.begin(), text.mz.end(), [](double mz) {
    return std::abs(100.0 * mz - std::round(100.0 * mz)) < 1e-4;
  });
}

// The rule for queries, and m/z that such a record must have, since nobody looks at each.
std::string objection_to_import(const TextRecord& text, const TextRecord& facts,
                                const Acquisition& acquisition) {
  std::string objection = objection_to_ei(facts, acquisition);
  if (!objection.empty() || names_gc_instrument(facts) || is_written_as_unit_masses(text)) {
    return objection;
  }
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

Acquisition settled_acquisition(const TextRecord& text, Ionisation given, Findings& findings) {
  TextRecord facts;
  facts.line = text.line;
  facts.fields = text.fields;
  add_comment_fields(facts);
  std::vector<std::string> problems;
  Acquisition acquisition = acquisition_of(facts, problems);
  std::string stated;
  std::string objection;
  if (acquisition.ionisation == Ionisation::unknown) {
    stated = acquisition.other_ionisation.empty() ? unknown_ionisation(facts)
                                                  : acquisition.other_ionisation;
    objection = objection_to_import(text, facts, acquisition);
    if (stated.empty() && given != Ionisation::unknown) {
      const std::string word = given == Ionisation::ei ? "EI" : "ESI";
      acquisition = stating(word, facts, problems);
      findings.flag("ionisation-given",
                    "no ionisation is stated; " + word + " was given at its import");
    } else if (stated.empty() && objection.empty()) {
      acquisition.ionisation = Ionisation::ei;
      findings.flag("ionisation-assumed",
                    "no ionisation is stated; it was taken as EI, as a query is that states none");
    }
  }
  for (const std::string& conflict : field_conflicts(facts, acquisition)) {
    findings.flag("contradicting-fields", conflict);
  }
  for (const std::string& problem : problems) findings.flag("unreadable-field", problem);
  flag_if_not_searched(acquisition, stated, objection, findings);
  return acquisition;
}

}  // namespace basepeak
