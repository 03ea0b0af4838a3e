#include "engine/read/text_query.h"

#include <cmath>
#include <utility>

#include "engine/read/numbers.h"
#include "engine/read/stated_fields.h"
#include "engine/read/stated_ionisation.h"
#include "engine/read/text_encoding.h"

namespace basepeak {

namespace {

// Exporters write the polarity into some of the fields, and the ionisation into those of the
// polarity.
constexpr std::array<std::string_view, 6> kAlsoIonisation = {"Ion_type",          "Instrument_type",
                                                             "Source_instrument", "Ion_mode",
                                                             "SPECTROMETER TYPE", "Polarity"};

StatedIonisation ionisation_of(const TextRecord& record) {
  const auto stated = stated_ionisations(record);
  return stated.empty() ? StatedIonisation{} : ionisation_in(stated.front());
}

// "P", "Positive", "ESI+", "ESI-NEG", "[M+H]+", "1-": nothing where no sign is stated.
Polarity polarity_in(std::string_view written) {
  const std::string mode = lower_case(trimmed(written));
  if (mode.ends_with('+') || mode.ends_with("+*")) return Polarity::positive;
  if (mode.ends_with('-') || mode.starts_with('-')) return Polarity::negative;
  std::string word;
  for (const char c : mode + " ") {
    if (c >= 'a' && c <= 'z') {
      word += c;
      continue;
    }
    if (word == "p" || word.starts_with("pos")) return Polarity::positive;
    if (word == "n" || word.starts_with("neg")) return Polarity::negative;
    word.clear();
  }
  return Polarity::unknown;
}

constexpr std::array<std::string_view, 7> kPolarityFields = {
    "Ion_mode",        "Polarity",   "Scan_polarity", "Ionization_mode",
    "Ionisation_mode", "Ionization", "Ionisation"};

Polarity polarity_of(const TextRecord& record, std::string_view adduct) {
  for (const std::string_view value : stated_values(record, kPolarityFields)) {
    if (const Polarity stated = polarity_in(value); stated != Polarity::unknown) return stated;
  }
  if (adduct.ends_with('+') || adduct.ends_with("+*")) return Polarity::positive;
  if (adduct.ends_with('-')) return Polarity::negative;
  const std::string_view charge = record.value("Charge");
  if (charge.ends_with('+')) return Polarity::positive;
  if (charge.ends_with('-') || charge.starts_with('-')) return Polarity::negative;
  return Polarity::unknown;
}

std::optional<int> level_of(const TextRecord& record) {
  for (const std::string_view name : {"MSlevel", "MS_level", "Spectrum_type"}) {
    const std::string stated = bare_name(record.value(name));
    if (stated.empty()) continue;
    if (stated == "msms") return 2;
    const std::string_view digits =
        stated.starts_with("ms") ? std::string_view(stated).substr(2) : std::string_view(stated);
    if (digits.size() == 1 && digits[0] >= '1' && digits[0] <= '9') return digits[0] - '0';
  }
  return std::nullopt;
}

// "[M+2H]2+", "[M]++", "[M+H]+", "2+", "+1", "1".
std::optional<int> charge_of(std::string_view written) {
  const auto bracket = written.rfind(']');
  if (bracket != std::string_view::npos) written.remove_prefix(bracket + 1);
  while (written.ends_with('*') || written.ends_with('.')) written.remove_suffix(1);
  int digits = 0;
  int signs = 0;
  for (const char c : written) {
    if (c >= '0' && c <= '9' && digits < 100) {
      digits = 10 * digits + (c - '0');
    } else if (c == '+' || c == '-') {
      ++signs;
    } else {
      return std::nullopt;
    }
  }
  const int charge = digits > 0 ? digits : signs;
  return charge > 0 && charge < 100 ? std::optional<int>(charge) : std::nullopt;
}

// Only where the unit is stated: exporters write bare seconds and bare minutes alike.
std::optional<double> retention_of(const TextRecord& record) {
  if (const auto seconds = number(record.first_of({"RTINSECONDS", "RT_seconds"}))) return seconds;
  const auto stated = leading_number(record.first_of({"Retention_time", "RetentionTime", "RT"}));
  if (!stated || stated->value < 0.0) return std::nullopt;
  const std::string unit = bare_name(stated->rest);
  if (unit == "s" || unit == "sec" || unit == "seconds") return stated->value;
  if (unit == "m" || unit == "min" || unit == "minutes") return 60.0 * stated->value;
  return std::nullopt;
}

struct Precursor {
  bool is_stated = false;
  std::optional<double> mz;
};

// MGF writes the intensity and the charge behind the mass.
std::optional<double> mz_of_pepmass(std::string_view text) {
  const auto leading = leading_number(text);
  const bool ends = leading && (leading->rest.empty() || leading->rest.front() == ' ' ||
                                leading->rest.front() == '\t');
  return ends && leading->value > 0.0 ? std::optional(leading->value) : std::nullopt;
}

// The first that is stated; what is no mass, and another one, are problems.
Precursor precursor_of(const TextRecord& record, std::vector<std::string>& problems) {
  Precursor found;
  std::string_view first;
  const auto take = [&](std::string_view text, std::optional<double> mz) {
    if (!mz) {
      problems.push_back("the precursor m/z is '" + std::string(text) + "', not a mass");
    } else if (found.mz && *mz != *found.mz) {
      problems.push_back("it states two precursors, m/z " + std::string(first) + " and " +
                         std::string(text) + ": the first one is used");
    }
    if (!found.mz && mz) first = text;
    if (!found.mz) found.mz = mz;
    found.is_stated = true;
  };
  for (const std::string_view text : all_values(record, kPrecursorFields)) {
    take(text, mass_of(text));
  }
  if (found.is_stated) return found;
  for (const std::string_view text : all_values(record, kPepmassFields)) {
    take(text, mz_of_pepmass(text));
  }
  return found;
}

}  // namespace

std::vector<std::string_view> stated_ionisations(const TextRecord& record) {
  std::vector<std::string_view> stated = stated_values(record, kIonisationFields);
  const auto further = stated_values(record, kAlsoIonisation);
  stated.insert(stated.end(), further.begin(), further.end());
  std::erase_if(stated,
                [](std::string_view text) { return !ionisation_in(text).says_something(); });
  return stated;
}

std::string polarity_conflict(const TextRecord& record, const Acquisition& acquisition) {
  if (acquisition.polarity == Polarity::unknown) return {};
  std::vector<std::string_view> stated = stated_values(record, kPolarityFields);
  stated.push_back(acquisition.adduct);
  stated.push_back(record.value("Charge"));
  for (const std::string_view value : stated) {
    const Polarity other = says_nothing(value) ? Polarity::unknown : polarity_in(value);
    if (other == Polarity::unknown || other == acquisition.polarity) continue;
    return std::string("its fields contradict each other: its ions are taken as ") +
           (acquisition.polarity == Polarity::negative ? "negative" : "positive") +
           ", and another field says '" + std::string(value.substr(0, 80)) + "'";
  }
  return {};
}

std::optional<double> energy_in_ev(std::string_view written) {
  std::string text = lower_case(trimmed(written));
  const auto drop = [&](std::string_view start) {
    if (!text.starts_with(start)) return false;
    text = std::string(trimmed(std::string_view(text).substr(start.size())));
    return true;
  };
  const bool names_cell = drop("hcd") || drop("cid");
  static_cast<void>(drop("ce") && (drop("=") || drop(":")));
  const auto energy = leading_number(text);
  if (!energy || energy->value < 0.0) return std::nullopt;
  text = std::string(trimmed(energy->rest));
  const bool has_unit = drop("ev") || drop("v");
  // The mass analyser after the unit (MassBank) says nothing about the energy.
  if (has_unit) {
    static_cast<void>((drop("ft-ms") || drop("it-ms")) && drop("ii"));
    static_cast<void>(drop("(nominal)"));
  }
  if (!text.empty() || (names_cell && !has_unit)) return std::nullopt;
  return energy->value;
}

bool may_be_normalised(std::string_view instrument) {
  const std::string name = lower_case(instrument);
  for (const char* trap : {"itft", "qft", "orbitrap", "exactive", "ltq", "ion trap", "-it", "velos",
                           "fusion", "lumos", "eclipse", "astral", "thermo"}) {
    if (name.find(trap) != std::string::npos) return true;
  }
  return false;
}

Acquisition acquisition_of(const TextRecord& record, std::vector<std::string>& problems) {
  Acquisition acquisition;
  acquisition.adduct = record.first_of({"Precursor_type", "PrecursorType", "Adduct"});
  const std::string_view ion = record.value("Ion_type");
  if (acquisition.adduct.empty() && !ionisation_in(ion).says_something()) acquisition.adduct = ion;
  StatedIonisation stated = ionisation_of(record);
  acquisition.ionisation = stated.ionisation;
  acquisition.other_ionisation = std::move(stated.other);
  acquisition.polarity = polarity_of(record, acquisition.adduct);
  acquisition.retention_s = retention_of(record);
  const std::string shape =
      lower_case(record.first_of({"Spectrum_type", "DATA_FORMAT", "Peak_type"}));
  acquisition.is_centroided = !shape.starts_with("profile") && !shape.starts_with("continuum");

  const Precursor precursor = precursor_of(record, problems);
  // A spectrum with a precursor is MS/MS unless it says EI, whose exporters write M there.
  const bool implies_two = precursor.is_stated && acquisition.ionisation != Ionisation::ei;
  acquisition.ms_level = level_of(record).value_or(implies_two ? 2 : 1);
  if (acquisition.ms_level > 1) {
    acquisition.precursor_mz = precursor.mz;
    acquisition.charge = charge_of(record.value("Charge"));
    if (!acquisition.charge && acquisition.adduct.find(']') != std::string::npos) {
      acquisition.charge = charge_of(acquisition.adduct);
    }
    const auto width = leading_number(record.first_of({"Isolation_width", "Isolation_window"}));
    if (width && width->value > 0.0) acquisition.isolation_width_mz = width->value;
  }

  acquisition.energy =
      record.first_of({"Collision_energy", "CollisionEnergy", "CE", "ELECTRON_ENERGY"});
  acquisition.energy_ev = energy_in_ev(acquisition.energy);
  // A bare number on an Orbitrap or another trap is normalised as often as it is in eV.
  const bool is_bare = number(acquisition.energy).has_value();
  const std::string instrument =
      std::string(record.value("Instrument_type")) + " " + std::string(record.value("Instrument"));
  if (is_bare && may_be_normalised(instrument)) acquisition.energy_ev.reset();
  return acquisition;
}

}  // namespace basepeak
