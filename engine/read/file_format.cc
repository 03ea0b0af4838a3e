#include "engine/read/file_format.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <system_error>

#include "engine/error.h"
#include "engine/read/byte_file.h"
#include "engine/read/gzip_file.h"
#include "engine/read/text_encoding.h"
#include "engine/read/text_format.h"

namespace basepeak {

namespace {

using namespace std::string_view_literals;
namespace fs = std::filesystem;

constexpr std::string_view kExport =
    "export it from the instrument's software as mzML (centroided, zlib) or as ANDI/netCDF";

[[noreturn]] void refuse(const fs::path& path, std::string_view what, std::string_view advice) {
  throw Error(ErrorKind::input,
              path.string() + ": " + std::string(what) + "; " + std::string(advice));
}

struct Signature {
  std::string_view bytes;
  std::string_view what;
  std::string_view advice;
};

constexpr std::array kRefused{
    Signature{"PK\x03\x04"sv, "a ZIP archive, whatever its name says",
              "unpack it and give what is in it"},
    Signature{"BZh"sv, "compressed with bzip2", "unpack it first (gzip is read as it is)"},
    Signature{"\x28\xB5\x2F\xFD"sv, "compressed with Zstandard",
              "unpack it first (gzip is read as it is)"},
    Signature{"\xFD"
              "7zXZ\0"sv,
              "compressed with xz", "unpack it first (gzip is read as it is)"},
    Signature{"7z\xBC\xAF\x27\x1C"sv, "a 7-Zip archive", "unpack it and give what is in it"},
    Signature{"\x89HDF\r\n\x1A\n"sv, "an HDF5 file (mz5, mzMLb or netCDF-4), which is not read",
              kExport},
    Signature{"CDF\x05"sv, "a netCDF file of the 64-bit data kind, which is not read", kExport},
    Signature{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv,
              "an OLE2 file of a vendor (Shimadzu .qgd or .lcd, Sciex .wiff), which is not read",
              kExport},
    Signature{"SQLite format 3\0"sv, "an SQLite database, not a run that can be read", kExport},
    Signature{"\xFF\xFE"sv, "UTF-16 text", "save it as UTF-8"},
    Signature{"\xFE\xFF"sv, "UTF-16 text", "save it as UTF-8"},
};

bool is_thermo(std::string_view head) {
  return head.starts_with("\x01\xA1"sv) &&
         head.substr(0, 64).find("F\0i\0n\0n\0i\0g\0a\0n\0"sv) != std::string_view::npos;
}

// The first element of an XML text that is no declaration or comment.
std::string_view root_element(std::string_view text) {
  while (true) {
    const auto open = text.find('<');
    if (open == std::string_view::npos || open + 1 >= text.size()) return {};
    text.remove_prefix(open + 1);
    if (text.starts_with("!--")) {
      const auto end = text.find("-->");
      if (end == std::string_view::npos) return {};
      text.remove_prefix(end + 3);
    } else if (text.front() == '?' || text.front() == '!') {
      const auto end = text.find('>');
      if (end == std::string_view::npos) return {};
      text.remove_prefix(end + 1);
    } else {
      return text.substr(0, text.find_first_of(" \t\r\n/>"));
    }
  }
}

std::string first_bytes(const fs::path& path) {
  GzipFile file(path);
  std::string head(16384, '\0');
  head.resize(file.read(head));
  if (head.empty() && !file.cut().empty()) {
    throw Error(ErrorKind::input, path.string() + ": " + file.cut());
  }
  return head;
}

void require_file(const fs::path& path) {
  std::error_code failure;
  const auto status = fs::status(path, failure);
  if (status.type() == fs::file_type::not_found) {
    throw Error(ErrorKind::input, path.string() + ": no such file or folder");
  }
  if (!fs::is_regular_file(status)) {
    throw Error(ErrorKind::input, path.string() + ": not a file or folder that can be read" +
                                      (failure ? " (" + failure.message() + ")" : std::string()));
  }
  if (fs::file_size(path, failure) == 0) {
    throw Error(ErrorKind::input, path.string() + ": is empty");
  }
}

}  // namespace

FileFormat tell_format(const fs::path& path) {
  require_file(path);
  const std::string head = first_bytes(path);
  if (head.empty()) throw Error(ErrorKind::input, path.string() + ": is empty once unpacked");
  const bool is_agilent = head.starts_with("\x01\x32\0\0"sv);
  if (is_agilent || head.starts_with("CDF\x01") || head.starts_with("CDF\x02")) {
    if (ByteFile(path).first(2) == "\x1F\x8B") {
      refuse(path, "a binary run packed with gzip", "unpack it first");
    }
    return is_agilent ? FileFormat::agilent : FileFormat::andi;
  }
  if (is_thermo(head)) {
    refuse(path, "a Thermo .raw file, which only Thermo's own software reads", kExport);
  }
  for (const Signature& signature : kRefused) {
    if (head.starts_with(signature.bytes)) refuse(path, signature.what, signature.advice);
  }
  if (head.find('\0') != std::string::npos) {
    refuse(path, "a binary file of no format known here", kExport);
  }
  const std::string_view text = trimmed(
      head.starts_with("\xEF\xBB\xBF") ? std::string_view(head).substr(3) : std::string_view(head));
  if (text.starts_with('<')) {
    const std::string_view root = root_element(text);
    if (root == "mzML" || root == "indexedmzML") return FileFormat::mzml;
    if (root == "mzXML" || root == "msRun") return FileFormat::mzxml;
    if (root == "mzData") return FileFormat::mzdata;
    refuse(path,
           "XML, but neither mzML, mzXML nor mzData (its first element is <" + std::string(root) +
               ">)",
           kExport);
  }
  if (text.starts_with("H\t")) {
    refuse(path, "an MS1/MS2 text file, which is not read",
           "convert it to mzML (msconvert) or MGF");
  }
  if (tell_text_format(text)) return FileFormat::spectrum_text;
  refuse(path,
         "not a format known here (read are Agilent ChemStation, ANDI/netCDF, mzML, mzXML, mzData, "
         "JCAMP-DX, MSP and MGF)",
         kExport);
}

FolderContent look_into_folder(const fs::path& folder) {
  std::vector<fs::path> data_ms;  // several where names differ in case alone
  std::vector<fs::path> signals;
  bool has_mass_hunter = false;
  bool has_waters = false;
  bool has_bruker = false;
  std::error_code failure;
  for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    const std::string name = lower_case(entry->path().filename().string());
    std::error_code ignored;
    const bool is_file = entry->is_regular_file(ignored);
    if (is_file && name == "data.ms") {
      data_ms.push_back(entry->path());
    } else if (is_file && (name == "datasim.ms" || (name.size() == 7 && name.starts_with("msd") &&
                                                    name.ends_with(".ms")))) {
      signals.push_back(entry->path());
    } else if (name == "acqdata") {
      has_mass_hunter = fs::exists(entry->path() / "MSScan.bin", ignored);
    }
    has_waters = has_waters || name == "_header.txt" || name.starts_with("_func");
    has_bruker = has_bruker || name.starts_with("analysis.") || name == "fid" || name == "ser";
  }
  if (failure) {
    throw Error(ErrorKind::input,
                folder.string() + ": folder cannot be read (" + failure.message() + ")");
  }
  std::sort(signals.begin(), signals.end(), [](const fs::path& a, const fs::path& b) {
    const std::string left = lower_case(a.filename().string());
    const std::string right = lower_case(b.filename().string());
    // "msd..." before "datasim.ms": whole spectra before monitored ions.
    return (left[0] == 'm') != (right[0] == 'm') ? left[0] == 'm' : left < right;
  });
  FolderContent content;
  if (!data_ms.empty()) {
    std::sort(data_ms.begin(), data_ms.end());
    content.data_file = data_ms.front();
    signals.insert(signals.begin(), data_ms.begin() + 1, data_ms.end());
  } else if (!signals.empty()) {
    content.data_file = signals.front();
    signals.erase(signals.begin());
  } else if (has_mass_hunter) {
    refuse(folder,
           "an Agilent MassHunter folder (AcqData/MSScan.bin, no data.ms), which is not read",
           kExport);
  } else if (has_waters) {
    refuse(folder, "a Waters .raw folder, which is not read", kExport);
  } else if (has_bruker) {
    refuse(folder, "a Bruker .d folder, which is not read", kExport);
  } else {
    refuse(folder, "a folder without a run in it (no DATA.MS or MSD1.MS)",
           "give the run's folder or file itself");
  }
  for (const fs::path& signal : signals)
    content.unread_signals.push_back(signal.filename().string());
  return content;
}

}  // namespace basepeak
