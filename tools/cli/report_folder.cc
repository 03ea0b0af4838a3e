#include "tools/cli/report_folder.h"

#include <set>
#include <utility>

#include "engine/error.h"

namespace basepeak {

namespace {

namespace fs = std::filesystem;

// A full disk takes an empty file: only content shows that there is room.
void check_room(const fs::path& folder) {
  const fs::path probe = folder / ".basepeak-probe";
  try {
    write_whole(probe, std::string(4096, ' '));
  } catch (const Error& error) {  // of the folder, not of a file that nobody knows
    throw Error(error.kind(),
                folder.string() + std::string(error.what()).substr(probe.string().size()));
  }
  std::error_code ignored;  // an empty-handed file that stays behind harms nothing
  fs::remove(probe, ignored);
}

void take_out(const fs::path& path) {
  std::error_code error;
  fs::remove(path, error);
  if (error) {
    throw Error(ErrorKind::output,
                path.string() + ": of an earlier batch, cannot be removed: " + error.message());
  }
}

}  // namespace

std::vector<std::string> report_stems(const std::vector<std::string>& runs) {
  std::set<std::string> taken;
  std::vector<std::string> stems;
  for (const std::string& run : runs) {
    fs::path path = fs::path(run).lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    std::string stem = path.filename().string();
    // data.ms says nothing of the sample: its folder does.
    const std::string parent = path.parent_path().extension().string();
    if (parent == ".D" || parent == ".d") {
      stem = path.parent_path().filename().string() + "_" + stem;
    }
    if (stem.empty() || stem == "." || stem == "..") stem = "run";
    std::string unique = stem;
    for (int number = 2; !taken.insert(unique).second; ++number) {
      unique = stem + "-" + std::to_string(number);
    }
    stems.push_back(std::move(unique));
  }
  return stems;
}

ReportFolder::ReportFolder(fs::path folder, const std::vector<std::string>& stems,
                           const InputFiles& inputs)
    : folder_(std::move(folder)) {
  if (inputs.contains(folder_)) {
    throw Error(ErrorKind::usage,
                folder_.string() + ": is read by this command; reports go into another folder");
  }
  std::vector<fs::path> targets = {folder_ / "summary.csv", summary_page(), folder_ / "run.log"};
  for (const std::string& stem : stems) {
    for (fs::path& report : reports_of(stem)) targets.push_back(std::move(report));
  }
  for (const fs::path& target : targets) inputs.check_output(target);
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) {
    throw Error(ErrorKind::output, folder_.string() + ": cannot be made: " + error.message());
  }
  check_room(folder_);
  for (const fs::path& target : targets) {
    // A name that no folder can hold has nothing to take out; its run's row will say so.
    if (fs::exists(fs::symlink_status(target, error))) take_out(target);
  }
}

std::vector<fs::path> ReportFolder::reports_of(const std::string& stem) const {
  return {folder_ / (stem + ".report.json"), folder_ / (stem + ".report.csv"),
          folder_ / (stem + ".report.html")};
}

void ReportFolder::write_reports(const std::string& stem, const Report& report) const {
  const std::vector<fs::path> paths = reports_of(stem);
  try {
    write_whole(paths[0], to_json(report));
    write_whole(paths[1], to_csv(report));
    write_whole(paths[2], to_html(report));
  } catch (const Error&) {
    std::error_code ignored;
    for (const fs::path& path : paths) fs::remove(path, ignored);
    throw;
  }
}

void ReportFolder::write_summary(const std::vector<SummaryRow>& rows) const {
  write_whole(folder_ / "summary.csv", summary_csv(rows));
  write_whole(summary_page(), summary_html(rows));
}

void ReportFolder::write_log(const std::string& text) const {
  write_whole(folder_ / "run.log", text);
}

}  // namespace basepeak
