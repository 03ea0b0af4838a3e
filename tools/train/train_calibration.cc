#include "tools/train/train_calibration.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <set>

#include "engine/error.h"
#include "engine/sha256.h"

namespace basepeak::train {

namespace {

CalibrationModel::Data counted(const TrialSet& set, const std::vector<const Trial*>& trials,
                               const std::function<bool(const Trial&)>& is_used) {
  std::set<std::string> compounds;
  std::set<std::string> accessions;
  for (const Trial* trial : trials) {
    if (!is_used(*trial)) continue;
    compounds.insert(set.samples[trial->sample].compound);
    accessions.insert(set.samples[trial->sample].accession);
  }
  return {compounds.size(), accessions.size()};
}

// What went into the fit, in counts and checksums.
void state_facts(const TrialSet& set, const std::vector<const Trial*>& used, const Library& library,
                 const std::string& seed, CalibrationModel& model) {
  std::set<std::string> with;
  std::set<std::string> accessions;
  std::set<std::string> laboratories;
  std::size_t searches_with = 0;
  for (const Trial* trial : used) {
    const TrialSample& sample = set.samples[trial->sample];
    accessions.insert(sample.accession);
    laboratories.insert(sample.laboratory);
    if (!holds_compound(trial->withheld)) continue;
    ++searches_with;
    with.insert(sample.compound);
  }
  Sha256 hash;
  for (const std::string& accession : accessions) {
    const std::string row = accession + "\n";
    hash.add(std::as_bytes(std::span(row.data(), row.size())));
  }
  model.all = counted(set, used, [](const Trial&) { return true; });
  model.class_data = counted(set, used, states_class);
  model.site_data = counted(set, used, states_sites);
  model.calibrated_on = "EI spectra of " + std::to_string(laboratories.size()) +
                        " laboratories (MassBank-data 2025.05.1, SWGDRUG MS library 3.9, NIST "
                        "mds2-2418), searched among " +
                        std::to_string(library.size()) +
                        " records that other laboratories measured, half of the weight with "
                        "the compound there and half without it";
  model.facts = {
      "library: " + std::to_string(library.size()) + " records, checksum " + library.checksum(),
      "laboratories of the queries: " + std::to_string(laboratories.size()),
      "searches with the compound in the library by another laboratory: " +
          std::to_string(searches_with) + " of " + std::to_string(with.size()) + " compounds",
      "searches without the compound: " + std::to_string(used.size() - searches_with),
      "accessions of the queries, SHA-256: " + hash.finish_hex(),
      "seed of the folds: " + seed};
}

}  // namespace

TrialSettings calibration_data(const std::filesystem::path& spectra,
                               const std::filesystem::path& nist,
                               const std::filesystem::path& starter) {
  TrialSettings settings;
  settings.families = {"open", "sharealike", "swgdrug", "noncommercial", "nolicence"};
  settings.asked = {"open", "sharealike", "swgdrug", "nolicence"};
  settings.spectra = spectra;
  settings.nist = nist;
  settings.starter = starter;
  return settings;
}

const std::vector<std::string>& calibration_families() {
  static const std::vector<std::string> families = {"open", "sharealike", "swgdrug", "nist"};
  return families;
}

std::vector<std::string> train_calibration(const CalibrationOptions& options) {
  const Library library = Library::open(options.library);
  TrialSettings data = calibration_data(options.spectra, options.nist, options.starter);
  data.threads = options.threads;
  const TrialSet set = make_trials(library, data);
  std::vector<const Trial*> used;
  for (const Trial& trial : set.trials) {
    const auto& families = calibration_families();
    if (std::ranges::find(families, set.samples[trial.sample].family) != families.end()) {
      used.push_back(&trial);
    }
  }
  CalibrationModel model = fit_calibration(set, used, options.settings);
  state_facts(set, used, library, options.settings.seed, model);
  std::ofstream file(options.output, std::ios::binary);
  file << write_calibration(model);
  if (!file.flush()) {
    throw Error(ErrorKind::input, options.output.string() + ": it cannot be written");
  }
  return model.facts;
}

}  // namespace basepeak::train
