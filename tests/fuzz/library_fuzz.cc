#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "engine/library/library.h"
#include "engine/library/library_file.h"
#include "engine/search/ms2_index.h"
#include "engine/sha256.h"
#include "tests/fuzz/fuzz_input.h"

namespace {

using namespace basepeak;

// The bytes with a right start, length and checksum, so that what is behind them is reached.
std::string sealed(const std::uint8_t* bytes, std::size_t count) {
  using namespace library_file;
  std::string file(reinterpret_cast<const char*>(bytes), count);
  file.resize(std::max(file.size(), kTableOffset));
  std::copy(kMagic.begin(), kMagic.end(), file.begin());
  const std::uint64_t length = file.size();
  std::memcpy(file.data() + 8, &kFormatVersion, sizeof kFormatVersion);
  std::memcpy(file.data() + 16, &length, sizeof length);
  const auto all = std::as_bytes(std::span(file));
  Sha256 sum;
  sum.add(all.first(kChecksumOffset));
  sum.add(all.subspan(kTableOffset));
  const std::string hex = sum.finish_hex();
  for (std::size_t i = 0; i < 32; ++i) {
    file[kChecksumOffset + i] = static_cast<char>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
  }
  return file;
}

Query query_like(const Library& library, std::uint32_t record) {
  Query query;
  query.peaks = library.peaks(record);
  query.raw_peaks = query.peaks;
  if (library.precursor_mz(record) > 0.0) {
    query.acquisition.precursor_mz = library.precursor_mz(record);
  }
  return query;
}

// Scores what is proposed as the records have it, whatever the index says.
void search_all(const Library& library) {
  SearchSettings settings;
  std::vector<Query> queries;
  for (std::uint32_t i = 0; i < std::min<std::size_t>(library.size(), 3); ++i) {
    queries.push_back(query_like(library, i));
  }
  for (const Score score : {Score::ms2_entropy, Score::ms2_hybrid_entropy}) {
    settings.score = score;
    const Ms2Index index(library, settings, 1);
    for (const bool is_identity : {false, true}) {
      if (is_identity) settings.precursor_tolerance = Tolerance::da(0.01);
      for (const auto& candidates : index.propose(queries, settings, 3)) {
        for (const Candidate& candidate : candidates) {
          if (candidate.record >= library.size()) __builtin_trap();
        }
      }
      settings.precursor_tolerance.reset();
    }
    PreparedSpectrum prepared;
    for (std::uint32_t i = 0; i < library.size(); ++i) static_cast<void>(index.copy(i, prepared));
  }
}

}  // namespace

// Error{library} is the only way out but success.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  const std::string content = sealed(bytes, count);
  const fuzz::MemoryFile file(reinterpret_cast<const std::uint8_t*>(content.data()),
                              content.size());
  try {
    const Library library = Library::open(file.path());
    for (std::uint32_t i = 0; i < library.size(); ++i) static_cast<void>(library.record(i));
    search_all(library);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::library) __builtin_trap();
  }
  return 0;
}
