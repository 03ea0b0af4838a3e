#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/report/report.h"
#include "tools/cli/output_file.h"

namespace basepeak {

// Report names, one a run: the run's file name with its extension; what would be the same name
// again gets a number, in the order given.
[[nodiscard]] std::vector<std::string> report_stems(const std::vector<std::string>& runs);

// The folder that a batch writes its reports to.
class ReportFolder {
 public:
  // Makes the folder and takes out of it the reports of these names, the summary and the log that
  // an earlier batch left: whatever becomes of this batch, none of them looks current. Throws
  // before anything is touched: Error{usage} when the folder is one of the runs, or a file to be
  // written is an input or there and no regular file; Error{output} when it cannot be written to.
  ReportFolder(std::filesystem::path folder, const std::vector<std::string>& stems,
               const InputFiles& inputs);

  // All three reports of a run or, when one of them cannot be written, none: throws Error{output}.
  void write_reports(const std::string& stem, const Report& report) const;
  // summary.csv and summary.html. Throws Error{output}.
  void write_summary(const std::vector<SummaryRow>& rows) const;
  void write_log(const std::string& text) const;

  [[nodiscard]] std::filesystem::path summary_page() const { return folder_ / "summary.html"; }

 private:
  [[nodiscard]] std::vector<std::filesystem::path> reports_of(const std::string& stem) const;

  std::filesystem::path folder_;
};

}  // namespace basepeak
