#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>

#include "engine/error.h"
#include "engine/version.h"
#include "tools/cli/console_text.h"
#include "tools/cli/doctor_verb.h"
#include "tools/cli/identify_verb.h"
#include "tools/cli/library_verb.h"
#include "tools/cli/predict_verb.h"
#include "tools/cli/search_verb.h"
#include "tools/cli/standard_output.h"

namespace {

// What a shell or a scheduler reads: 0 every input processed, 1 some failed and are listed, 2
// usage, 3 library or device unusable.
int exit_code_of(basepeak::ErrorKind kind) {
  switch (kind) {
    case basepeak::ErrorKind::input: return 1;
    case basepeak::ErrorKind::usage:
    case basepeak::ErrorKind::output: return 2;
    case basepeak::ErrorKind::library:
    case basepeak::ErrorKind::device: return 3;
  }
  return 3;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Basepeak identifies seized-drug mass spectra against reference libraries."};
  app.name("basepeak");
  app.require_subcommand(1);
  app.set_version_flag("--version",
                       basepeak::software_version() + " (" + basepeak::software_commit() + ")");
  int exit_code = 0;
  basepeak::add_identify_verb(app, exit_code);
  basepeak::add_search_verb(app, exit_code);
  basepeak::add_library_verb(app, exit_code);
  basepeak::add_predict_verb(app, exit_code);
  basepeak::add_doctor_verb(app, exit_code);
  try {
    app.parse(argc, argv);
    basepeak::finish_standard_output();
  } catch (const CLI::ParseError& error) {
    std::ostringstream told;
    const int code = app.exit(error, std::cout, told);
    // The message may repeat a file's name; its own line ends stay.
    std::istringstream lines(told.str());
    for (std::string line; std::getline(lines, line);) {
      std::fprintf(stderr, "%s\n", basepeak::console_text(line).c_str());
    }
    return code == 0 ? 0 : 2;
  } catch (const basepeak::Error& error) {
    std::fprintf(stderr, "basepeak: %s: %s\n", basepeak::name(error.kind()),
                 basepeak::console_text(error.what()).c_str());
    return exit_code_of(error.kind());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "basepeak: internal error: %s\n",
                 basepeak::console_text(error.what()).c_str());
    return 3;
  }
  return exit_code;
}
