#include "engine/search/record_criteria.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <utility>

#include "engine/chemistry/formula.h"
#include "engine/error.h"
#include "engine/search/clean.h"

namespace basepeak {

namespace {

template <typename Value>
bool is_one_of(const std::vector<Value>& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

std::string digits(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

std::string text_of(std::string_view text) { return std::string(text); }

// One spelling for each way to write charge, radical and spaces.
std::string adduct_key(std::string_view adduct) {
  std::string text;
  for (const char c : adduct) {
    if (c != ' ') text += c == '.' ? '*' : c;
  }
  const std::size_t close = text.rfind(']');
  if (close == std::string::npos) return text;
  std::string count;
  std::size_t signs = 0;
  char sign = '+';
  std::string radical;
  for (const char c : text.substr(close + 1)) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      count += c;
    } else if (c == '+' || c == '-') {
      sign = c;
      ++signs;
    } else {
      radical += c;
    }
  }
  if (count.empty() && signs > 1) count = std::to_string(signs);
  if (count == "1") count.clear();
  return text.substr(0, close + 1) + count + std::string(signs > 0 ? 1 : 0, sign) + radical;
}

// Lower case, words between single hyphens: "-lc-esi-qtof-".
std::string as_words(std::string_view text) {
  std::string words = "-";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || byte >= 0x80) {
      words += static_cast<char>(std::tolower(byte));
    } else if (words.back() != '-') {
      words += '-';
    }
  }
  if (words.back() != '-') words += '-';
  return words;
}

const char* word(Ionisation value) {
  switch (value) {
    case Ionisation::ei: return "ei";
    case Ionisation::esi: return "esi";
    case Ionisation::unknown: break;
  }
  return "unknown";
}

const char* word(Polarity value) {
  switch (value) {
    case Polarity::positive: return "positive";
    case Polarity::negative: return "negative";
    case Polarity::unknown: break;
  }
  return "unknown";
}

const char* word(RecordOrigin value) {
  switch (value) {
    case RecordOrigin::measured: return "measured";
    case RecordOrigin::consensus: return "consensus";
    case RecordOrigin::predicted: break;
  }
  return "predicted";
}

// Of a value that has a word for each of its cases.
template <typename Value, typename Get>
RecordCriterion value_is(std::string stated, std::vector<Value> values, const Get& get) {
  return {std::move(stated),
          [values = std::move(values), get](const Library& library, std::uint32_t record) {
            return is_one_of(values, get(library, record));
          },
          [get](const Library& library, std::uint32_t record) -> std::string {
            return word(get(library, record));
          }};
}

