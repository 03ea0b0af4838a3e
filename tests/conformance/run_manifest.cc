#include "tests/conformance/run_manifest.h"

#include <cmath>
#include <fstream>
#include <iomanip>
#include <sstream>
#include <stdexcept>

namespace basepeak::test {
namespace {

using nlohmann::json;

// A tab-separated line whose fields may be quoted as in CSV.
std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back().push_back('"');
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == '\t' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back().push_back(c);
    }
  }
  return fields;
}

class Comparison {
 public:
  void equal(const std::string& what, double expected, double found, double relative = 1e-6) {
    if (std::abs(found - expected) > relative * std::max(1e-3, std::abs(expected))) {
      differences_ << "  " << what << ": expected " << std::setprecision(12) << expected
                   << ", found " << found << "\n";
    }
  }
  void near(const std::string& what, double expected, double found, double absolute) {
    if (!(std::abs(found - expected) <= absolute)) {
      differences_ << "  " << what << ": expected " << std::setprecision(12) << expected
                   << ", found " << found << "\n";
    }
  }
  [[nodiscard]] std::string differences() const { return differences_.str(); }

 private:
  std::ostringstream differences_;
};

std::size_t left_out_peaks(const RunSummary& run) {
  std::size_t count = 0;
  for (const Skipped& skipped : run.skipped) {
    if (skipped.why.find("of impossible m/z") != std::string::npos) {
      count += std::stoul(skipped.why);
    }
  }
  return count;
}

// Stored with single precision the manifest's m/z is 41.09999847 where the reader's is 41.1.
constexpr double kSinglePrecision = 1e-6;

std::string compare_agilent(const json& expected, const RunSummary& run) {
  Comparison compare;
  compare.equal("scans", expected["scans"], static_cast<double>(run.scans), 0.0);
  compare.near("first time", expected["rt_first_s"], run.first_s.value_or(-1), 1e-9);
  compare.near("last time", expected["rt_last_s"], run.last_s.value_or(-1), 1e-9);
  compare.equal("peaks", expected["peaks"], static_cast<double>(run.peaks), 0.0);
  compare.near("lowest m/z", expected["mz_min"], run.lowest_mz, 1e-9);
  compare.near("highest m/z", expected["mz_max"], run.highest_mz, 1e-9);
  compare.equal("directory total", expected["tic_dir_sum"], run.total_sum, 1e-12);
  compare.equal("sum of peaks", expected["peak_sum"], run.peak_sum, 1e-12);
  const Spectrum& top = run.largest_total;
  compare.near("time of the largest total", expected["max_tic_rt_s"],
               top.acquisition.retention_s.value_or(-1), 1e-9);
  compare.near("its base peak", expected["max_tic_base_mz"], top.peaks.base_mz(), 1e-9);
  compare.equal("its base intensity", expected["max_tic_base_int"],
                static_cast<double>(top.peaks.base_intensity()), 0.0);
  return compare.differences();
}

std::string compare_andi(const json& expected, const RunSummary& run) {
  Comparison compare;
  compare.equal("scans", expected["scans"], static_cast<double>(run.scans), 0.0);
  if (!run.header.is_spectrum_collection) {
    compare.near("first time", expected["rt_first_s"], run.first_s.value_or(-1), 1e-4);
    compare.near("last time", expected["rt_last_s"], run.last_s.value_or(-1), 1e-4);
    compare.near("time of the richest scan", expected["max_scan_rt_s"],
                 run.richest.acquisition.retention_s.value_or(-1), 1e-4);
  }
  compare.equal("peaks", expected["peaks"], static_cast<double>(run.peaks + left_out_peaks(run)),
                0.0);
  compare.equal("lowest m/z", expected["mz_min"], run.lowest_mz, kSinglePrecision);
  compare.equal("highest m/z", expected["mz_max"], run.highest_mz, kSinglePrecision);
  compare.equal("sum of peaks", expected["peak_sum"], run.peak_sum);
  compare.near("base peak of the richest scan", expected["max_scan_base_mz"],
               run.richest.peaks.base_mz(), 6e-5);
  const bool is_negative = expected["polarity"] == "Negative Polarity";
  compare.equal("scans of its polarity", static_cast<double>(run.scans),
                static_cast<double>(
                    run.polarities.count(is_negative ? Polarity::negative : Polarity::positive) > 0
                        ? run.scans
                        : 0));
  const bool is_continuum = expected["type"] == "Continuum Mass Spectrum";
  compare.equal("centroided scans", is_continuum ? 0.0 : static_cast<double>(run.scans),
                static_cast<double>(run.centroided), 0.0);
  return compare.differences();
}

