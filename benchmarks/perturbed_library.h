#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "engine/library/library.h"
#include "engine/library/library_record.h"

namespace basepeak::benchmarks {

// Made-up records in any number, from measured ones: as many peaks, as crowded and as alike as real
// spectra, which random peaks are not. For speed and memory, never for accuracy.
//
// Record i comes from a measured record drawn by (seed, i) alone. Its m/z values move by up to
// 10 mDa (deviation 3 mDa), intensities by a factor (log-normal, deviation 0.3), 15 % of its peaks
// go, up to 15 % weak ones come. Every second record is an analogue: a group such as CH2, O or F is
// added or taken away, the precursor and half of the peaks move by its mass, and structure and
// formula are left out. Origin is `predicted`.
[[nodiscard]] LibraryRecord perturbed_record(const Library& measured, std::uint64_t seed,
                                             std::uint64_t number);

// Writes a library of the first `count` of them, one after another: memory stays below 4 GiB at
// 10 million. Throws Error{library} when it cannot be written or nothing is there to perturb.
void write_perturbed_library(const Library& measured, std::uint64_t seed, std::uint64_t count,
                             const std::filesystem::path& path,
                             const std::function<void(std::uint64_t)>& progress = {});

// The same, kept in `cache` and found there at later calls.
[[nodiscard]] std::filesystem::path perturbed_library(const Library& measured, std::uint64_t seed,
                                                      std::uint64_t count,
                                                      const std::filesystem::path& cache);

}  // namespace basepeak::benchmarks
