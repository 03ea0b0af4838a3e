#include "engine/read/write_agilent.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "engine/error.h"
#include "engine/read/agilent_format.h"

namespace basepeak {

namespace {

using namespace agilent;

constexpr std::size_t kMostPeaks = (0xFFFF - 14) / 2;

void put_u16(std::string& bytes, std::size_t at, std::uint32_t value) {
  bytes[at] = static_cast<char>(value >> 8);
  bytes[at + 1] = static_cast<char>(value);
}
void put_u32(std::string& bytes, std::size_t at, std::uint32_t value) {
  put_u16(bytes, at, value >> 16);
  put_u16(bytes, at + 2, value & 0xFFFF);
}
// The second copy of a number: little-endian words, the high word first.
void put_mixed(std::string& bytes, std::size_t at, std::uint32_t value) {
  const auto put_word = [&](std::size_t where, std::uint32_t word) {
    bytes[where] = static_cast<char>(word);
    bytes[where + 1] = static_cast<char>(word >> 8);
  };
  put_word(at, value >> 16);
  put_word(at + 2, value & 0xFFFF);
}
void put_text(std::string& bytes, std::size_t at, std::string_view text, std::size_t room) {
  text = text.substr(0, room);
  bytes[at] = static_cast<char>(text.size());
  std::copy(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at) + 1);
}
void append_u16(std::string& bytes, std::uint32_t value) {
  bytes.push_back(static_cast<char>(value >> 8));
  bytes.push_back(static_cast<char>(value));
}
void append_u32(std::string& bytes, std::uint32_t value) {
  append_u16(bytes, value >> 16);
  append_u16(bytes, value & 0xFFFF);
}

std::uint32_t words_of(std::size_t byte) { return static_cast<std::uint32_t>(byte / 2 + 1); }

[[noreturn]] void refuse(std::size_t scan, const std::string& why) {
  throw Error(ErrorKind::input, "scan " + std::to_string(scan) +
                                    " cannot be written as an Agilent ChemStation scan: " + why);
}

std::uint16_t packed(double intensity, std::size_t scan) {
  double mantissa = std::round(intensity);
  std::uint32_t power = 0;
  while (mantissa > kLargestMantissa && power < 3) {
    ++power;
    mantissa = std::round(intensity / std::pow(8.0, power));
  }
  if (mantissa > kLargestMantissa) refuse(scan, "an intensity above 8388096");
  return static_cast<std::uint16_t>((power << 14) | static_cast<std::uint32_t>(mantissa));
}

struct PackedPeak {
  std::uint16_t mass = 0;
  double intensity = 0.0;
};

// Ascending in mass, one peak a mass.
std::vector<PackedPeak> on_grid(const Peaks& peaks, std::size_t scan) {
  std::vector<PackedPeak> merged;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    const double mass = std::round(peaks.mz()[i] * kMassScale);
    if (mass < 1.0 || mass > 0xFFFF) refuse(scan, "an m/z outside 0.05 to 3276.75");
    const auto on = static_cast<std::uint16_t>(mass);
    if (merged.empty() || merged.back().mass != on) merged.push_back({on, 0.0});
    merged.back().intensity += peaks.intensity()[i];
  }
  std::erase_if(merged, [](const PackedPeak& peak) { return peak.intensity < 0.5; });
  if (merged.size() > kMostPeaks)
    refuse(scan, "more than " + std::to_string(kMostPeaks) + " peaks");
  return merged;
}

struct Written {
  std::string records;
  std::string directory;
  std::uint32_t first_ms = 0;
  std::uint32_t last_ms = 0;
  std::uint32_t largest = 0;
  std::uint32_t smallest = 0xFFFFFFFF;
};