std::string compare_xml(const json& expected, const RunSummary& run) {
  Comparison compare;
  std::size_t light = 0;  // scans without an MS level
  for (const char* none : {"null", "0"}) {
    if (expected["levels"].contains(none)) light += expected["levels"][none].get<std::size_t>();
  }
  compare.equal("scans", expected["spectra"], static_cast<double>(run.scans + light), 0.0);
  const std::size_t left_out = left_out_peaks(run);
  compare.equal("peaks", expected["peaks"], static_cast<double>(run.peaks + left_out), 0.0);
  for (const auto& [level, count] : expected["levels"].items()) {
    if (level == "null" || level == "0") continue;
    const auto found = run.levels.find(std::stoi(level));
    compare.equal("scans of level " + level, count,
                  found == run.levels.end() ? 0.0 : static_cast<double>(found->second), 0.0);
  }
  for (const auto& [sign, count] : expected["polarity"].items()) {
    const Polarity polarity = sign == "+" || sign == "Positive" ? Polarity::positive
                              : sign == "-"                     ? Polarity::negative
                                                                : Polarity::unknown;
    const auto found = run.polarities.find(polarity);
    const std::size_t scans = found == run.polarities.end() ? 0 : found->second;
    const bool includes_light = polarity == Polarity::unknown;
    compare.equal("scans of polarity " + sign, count,
                  static_cast<double>(scans + (includes_light ? light : 0)), 0.0);
  }
  if (expected["centroided"].contains("False")) {
    compare.equal("profile scans", expected["centroided"]["False"],
                  static_cast<double>(run.scans - run.centroided), 0.0);
  }
  if (light == 0) {
    compare.near("first time", expected["rt_first_s"], run.first_s.value_or(-1), 1e-4);
    compare.near("last time", expected["rt_last_s"], run.last_s.value_or(-1), 1e-4);
  }
  // The example files with peaks of m/z 0 lose them, and their intensities with them.
  if (expected["peaks"] == 0 || left_out > 0) return compare.differences();
  compare.equal("lowest m/z", expected["mz_min"], run.lowest_mz, kSinglePrecision);
  compare.equal("highest m/z", expected["mz_max"], run.highest_mz, kSinglePrecision);
  double sum = 0.0;
  for (const char* level : {"ticsum_ms0", "ticsum_ms1", "ticsum_ms2"}) {
    if (expected.contains(level)) sum += expected[level].get<double>();
  }
  compare.equal("sum of peaks", sum, run.peak_sum);
  const json& top = expected["max_spectrum"];
  compare.near("time of the richest scan", top["rt"],
               run.richest.acquisition.retention_s.value_or(-1), 1e-4);
  compare.near("its base peak", top["bp_mz"], run.richest.peaks.base_mz(), 6e-5);
  compare.equal("its base intensity", top["bp"],
                static_cast<double>(run.richest.peaks.base_intensity()));
  return compare.differences();
}

std::string compare_jcamp(const json& expected, const RunSummary& run) {
  Comparison compare;
  const bool is_cut = expected["scans"] != expected["complete_scans"];
  compare.equal("scans", expected["complete_scans"], static_cast<double>(run.scans), 0.0);
  if (!is_cut) {
    compare.equal("points", expected["points"], static_cast<double>(run.peaks), 0.0);
    compare.equal("lowest m/z", expected["mz"][0], run.lowest_mz, 1e-9);
    compare.equal("highest m/z", expected["mz"][1], run.highest_mz, 1e-9);
    compare.equal("sum of peaks", expected["peak_sum"], run.peak_sum);
  }
  if (!expected["rt"][0].is_null()) {
    compare.near("first time", expected["rt"][0], run.first_s.value_or(-1), 1e-6);
    if (!is_cut) compare.near("last time", expected["rt"][1], run.last_s.value_or(-1), 1e-6);
    compare.near("time of the richest scan", expected["max"]["rt"],
                 run.richest.acquisition.retention_s.value_or(-1), 1e-6);
  }
  compare.near("base peak", expected["max"]["bp"], run.richest.peaks.base_mz(), 1e-6);
  compare.equal("base intensity", expected["max"]["int"],
                static_cast<double>(run.richest.peaks.base_intensity()));
  return compare.differences();
}

using Compare = std::string (*)(const json&, const RunSummary&);

Compare comparison_of(const ManifestRow& row) {
  if (row.expected.contains("tic_dir_sum")) return compare_agilent;
  if (row.expected.contains("tic_var_sum")) return compare_andi;
  if (row.expected.contains("complete_scans")) return compare_jcamp;
  return row.expected.contains("levels") ? compare_xml : nullptr;
}

}  // namespace

std::vector<ManifestRow> manifest(const std::filesystem::path& runs) {
  std::vector<ManifestRow> rows;
  std::ifstream file(runs / "MANIFEST.tsv");
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const auto fields = fields_of(line);
    if (fields.size() != 10) throw std::runtime_error("manifest line: " + line);
    rows.push_back({fields[0], json::parse(fields[9])});
  }
  return rows;
}

bool describes_a_run(const ManifestRow& row) { return comparison_of(row) != nullptr; }

std::string differences(const ManifestRow& row, const RunSummary& run) {
  return comparison_of(row)(row.expected, run);
}

}  // namespace basepeak::test
