#include "engine/read/jcamp_labels.h"

#include <algorithm>
#include <cmath>

#include "engine/read/numbers.h"
#include "engine/read/text_encoding.h"

namespace basepeak {

namespace {

std::vector<std::string_view> items_of(std::string_view list) {
  std::vector<std::string_view> items;
  while (true) {
    const auto comma = list.find(',');
    items.push_back(trimmed(list.substr(0, comma)));
    if (comma == std::string_view::npos) return items;
    list.remove_prefix(comma + 1);
  }
}

// A unit of time in seconds; seconds where none is named, nothing for one that is not known.
std::optional<double> seconds_in(std::string_view unit) {
  const std::string name = lower_case(unit);
  if (name.empty() || name == "s" || name.starts_with("sec")) return 1.0;
  if (name.starts_with("min")) return 60.0;
  if (name == "h" || name.starts_with("hr") || name.starts_with("hour")) return 3600.0;
  if (name == "ms" || name.starts_with("msec") || name.starts_with("millisec")) return 0.001;
  return std::nullopt;
}

// The beginning of "420,123": a comma for the point, which the format does not have.
bool is_cut_at_comma(const LeadingNumber& found) {
  return found.rest.size() > 1 && found.rest[0] == ',' && found.rest[1] >= '0' &&
         found.rest[1] <= '9';
}

bool has(const std::vector<TextRecord::Field>& fields, std::string_view label) {
  return std::any_of(fields.begin(), fields.end(),
                     [&](const TextRecord::Field& field) { return same_name(field.name, label); });
}

// Where a symbol stands in SYMBOL, and with it its unit and factor in their lists.
std::optional<std::size_t> place_of_symbol(const JcampLabels& labels, std::string_view symbol) {
  const auto symbols = items_of(labels.value("SYMBOL"));
  const auto found = std::find_if(symbols.begin(), symbols.end(),
                                  [&](std::string_view s) { return same_name(s, symbol); });
  if (found == symbols.end()) return std::nullopt;
  return static_cast<std::size_t>(found - symbols.begin());
}

struct StatedTime {
  std::string_view written;
  LeadingNumber number;
  std::string_view unit;
};

std::optional<StatedTime> stated_time(const JcampLabels& labels) {
  const std::string_view stated = labels.value("RETENTION TIME");
  if (const auto time = leading_number(stated))
    return StatedTime{stated, *time, trimmed(time->rest)};
  const std::string_view page = labels.value("PAGE");
  const auto equals = page.find('=');
  if (equals == std::string_view::npos || !same_name(trimmed(page.substr(0, equals)), "T")) {
    return std::nullopt;
  }
  const std::string_view written = trimmed(page.substr(equals + 1));
  const auto time = leading_number(written);
  if (!time) return std::nullopt;
  const auto units = items_of(labels.value("UNITS"));
  const std::size_t at = place_of_symbol(labels, "T").value_or(units.size());
  return StatedTime{written, *time, at < units.size() ? units[at] : std::string_view()};
}

// The factor as written; 1, and why, where it cannot be one.
double factor_of(std::string_view label, std::string_view written, std::string& odd) {
  const std::optional<double> factor = written.empty() ? 1.0 : number(written);
  if (factor && *factor > 0.0) return *factor;
  odd = "##" + std::string(label) + "= " + std::string(written) +
        " is no factor; the numbers are taken as written";
  return 1.0;
}

}  // namespace

std::string_view JcampLabels::value(std::string_view label) const {
  for (const auto* fields : {&scan, &block}) {
    for (const TextRecord::Field& field : *fields) {
      if (!field.value.empty() && same_name(field.name, label)) return field.value;
    }
  }
  return {};
}

std::optional<double> JcampLabels::retention_s() const {
  const auto time = stated_time(*this);
  if (!time || is_cut_at_comma(time->number)) return std::nullopt;
  return time->number.value * seconds_in(time->unit).value_or(1.0);
}

std::string JcampLabels::odd_time() const {
  const auto time = stated_time(*this);
  if (!time) return {};
  if (is_cut_at_comma(time->number)) {
    return "the time '" + std::string(time->written) +
           "' has a comma for the point; it is not read, and no other one like it";
  }
  const std::string unit(time->unit);
  const std::optional<double> seconds = seconds_in(unit);
  if (!seconds) return "times in an unknown unit, '" + unit + "', are taken for seconds";
  if (*seconds == 1.0 || *seconds == 60.0) return {};
  return "by the file its times are in '" + unit + "', unusual for a run; they are read so";
}

std::string JcampLabels::missing_pages() const {
  // The third of LAST is the time of the last page.
  const auto items = items_of(value("LAST"));
  const auto last = items.size() < 3 ? std::nullopt : leading_number(items[2]);
  const std::optional<double> at_s = retention_s();
  if (!last || !at_s) return "the file ends without ##END NTUPLES; scans may be missing";
  const double own_unit_s = seconds_in(stated_time(*this)->unit).value_or(1.0);
  for (const double unit_s : {own_unit_s, 1.0, 60.0}) {
    if (std::abs(last->value * unit_s - *at_s) <= 1e-5 * *at_s) return {};
  }
  return "the file ends without ##END NTUPLES at " + shortest_text(*at_s) +
         " s, but ##LAST promises scans to " + shortest_text(last->value) + "; it is cut";
}

JcampFactors JcampLabels::factors_of(std::string_view table) const {
  JcampFactors found;
  const bool is_data_table = same_name(table, "DATA TABLE");
  const bool has_own_factors = same_name(table, "XYDATA") || same_name(table, "XYPOINTS");
  const auto note_if_stated = [&](std::string_view label) {
    const std::string_view written = value(label);
    for (const std::string_view item : items_of(written)) {
      if (item.empty() || number(item) == 1.0 || !found.odd.empty()) continue;
      found.odd = "##" + std::string(label) + "= " + std::string(written) +
                  " is ignored: the format has none for ##" + std::string(table);
    }
  };
  if (is_data_table) {
    const auto factors = items_of(value("FACTOR"));
    const auto of_symbol = [&](std::string_view symbol, std::size_t usual_place) {
      const std::size_t at = place_of_symbol(*this, symbol).value_or(usual_place);
      return at < factors.size() ? factor_of("FACTOR", factors[at], found.odd) : 1.0;
    };
    found.mz = of_symbol("X", 0);
    found.intensity = of_symbol("Y", 1);
  } else {
    note_if_stated("FACTOR");
  }
  if (has_own_factors) {
    found.mz = factor_of("XFACTOR", value("XFACTOR"), found.odd);
    found.intensity = factor_of("YFACTOR", value("YFACTOR"), found.odd);
  } else {
    note_if_stated("XFACTOR");
    note_if_stated("YFACTOR");
  }
  return found;
}

bool JcampLabels::lack_table_before(std::string_view next_label, bool block_has_table) const {
  for (const char* label : {"PAGE", "SCAN NUMBER", "RETENTION TIME"}) {
    if (same_name(next_label, label)) return has(scan, label);
  }
  for (const char* label : {"TITLE", "END", "END NTUPLES"}) {
    if (!same_name(next_label, label)) continue;
    return has(scan, "PAGE") || has(scan, "SCAN NUMBER") ||
           (!block_has_table && (has(scan, "NPOINTS") || has(block, "NPOINTS")));
  }
  return false;
}

}  // namespace basepeak
