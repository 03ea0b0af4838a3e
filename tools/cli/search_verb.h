#pragma once

#include <CLI/CLI.hpp>

namespace basepeak {

// `basepeak search SPECTRA`: the records of a file of spectra against a library. Sets exit_code to
// 1 when a record could not be searched.
void add_search_verb(CLI::App& app, int& exit_code);

}  // namespace basepeak
