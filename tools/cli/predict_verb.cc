#include "tools/cli/predict_verb.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/predict/prediction.h"
#include "engine/read/text_encoding.h"
#include "libraries/interchange/predicted_msp.h"
#include "tools/cli/console_text.h"
#include "tools/cli/model_path.h"
#include "tools/cli/not_empty.h"
#include "tools/cli/open_library.h"
#include "tools/cli/output_file.h"
#include "tools/cli/starter_path.h"

namespace basepeak {
namespace {

struct Options {
  std::string molecules;
  std::string library;
  std::string model;
  std::string ionisation = "ei";
  std::string output;
  PredictionSettings settings;
  std::size_t threads = 1;
};

struct Molecule {
  std::string where;  // "line 3" of a file; empty for the command line
  std::string smiles;
  std::string name;
};

constexpr std::size_t kPortion = 1000;  // molecules between two writes

// The lines of a file: SMILES, blank, name. Empty lines and those that begin with # are passed
// over.
std::vector<Molecule> read_molecules(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKind::input, path.string() + ": it cannot be read");
  std::vector<Molecule> molecules;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const std::string_view content = trimmed(line);
    if (content.empty() || content.front() == '#') continue;
    const std::size_t end = content.find_first_of(" \t");
    const std::string_view name =
        end == std::string_view::npos ? std::string_view{} : trimmed(content.substr(end));
    molecules.push_back({path.filename().string() + " line " + std::to_string(number),
                         std::string(content.substr(0, end)), to_utf8(name)});
  }
  if (molecules.empty()) throw Error(ErrorKind::input, path.string() + ": it holds no molecule");
  return molecules;
}

std::vector<Molecule> molecules_of(const std::string& argument) {
  std::error_code failure;
  const bool is_file = std::filesystem::is_regular_file(argument, failure);
  if (is_file || argument.ends_with(".smi")) return read_molecules(argument);
  return {{"", argument, ""}};
}

void run_predict(const Options& options, int& exit_code) {
  if (options.ionisation != "ei") {
    throw Error(
        ErrorKind::usage,
        "--ionisation esi: this version predicts EI spectra only; MS/MS spectra of analogues "
        "are found with 'basepeak search --score ms2-hybrid-entropy'");
  }
  const std::vector<Molecule> molecules = molecules_of(options.molecules);
  const std::filesystem::path model_path =
      options.model.empty() ? ei_model_path() : std::filesystem::path(options.model);
  if (!options.output.empty()) {
    InputFiles inputs;
    inputs.add(options.molecules);
    inputs.add(model_path);
    inputs.add(options.library.empty() ? starter_library_path()
                                       : std::filesystem::path(options.library));
    inputs.check_output(options.output);
  }
  EiModel model = read_ei_model(model_path);
  const EiPredictor predictor(open_library(options.library), std::move(model), options.threads);

  std::string text;
  std::size_t predicted = 0;
  for (std::size_t first = 0; first < molecules.size(); first += kPortion) {
    const std::size_t count = std::min(kPortion, molecules.size() - first);
    std::vector<std::string> records(count);
    std::vector<std::string> failures(count);
    parallel_for(count, options.threads, [&](std::size_t i) {
      const Molecule& molecule = molecules[first + i];
      try {
        records[i] =
            predicted_msp(predictor.predict(molecule.smiles, molecule.name, options.settings));
      } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::input) throw;
        failures[i] = problem.what();
      }
    });
    for (std::size_t i = 0; i < count; ++i) {
      text += records[i];
      if (failures[i].empty()) {
        ++predicted;
        continue;
      }
      exit_code = 1;
      const std::string& where = molecules[first + i].where;
      std::fprintf(stderr, "not predicted: %s%s%s\n", console_text(where).c_str(),
                   where.empty() ? "" : ": ", console_text(failures[i]).c_str());
    }
  }
  if (options.output.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
  } else {
    write_whole(options.output, text);
  }
  std::fprintf(stderr, "predicted: %zu of %zu, from %zu measured spectra; none is a measurement\n",
               predicted, molecules.size(), predictor.analogues());
}

}  // namespace

void add_predict_verb(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  options->threads = std::max(1U, std::thread::hardware_concurrency());
  CLI::App* verb = app.add_subcommand(
      "predict", "Predict the spectra of known structures that no library holds, from analogues");
  verb->add_option("SMILES", options->molecules, "a SMILES, or a file of one 'SMILES name' a line")
      ->required()
      ->check(not_empty());
  verb->add_option("--library", options->library,
                   "compiled library (.bplib) to predict from; without it the starter library")
      ->check(not_empty());
  verb->add_option("--ionisation", options->ionisation, "ei; esi is refused in this version")
      ->check(CLI::IsMember({"ei", "esi"}))
      ->capture_default_str();
  verb->add_option("--model", options->model, "model file; without it the one beside the program")
      ->check(not_empty());
  verb->add_flag("--exclude-self", options->settings.excludes_self,
                 "no spectrum of the molecule itself as an analogue (by InChIKey, first block)");
  verb->add_flag("--for-ranking", options->settings.is_for_ranking,
                 "spectra to rank candidates with, instead of those most like a measurement");
  verb->add_option("-j,--threads", options->threads, "molecules predicted at the same time")
      ->check(CLI::Range(1, 1024));
  verb->add_option("-o,--output", options->output, "MSP file to write; without it standard output")
      ->check(not_empty());
  verb->footer(
      "Example:\n  basepeak predict analogues.smi --library swgdrug.bplib -o predicted.msp\n"
      "A predicted spectrum is not a measurement: no record it gives may be reported as a match "
      "to\n"
      "a reference standard.\n"
      "Exit status: 0 every molecule predicted, 1 some were not (listed), 2 usage,\n"
      "3 library, model or device unusable.");
  verb->callback([options, &exit_code] { run_predict(*options, exit_code); });
}

}  // namespace basepeak
