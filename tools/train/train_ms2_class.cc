#include "tools/train/train_ms2_class.h"

#include <algorithm>
#include <fstream>

#include "engine/error.h"
#include "tools/train/ms2_class_report.h"

namespace basepeak::train {

namespace {

// Families whose licences allow a fitted model in the project.
const std::vector<std::string> kFitted = {"open", "sharealike"};

std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKind::input, path.string() + ": it cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::string train_ms2_class(const Ms2ClassOptions& options) {
  const SiteTable table = SiteTable::parse(read_text(options.models / "fentanyl_sites.tsv"));
  const std::string ion_table = read_text(options.models / "fentanyl_ms2_ions.tsv");
  const auto& settings = options.settings;
  const Ms2ClassModel unfitted = unfitted_ms2_model(ion_table, settings);
  const auto samples = read_ms2_spectra(options.spectra, {"open", "sharealike", "noncommercial"});
  const auto judged = sift(samples, table, unfitted, settings.threads);
  std::string report;
  if (options.is_cross_validated) {
    report += ms2_class_report(cross_validate_ms2(judged, kFitted, table, ion_table, settings),
                               settings.prior, "MS/MS, class compound left out");
  }
  std::vector<Ms2Judged> used;
  std::copy_if(judged.begin(), judged.end(), std::back_inserter(used), [](const Ms2Judged& j) {
    return std::find(kFitted.begin(), kFitted.end(), j.sample->family) != kFitted.end();
  });
  const Ms2ClassModel model = fit_ms2_class(used, table, ion_table, settings);
  if (!options.output.empty()) {
    std::ofstream file(options.output, std::ios::binary);
    file << write_ms2_class_model(model, ion_table);
    if (!file.flush()) {
      throw Error(ErrorKind::input, options.output.string() + ": it cannot be written");
    }
  }
  for (const auto& path : options.stress) {
    const auto stressed = read_stress_spectra(path);
    report += ms2_class_report(answer_ms2(sift(stressed, table, unfitted, settings.threads), table,
                                          model, settings.threads),
                               settings.prior, path.filename().string() + ", by the model of all");
  }
  for (const std::string& fact : model.facts) report += fact + "\n";
  return report;
}

}  // namespace basepeak::train
