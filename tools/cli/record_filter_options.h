#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/search/record_filter.h"
#include "engine/search/search_settings.h"

namespace basepeak {

// The options of `basepeak search` that say which records are compared at all. Those that hold
// several values may be given several times: one must fit.
struct RecordFilterOptions {
  std::optional<std::string> precursor;
  std::optional<std::string> mass_range;
  std::vector<std::string> energy;
  std::vector<std::string> adduct;
  std::vector<std::string> formula;
  std::vector<std::string> ionisation;
  std::vector<std::string> polarity;
  std::vector<std::string> origin;
  std::vector<std::string> instrument_type;
  std::vector<std::string> compound_class;

  void add_to(CLI::App& verb);
  // Empty if none was given. Throws Error{usage} that names the option and what it takes.
  [[nodiscard]] RecordFilter filter(const Library& library, Score score) const;
};

}  // namespace basepeak
