// Recognition of the fentanyl class: EI with whole compounds left out, MS/MS by its rule. Nothing
// here is timed. A number shows how the method does on compounds without any spectrum in the fit;
// it does not show what a laboratory's own mixture of samples does to it.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include "engine/error.h"
#include "engine/identify/model_text.h"
#include "engine/identify/recognition.h"
#include "engine/read/spectrum_text.h"
#include "engine/read/text_query.h"
#include "tools/starter_library/tab_file.h"
#include "tools/train/class_evaluation.h"

namespace {

using namespace basepeak;
namespace fs = std::filesystem;

const std::vector<std::string> kFitted = {"open", "sharealike", "swgdrug", "nist"};

void report_ei(const fs::path& data, const fs::path& nist) {
  auto samples = train::read_reference_spectra(
      data / "spectra", {"open", "sharealike", "swgdrug", "noncommercial", "nolicence"});
  if (!nist.empty()) {
    auto more = train::read_nist_spectra(nist, fs::path(BASEPEAK_SOURCE_DIR) / "libraries/starter");
    std::move(more.begin(), more.end(), std::back_inserter(samples));
  }
  train::weigh_by_compound(samples);
  const train::CrossValidation found =
      train::cross_validate(samples, kFitted, embedded_site_table(), embedded_ion_table(), {}, 5);
  const auto report = [](const std::vector<train::ClassOutcome>& outcomes, const char* how) {
    std::vector<train::ClassOutcome> fitted;
    std::vector<train::ClassOutcome> others;
    for (const auto& outcome : outcomes) {
      const bool is_fitted =
          std::find(kFitted.begin(), kFitted.end(), outcome.sample->family) != kFitted.end();
      (is_fitted ? fitted : others).push_back(outcome);
    }
    const std::string title = std::string("EI, compound left out, ") + how;
    std::cout << train::class_report(fitted, title + ", families of the fit")
              << train::class_report(others, title + ", families never fitted on");
  };
  report(found.by_ions, "by the ions alone");
  report(found.with_neighbours, "beside the other compounds' spectra");
}

void report_ms2(const fs::path& data) {
  std::map<std::string, std::pair<std::string, std::string>> compounds;  // label, SMILES
  for (const auto& row : starter::read_tab_file(data / "spectra" / "compounds.tsv",
                                                {"inchikey14", "class", "smiles"})) {
    compounds.emplace(row.cell.at("inchikey14"),
                      std::pair(row.cell.at("class"), row.cell.at("smiles")));
  }
  std::map<std::string, std::array<std::size_t, 3>> by_compound;  // called, right sites, all
  std::size_t others = 0;
  std::size_t false_calls = 0;
  std::set<std::string> false_compounds;
  for (const std::string family : {"open", "sharealike", "noncommercial"}) {
    read_spectrum_text(
        data / "spectra" / ("esi_pos_ms2_" + family + ".msp.gz"), [&](TextRecord&& record) {
          const std::string key(record.value("InChIKey").substr(0, 14));
          const auto known = compounds.find(key);
          if (known == compounds.end() || record.mz.empty()) return;
          Query query;
          std::vector<std::string> problems;
          query.acquisition = acquisition_of(record, problems);
          query.acquisition.ionisation = Ionisation::esi;
          query.acquisition.ms_level = 2;
          query.peaks = Peaks::from_unsorted(
              record.mz, std::vector<float>(record.intensity.begin(), record.intensity.end()));
          const Recognition found = recognise(query);
          const auto& [label, smiles] = known->second;
          if (label.starts_with("fentanyl")) {
            auto& [called, right, all] = by_compound[std::string(record.value("Name"))];
            const auto sites = fentanyl_sites(smiles);
            ++all;
            if (!found.call.is_called) return;
            ++called;
            right += sites && found.call.sites->acyl == sites->acyl &&
                             found.call.sites->n_aryl == sites->n_aryl &&
                             found.call.sites->piperidine == sites->piperidine &&
                             found.call.sites->n1_substituent == sites->n1_substituent
                         ? 1U
                         : 0U;
          } else {
            ++others;
            if (found.call.is_called) {
              ++false_calls;
              false_compounds.insert(std::string(record.value("Name")) + " (" + label + ")");
            }
          }
        });
  }
  const train::Interval interval = train::exact_interval(false_calls, others);
  std::cout << "MS/MS by rule, all energies\n  false alarms " << false_calls << " of " << others
            << " [" << 100.0 * interval.low << " %, " << 100.0 * interval.high << " %]\n";
  for (const std::string& name : false_compounds) std::cout << "    " << name << "\n";
  for (const auto& [name, counts] : by_compound) {
    std::cout << "  " << name << ": called " << counts[0] << ", sites right " << counts[1] << " of "
              << counts[2] << " spectra\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: class_recognition REFERENCE_DATA [UNPACKED_NIST_REPLICATES]\n";
    return 2;
  }
  try {
    report_ms2(argv[1]);
    std::cout.flush();
    report_ei(argv[1], argc > 2 ? argv[2] : "");
    return 0;
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << "\n";
    return 1;
  }
}