void add_scan(Written& written, const Spectrum& spectrum, std::size_t scan) {
  if (!spectrum.acquisition.retention_s) refuse(scan, "it has no retention time");
  const double at_ms = std::round(*spectrum.acquisition.retention_s * 1000.0);
  if (!(at_ms >= 0.0 && at_ms <= 0x7FFFFFFF)) refuse(scan, "an impossible retention time");
  const auto time_ms = static_cast<std::uint32_t>(at_ms);
  if (scan > 1 && time_ms < written.last_ms) refuse(scan, "its time is before the last scan's");
  const auto total = static_cast<std::uint32_t>(
      std::clamp(std::round(spectrum.total_ion_signal), 0.0, 4294967295.0));

  append_u32(written.directory, words_of(kLongHeader + written.records.size()));
  append_u32(written.directory, time_ms);
  append_u32(written.directory, total);

  const std::vector<PackedPeak> peaks = on_grid(spectrum.peaks, scan);
  PackedPeak base;
  for (const PackedPeak& peak : peaks) {
    if (peak.intensity > base.intensity) base = peak;
  }
  const auto words = static_cast<std::uint32_t>(14 + 2 * peaks.size());
  append_u16(written.records, words);
  append_u32(written.records, time_ms);
  append_u16(written.records, words - 8);
  append_u16(written.records, 1);
  append_u16(written.records, 0);
  append_u16(written.records, static_cast<std::uint32_t>(peaks.size()));
  append_u16(written.records, base.mass);
  append_u16(written.records, packed(base.intensity, scan));
  for (auto peak = peaks.rbegin(); peak != peaks.rend(); ++peak) {
    append_u16(written.records, peak->mass);
    append_u16(written.records, packed(peak->intensity, scan));
  }
  for (const std::uint16_t word : kTrailer) append_u16(written.records, word);
  append_u32(written.records, total);

  if (scan == 1) written.first_ms = time_ms;
  written.last_ms = time_ms;
  written.largest = std::max(written.largest, total);
  written.smallest = std::min(written.smallest, total);
}

std::string header_of(const RunHeader& header, const Written& written, std::size_t scans) {
  std::string bytes(kLongHeader, '\0');
  std::copy(std::begin(kMagic), std::end(kMagic), bytes.begin());
  put_text(bytes, kTypeText, "GC / MS Data File", 19);
  put_text(bytes, kSample, header.sample, 61);
  put_text(bytes, kOperator, header.operator_name, 29);
  put_text(bytes, kDate, header.acquired, 29);
  put_text(bytes, kInstrument, header.instrument, 9);
  put_text(bytes, kInlet, "GC", 9);
  put_text(bytes, kMethod, header.acquisition_method, 19);
  put_u32(bytes, kFileType, static_cast<std::uint32_t>(kGasChromatography));
  put_u16(bytes, kReplicate, 1);
  put_u16(bytes, kEntryType, 1);
  struct Number {
    std::size_t at;
    std::size_t copy_at;
    std::uint32_t value;
  };
  const auto directory = words_of(kLongHeader + written.records.size());
  for (const Number& number :
       {Number{kDirectory, 0x134, directory}, Number{kFirstRecord, 0x138, words_of(kLongHeader)},
        Number{kScans, 0x140, static_cast<std::uint32_t>(scans)},
        Number{kFirstTime, 0x144, written.first_ms}, Number{kLastTime, 0x148, written.last_ms},
        Number{kLargestTotal, 0x14C, written.largest},
        Number{kSmallestTotal, 0x150, written.smallest}}) {
    put_u32(bytes, number.at, number.value);
    put_mixed(bytes, number.copy_at, number.value);
  }
  return bytes;
}

}  // namespace

void write_chemstation(const std::filesystem::path& d_folder, const RunHeader& header,
                       std::span<const Spectrum> spectra) {
  if (spectra.empty()) throw Error(ErrorKind::input, d_folder.string() + ": a run without scans");
  Written written;
  for (std::size_t i = 0; i < spectra.size(); ++i) add_scan(written, spectra[i], i + 1);
  if (kLongHeader + written.records.size() + written.directory.size() > 0x7FFFFFFF) {
    throw Error(ErrorKind::input, d_folder.string() + ": a run of more than 2 GiB");
  }
  std::error_code failure;
  std::filesystem::create_directories(d_folder, failure);
  const auto path = d_folder / "DATA.MS";
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << header_of(header, written, spectra.size()) << written.records << written.directory;
  file.close();
  if (!file) throw Error(ErrorKind::input, path.string() + ": cannot be written");
}

}  // namespace basepeak
