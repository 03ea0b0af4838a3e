#include "tools/cli/predictor.h"

#include <algorithm>
#include <utility>

#include "engine/chemistry/formula.h"
#include "engine/chemistry/structure.h"
#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/read/text_encoding.h"
#include "engine/spectrum/collision_energy.h"
#include "tools/cli/model_path.h"
#include "tools/cli/not_empty.h"
#include "tools/cli/open_library.h"
#include "tools/cli/starter_path.h"

namespace basepeak {
namespace {

constexpr std::size_t kPortion = 1000;  // molecules in memory

std::filesystem::path model_of(const PredictorOptions& options) {
  if (!options.model.empty()) return options.model;
  return prediction_model_path(options.ionisation == "ei" ? "ei_prediction.model"
                                                          : "esi_prediction.model");
}

// Throws Error{usage} for an energy that no molecule can have: the precursor's m/z, which counts
// for normalised ones, comes later.
void check_energy(const std::string& energy, InstrumentClass instrument) {
  if (esi_energy_ev(energy, 500.0, instrument)) return;
  throw Error(ErrorKind::usage, "--energy " + energy + ": it must be above 0 and at most " +
                                    std::to_string(static_cast<int>(kHighestEnergyEv)) +
                                    " eV, written as \"35 eV\", \"30 NCE\" or \"20,40,60 eV\"");
}

}  // namespace

void add_predictor_options(CLI::App& verb, PredictorOptions& options) {
  verb.add_option("--library", options.library,
                  "compiled library (.bplib) to predict from; without it the starter library")
      ->check(not_empty());
  verb.add_option("--ionisation", options.ionisation, "ei, or esi for MS/MS spectra of [M+H]+")
      ->check(CLI::IsMember({"ei", "esi"}))
      ->capture_default_str();
  verb.add_option("--energy", options.energy,
                  "with esi: collision energy as \"35 eV\" or \"30 NCE\" (percent of the "
                  "instrument's scale); a bare number is eV; without it 35 eV")
      ->check(not_empty());
  verb.add_option("--instrument", options.instrument,
                  "with esi: HCD (Orbitrap) or QTOF, spectra of one say little of the other; "
                  "without it HCD")
      ->check(CLI::IsMember({"HCD", "QTOF"}, CLI::ignore_case));
  verb.add_option("--model", options.model, "model file; without it the one beside the program")
      ->check(not_empty());
  verb.add_flag("--accurate-mass", options.settings.has_exact_masses,
                "with ei: exact m/z of the peaks' formulas instead of unit masses");
  verb.add_flag("--exclude-self", options.settings.excludes_self,
                "no spectrum of the molecule itself as an analogue (by InChIKey, first block)");
  verb.add_option("-j,--threads", options.threads, "molecules predicted at the same time")
      ->check(CLI::Range(1, 1024));
}

Predictor::Predictor(const PredictorOptions& options) : options_(options) {
  if (options.ionisation == "ei") {
    if (!options.energy.empty() || !options.instrument.empty()) {
      throw Error(ErrorKind::usage,
                  "--energy and --instrument are of MS/MS spectra: give --ionisation esi");
    }
    EiModel model = read_ei_model(model_of(options));
    ei_.emplace(open_library(options.library), std::move(model), options.threads);
    return;
  }
  if (options.settings.has_exact_masses) {
    throw Error(ErrorKind::usage,
                "--accurate-mass is of EI spectra: MS/MS spectra always have exact masses");
  }
  instrument_ =
      lower_case(options.instrument) == "qtof" ? InstrumentClass::qtof : InstrumentClass::hcd;
  if (options_.energy.empty()) options_.energy = "35 eV";
  // A bare number is eV, whatever the instrument.
  if (parse_collision_energy(options_.energy).unit == EnergyUnit::unknown) options_.energy += " eV";
  check_energy(options_.energy, instrument_);
  EsiModel model = read_esi_model(model_of(options));
  esi_.emplace(open_library(options.library), std::move(model), options.threads);
}

Prediction Predictor::one(const AskedFor& asked) const {
  if (ei_) return ei_->predict(asked.smiles, asked.name, options_.settings);
  const double precursor_mz = parent_molecule(asked.smiles).monoisotopic_mass + kProtonMass;
  const auto energy_ev = esi_energy_ev(options_.energy, precursor_mz, instrument_);
  if (!energy_ev) {
    throw Error(ErrorKind::input, (asked.name.empty() ? asked.smiles : asked.name) +
                                      ": not predicted: " + options_.energy +
                                      " is too much for its mass");
  }
  return esi_->predict(asked.smiles, asked.name, {instrument_, *energy_ev}, options_.settings);
}

void Predictor::predict(const Next& next, const Visit& visit) const {
  for (std::optional<AskedFor> asked = next(); asked;) {
    std::vector<AskedFor> molecules;
    for (; asked && molecules.size() < kPortion; asked = next())
      molecules.push_back(std::move(*asked));
    std::vector<std::optional<Prediction>> made(molecules.size());
    std::vector<std::string> failures(molecules.size());
    parallel_for(molecules.size(), options_.threads, [&](std::size_t i) {
      try {
        made[i] = one(molecules[i]);
      } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::input) throw;
        failures[i] = problem.what();
      }
    });
    for (std::size_t i = 0; i < molecules.size(); ++i) visit(molecules[i], made[i], failures[i]);
  }
}

std::vector<std::filesystem::path> Predictor::files_of(const PredictorOptions& options) {
  return {model_of(options), options.library.empty() ? starter_library_path()
                                                     : std::filesystem::path(options.library)};
}

}  // namespace basepeak
