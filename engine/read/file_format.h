#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace basepeak {

enum class FileFormat { agilent, andi, mzml, mzxml, mzdata, spectrum_text };

// Tells what a file is from its first bytes, gzip or not. Throws Error{input} naming the path for
// a file that is missing, empty or unreadable, and for a format that cannot be read, with advice
// what to export instead.
[[nodiscard]] FileFormat tell_format(const std::filesystem::path& path);

// The data file of a run folder (ChemStation .D), and what lies beside it unread.
struct FolderContent {
  std::filesystem::path data_file;
  std::vector<std::string> unread_signals;  // file names
};

// Throws Error{input} naming the folder when no readable run is in it, saying whose it is.
[[nodiscard]] FolderContent look_into_folder(const std::filesystem::path& folder);

}  // namespace basepeak
