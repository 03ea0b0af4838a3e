#include "benchmarks/reference_library.h"

#include <algorithm>
#include <cstdlib>
#include <thread>
#include <vector>

#include "engine/error.h"
#include "engine/sha256.h"
#include "libraries/compile.h"
#include "libraries/interchange/msp_import.h"
#include "libraries/store/store.h"

namespace basepeak::benchmarks {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(const fs::path& folder, const std::string& prefix) {
  std::vector<fs::path> files;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(folder, failure)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && name.ends_with(".msp.gz")) files.push_back(entry.path());
  }
  if (files.empty()) {
    throw Error(ErrorKind::usage,
                folder.string() + ": holds no " + prefix + "*.msp.gz to measure with");
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

fs::path reference_data(const std::string& named) {
  const char* set = std::getenv("BASEPEAK_REFERENCE_DATA");
  const fs::path folder = !named.empty() ? fs::path(named)
                          : set != nullptr
                              ? fs::path(set)
                              : fs::path(BASEPEAK_SOURCE_DIR) / ".." / "shared" / "data";
  std::error_code failure;
  if (!fs::is_directory(folder / "spectra", failure)) {
    throw Error(ErrorKind::usage, folder.string() +
                                      ": no reference data there; name its folder with --data or "
                                      "BASEPEAK_REFERENCE_DATA");
  }
  return folder;
}

fs::path library_cache(const std::string& named) {
  const fs::path folder = named.empty() ? fs::path(BASEPEAK_BENCHMARK_CACHE) : fs::path(named);
  fs::create_directories(folder);
  return folder;
}

fs::path reference_library(const fs::path& reference_folder, ReferenceSet set,
                           const fs::path& cache) {
  const std::string name = set == ReferenceSet::ei ? "ei" : "ms2";
  const auto files =
      files_of(reference_folder / "spectra", set == ReferenceSet::ei ? "ei_" : "esi_");
  std::string checksums;
  for (const fs::path& file : files) checksums += sha256_file(file);
  const std::string content = sha256_hex(std::as_bytes(std::span(checksums)));
  const fs::path library = cache / (name + "-" + content.substr(0, 12) + ".bplib");
  if (fs::exists(library)) return library;

  const fs::path store_path = cache / (name + "-building.sqlite");
  fs::remove(store_path);
  {
    Store store = Store::create(store_path);
    for (const fs::path& file : files) {
      static_cast<void>(import_spectra(file, store, "imported for measuring"));
    }
    compile_library(store, library, "reference " + name,
                    std::max(1U, std::thread::hardware_concurrency()));
  }
  fs::remove(store_path);
  return library;
}

}  // namespace basepeak::benchmarks
