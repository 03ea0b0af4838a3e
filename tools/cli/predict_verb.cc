#include "tools/cli/predict_verb.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "engine/error.h"
#include "tools/cli/console_text.h"
#include "tools/cli/not_empty.h"
#include "tools/cli/output_file.h"
#include "tools/cli/prediction_output.h"
#include "tools/cli/predictor.h"

namespace basepeak {
namespace {

struct Options {
  std::string molecules;
  std::string output;
  bool json = false;
  PredictorOptions predictor;
};

std::optional<MoleculeFile> list_of(const std::string& argument) {
  std::error_code failure;
  const bool is_file = std::filesystem::is_regular_file(argument, failure);
  if (is_file || argument.ends_with(".smi")) return MoleculeFile(argument);
  return std::nullopt;
}

void run_predict(const Options& options, int& exit_code) {
  const PredictionFormat format = options.output.empty() && options.json
                                      ? PredictionFormat::json
                                      : prediction_format(options.output);
  std::optional<MoleculeFile> list = list_of(options.molecules);
  std::optional<AskedFor> ahead =
      list ? list->next() : std::optional<AskedFor>({"", options.molecules, ""});
  if (format == PredictionFormat::svg && list && !list->is_at_end()) {
    throw Error(ErrorKind::usage,
                options.output + ": an .svg shows one spectrum; name an .html file for several");
  }
  if (!options.output.empty()) {
    InputFiles inputs;
    inputs.add(options.molecules);
    for (const auto& file : Predictor::files_of(options.predictor)) inputs.add(file);
    inputs.check_output(options.output);
  }
  const Predictor predictor(options.predictor);
  std::size_t asked_for = 0;
  std::size_t predicted = 0;
  const auto next = [&] {
    std::optional<AskedFor> taken = std::exchange(ahead, std::nullopt);
    if (taken && list) ahead = list->next();
    return taken;
  };
  const auto content = [&](const WriteText& write) {
    PredictionOutput output(format, write);
    predictor.predict(next, [&](const AskedFor& asked, const std::optional<Prediction>& made,
                                const std::string& failure) {
      ++asked_for;
      if (made) {
        ++predicted;
        output.add(*made);
        return;
      }
      exit_code = 1;
      output.add_failure(asked.name, asked.smiles, failure);
      std::fprintf(stderr, "not predicted: %s%s%s\n", console_text(asked.where).c_str(),
                   asked.where.empty() ? "" : ": ", console_text(failure).c_str());
    });
    // Thrown before the file is put in place: what was there stays.
    if (predicted == 0 && !options.output.empty()) {
      throw Error(
          ErrorKind::input,
          options.output + ": not written: not one molecule that was asked for is predicted");
    }
    output.finish();
  };
  if (options.output.empty()) {
    content([](const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); });
  } else {
    write_whole(options.output, content);
  }
  std::fprintf(stderr, "predicted: %zu of %zu, from %zu measured spectra; none is a measurement\n",
               predicted, asked_for, predictor.analogues());
}

}  // namespace

void add_predict_verb(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  options->predictor.threads = std::max(1U, std::thread::hardware_concurrency());
  CLI::App* verb = app.add_subcommand(
      "predict", "Predict the spectra of known structures that no library holds, from analogues");
  verb->add_option("SMILES", options->molecules, "a SMILES, or a file of one 'SMILES name' a line")
      ->required()
      ->check(not_empty());
  add_predictor_options(*verb, options->predictor);
  verb->add_flag("--for-ranking", options->predictor.settings.is_for_ranking,
                 "spectra to rank candidates with, instead of those most like a measurement");
  verb->add_option("-o,--output", options->output,
                   "file to write: .msp, .mgf, .json (with fragment atoms and neighbours), .svg or "
                   ".html (pictures); without it MSP on standard output")
      ->check(not_empty());
  verb->add_flag("--json", options->json, "JSON on standard output");
  verb->footer(
      "Example:\n  basepeak predict analogues.smi --library swgdrug.bplib -o predicted.msp\n"
      "A predicted spectrum is not a measurement: no record it gives may be reported as a match "
      "to\n"
      "a reference standard.\n"
      "Exit status: 0 every molecule predicted, 1 some were not (listed; when none was, no file "
      "is\n"
      "written), 2 usage,\n"
      "3 library, model or device unusable.");
  verb->callback([options, &exit_code] { run_predict(*options, exit_code); });
}

}  // namespace basepeak
