#pragma once

#include <CLI/CLI.hpp>

namespace basepeak {

// `basepeak predict`.
void add_predict_verb(CLI::App& app, int& exit_code);

}  // namespace basepeak