std::string hill_of(std::string_view formula) {
  try {
    return Formula::parse(formula).hill();
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

RecordCriterion precursor_within(std::string stated, const ValueRange& mz) {
  const std::int64_t lowest = to_udalton(mz.lowest);
  const std::int64_t highest = to_udalton(mz.highest);
  return {std::move(stated),
          [lowest, highest](const Library& library, std::uint32_t record) {
            const double precursor = library.precursor_mz(record);
            const std::int64_t udalton = to_udalton(precursor);
            return precursor > 0.0 && udalton >= lowest && udalton <= highest;
          },
          [](const Library& library, std::uint32_t record) {
            const double precursor = library.precursor_mz(record);
            return precursor > 0.0 ? digits(precursor, 4) : std::string();
          }};
}

RecordCriterion mass_within(std::string stated, const ValueRange& mass) {
  return {std::move(stated),
          [mass](const Library& library, std::uint32_t record) {
            const double value = library.monoisotopic_mass(record);
            return value > 0.0 && mass.contains(value);
          },
          [](const Library& library, std::uint32_t record) {
            const double value = library.monoisotopic_mass(record);
            return value > 0.0 ? digits(value, 4) + " Da" : std::string();
          }};
}

RecordCriterion energy_within(std::string stated, const ValueRange& energy_ev) {
  return {
      std::move(stated),
      [energy_ev](const Library& library, std::uint32_t record) {
        const auto value = library.energy_ev(record);
        return value && energy_ev.contains(*value);
      },
      [](const Library& library, std::uint32_t record) { return text_of(library.energy(record)); }};
}

RecordCriterion adduct_is(std::string stated, const std::vector<std::string>& adducts) {
  std::vector<std::string> keys;
  for (const std::string& adduct : adducts) {
    if (!adduct_mz(adduct, 1000.0)) {
      throw Error(ErrorKind::usage, "'" + adduct.substr(0, 60) +
                                        "' is not an adduct such as '[M+H]+', '[M+Na]+', "
                                        "'[M+2H]2+', '[M-H]-', '[M+H-H2O]+' or '[M]+'");
    }
    keys.push_back(adduct_key(adduct));
  }
  return {
      std::move(stated),
      [keys = std::move(keys)](const Library& library, std::uint32_t record) {
        return is_one_of(keys, adduct_key(library.adduct(record)));
      },
      [](const Library& library, std::uint32_t record) { return text_of(library.adduct(record)); }};
}

RecordCriterion formula_is(std::string stated, const std::vector<std::string>& formulas) {
  std::vector<std::string> wanted;
  for (const std::string& formula : formulas) {
    wanted.push_back(hill_of(formula));
    if (wanted.back().empty()) {
      throw Error(ErrorKind::usage,
                  "'" + formula.substr(0, 60) + "' is not a molecular formula such as 'C22H28N2O'");
    }
  }
  return {std::move(stated),
          [wanted = std::move(wanted)](const Library& library, std::uint32_t record) {
            const std::string_view written = library.formula(record);
            return !written.empty() && is_one_of(wanted, text_of(written));
          },
          [](const Library& library, std::uint32_t record) {
            return text_of(library.formula(record));
          }};
}

RecordCriterion ionisation_is(std::string stated, std::vector<Ionisation> values) {
  return value_is(
      std::move(stated), std::move(values),
      [](const Library& library, std::uint32_t record) { return library.ionisation(record); });
}

RecordCriterion polarity_is(std::string stated, std::vector<Polarity> values) {
  return value_is(
      std::move(stated), std::move(values),
      [](const Library& library, std::uint32_t record) { return library.polarity(record); });
}

RecordOrigin record_origin(const Library& library, std::uint32_t record) {
  if (library.origin(record) == Origin::predicted) return RecordOrigin::predicted;
  return library.has_deviation(record) ? RecordOrigin::consensus : RecordOrigin::measured;
}

RecordCriterion origin_is(std::string stated, std::vector<RecordOrigin> values) {
  return value_is(std::move(stated), std::move(values), record_origin);
}

RecordCriterion instrument_type_has(std::string stated, const std::vector<std::string>& types) {
  std::vector<std::string> wanted;
  for (const std::string& type : types) {
    wanted.push_back(as_words(type));
    if (wanted.back() == "-") {
      throw Error(ErrorKind::usage, "'" + type.substr(0, 60) + "' names no instrument type");
    }
  }
  return {std::move(stated),
          [wanted = std::move(wanted)](const Library& library, std::uint32_t record) {
            const std::string words = as_words(library.instrument_type(record));
            return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
              return words.find(one) != std::string::npos;
            });
          },
          [](const Library& library, std::uint32_t record) {
            return text_of(library.instrument_type(record));
          }};
}

RecordCriterion class_is(std::string stated, std::vector<std::string> classes) {
  return {std::move(stated),
          [classes = std::move(classes)](const Library& library, std::uint32_t record) {
            const std::string_view own = library.compound_class(record);
            return !own.empty() && is_one_of(classes, text_of(own));
          },
          [](const Library& library, std::uint32_t record) {
            return text_of(library.compound_class(record));
          }};
}

}  // namespace basepeak
