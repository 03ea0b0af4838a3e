#pragma once

#include <CLI/CLI.hpp>

namespace basepeak {

// Adds `predict` to the library verb: predicted records of a maintainer's structures in a store.
void add_library_predict_verb(CLI::App& library_verb, int& exit_code);

}  // namespace basepeak
