#include "engine/read/andi.h"

#include <netcdf.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "engine/error.h"
#include "engine/read/classic_netcdf.h"
#include "engine/read/numbers.h"
#include "engine/read/scan_points.h"
#include "engine/read/stated_ionisation.h"
#include "engine/read/text_encoding.h"
#include "engine/read/usable_peaks.h"

namespace basepeak {

namespace {

constexpr double kMissing = -9999.0;
constexpr double kLongestRun_s = 1e9;  // thirty years; netCDF fills with 1e37 what was not written
constexpr std::size_t kBlock = std::size_t{1} << 16;  // points read at once

// libnetcdf keeps its open files in one table without a lock.
std::mutex& netcdf_mutex() {
  static std::mutex mutex;
  return mutex;
}

void check(int status, const std::string& what) {
  if (status != NC_NOERR) {
    throw Error(ErrorKind::input, what + ": netCDF: " + nc_strerror(status));
  }
}

// A netCDF variable with one dimension, in its physical unit.
struct Variable {
  int id = -1;
  std::size_t length = 0;
  double scale = 1.0;
  double offset = 0.0;
  bool is_single = false;
};

class AndiRun final : public RunFile {
 public:
  AndiRun(const std::filesystem::path& path, const std::string& name);
  ~AndiRun() override {
    const std::lock_guard lock(netcdf_mutex());
    nc_close(file_);
  }
  AndiRun(const AndiRun&) = delete;
  AndiRun& operator=(const AndiRun&) = delete;
  void for_each(const std::function<void(Spectrum&&)>& visit) override;

 private:
  void read_header();
  [[nodiscard]] std::string attribute(const char* name) const;
  [[nodiscard]] double number_attribute(int variable, const char* name, double absent) const;
  [[nodiscard]] std::optional<Variable> variable(const char* name) const;
  [[nodiscard]] std::vector<double> all_of(const char* name) const;
  void read(const Variable& from, std::size_t first, std::vector<double>& into) const;
  [[nodiscard]] std::string row_of(const char* name, std::size_t row) const;
  [[nodiscard]] std::optional<Spectrum> spectrum_of(std::size_t scan, const ScanPoints& points);
  [[nodiscard]] UsablePeaks usable_points(std::size_t first, std::size_t count);
  [[nodiscard]] bool has_time(std::size_t scan) const noexcept;
  void tell(const PointMap& map);

