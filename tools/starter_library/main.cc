// Computes the records of the starter library from its reviewed tables and the public spectra they
// name: see libraries/README.md.
#include <CLI/CLI.hpp>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "engine/error.h"
#include "tools/starter_library/build_records.h"

namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Files of the folder that are no longer a compound's.
std::vector<fs::path> strays(const fs::path& folder,
                             const std::map<std::string, std::string>& files) {
  std::vector<fs::path> found;
  if (!fs::is_directory(folder)) return found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!files.contains(entry.path().filename().string())) found.push_back(entry.path());
  }
  return found;
}

int check(const fs::path& folder, const std::map<std::string, std::string>& files) {
  int differing = 0;
  for (const auto& [name, text] : files) {
    if (content(folder / name) == text) continue;
    std::cout << (folder / name).string() << ": differs from what its sources give\n";
    ++differing;
  }
  for (const fs::path& stray : strays(folder, files)) {
    std::cout << stray.string() << ": belongs to no compound of compounds.tsv\n";
    ++differing;
  }
  return differing == 0 ? 0 : 1;
}

void write(const fs::path& folder, const std::map<std::string, std::string>& files) {
  fs::create_directories(folder);
  for (const fs::path& stray : strays(folder, files)) fs::remove(stray);
  for (const auto& [name, text] : files) {
    std::ofstream file(folder / name, std::ios::binary);
    if (!(file << text)) {
      throw basepeak::Error(basepeak::ErrorKind::input,
                            (folder / name).string() + ": cannot be written");
    }
  }
  std::cerr << files.size() << " compounds written to " << folder.string() << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Computes the records of the starter library."};
  fs::path curation;
  fs::path nist;
  fs::path spectra;
  bool is_check = false;
  app.add_option("CURATION", curation, "folder of compounds.tsv, sources.tsv and records/")
      ->required();
  app.add_option("--nist", nist, "folder of the unpacked replicate sets (CM1, CM2, ...)")
      ->required();
  app.add_option("--spectra", spectra, "folder of the open MSP files")->required();
  app.add_flag("--check", is_check, "compare with the records there; write nothing");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    const auto files = basepeak::starter::build_records(basepeak::starter::Curation::read(curation),
                                                        nist, spectra);
    if (is_check) return check(curation / "records", files);
    write(curation / "records", files);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "basepeak-starter-library: " << error.what() << "\n";
    return 1;
  }
}
