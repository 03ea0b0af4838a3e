#pragma once

#include <CLI/CLI.hpp>

namespace basepeak {

// `basepeak doctor`: what this build is made of and whether what it needs is there. Sets exit_code
// to 3 when the library cannot be used.
void add_doctor_verb(CLI::App& app, int& exit_code);

}  // namespace basepeak
