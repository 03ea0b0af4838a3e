#include "engine/identify/acceptance_profile.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <sstream>

#include "engine/error.h"

namespace basepeak {

namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const toml::source_region& at,
                       const std::string& why) {
  throw Error(ErrorKind::usage,
              path.string() + ", line " + std::to_string(at.begin.line) + ": " + why);
}

void check_keys(const std::filesystem::path& path, const toml::table& table,
                std::initializer_list<std::string_view> known) {
  for (const auto& [key, node] : table) {
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
      fail(path, node.source(), "unknown key \"" + std::string(key.str()) + "\"");
    }
  }
}

std::string text_of(const std::filesystem::path& path, const toml::table& table,
                    std::string_view key, bool may_be_empty) {
  const auto value = table[key].value<std::string>();
  if (!value || (!may_be_empty && value->empty())) {
    fail(path, table.source(), "\"" + std::string(key) + "\" is missing or no text");
  }
  return *value;
}

std::optional<double> number_of(const std::filesystem::path& path, const toml::table& table,
                                std::string_view key, double highest) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  const auto value = node->value<double>();
  if (!value || !(*value >= 0.0 && *value <= highest)) {
    fail(path, node->source(),
         "\"" + std::string(key) + "\" is no number from 0 to " +
             std::to_string(static_cast<long long>(highest)));
  }
  return value;
}

const toml::table& part_of(const std::filesystem::path& path, const toml::table& table,
                           std::string_view key) {
  static const toml::table none;
  const toml::node* node = table.get(key);
  if (node == nullptr) return none;
  if (!node->is_table()) fail(path, node->source(), "\"" + std::string(key) + "\" is no table");
  return *node->as_table();
}

std::vector<AcceptanceProfile::Ratios> ratios_of(const std::filesystem::path& path,
                                                 const toml::table& table) {
  std::vector<AcceptanceProfile::Ratios> ratios;
  const toml::node* node = table.get("ion_ratios");
  if (node == nullptr) return ratios;
  if (!node->is_array()) fail(path, node->source(), "\"ion_ratios\" are written as [[ion_ratios]]");
  for (const toml::node& entry : *node->as_array()) {
    if (!entry.is_table()) fail(path, entry.source(), "an ion ratio is a table");
    const toml::table& row = *entry.as_table();
    check_keys(path, row, {"from_percent", "to_percent", "absolute_percent", "relative_percent"});
    AcceptanceProfile::Ratios ratio;
    ratio.from_percent = number_of(path, row, "from_percent", 100.0).value_or(0.0);
    ratio.to_percent = number_of(path, row, "to_percent", 100.0).value_or(100.0);
    ratio.absolute_percent = number_of(path, row, "absolute_percent", 100.0);
    ratio.relative_percent = number_of(path, row, "relative_percent", 1000.0);
    if (ratio.from_percent >= ratio.to_percent) fail(path, row.source(), "the range is empty");
    if (ratio.absolute_percent.has_value() == ratio.relative_percent.has_value()) {
      fail(path, row.source(), "one of absolute_percent and relative_percent is expected");
    }
    for (const auto& other : ratios) {
      if (ratio.from_percent < other.to_percent && other.from_percent < ratio.to_percent) {
        fail(path, row.source(), "the range overlaps with another one");
      }
    }
    ratios.push_back(ratio);
  }
  return ratios;
}

std::string digits(double value, int count) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.*f", count, value);
  return text.data();
}

// The sample's ion nearest to a reference ion, within half a unit.
const MeasuredPeak::Ion* partner_of(const MeasuredPeak& sample, double mz) {
  constexpr double kFarthest = 0.5;
  const MeasuredPeak::Ion* nearest = nullptr;
  double distance = kFarthest;
  for (const auto& ion : sample.ions) {
    if (ion.intensity > 0.0 && std::abs(ion.mz - mz) < distance) {
      nearest = &ion;
      distance = std::abs(ion.mz - mz);
    }
  }
  return nearest;
}

void add_not_applicable(const std::string& what, const std::string& why, Acceptance& answer) {
  Criterion criterion;
  criterion.what = what;
  criterion.found = why;
  criterion.is_applicable = false;
  answer.criteria.push_back(std::move(criterion));
}

