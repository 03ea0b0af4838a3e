#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace basepeak {

// For options that name a file: '' is what a script passes when its variable is unset, and taking
// it for "not given" would quietly use another file.
[[nodiscard]] inline CLI::Validator not_empty() {
  return {[](std::string& text) {
            return text.empty() ? std::string("an empty name was given") : std::string();
          },
          ""};
}

}  // namespace basepeak
