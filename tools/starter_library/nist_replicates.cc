#include "tools/starter_library/nist_replicates.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "engine/error.h"
#include "tools/starter_library/tab_file.h"

namespace basepeak::starter {

namespace {

Peaks read_replicate(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) throw Error(ErrorKind::input, path.string() + ": cannot be read");
  std::vector<double> mz;
  std::vector<float> intensity;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty() || line[0] == '#' || line[0] == '\r') continue;
    std::istringstream text(line);
    double x = 0.0;
    float y = 0.0F;
    if (!(text >> x >> y)) {
      throw Error(ErrorKind::input, path.string() + ":" + std::to_string(number) +
                                        ": not a line of m/z and abundance");
    }
    mz.push_back(x);
    intensity.push_back(y);
  }
  return Peaks::from_unsorted(mz, intensity);
}

}  // namespace

NistReplicates read_nist_replicates(const std::filesystem::path& folder,
                                    const std::string& source) {
  const std::vector<std::string> parts = split(source, '/');
  if (parts.size() != 3 || parts[0] != "nist") {
    throw Error(ErrorKind::input, "'" + source + "' is not nist/SET/NUMBER");
  }
  const std::filesystem::path set = folder / parts[1];
  if (!std::filesystem::is_directory(set)) {
    throw Error(ErrorKind::input, set.string() + ": no such folder of replicate spectra");
  }
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(set)) {
    if (entry.path().filename().string().starts_with(parts[2] + "-")) files.push_back(entry.path());
  }
  if (files.empty()) {
    throw Error(ErrorKind::input, set.string() + ": no replicate of compound " + parts[2]);
  }
  std::sort(files.begin(), files.end());
  NistReplicates replicates;
  for (const std::filesystem::path& file : files) {
    replicates.spectra.push_back(read_replicate(file));
    replicates.accessions.push_back(parts[1] + "/" + file.stem().string());
  }
  return replicates;
}

}  // namespace basepeak::starter