  std::string path_;
  int file_ = -1;
  Variable mz_;
  Variable intensity_;
  std::vector<double> index_;
  std::vector<double> count_;
  std::vector<double> flags_;
  std::vector<double> time_s_;
  Acquisition common_;
  std::size_t impossible_points_ = 0;
  std::size_t scans_with_impossible_ = 0;
  ScanList misplaced_;
  ScanList robbed_;    // scans whose left out points are a loss
  ScanList in_doubt_;  // scans whose index and count of points disagree
};

AndiRun::AndiRun(const std::filesystem::path& path, const std::string& name)
    : path_(path.string()) {
  check_classic_netcdf(path);
  const std::lock_guard lock(netcdf_mutex());
  check(nc_open(path.c_str(), NC_NOWRITE, &file_), path_);
  header_.name = name;
  // The destructor does not run when a constructor throws.
  try {
    read_header();
  } catch (const Error&) {
    nc_close(file_);
    throw;
  }
}

void AndiRun::read_header() {
  const std::optional<Variable> mz = variable("mass_values");
  const std::optional<Variable> intensity = variable("intensity_values");
  if (!mz || !intensity || !variable("scan_index")) {
    const bool is_chromatogram = variable("ordinate_values").has_value();
    throw Error(
        ErrorKind::input,
        path_ + (is_chromatogram ? ": an ANDI chromatogram (FID, UV or a total ion current), which "
                                   "holds no spectra; export the run as ANDI/MS or mzML"
                                 : ": netCDF, but not ANDI/MS (no mass_values and scan_index)"));
  }
  mz_ = *mz;
  intensity_ = *intensity;
  index_ = all_of("scan_index");
  count_ = all_of("point_count");
  flags_ = all_of("flag_count");
  time_s_ = all_of("scan_acquisition_time");
  if (index_.empty()) throw Error(ErrorKind::input, path_ + ": ANDI/MS file without a scan");

  header_.format = "ANDI/MS netCDF";
  header_.sample = attribute("experiment_title");
  header_.operator_name = attribute("operator_name");
  header_.acquired = attribute("experiment_date_time_stamp");
  header_.acquisition_method = attribute("external_file_ref_0");
  header_.instrument = row_of("instrument_name", 0);
  if (header_.instrument.empty()) header_.instrument = row_of("instrument_model", 0);
  header_.declared_scans = index_.size();
  const std::string type = lower_case(attribute("experiment_type"));
  header_.is_spectrum_collection = type.starts_with("library");
  common_.is_centroided = !type.starts_with("continuum");
  // "No Chromatography" stands in files of real GC runs too, so that it says nothing.
  const std::string separation = lower_case(attribute("test_separation_type"));
  if (separation.starts_with("gas")) header_.separation = Separation::gas_chromatography;
  if (separation.find("liquid chromatography") != std::string::npos &&
      !separation.starts_with("gas")) {
    header_.separation = Separation::liquid_chromatography;
  }
  if (header_.is_spectrum_collection) header_.separation = Separation::none;
  StatedIonisation stated = ionisation_in(attribute("test_ionization_mode"));
  common_.ionisation = stated.ionisation;
  common_.other_ionisation = std::move(stated.other);
  const std::string polarity = lower_case(attribute("test_ionization_polarity"));
  if (polarity.starts_with("positive")) common_.polarity = Polarity::positive;
  if (polarity.starts_with("negative")) common_.polarity = Polarity::negative;
}

std::string AndiRun::attribute(const char* name) const {
  std::size_t length = 0;
  nc_type type = NC_NAT;
  if (nc_inq_att(file_, NC_GLOBAL, name, &type, &length) != NC_NOERR || type != NC_CHAR) return {};
  std::string text(length, '\0');
  if (length == 0 || nc_get_att_text(file_, NC_GLOBAL, name, text.data()) != NC_NOERR) return {};
  return to_utf8(text);
}

double AndiRun::number_attribute(int id, const char* name, double absent) const {
  std::size_t length = 0;
  nc_type type = NC_NAT;
  double value = absent;
  if (nc_inq_att(file_, id, name, &type, &length) != NC_NOERR || type == NC_CHAR || length != 1 ||
      nc_get_att_double(file_, id, name, &value) != NC_NOERR || !std::isfinite(value)) {
    return absent;
  }
  return value;
}

std::optional<Variable> AndiRun::variable(const char* name) const {
  Variable found;
  int rank = 0;
  std::array<int, NC_MAX_VAR_DIMS> dimensions{};
  nc_type type = NC_NAT;
  if (nc_inq_varid(file_, name, &found.id) != NC_NOERR ||
      nc_inq_varndims(file_, found.id, &rank) != NC_NOERR || rank != 1 ||
      nc_inq_var(file_, found.id, nullptr, &type, nullptr, dimensions.data(), nullptr) !=
          NC_NOERR ||
      type == NC_CHAR) {
    return std::nullopt;
  }
  check(nc_inq_dimlen(file_, dimensions[0], &found.length), path_);
  found.scale = number_attribute(found.id, "scale_factor", 1.0);
  found.offset = number_attribute(found.id, "add_offset", 0.0);
  if (found.scale == 0.0) found.scale = 1.0;
  found.is_single = type == NC_FLOAT;
  return found;
}

void AndiRun::read(const Variable& from, std::size_t first, std::vector<double>& into) const {
  const std::size_t count = into.size();
  if (count == 0) return;
  check(nc_get_vara_double(file_, from.id, &first, &count, into.data()), path_);
  if (from.is_single) {
    for (double& value : into) value = decimal_of(value);
  }
  if (from.scale == 1.0 && from.offset == 0.0) return;
  for (double& value : into) value = value * from.scale + from.offset;
}

std::vector<double> AndiRun::all_of(const char* name) const {
  const std::optional<Variable> found = variable(name);
  if (!found) return {};
  std::vector<double> values(found->length);
  read(*found, 0, values);
  return values;
}

// One row of a table of texts; empty if there is no such table or row.
std::string AndiRun::row_of(const char* name, std::size_t row) const {
  int id = -1;
  int rank = 0;
  nc_type type = NC_NAT;
  std::array<int, NC_MAX_VAR_DIMS> dimensions{};
  if (nc_inq_varid(file_, name, &id) != NC_NOERR || nc_inq_varndims(file_, id, &rank) != NC_NOERR ||
      rank != 2 ||
      nc_inq_var(file_, id, nullptr, &type, nullptr, dimensions.data(), nullptr) != NC_NOERR ||
      type != NC_CHAR) {
    return {};
  }
  std::size_t rows = 0;
  std::size_t width = 0;
  if (nc_inq_dimlen(file_, dimensions[0], &rows) != NC_NOERR ||
      nc_inq_dimlen(file_, dimensions[1], &width) != NC_NOERR || row >= rows || width == 0 ||
      width > 4096) {
    return {};
  }
  const std::array<std::size_t, 2> start{row, 0};
  const std::array<std::size_t, 2> count{1, width};
  std::string text(width, '\0');
  if (nc_get_vara_text(file_, id, start.data(), count.data(), text.data()) != NC_NOERR) return {};
  return to_utf8(text);
}

UsablePeaks AndiRun::usable_points(std::size_t first, std::size_t count) {
  UsablePeaks usable(0.5);  // the smallest ion is a proton
  std::vector<double> mz;
  std::vector<double> intensity;
  for (std::size_t done = 0; done < count; done += mz.size()) {
    mz.resize(std::min(kBlock, count - done));
    intensity.resize(mz.size());
    read(mz_, first + done, mz);
    read(intensity_, first + done, intensity);
    for (std::size_t i = 0; i < mz.size(); ++i) usable.add(mz[i], intensity[i]);
  }
  impossible_points_ += usable.left_out();
  scans_with_impossible_ += usable.left_out() > 0 ? 1 : 0;
  return usable;
}

bool AndiRun::has_time(std::size_t scan) const noexcept {
  return !header_.is_spectrum_collection && scan < time_s_.size() && time_s_[scan] != kMissing &&
         std::abs(time_s_[scan]) <= kLongestRun_s;
}

// Nothing for a scan that lost what was measured: empty, it would say that nothing was.
std::optional<Spectrum> AndiRun::spectrum_of(std::size_t scan, const ScanPoints& points) {
  if (points.is_misplaced) {
    misplaced_.add(scan + 1);
    return std::nullopt;
  }
  const UsablePeaks usable = usable_points(points.first, points.count);
  if (points.is_in_doubt) in_doubt_.add(scan + 1);
  if (usable.is_loss()) robbed_.add(scan + 1);
  if (usable.has_none() && (points.is_in_doubt || usable.is_loss())) return std::nullopt;
  Spectrum spectrum;
  spectrum.peaks = usable.peaks();
  // total_intensity is missing, constant or of other data in files of five makers.
  spectrum.total_ion_signal = spectrum.peaks.total();
  spectrum.acquisition = common_;
  spectrum.acquisition.scan = scan + 1;
  if (has_time(scan)) spectrum.acquisition.retention_s = time_s_[scan];
  if (header_.is_spectrum_collection) {
    Label label;
    label.name = row_of("entry_name", scan);
    label.formula = row_of("chemical_formula", scan);
    spectrum.label = std::move(label);
  }
  return spectrum;
}

void AndiRun::for_each(const std::function<void(Spectrum&&)>& visit) {
  const PointMap map = map_points(index_, count_, flags_, std::min(mz_.length, intensity_.length));
  std::size_t stored = 0;
  for (std::size_t scan = 0; scan < index_.size(); ++scan) {
    std::optional<Spectrum> spectrum = [&] {
      const std::lock_guard lock(netcdf_mutex());
      return spectrum_of(scan, map.scans[scan]);
    }();
    if (!spectrum) continue;
    stored += spectrum->peaks.size();
    visit(std::move(*spectrum));
  }
  tell(map);
  if (stored == 0) throw Error(ErrorKind::input, path_ + ": ANDI/MS file without a single peak");
}

void AndiRun::tell(const PointMap& map) {
  if (impossible_points_ > 0) {
    remark(std::to_string(scans_with_impossible_) + " scans",
           std::to_string(impossible_points_) +
               " points of impossible m/z or intensity were left out");
  }
  if (!misplaced_.empty()) {
    lose(misplaced_.text(),
         "damaged, left out: the index puts the points past the next scan's or not among the " +
             std::to_string(std::min(mz_.length, intensity_.length)) + " stored");
  }
  if (map.unused > 0 || !in_doubt_.empty()) {
    // Where scans are misplaced the others' points are not to be told from theirs.
    const std::string number =
        misplaced_.empty() ? std::to_string(map.unused) + " stored points are in no scan: " : "";
    lose(in_doubt_.empty() ? "points" : in_doubt_.text(),
         number + "where points start and how many they are do not agree");
  }
  if (!robbed_.empty()) lose(robbed_.text(), kLostPeaks);
}

}  // namespace

std::unique_ptr<RunFile> open_andi(const std::filesystem::path& path, const std::string& name) {
  return std::make_unique<AndiRun>(path, name);
}

}  // namespace basepeak
