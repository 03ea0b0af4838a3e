#pragma once

#include <CLI/CLI.hpp>

namespace basepeak {

// `basepeak identify RUN... -o DIR`: a batch of runs to reports and a summary. Sets exit_code to 1
// when a run failed.
void add_identify_verb(CLI::App& app, int& exit_code);

}  // namespace basepeak
