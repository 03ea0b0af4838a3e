// Recognition of the fentanyl class: EI with whole compounds left out, MS/MS with each compound of
// the class left out. Nothing here is timed. A number shows how the method does on compounds
// without any spectrum in the fit; it does not show what a laboratory's own mixture of samples does
// to it.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "engine/error.h"
#include "engine/identify/model_text.h"
#include "tools/train/class_evaluation.h"
#include "tools/train/train_ms2_class.h"

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
  train::Ms2ClassOptions options;
  options.spectra = data / "spectra";
  options.models = fs::path(BASEPEAK_SOURCE_DIR) / "libraries" / "models";
  options.stress = {data / "extras" / "highresnps_consensus_fragments.msp",
                    data / "extras" / "dart_iscid_pure.msp"};
  options.is_cross_validated = true;
  std::cout << train::train_ms2_class(options);
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
