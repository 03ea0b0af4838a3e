#include "engine/identify/calibration_model.h"

#include <cstdio>
#include <map>

#include "engine/error.h"
#include "engine/identify/model_text.h"
#include "engine/read/numbers.h"

namespace basepeak {

namespace {

[[noreturn]] void fail(std::size_t line, const std::string& why) {
  throw Error(ErrorKind::library, "calibration, line " + std::to_string(line) + ": " + why);
}

std::string digits(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.9g", value);
  return text.data();
}

// A number of the model with the range that it must lie in.
struct Named {
  std::string key;  // "kind<tab>name"
  double* value;
  double low, high;
};

std::vector<Named> numbers_of(CalibrationModel& model) {
  constexpr double kLargest = 1e6;
  std::vector<Named> numbers{
      {"setting\tprior", &model.prior, 1e-3, 1.0 - 1e-3},
      {"setting\tgroup coverage", &model.group_coverage, 0.5, 0.9999},
      {"setting\tmatch stated from, hundreds", &model.stated_from, 0.0, 9.99}};
  for (std::size_t i = 0; i < kEvidenceFeatures; ++i) {
    numbers.push_back({std::string("choice\t") + name(static_cast<EvidenceFeature>(i)),
                       &model.choice[i], -kLargest, kLargest});
  }
  for (std::size_t i = 0; i < kPresenceFeatures; ++i) {
    const std::string feature = name(static_cast<PresenceFeature>(i));
    numbers.push_back({"presence\t" + feature, &model.presence[i], -kLargest, kLargest});
    numbers.push_back({"stated\t" + feature, &model.stated[i], -kLargest, kLargest});
  }
  for (std::size_t i = 0; i < kStatementFeatures; ++i) {
    const std::string feature = name(static_cast<StatementFeature>(i));
    numbers.push_back({"class\t" + feature, &model.compound_class[i], -kLargest, kLargest});
    numbers.push_back({"sites\t" + feature, &model.sites[i], -kLargest, kLargest});
  }
  return numbers;
}

struct NamedCount {
  std::string key;
  std::size_t* value;
};

std::vector<NamedCount> counts_of(CalibrationModel& model) {
  return {{"count\tcompounds", &model.all.compounds},
          {"count\tspectra", &model.all.spectra},
          {"count\tclass compounds", &model.class_data.compounds},
          {"count\tclass spectra", &model.class_data.spectra},
          {"count\tsites compounds", &model.site_data.compounds},
          {"count\tsites spectra", &model.site_data.spectra}};
}

std::size_t count_of(const std::string& text, std::size_t line) {
  const auto value = number(text);
  if (!value || *value < 1.0 || *value > 1e12) fail(line, "\"" + text + "\" is no count");
  return static_cast<std::size_t>(*value);
}

// The text up to the line of the checksum, which must be the last one and right.
std::string_view checked(std::string_view text) {
  constexpr std::string_view kLabel = "checksum\t";
  const std::size_t at = text.rfind(kLabel);
  if (at == std::string_view::npos || (at > 0 && text[at - 1] != '\n')) {
    throw Error(ErrorKind::library, "calibration: its last line is not its checksum");
  }
  std::string_view stated = text.substr(at + kLabel.size());
  while (stated.ends_with('\n') || stated.ends_with('\r')) stated.remove_suffix(1);
  if (stated != sha256_of(text.substr(0, at))) {
    throw Error(ErrorKind::library,
                "calibration: its checksum is not that of its text: it was altered or cut");
  }
  return text.substr(0, at);
}

}  // namespace

const char* name(PresenceFeature feature) noexcept {
  switch (feature) {
    case PresenceFeature::constant: return "constant";
    case PresenceFeature::identity: return "identity match factor, hundreds";
    case PresenceFeature::identity_above_800: return "identity above 800, hundreds";
    case PresenceFeature::identity_above_900: return "identity above 900, hundreds";
    case PresenceFeature::peaks: return "logarithm of the peaks of 1 %";
    case PresenceFeature::base_share: return "signal share of the base peak";
    case PresenceFeature::near_isomers: return "logarithm of the isomers within 100";
    case PresenceFeature::near_compounds: return "logarithm of the compounds within 100";
  }
  return "";
}

const char* name(StatementFeature feature) noexcept {
  switch (feature) {
    case StatementFeature::constant: return "constant";
    case StatementFeature::identity: return "identity match factor, hundreds";
    case StatementFeature::identity_above_800: return "identity above 800, hundreds";
    case StatementFeature::in_library: return "compound in the library";
    case StatementFeature::share: return "share of the compounds it holds for";
  }
  return "";
}

CalibrationModel parse_calibration(std::string_view text) {
  CalibrationModel model;
  model.sha256 = sha256_of(text);
  std::map<std::string, Named> missing;
  for (Named& named : numbers_of(model)) missing.emplace(named.key, named);
  std::map<std::string, std::size_t*> missing_counts;
  for (const NamedCount& named : counts_of(model)) missing_counts.emplace(named.key, named.value);
  bool is_first = true;
  for_each_row(checked(text), [&](std::size_t line, const std::vector<std::string>& cells) {
    if (is_first) {
      if (cells.size() != 1 || cells[0] != kCalibrationFormat) {
        fail(line, "it is not a \"" + std::string(kCalibrationFormat) + "\"");
      }
      is_first = false;
    } else if (cells.size() == 2 && cells[0] == "calibrated on") {
      model.calibrated_on = cells[1];
    } else if (cells.size() == 2 && cells[0] == "fact") {
      model.facts.push_back(cells[1]);
    } else {
      if (cells.size() != 3) fail(line, "3 cells are expected");
      const auto count = missing_counts.find(cells[0] + "\t" + cells[1]);
      if (count != missing_counts.end()) {
        *count->second = count_of(cells[2], line);
        missing_counts.erase(count);
        return;
      }
      const auto wanted = missing.find(cells[0] + "\t" + cells[1]);
      if (wanted == missing.end()) fail(line, "unknown or repeated \"" + cells[1] + "\"");
      const auto value = number(cells[2]);
      if (!value) fail(line, "\"" + cells[2] + "\" is no number");
      if (*value < wanted->second.low || *value > wanted->second.high) {
        fail(line, "\"" + cells[1] + "\" cannot be " + cells[2]);
      }
      *wanted->second.value = *value;
      missing.erase(wanted);
    }
  });
  if (is_first || model.calibrated_on.empty() || !missing_counts.empty()) {
    throw Error(ErrorKind::library,
                "calibration: what it was calibrated on, with its counts, is not stated");
  }
  if (!missing.empty()) {
    throw Error(ErrorKind::library, "calibration: it lacks " + std::to_string(missing.size()) +
                                        " numbers, as \"" + missing.begin()->first + "\"");
  }
  return model;
}

std::string write_calibration(const CalibrationModel& model) {
  CalibrationModel copy = model;
  std::string text = std::string(kCalibrationFormat) + "\n";
  text += "calibrated on\t" + model.calibrated_on + "\n";
  for (const NamedCount& named : counts_of(copy)) {
    text += named.key + "\t" + std::to_string(*named.value) + "\n";
  }
  for (const std::string& fact : model.facts) text += "fact\t" + fact + "\n";
  for (const Named& named : numbers_of(copy)) {
    text += named.key + "\t" + digits(*named.value) + "\n";
  }
  return text + "checksum\t" + sha256_of(text) + "\n";
}

const CalibrationModel& calibration_model() {
  static const CalibrationModel model = parse_calibration(embedded_calibration());
  return model;
}

}  // namespace basepeak
