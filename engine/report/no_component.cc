#include <algorithm>

#include "engine/report/report.h"

namespace basepeak {

namespace {

constexpr std::size_t kFewestScans = 3;  // prepare() looks for components from here on

std::string counted_scans(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " MS1 scan" : " MS1 scans");
}

}  // namespace

bool is_nothing_searched(const Report& report) {
  if (!report.components.empty()) return false;
  // As prepare() words a row that stands for every scan it was handed.
  const std::string all =
      report.run.scans == 1 ? "scan " : std::to_string(report.run.scans) + " scans from scan ";
  return report.run.scans == 0 ||
         std::any_of(report.skipped.begin(), report.skipped.end(),
                     [&](const Skipped& row) { return row.is_loss && row.where.starts_with(all); });
}

std::string why_no_component(const Report& report) {
  if (!report.components.empty()) return {};
  const std::string missing = missing_part(report);
  const std::string not_searched = missing.empty() ? "" : " Not searched: " + missing + ".";
  if (report.run.header.is_spectrum_collection) {
    return "The file holds no spectrum that could be searched." + not_searched;
  }
  if (is_nothing_searched(report)) {
    return missing.empty() ? "The run holds no scan."
                           : "No scan of this run was searched: " + missing + ".";
  }
  if (report.run.survey) {
    return "No component was found in the " + std::to_string(report.run.survey->ms2_scans) +
           " data-independent MS/MS scans: no precursor ion in MS1 has three fragments that rise "
           "and "
           "fall with it, and the scans themselves mix all precursors and are not searched." +
           not_searched;
  }
  const std::size_t scans = report.run.chromatogram_s.size();
  if (scans < kFewestScans) {
    return "No component can be told in a run of " + counted_scans(scans) + ": it takes " +
           std::to_string(kFewestScans) + " to see ions rise and fall together." + not_searched;
  }
  const std::string fewest = std::to_string(report.method.components.minimum_ions);
  return "No component was found in what was searched: nowhere do " + fewest +
         " ions or more (the method's minimum_ions) rise and fall together above the noise. A run "
         "that "
         "records fewer ions, as selected ion monitoring does, cannot show any." +
         not_searched;
}

}  // namespace basepeak
