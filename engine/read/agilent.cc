#include "engine/read/agilent.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "engine/error.h"
#include "engine/read/agilent_format.h"
#include "engine/read/byte_file.h"
#include "engine/read/stated_ionisation.h"
#include "engine/read/text_encoding.h"
#include "engine/read/usable_peaks.h"

namespace basepeak {

namespace {

using namespace agilent;

std::string pascal_text(const std::string& head, std::size_t at) {
  const auto length = static_cast<unsigned char>(head[at]);
  return to_utf8(std::string_view(head).substr(at + 1, std::min<std::size_t>(length, 61)));
}

std::string wide_text(const std::string& head, std::size_t at, std::size_t characters) {
  return utf16le_to_utf8(std::string_view(head).substr(at, 2 * characters));
}

struct Record {
  std::uint64_t offset = 0;
  std::uint32_t time_ms = 0;
  std::uint32_t bytes = 0;
  std::uint16_t peaks = 0;
  std::uint16_t type = 0;

  [[nodiscard]] std::size_t peaks_end() const noexcept { return kRecordHead + kPeak * peaks; }
};

struct DirectoryEntry {
  std::uint64_t offset = 0;
  std::uint32_t time_ms = 0;
  std::uint32_t total = 0;
};

bool has_trailer(const Record& record, const std::uint8_t* bytes) noexcept {
  const std::uint8_t* trailer = bytes + record.peaks_end();
  return record.bytes >= record.peaks_end() + kTrailerBytes && u16(trailer) == kTrailer[0] &&
         u16(trailer + 2) == kTrailer[1] && u16(trailer + 4) == kTrailer[2];
}

// Whether peaks lie past the counted ones: the record has room for them, and the word that repeats
// its length does not bear the count out.
bool counts_too_few(const Record& record, const std::uint8_t* bytes) noexcept {
  if (u16(bytes + kSecondLength) == kWordsBesidePeaks + 2 * record.peaks) return false;
  const std::size_t end = record.peaks_end() + (has_trailer(record, bytes) ? kTrailerBytes : 0);
  return record.bytes >= end + kPeak;
}

class AgilentRun final : public RunFile {
 public:
  AgilentRun(const std::filesystem::path& path, const std::string& name);
  void for_each(const std::function<void(Spectrum&&)>& visit) override;

 private:
  void read_sidecar(const std::filesystem::path& folder);
  [[nodiscard]] std::optional<Record> record_at(std::uint64_t offset);
  bool read_directory();
  void read_undeclared_entries();
  void follow_directory(const std::function<void(Spectrum&&)>& visit);
  void walk(const std::function<void(Spectrum&&)>& visit);
  std::uint64_t walk_between(std::uint64_t offset, std::uint64_t end,
                             const std::function<void(Spectrum&&)>& visit);
  void compare_with_header();
  void hand_over(const Record& record, std::optional<std::uint32_t> total,
                 const std::function<void(Spectrum&&)>& visit);
  void tell_of_scans();
  void note_time(std::size_t scan, std::uint32_t time_ms);

