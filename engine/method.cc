#include "engine/method.h"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <string_view>
#include <vector>

#include "engine/error.h"
#include "engine/method_fields.h"
#include "engine/method_limits.h"

namespace basepeak {

namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const toml::source_region& at,
                       const std::string& what) {
  throw Error(ErrorKind::usage, path.string() + ":" + std::to_string(at.begin.line) + ": " + what);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string full_name(std::string_view section, std::string_view key) {
  return section.empty() ? std::string(key) : std::string(section) + "." + std::string(key);
}

std::string nearest_key(const std::string& wrong) {
  Method method;
  std::string best;
  std::size_t best_distance = SIZE_MAX;
  for_each_field(method, [&](const char* section, const char* key, const auto&) {
    const std::string known = full_name(section, key);
    const std::size_t distance = edit_distance(wrong, known);
    if (distance < best_distance) {
      best_distance = distance;
      best = known;
    }
  });
  return best;
}

// What a setting's value must be, per type; the reader says which key and line it stands at.
struct FieldReader {
  const std::filesystem::path& path;
  const std::string key;
  const toml::node& node;

  [[noreturn]] void wrong(const std::string& expected) const {
    fail(path, node.source(), "'" + key + "' must be " + expected);
  }
  void operator()(std::string& value) const {
    if (!node.is_string()) wrong("text in quotes");
    value = *node.value<std::string>();
  }
  void operator()(bool& value) const {
    if (!node.is_boolean()) wrong("true or false");
    value = *node.value<bool>();
  }
  void operator()(double& value) const {
    const auto number = node.value<double>();
    if (!number || !node.is_number() || !(*number >= 0.0) || *number > 1e12) {
      wrong("a number, zero or more");
    }
    value = *number;
  }
  template <typename Integer>
  requires std::is_integral_v<Integer>
  void operator()(Integer& value) const {
    const auto number = node.value<std::int64_t>();
    if (!number || !node.is_integer() || *number < 0 || *number > 1'000'000) {
      wrong("a whole number, zero or more");
    }
    value = static_cast<Integer>(*number);
  }
  void operator()(Score& value) const {
    std::string text;
    (*this)(text);
    try {
      value = parse_score(text);
    } catch (const Error& error) {
      fail(path, node.source(), "'" + key + "': " + error.what());
    }
  }
  void operator()(UnitMassRule& value) const {
    std::string text;
    (*this)(text);
    if (text != "ms-search" && text != "amdis") wrong("\"ms-search\" or \"amdis\"");
    value = text == "amdis" ? UnitMassRule::amdis : UnitMassRule::ms_search;
  }
  void operator()(Tolerance& value) const {
    std::string text;
    (*this)(text);
    try {
      value = Tolerance::parse(text);
    } catch (const Error& error) {
      fail(path, node.source(), "'" + key + "': " + error.what());
    }
  }
  void operator()(std::optional<Tolerance>& value) const {
    if (node.is_string() && *node.value<std::string>() == "none") {
      value.reset();
      return;
    }
    value = Tolerance::da(1.0);
    (*this)(*value);
  }
  void operator()(std::optional<double>& value) const {
    if (node.is_string() && *node.value<std::string>() == "none") {
      value.reset();
      return;
    }
    value = 0.0;
    (*this)(*value);
  }
};

void check_keys(const std::filesystem::path& path, const toml::table& table,
                const std::string& section) {
  for (const auto& [key, node] : table) {
    const std::string wanted = full_name(section, key.str());
    bool is_known = false;
    Method method;
    for_each_field(method, [&](const char* known_section, const char* known_key, const auto&) {
      is_known = is_known || full_name(known_section, known_key) == wanted ||
                 (section.empty() && known_section == wanted);
    });
    if (!is_known) {
      fail(path, key.source(),
           "unknown setting '" + wanted + "'; the nearest is '" + nearest_key(wanted) + "'");
    }
    if (section.empty() && node.is_table()) check_keys(path, *node.as_table(), wanted);
  }
}

std::string number_text(double value) {
  std::array<char, 32> digits{};
  const auto [end, status] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  static_cast<void>(status);
  std::string text(digits.data(), end);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

struct FieldWriter {
  std::string operator()(const std::string& value) const {
    std::ostringstream quoted;
    quoted << toml::value<std::string>(value);
    return quoted.str();
  }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(double value) const { return number_text(value); }
  template <typename Integer>
  requires std::is_integral_v<Integer> std::string operator()(Integer value) const {
    return std::to_string(value);
  }
  std::string operator()(Score value) const { return std::string("\"") + name(value) + "\""; }
  std::string operator()(UnitMassRule value) const {
    return std::string("\"") + name(value) + "\"";
  }
  std::string operator()(const Tolerance& value) const { return "\"" + value.text() + "\""; }
  template <typename Value>
  std::string operator()(const std::optional<Value>& value) const {
    return value ? (*this)(*value) : "\"none\"";
  }
};

}  // namespace

const char* name(UnitMassRule rule) noexcept {
  return rule == UnitMassRule::amdis ? "amdis" : "ms-search";
}

Method read_method(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw Error(ErrorKind::usage, path.string() + ": a folder, not a method file");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKind::usage, path.string() + ": the method file cannot be read");
  toml::table table;
  try {
    table = toml::parse(file, path.string());
  } catch (const toml::parse_error& error) {
    fail(path, error.source(), std::string("not a TOML file: ") + std::string(error.description()));
  }
  check_keys(path, table, "");
  const auto find = [&](std::string_view section, std::string_view key) -> const toml::node* {
    if (section.empty()) return table.get(key);
    const toml::node* part = table.get(section);
    if (part == nullptr) return nullptr;
    if (!part->is_table()) {
      fail(path, part->source(), "'" + std::string(section) + "' must be a [section]");
    }
    return part->as_table()->get(key);
  };
  Method method;
  for_each_field(method, [&](std::string_view section, std::string_view key, auto& value) {
    const toml::node* node = find(section, key);
    if (node != nullptr) FieldReader{path, full_name(section, key), *node}(value);
  });
  // Once all are read: what one setting may be depends on another.
  for_each_field(method, [&](std::string_view section, std::string_view key, const auto&) {
    const toml::node* node = find(section, key);
    if (node == nullptr) return;
    const std::string wanted = objection(method, section, key);
    if (!wanted.empty()) {
      fail(path, node->source(), "'" + full_name(section, key) + "' must be " + wanted);
    }
  });
  return method;
}

std::string to_toml(const Method& method) {
  std::string text;
  std::string_view current;
  for_each_field(method, [&](std::string_view section, std::string_view key, const auto& value) {
    if (section != current) {
      text += "\n[" + std::string(section) + "]\n";
      current = section;
    }
    text += std::string(key) + " = " + FieldWriter{}(value) + "\n";
  });
  return text;
}

}  // namespace basepeak
