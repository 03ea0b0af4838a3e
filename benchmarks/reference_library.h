#pragma once

#include <filesystem>
#include <string>

namespace basepeak::benchmarks {

// The two reference sets: ei_*.msp.gz and esi_*.msp.gz of the data folder.
enum class ReferenceSet { ei, ms2 };

// `named` if it is not empty, else BASEPEAK_REFERENCE_DATA, else shared/data beside the checkout.
// Throws Error{usage} when there is no such folder.
[[nodiscard]] std::filesystem::path reference_data(const std::string& named);

// The folder that keeps libraries built for measuring: `named`, else one in the build folder.
[[nodiscard]] std::filesystem::path library_cache(const std::string& named);

// The set imported and compiled as `basepeak library` does it, kept in `cache` under a name that
// carries the checksum of the files it came from: built at the first call (a minute or two), found
// at later ones. Whoever changes the import or the compiler empties the cache.
[[nodiscard]] std::filesystem::path reference_library(const std::filesystem::path& reference_folder,
                                                      ReferenceSet set,
                                                      const std::filesystem::path& cache);

}  // namespace basepeak::benchmarks