  ByteFile file_;
  std::uint64_t first_record_ = 0;
  std::uint64_t directory_at_ = 0;
  std::uint32_t declared_ = 0;
  std::uint32_t last_time_ms_ = 0;  // as the header has it
  std::vector<DirectoryEntry> directory_;
  StatedIonisation ionisation_;
  Polarity polarity_ = Polarity::unknown;
  std::size_t scan_ = 0;
  std::uint32_t latest_ms_ = 0;
  std::uint32_t previous_ms_ = 0;
  std::size_t backward_ = 0;
  std::size_t first_backward_ = 0;
  std::size_t selected_ion_scans_ = 0;
  std::size_t massless_peaks_ = 0;
  std::size_t handed_over_ = 0;
  ScanList robbed_;      // scans whose left out peaks are a loss
  ScanList miscounted_;  // scans with more peaks than they count
};

AgilentRun::AgilentRun(const std::filesystem::path& path, const std::string& name) : file_(path) {
  const std::string head = file_.first(kLongHeader);
  if (head.size() < kSmallestFile) {
    throw Error(ErrorKind::input, path.string() + ": Agilent MS file cut inside its header (" +
                                      std::to_string(head.size()) + " bytes); copy the run again");
  }
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(head.data());
  directory_at_ = byte_of(u32(bytes + kDirectory));
  first_record_ = byte_of(u32(bytes + kFirstRecord));
  // A run still being acquired has not filled the field in.
  if (first_record_ == 0) first_record_ = kShortHeader;
  if (first_record_ < kScans + 4 || first_record_ + kRecordHead > file_.size()) {
    throw Error(ErrorKind::input, path.string() +
                                      ": Agilent MS file without a record: its header puts the "
                                      "first scan at byte " +
                                      std::to_string(first_record_) + " of " +
                                      std::to_string(file_.size()));
  }
  declared_ = u32(bytes + kScans);
  last_time_ms_ = u32(bytes + kLastTime);
  header_.name = name;
  header_.format = "Agilent ChemStation MS";
  header_.sample = pascal_text(head, kSample);
  header_.operator_name = pascal_text(head, kOperator);
  header_.acquired = pascal_text(head, kDate);
  header_.instrument = pascal_text(head, kInstrument);
  header_.acquisition_method = pascal_text(head, kMethod);
  if (first_record_ >= kLongHeader && head.size() >= kLongHeader) {
    const auto prefer = [&](std::string& field, std::size_t at, std::size_t characters) {
      std::string wide = wide_text(head, at, characters);
      // Files of other origin may hold other data there; the long text continues the short one.
      if (!field.empty() && wide.starts_with(field)) field = std::move(wide);
    };
    prefer(header_.instrument, kWideInstrument, 84);
    prefer(header_.acquisition_method, kWideMethodName, 255);
    prefer(header_.operator_name, kWideOperator, 200);
    prefer(header_.sample, kWideSample, 255);
  }
  if (declared_ <= 0x7FFFFFFF) header_.declared_scans = declared_;
  const auto type = static_cast<std::int32_t>(u32(bytes + kFileType));
  if (type == kGasChromatography) {
    header_.separation = Separation::gas_chromatography;
    ionisation_.ionisation = Ionisation::ei;
    polarity_ = Polarity::positive;
  } else if (type == kLiquidChromatography) {
    header_.separation = Separation::liquid_chromatography;
    read_sidecar(path.parent_path());
  }
}

void AgilentRun::read_sidecar(const std::filesystem::path& folder) {
  const auto sidecar = folder / "acq.txt";
  std::error_code failure;
  if (!std::filesystem::is_regular_file(sidecar, failure)) return;
  const std::string text = utf16le_to_utf8(ByteFile(sidecar).first(std::size_t{1} << 20));
  const auto value_of = [&](std::string_view wanted) -> std::string {
    for (std::string_view rest = text; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      const auto colon = line.find(':');
      if (colon == std::string_view::npos || !same_name(line.substr(0, colon), wanted)) continue;
      return std::string(trimmed(line.substr(colon + 1)));
    }
    return {};
  };
  const std::string polarity = lower_case(value_of("Polarity"));
  if (polarity == "positive") polarity_ = Polarity::positive;
  if (polarity == "negative") polarity_ = Polarity::negative;
  ionisation_ = ionisation_in(value_of("Ionization Mode"));
}

// The record at a byte offset, if a possible one is there.
std::optional<Record> AgilentRun::record_at(std::uint64_t offset) {
  const std::uint8_t* head = file_.at(offset, kRecordHead);
  if (head == nullptr) return std::nullopt;
  Record record;
  record.offset = offset;
  record.bytes = 2U * u16(head);
  record.time_ms = u32(head + 2);
  record.type = u16(head + 8);
  record.peaks = u16(head + 12);
  if (record.bytes < record.peaks_end() || record.time_ms > 0x7FFFFFFF) return std::nullopt;
  if (offset + record.bytes > file_.size()) return std::nullopt;
  return record;
}

bool AgilentRun::read_directory() {
  if (declared_ == 0 || declared_ > 0x7FFFFFFF || directory_at_ <= first_record_) return false;
  const std::uint64_t length = std::uint64_t{declared_} * kDirectoryEntry;
  if (directory_at_ > file_.size() || length > file_.size() - directory_at_) return false;
  // The smallest record must fit before the directory as often as it is promised.
  if (declared_ > (directory_at_ - first_record_) / kRecordHead) return false;
  directory_.reserve(declared_);
  std::uint64_t latest = 0;
  for (std::uint32_t i = 0; i < declared_; ++i) {
    const std::uint8_t* entry = file_.at(directory_at_ + i * kDirectoryEntry, kDirectoryEntry);
    const std::uint64_t offset = byte_of(u32(entry));
    if (offset < first_record_ || offset >= directory_at_ || offset <= latest) {
      directory_.clear();
      return false;
    }
    latest = offset;
    directory_.push_back({offset, u32(entry + 4), u32(entry + 8)});
  }
  read_undeclared_entries();
  return true;
}

// Entries past the promised number that go on through the records: the number in the header is too
// low. A second directory, which older files have there, starts again at the first record.
void AgilentRun::read_undeclared_entries() {
  while (true) {
    const std::uint64_t at = directory_at_ + directory_.size() * kDirectoryEntry;
    const std::uint8_t* bytes = file_.at(at, kDirectoryEntry);
    if (bytes == nullptr) return;
    const DirectoryEntry entry{byte_of(u32(bytes)), u32(bytes + 4), u32(bytes + 8)};
    if (entry.offset <= directory_.back().offset || entry.offset >= directory_at_) return;
    const std::optional<Record> record = record_at(entry.offset);
    if (!record || record->time_ms != entry.time_ms) return;
    directory_.push_back(entry);
  }
}

void AgilentRun::note_time(std::size_t scan, std::uint32_t time_ms) {
  if (time_ms < previous_ms_ && backward_++ == 0) first_backward_ = scan;
  previous_ms_ = time_ms;
  latest_ms_ = std::max(latest_ms_, time_ms);
}

void AgilentRun::hand_over(const Record& record, std::optional<std::uint32_t> total,
                           const std::function<void(Spectrum&&)>& visit) {
  const std::uint8_t* bytes = file_.at(record.offset, record.bytes);
  UsablePeaks usable;
  usable.reserve(record.peaks);
  // Peaks are stored from the heaviest down.
  for (std::size_t i = record.peaks; i-- > 0;) {
    const std::uint8_t* peak = bytes + kRecordHead + kPeak * i;
    if (u32(peak) == kErased || u32(peak) == kBlank) {
      usable.add(0.0, std::numeric_limits<double>::quiet_NaN());  // it may have been any peak
    } else {
      usable.add(u16(peak) / kMassScale, abundance(u16(peak + 2)));
    }
  }
  note_time(scan_, record.time_ms);
  if (record.type == kSelectedIons) ++selected_ion_scans_;
  massless_peaks_ += usable.left_out();
  const bool is_miscounted = counts_too_few(record, bytes);
  if (is_miscounted) miscounted_.add(scan_);
  if (usable.is_loss()) robbed_.add(scan_);
  // An empty scan would say that nothing was measured there.
  if (usable.has_none() && (is_miscounted || usable.is_loss())) return;
  if (!total && has_trailer(record, bytes)) total = u32(bytes + record.peaks_end() + 6);

  Spectrum spectrum;
  spectrum.peaks = usable.peaks();
  spectrum.total_ion_signal = total ? *total : spectrum.peaks.total();
  spectrum.acquisition.ionisation = ionisation_.ionisation;
  spectrum.acquisition.other_ionisation = ionisation_.other;
  spectrum.acquisition.polarity = polarity_;
  spectrum.acquisition.retention_s = record.time_ms / 1000.0;
  spectrum.acquisition.scan = scan_;
  ++handed_over_;
  visit(std::move(spectrum));
}

void AgilentRun::follow_directory(const std::function<void(Spectrum&&)>& visit) {
  std::uint64_t end = directory_.back().offset;  // of the last record that could be read
  for (const DirectoryEntry& entry : directory_) {
    ++scan_;
    const std::optional<Record> record = record_at(entry.offset);
    if (record && record->time_ms == entry.time_ms &&
        record->offset + record->bytes <= directory_at_) {
      hand_over(*record, entry.total, visit);
      end = record->offset + record->bytes;
    } else {
      lose("scan " + std::to_string(scan_),
           "damaged: the record is not what the file's directory says of it");
    }
  }
  // Records lie one after the other up to the directory.
  if (end > directory_.back().offset) end = walk_between(end, directory_at_, visit);
  if (scan_ != declared_) {
    remark("after scan " + std::to_string(declared_),
           "the header promises " + std::to_string(declared_) + " scans, but " +
               std::to_string(scan_) + " are there and were read");
  }
  if (end > directory_.back().offset && end + kRecordHead <= directory_at_) {
    lose("after scan " + std::to_string(scan_),
         std::to_string(directory_at_ - end) + " bytes before the file's directory (from byte " +
             std::to_string(end) + ") are in no scan that can be read");
  }
  compare_with_header();
}

// Reads the records that follow each other from `offset`; where it had to stop.
std::uint64_t AgilentRun::walk_between(std::uint64_t offset, std::uint64_t end,
                                       const std::function<void(Spectrum&&)>& visit) {
  while (offset < end) {
    const std::optional<Record> record = record_at(offset);
    if (!record || record->offset + record->bytes > end) break;
    ++scan_;
    hand_over(*record, std::nullopt, visit);
    offset += record->bytes;
  }
  return offset;
}

void AgilentRun::walk(const std::function<void(Spectrum&&)>& visit) {
  const std::uint64_t end =
      directory_at_ > first_record_ ? std::min(directory_at_, file_.size()) : file_.size();
  const std::uint64_t offset = walk_between(first_record_, end, visit);
  const std::string where = "after scan " + std::to_string(scan_);
  const std::string stop =
      "reading stopped at byte " + std::to_string(offset) + " of " + std::to_string(file_.size());
  const std::string counts =
      std::to_string(scan_) + " whole scans of " + std::to_string(declared_) + " promised; ";
  if (declared_ == 0) {
    return lose(where, "the header promises no scans, as in a run that was never finished: " +
                           std::to_string(scan_) + " whole scans were read; " + stop);
  }
  if (scan_ < declared_ || (offset != end && latest_ms_ < last_time_ms_)) {
    return lose(where, "the file is cut or damaged: " + counts + stop);
  }
  if (scan_ > declared_) {
    remark(where, "a wrong count in the header: " + counts + stop);
  } else if (offset != end) {
    remark(where, "all " + std::to_string(scan_) + " promised scans were read, but what follows " +
                      "them is neither a scan nor where the header puts the directory; " + stop);
  }
  compare_with_header();
}

// Times that run past the last scan speak of scans that are not there.
void AgilentRun::compare_with_header() {
  if (last_time_ms_ > 0x7FFFFFFF || latest_ms_ >= last_time_ms_ || scan_ == 0) return;
  lose("after scan " + std::to_string(scan_),
       "the header's last time is " + std::to_string(last_time_ms_) + " ms, the last scan's " +
           std::to_string(latest_ms_) + " ms: scans are missing, or the header is damaged");
}

void AgilentRun::for_each(const std::function<void(Spectrum&&)>& visit) {
  bool use_directory = read_directory();
  if (use_directory) {
    std::size_t wrong = 0;
    for (const DirectoryEntry& entry : directory_) {
      const std::optional<Record> record = record_at(entry.offset);
      if (!record || record->time_ms != entry.time_ms) ++wrong;
    }
    use_directory = 2 * wrong <= directory_.size();
  }
  if (use_directory) {
    follow_directory(visit);
  } else {
    remark("directory", "missing or wrong; the scans were read one after the other instead");
    walk(visit);
  }
  if (scan_ == 0) {
    throw Error(ErrorKind::input, header_.name + ": Agilent MS file without a single whole scan");
  }
  tell_of_scans();
  if (handed_over_ == 0) {
    throw Error(ErrorKind::input, header_.name +
                                      ": Agilent MS file without a scan that can be used (" +
                                      skipped().back().where + ": " + skipped().back().why + ")");
  }
}

void AgilentRun::tell_of_scans() {
  if (backward_ > 0) {
    std::string why = "the scan before it has a later retention time";
    if (backward_ > 1) why += "; so it is at " + std::to_string(backward_ - 1) + " further scans";
    remark("scan " + std::to_string(first_backward_), std::move(why));
  }
  if (massless_peaks_ > 0) {
    remark("peaks", std::to_string(massless_peaks_) + " peaks without an m/z were left out");
  }
  if (selected_ion_scans_ > 0) {
    remark("signal", "selected-ion monitoring: " + std::to_string(selected_ion_scans_) +
                         " scans hold the monitored ions only, not whole spectra");
  }
  if (!miscounted_.empty()) {
    lose(miscounted_.text(),
         "the record is longer than its number of peaks; those past the number are not read");
  }
  if (!robbed_.empty()) lose(robbed_.text(), kLostPeaks);
}

}  // namespace

std::unique_ptr<RunFile> open_agilent(const std::filesystem::path& path, const std::string& name) {
  return std::make_unique<AgilentRun>(path, name);
}

}  // namespace basepeak