constexpr const char* kNotAsked = "the profile does not ask for it";

void ask_retention(const AcceptanceProfile& profile, const MeasuredPeak& sample,
                   const MeasuredPeak& reference, Acceptance& answer) {
  if (!profile.retention_percent && !profile.retention_min) {
    add_not_applicable("retention", kNotAsked, answer);
    return;
  }
  if (!sample.retention_s || !reference.retention_s) {
    answer.caveats.emplace_back("retention could not be compared: one of both has none");
    add_not_applicable("retention",
                       reference.retention_s ? "the sample has no retention"
                                             : "the reference has no retention on this method",
                       answer);
    return;
  }
  const double difference = std::abs(*sample.retention_s - *reference.retention_s);
  std::string limits;
  bool is_met = false;
  double widest = 0.0;
  if (profile.retention_percent) {
    is_met = difference <= *profile.retention_percent / 100.0 * *reference.retention_s;
    limits = digits(*profile.retention_percent, 2) + " %";
    widest = *profile.retention_percent / 100.0 * *reference.retention_s;
  }
  if (profile.retention_min) {
    is_met = is_met || difference <= 60.0 * *profile.retention_min;
    limits += (limits.empty() ? "" : " or ") + digits(*profile.retention_min, 2) + " min";
    widest = std::max(widest, 60.0 * *profile.retention_min);
  }
  answer.criteria.push_back(
      {"retention", digits(difference / 60.0, 3) + " min apart, " + limits + " allowed", is_met,
       "s", *sample.retention_s, *reference.retention_s - widest, *reference.retention_s + widest});
}

void ask_ions(const AcceptanceProfile& profile, const MeasuredPeak& sample,
              const MeasuredPeak& reference, bool has_accurate_mass, Acceptance& answer) {
  std::size_t paired = 0;
  double base = 0.0;
  const MeasuredPeak::Ion* base_partner = nullptr;
  for (const auto& ion : reference.ions) {
    if (ion.intensity > base) {
      base = ion.intensity;
      base_partner = partner_of(sample, ion.mz);
    }
  }
  for (const auto& ion : reference.ions) {
    const MeasuredPeak::Ion* found = partner_of(sample, ion.mz);
    if (found != nullptr) ++paired;
    const double expected = base > 0.0 ? 100.0 * ion.intensity / base : 0.0;
    const double measured = found != nullptr && base_partner != nullptr
                                ? 100.0 * found->intensity / base_partner->intensity
                                : 0.0;
    for (const auto& ratio : profile.ratios) {
      const bool is_last = ratio.to_percent >= 100.0;
      if (expected < ratio.from_percent || (expected >= ratio.to_percent && !is_last)) continue;
      if (ion.intensity == base) continue;  // the base peak itself is the unit
      const double width = ratio.absolute_percent ? *ratio.absolute_percent
                                                  : *ratio.relative_percent / 100.0 * expected;
      answer.criteria.push_back({"ion ratio m/z " + digits(ion.mz, has_accurate_mass ? 4 : 0),
                                 digits(measured, 1) + " %, " + digits(expected, 1) + " +- " +
                                     digits(width, 1) + " % expected",
                                 found != nullptr && std::abs(measured - expected) <= width,
                                 "% of the base peak", measured, std::max(0.0, expected - width),
                                 expected + width});
      break;
    }
    if (!has_accurate_mass || !profile.mass_ppm || found == nullptr) continue;
    const bool is_low =
        profile.mass_below_mz && profile.mass_below_da && ion.mz < *profile.mass_below_mz;
    const double allowed = is_low ? *profile.mass_below_da : *profile.mass_ppm * 1e-6 * ion.mz;
    answer.criteria.push_back({"mass m/z " + digits(ion.mz, 4),
                               digits(1000.0 * (found->mz - ion.mz), 2) + " mDa off, " +
                                   digits(1000.0 * allowed, 2) + " mDa allowed",
                               std::abs(found->mz - ion.mz) <= allowed, "mDa",
                               1000.0 * (found->mz - ion.mz), -1000.0 * allowed, 1000.0 * allowed});
  }
  if (profile.minimum_ions) {
    answer.criteria.push_back({"ions",
                               std::to_string(paired) + " of the reference's, " +
                                   std::to_string(*profile.minimum_ions) + " needed",
                               paired >= *profile.minimum_ions, "ions", static_cast<double>(paired),
                               static_cast<double>(*profile.minimum_ions), std::nullopt});
  } else {
    add_not_applicable("ions", kNotAsked, answer);
  }
  if (profile.ratios.empty()) add_not_applicable("ion ratios", kNotAsked, answer);
  if (!profile.mass_ppm) add_not_applicable("mass accuracy", kNotAsked, answer);
  if (profile.mass_ppm && !has_accurate_mass) {
    answer.caveats.emplace_back("mass accuracy was not asked: the masses are unit masses");
    add_not_applicable("mass accuracy", "the masses are unit masses", answer);
  }
}

}  // namespace

