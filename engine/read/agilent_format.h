#pragma once

#include <cstddef>
#include <cstdint>

namespace basepeak::agilent {

// The layout of a ChemStation MS file (DATA.MS, MSDn.MS), shared by its reader and its writer. All
// numbers are big-endian; offsets stored in the file count 16-bit words from 1.

inline constexpr std::uint8_t kMagic[4] = {0x01, 0x32, 0x00, 0x00};
inline constexpr std::size_t kSmallestFile = 512;

// Byte positions of the header fields.
inline constexpr std::size_t kTypeText = 4;       // length byte, then up to 19 characters
inline constexpr std::size_t kSample = 24;        // 61
inline constexpr std::size_t kOperator = 148;     // 29
inline constexpr std::size_t kDate = 178;         // 29
inline constexpr std::size_t kInstrument = 208;   // 9
inline constexpr std::size_t kInlet = 218;        // 9
inline constexpr std::size_t kMethod = 228;       // 19
inline constexpr std::size_t kFileType = 248;     // i32: 2 GC-MS, 102 LC-MS
inline constexpr std::size_t kVial = 254;         // i16
inline constexpr std::size_t kReplicate = 256;    // i16
inline constexpr std::size_t kEntryType = 258;    // i16, 1
inline constexpr std::size_t kDirectory = 260;    // i32, words
inline constexpr std::size_t kFirstRecord = 264;  // i32, words
inline constexpr std::size_t kScans = 278;        // i32
inline constexpr std::size_t kFirstTime = 282;    // i32, ms
inline constexpr std::size_t kLastTime = 286;
inline constexpr std::size_t kLargestTotal = 290;
inline constexpr std::size_t kSmallestTotal = 294;
inline constexpr std::size_t kPascalEnd = 248;

// Later GC files, told by their first record at this byte, repeat the texts at full length in
// UTF-16 and the numbers as 16-bit little-endian words, the high word first.
inline constexpr std::size_t kLongHeader = 5768;
inline constexpr std::size_t kShortHeader = 754;
inline constexpr std::size_t kWideInstrument = 0x1C0;
inline constexpr std::size_t kWideMethodName = 0x466;
inline constexpr std::size_t kWideOperator = 0xEFC;
inline constexpr std::size_t kWideSample = 0x108C;

inline constexpr std::int32_t kGasChromatography = 2;
inline constexpr std::int32_t kLiquidChromatography = 102;
inline constexpr std::uint16_t kSelectedIons = 3;  // data type of a SIM record

inline constexpr std::size_t kDirectoryEntry = 12;  // i32 record offset, i32 ms, u32 total signal
inline constexpr std::size_t kRecordHead = 18;      // nine words before the peaks
inline constexpr std::size_t kPeak = 4;             // u16 mass * 20, u16 packed abundance
// A word of the record's head that repeats the record's length: the words of the peaks and six
// more.
inline constexpr std::size_t kSecondLength = 6;
inline constexpr std::size_t kWordsBesidePeaks = 6;
// Four bytes of a peak that were never written or are gone. No instrument reaches m/z 3276.75.
inline constexpr std::uint32_t kErased = 0;
inline constexpr std::uint32_t kBlank = 0xFFFFFFFF;
inline constexpr double kMassScale = 20.0;

// The trailer of a record: these three words, then the total ion signal as u32.
inline constexpr std::uint16_t kTrailer[3] = {5, 4, 0};
inline constexpr std::size_t kTrailerBytes = 10;

inline std::uint16_t u16(const std::uint8_t* at) noexcept {
  return static_cast<std::uint16_t>((at[0] << 8) | at[1]);
}
inline std::uint32_t u32(const std::uint8_t* at) noexcept {
  return (static_cast<std::uint32_t>(u16(at)) << 16) | u16(at + 2);
}

// Abundances keep 14 bits and a power of eight: exact to 16383, then in steps of 8, 64 and 512.
inline constexpr std::uint32_t kLargestMantissa = 0x3FFF;
inline constexpr std::uint32_t kLargestAbundance = kLargestMantissa * 512;
inline std::uint32_t abundance(std::uint16_t packed) noexcept {
  return (packed & kLargestMantissa) << (3 * (packed >> 14));
}

// Byte position of a stored offset; 0 for the unset offset 0 and for negative ones.
inline std::uint64_t byte_of(std::uint32_t words) noexcept {
  return words == 0 || words > 0x7FFFFFFF ? 0 : 2 * (static_cast<std::uint64_t>(words) - 1);
}

}  // namespace basepeak::agilent
