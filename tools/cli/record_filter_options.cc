#include "tools/cli/record_filter_options.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/error.h"
#include "engine/identify/compound_classes.h"
#include "engine/search/record_criteria.h"

namespace basepeak {

namespace {

using Texts = std::vector<std::string>;

[[noreturn]] void refuse(const std::string& option, const std::string& why) {
  throw Error(ErrorKind::usage, option + ": " + why);
}

// "--adduct [M+H]+ or [M+Na]+": how messages name the criterion.
std::string stated(const std::string& option, const Texts& values) {
  std::string text = option;
  for (std::size_t i = 0; i < values.size(); ++i) text += (i == 0 ? " " : " or ") + values[i];
  return text;
}

std::string listed(const std::set<std::string>& names) {
  constexpr std::size_t kMost = 40;
  std::string text;
  std::size_t count = 0;
  for (const std::string& one : names) {
    if (count++ == kMost) return text + ", ...";
    text += (text.empty() ? "'" : ", '") + one + "'";
  }
  return text;
}

// The option's name before what the engine says of a value.
template <typename Work>
auto with_name(const std::string& option, const Work& work) {
  try {
    return work();
  } catch (const Error& problem) {
    if (problem.kind() != ErrorKind::usage) throw;
    refuse(option, problem.what());
  }
}

template <typename Value>
std::vector<Value> named_values(const std::string& option, const Texts& texts,
                                const std::map<std::string, Value>& known) {
  std::vector<Value> values;
  std::set<std::string> names;
  for (const auto& [text, value] : known) names.insert(text);
  for (const std::string& text : texts) {
    const auto found = known.find(text);
    if (found == known.end()) {
      refuse(option, "'" + text.substr(0, 60) + "' is none of " + listed(names));
    }
    values.push_back(found->second);
  }
  return values;
}

const std::map<std::string, Ionisation> kIonisations = {
    {"ei", Ionisation::ei}, {"esi", Ionisation::esi}, {"unknown", Ionisation::unknown}};
const std::map<std::string, Polarity> kPolarities = {{"positive", Polarity::positive},
                                                     {"negative", Polarity::negative},
                                                     {"unknown", Polarity::unknown}};
const std::map<std::string, RecordOrigin> kOrigins = {{"measured", RecordOrigin::measured},
                                                      {"consensus", RecordOrigin::consensus},
                                                      {"predicted", RecordOrigin::predicted}};

template <typename Get>
std::set<std::string> found_in(const Library& library, const Get& get) {
  std::set<std::string> values;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    std::string value(get(i));
    if (!value.empty()) values.insert(std::move(value));
  }
  return values;
}

// The classes that the project names and those that the library's records carry.
void check_classes(const std::string& option, const Texts& classes, const Library& library) {
  std::set<std::string> known =
      found_in(library, [&](std::uint32_t record) { return library.compound_class(record); });
  known.insert({"fentanyl", "fentanyl precursor"});
  for (const CompoundClass& one : compound_classes().classes) known.insert(one.name);
  for (const std::string& text : classes) {
    if (!known.contains(text)) {
      refuse(option, "'" + text.substr(0, 60) + "' is no class; the classes are " + listed(known));
    }
  }
}

// A type that no record has is a slip more often than a wish.
void check_instrument_types(const std::string& option, const Texts& types, const Library& library) {
  for (const std::string& type : types) {
    const RecordCriterion one = instrument_type_has(option, {type});
    bool is_found = false;
    for (std::uint32_t i = 0; i < library.size() && !is_found; ++i) {
      is_found = one.admits(library, i);
    }
    if (is_found) continue;
    const auto known =
        found_in(library, [&](std::uint32_t record) { return library.instrument_type(record); });
    refuse(option, "no record of the library is of the type '" + type.substr(0, 60) + "'; " +
                       (known.empty() ? "none states its type" : "there are " + listed(known)));
  }
}

RecordCriterion energy_criterion(const std::string& option, const Texts& texts) {
  std::vector<RecordCriterion> each;
  for (const std::string& text : texts) {
    each.push_back(
        with_name(option, [&] { return energy_within(text, ValueRange::parse(text, "eV")); }));
  }
  RecordCriterion any = each.front();
  any.stated = stated(option, texts);
  any.admits = [each](const Library& library, std::uint32_t record) {
    return std::any_of(each.begin(), each.end(),
                       [&](const RecordCriterion& one) { return one.admits(library, record); });
  };
  return any;
}

}  // namespace

void RecordFilterOptions::add_to(CLI::App& verb) {
  const std::string group = "Records to compare with (options with ... may be repeated)";
  verb.add_option("--precursor", precursor, "precursor m/z: '336.2..338'")->group(group);
  verb.add_option("--mass-range", mass_range, "monoisotopic mass of the compound: '300..400 Da'")
      ->group(group);
  const auto add = [&](const char* option, Texts& values, const char* words) {
    verb.add_option(option, values, words)->group(group)->allow_extra_args(false);
  };
  add("--energy", energy, "collision energy: '20..40 eV' or '20 eV' ...");
  add("--adduct", adduct, "'[M+H]+' ...");
  add("--formula", formula, "exactly this formula: C22H28N2O ...");
  add("--ionisation", ionisation, "ei, esi or unknown ...");
  add("--polarity", polarity, "positive, negative or unknown ...");
  add("--origin", origin, "measured, consensus (of replicates) or predicted ...");
  add("--instrument-type", instrument_type, "whole words of the type: QTOF, 'LC-ESI-QFT' ...");
  add("--class", compound_class, "compound class: fentanyl, nitazene ...");
}

RecordFilter RecordFilterOptions::filter(const Library& library, Score score) const {
  RecordFilter filter;
  if (precursor) {
    if (is_ei(score)) {
      refuse("--precursor",
             std::string(name(score)) + " compares EI spectra, which have no precursor");
    }
    filter.push_back(with_name("--precursor", [&] {
      return precursor_within("--precursor " + *precursor, ValueRange::parse(*precursor, ""));
    }));
  }
  if (mass_range) {
    filter.push_back(with_name("--mass-range", [&] {
      return mass_within("--mass-range " + *mass_range, ValueRange::parse(*mass_range, "Da"));
    }));
  }
  if (!energy.empty()) filter.push_back(energy_criterion("--energy", energy));
  if (!adduct.empty()) {
    filter.push_back(
        with_name("--adduct", [&] { return adduct_is(stated("--adduct", adduct), adduct); }));
  }
  if (!formula.empty()) {
    filter.push_back(
        with_name("--formula", [&] { return formula_is(stated("--formula", formula), formula); }));
  }
  if (!ionisation.empty()) {
    filter.push_back(ionisation_is(stated("--ionisation", ionisation),
                                   named_values("--ionisation", ionisation, kIonisations)));
  }
  if (!polarity.empty()) {
    filter.push_back(polarity_is(stated("--polarity", polarity),
                                 named_values("--polarity", polarity, kPolarities)));
  }
  if (!origin.empty()) {
    filter.push_back(
        origin_is(stated("--origin", origin), named_values("--origin", origin, kOrigins)));
  }
  if (!instrument_type.empty()) {
    const std::string option = "--instrument-type";
    filter.push_back(with_name(option, [&] {
      return instrument_type_has(stated(option, instrument_type), instrument_type);
    }));
    check_instrument_types(option, instrument_type, library);
  }
  if (!compound_class.empty()) {
    check_classes("--class", compound_class, library);
    filter.push_back(class_is(stated("--class", compound_class), compound_class));
  }
  return filter;
}

}  // namespace basepeak