AcceptanceProfile read_acceptance_profile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKind::usage, path.string() + ": it cannot be read");
  toml::table table;
  try {
    table = toml::parse(file, path.string());
  } catch (const toml::parse_error& error) {
    fail(path, error.source(), std::string(error.description()));
  }
  check_keys(path, table,
             {"name", "title", "version", "citation", "verified_on", "note", "retention",
              "mass_accuracy", "ions", "ion_ratios"});
  AcceptanceProfile profile;
  profile.name = text_of(path, table, "name", false);
  profile.title = text_of(path, table, "title", false);
  profile.version = text_of(path, table, "version", false);
  profile.citation = text_of(path, table, "citation", false);
  profile.verified_on = text_of(path, table, "verified_on", true);
  profile.note = table["note"].value_or(std::string());
  const toml::table& retention = part_of(path, table, "retention");
  check_keys(path, retention, {"window_percent", "window_min"});
  profile.retention_percent = number_of(path, retention, "window_percent", 100.0);
  profile.retention_min = number_of(path, retention, "window_min", 1000.0);
  const toml::table& mass = part_of(path, table, "mass_accuracy");
  check_keys(path, mass, {"ppm", "below_mz", "below_da"});
  profile.mass_ppm = number_of(path, mass, "ppm", 1000.0);
  profile.mass_below_mz = number_of(path, mass, "below_mz", 10'000.0);
  profile.mass_below_da = number_of(path, mass, "below_da", 10.0);
  if (profile.mass_below_mz.has_value() != profile.mass_below_da.has_value()) {
    fail(path, mass.source(), "below_mz and below_da belong together");
  }
  const toml::table& ions = part_of(path, table, "ions");
  check_keys(path, ions, {"minimum"});
  if (const auto fewest = number_of(path, ions, "minimum", 1000.0)) {
    profile.minimum_ions = static_cast<std::size_t>(*fewest);
  }
  profile.ratios = ratios_of(path, table);
  return profile;
}

const char* state(const Criterion& criterion) noexcept {
  if (!criterion.is_applicable) return "not applicable";
  return criterion.is_met ? "met" : "not met";
}

bool Acceptance::is_met() const noexcept {
  const auto applies = [](const Criterion& c) { return c.is_applicable; };
  return std::any_of(criteria.begin(), criteria.end(), applies) &&
         std::all_of(criteria.begin(), criteria.end(),
                     [&](const Criterion& c) { return c.is_met || !applies(c); });
}

Acceptance compare_with_reference(const AcceptanceProfile& profile, const MeasuredPeak& sample,
                                  const MeasuredPeak& reference, bool is_of_same_batch,
                                  bool has_accurate_mass) {
  Acceptance answer;
  answer.profile = profile.name + " " + profile.version;
  if (!profile.is_verified()) {
    answer.caveats.push_back("the numbers of " + profile.name +
                             " are unverified: nobody has compared them with the document");
  }
  if (!is_of_same_batch) {
    answer.caveats.emplace_back(
        "the reference was not measured in the same batch: a library match, tentative");
  }
  ask_retention(profile, sample, reference, answer);
  ask_ions(profile, sample, reference, has_accurate_mass, answer);
  return answer;
}

}  // namespace basepeak
