#include "tools/cli/acceptance.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

#include "engine/error.h"
#include "engine/sha256.h"

namespace basepeak {

namespace {

namespace fs = std::filesystem;

constexpr const char* kCategories = "swgdrug_categories.tsv";

// Beside the program, else in the share folder of an installation; empty if there is none.
fs::path profiles_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  for (const char* place : {"acceptance", "../share/basepeak/acceptance"}) {
    const fs::path folder = program.parent_path() / place;
    if (!error && fs::is_directory(folder, error)) return folder;
  }
  return {};
}

std::string names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKind::usage, path.string() + ": it cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

const Report::Candidate* best_record(const Report& report, const Identification& component) {
  if (component.matches.hits.empty()) return nullptr;
  const auto at = std::find_if(report.records.begin(), report.records.end(), [&](const auto& r) {
    return r.record == component.matches.hits.front().record;
  });
  return at == report.records.end() ? nullptr : &*at;
}

}  // namespace

fs::path acceptance_path(const std::string& path_or_name) {
  std::error_code error;
  const fs::path written(path_or_name);
  if (fs::exists(written, error) || written.has_parent_path() || written.has_extension()) {
    return written;
  }
  const fs::path folder = profiles_folder();
  const fs::path named = folder / (path_or_name + ".toml");
  if (!folder.empty() && fs::is_regular_file(named, error)) return named;
  throw Error(ErrorKind::usage, "acceptance profile '" + path_or_name +
                                    "': neither a file nor one of the profiles that come with the "
                                    "program (" +
                                    (folder.empty() ? "none" : names_in(folder)) + ")");
}

AcceptanceRequest acceptance_request(const std::string& path_or_name) {
  const fs::path path = acceptance_path(path_or_name);
  AcceptanceRequest request;
  request.profile = read_acceptance_profile(path);
  request.profile_sha256 = sha256_file(path);
  request.categories = parse_technique_categories(read_text(profiles_folder() / kCategories));
  return request;
}

ReferenceRun reference_run(const Report& report) {
  ReferenceRun run{report.run.header.name, report.run.sha256, report.run.header.acquired, {}};
  for (const Identification& component : report.components) {
    const Report::Candidate* best = best_record(report, component);
    ReferencePeak peak = reference_peak(component, best == nullptr ? "" : best->name);
    if (!peak.compounds.empty()) run.peaks.push_back(std::move(peak));
  }
  return run;
}

void accept_components(const AcceptanceRequest& request, Report& report) {
  AcceptanceFacts facts{request, {}};
  // Against itself every run agrees.
  std::erase_if(facts.request.references,
                [&](const ReferenceRun& run) { return run.sha256 == report.run.sha256; });
  for (const Identification& component : report.components) {
    const Report::Candidate* best = best_record(report, component);
    facts.components.push_back(best == nullptr
                                   ? std::nullopt
                                   : accept_component(component, best->peaks, best->name,
                                                      best->origin == "measured",
                                                      report.run.header.separation, facts.request));
  }
  report.acceptance = std::move(facts);
}

}  // namespace basepeak
