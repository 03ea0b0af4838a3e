#include "engine/read/classic_netcdf.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/error.h"
#include "engine/read/byte_file.h"

namespace basepeak {

namespace {

// More than ten times what any ANDI file has; a damaged count is caught before it is believed.
constexpr std::uint32_t kMostEntries = 4096;
constexpr std::uint32_t kLongestName = 4096;
constexpr std::uint32_t kNeverCounted = 0xFFFFFFFF;
constexpr std::uint32_t kDimensions = 10;
constexpr std::uint32_t kVariables = 11;
constexpr std::uint32_t kAttributes = 12;

class HeaderCheck {
 public:
  explicit HeaderCheck(const std::filesystem::path& path) : path_(path.string()), file_(path) {}

  void run() {
    const std::uint8_t version = bytes(4)[3];
    records_ = u32();
    read_dimensions();
    read_attributes();
    read_variables(version == 2);
    if (records_ == kNeverCounted && record_bytes_ > 0) {
      fail("its writer never closed it, so that its number of points is unknown");
    }
    if (records_ > 0 && record_bytes_ > 0) {
      // The last record of a single record variable may lack its padding.
      needed(record_start_ + std::uint64_t{records_ - 1} * record_bytes_ + unpadded_record_bytes_);
    }
  }

 private:
  [[noreturn]] void fail(const std::string& why) {
    throw Error(ErrorKind::input, path_ + ": damaged netCDF file: " + why);
  }
  const std::uint8_t* bytes(std::size_t count) {
    const std::uint8_t* found = file_.at(position_, count);
    if (found == nullptr) fail("cut inside its header");
    position_ += count;
    return found;
  }
  std::uint32_t u32() {
    const std::uint8_t* b = bytes(4);
    return (std::uint32_t{b[0]} << 24) | (std::uint32_t{b[1]} << 16) | (std::uint32_t{b[2]} << 8) |
           b[3];
  }
  void skip_padded(std::uint64_t count) {
    const std::uint64_t padded = (count + 3) / 4 * 4;
    if (padded > file_.size() - position_) fail("cut inside its header");
    position_ += padded;
  }
  void skip_name() {
    const std::uint32_t length = u32();
    if (length == 0 || length > kLongestName) fail("a name of impossible length");
    skip_padded(length);
  }
  std::uint32_t list_of(std::uint32_t tag) {
    const std::uint32_t found = u32();
    const std::uint32_t count = u32();
    if (count > kMostEntries || (found != tag && (found != 0 || count != 0))) {
      fail("its header is not a list of what it should be");
    }
    return count;
  }
  std::uint64_t size_of_type(std::uint32_t type) {
    constexpr std::array<std::uint8_t, 7> kSizes{0, 1, 1, 2, 4, 4, 8};
    if (type == 0 || type >= kSizes.size()) fail("an unknown data type");
    return kSizes[type];
  }
  void read_dimensions() {
    const std::uint32_t count = list_of(kDimensions);
    for (std::uint32_t i = 0; i < count; ++i) {
      skip_name();
      dimensions_.push_back(u32());
      if (dimensions_.back() > 0x7FFFFFFF) fail("a dimension of impossible length");
    }
  }
  void read_attributes() {
    const std::uint32_t count = list_of(kAttributes);
    for (std::uint32_t i = 0; i < count; ++i) {
      skip_name();
      const std::uint64_t size = size_of_type(u32());
      skip_padded(size * u32());
    }
  }
  void read_variables(bool wide_offsets) {
    const std::uint32_t count = list_of(kVariables);
    for (std::uint32_t i = 0; i < count; ++i) {
      skip_name();
      const std::uint32_t rank = u32();
      if (rank > 8) fail("a variable of impossible rank");
      std::uint64_t length = 1;
      bool is_record = false;
      for (std::uint32_t d = 0; d < rank; ++d) {
        const std::uint32_t id = u32();
        if (id >= dimensions_.size()) fail("a variable of unknown dimension");
        const bool is_unlimited = dimensions_[id] == 0;
        if (is_unlimited && d > 0) fail("an unlimited dimension in the wrong place");
        is_record = is_record || is_unlimited;
        if (!is_unlimited) length *= dimensions_[id];
        if (length > file_.size()) fail("a variable larger than the file");
      }
      read_attributes();
      length *= size_of_type(u32());
      static_cast<void>(u32());  // the stored size is redundant and may be wrong
      std::uint64_t begin = wide_offsets ? std::uint64_t{u32()} << 32 : 0;
      begin |= u32();
      if (!is_record) {
        needed(begin + length);
        continue;
      }
      if (record_bytes_ == 0 || begin < record_start_) record_start_ = begin;
      unpadded_record_bytes_ = record_bytes_ + length;
      record_bytes_ += (length + 3) / 4 * 4;
      if (++record_variables_ == 1) single_record_bytes_ = length;
    }
    // One record variable alone is stored without padding between records.
    if (record_variables_ == 1) record_bytes_ = single_record_bytes_;
  }
  void needed(std::uint64_t end) {
    if (end > file_.size()) {
      throw Error(ErrorKind::input, path_ + ": netCDF file cut short: its header speaks of " +
                                        std::to_string(end) + " bytes or more, the file has " +
                                        std::to_string(file_.size()) + "; copy or export it again");
    }
  }

  std::string path_;
  ByteFile file_;
  std::uint64_t position_ = 0;
  std::uint32_t records_ = 0;
  std::vector<std::uint32_t> dimensions_;
  std::uint64_t record_start_ = 0;
  std::uint64_t record_bytes_ = 0;
  std::uint64_t unpadded_record_bytes_ = 0;
  std::uint64_t single_record_bytes_ = 0;
  std::size_t record_variables_ = 0;
};

}  // namespace

void check_classic_netcdf(const std::filesystem::path& path) { HeaderCheck(path).run(); }

}  // namespace basepeak
