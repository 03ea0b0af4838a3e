#include <filesystem>
#include <system_error>

#include "engine/error.h"
#include "engine/read/agilent.h"
#include "engine/read/andi.h"
#include "engine/read/file_format.h"
#include "engine/read/run.h"
#include "engine/read/text_run.h"
#include "engine/read/xml_run.h"

namespace basepeak {

namespace {

namespace fs = std::filesystem;

// "runs/HO-A.D/" is called HO-A.D, and "." by its folder's name.
std::string name_of(const fs::path& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

bool is_folder(const fs::path& path) {
  std::error_code failure;
  return fs::is_directory(path, failure);
}

std::unique_ptr<RunFile> open_file(const fs::path& path, const std::string& name) {
  const FileFormat format = tell_format(path);
  switch (format) {
    case FileFormat::agilent: return open_agilent(path, name);
    case FileFormat::andi: return open_andi(path, name);
    case FileFormat::mzml:
    case FileFormat::mzxml:
    case FileFormat::mzdata: return open_xml_run(path, name, format);
    case FileFormat::spectrum_text: return open_text_run(path, name);
  }
  throw Error(ErrorKind::input, path.string() + ": no reader for it");
}

// What the file system says of a path is an error of the input like any other.
template <typename Work>
auto with_input_errors(const fs::path& path, Work&& work) {
  if (path.empty()) throw Error(ErrorKind::input, "an empty name was given for a run");
  try {
    return work();
  } catch (const fs::filesystem_error& error) {
    throw Error(ErrorKind::input, path.string() + ": " + error.code().message());
  }
}

std::unique_ptr<Run> open_any(const fs::path& path) {
  const std::string name = name_of(path);
  if (!is_folder(path)) return open_file(path, name);
  const FolderContent content = look_into_folder(path);
  if (tell_format(content.data_file) != FileFormat::agilent) {
    throw Error(ErrorKind::input, content.data_file.string() +
                                      ": not an Agilent ChemStation MS file, in spite of its name");
  }
  std::unique_ptr<RunFile> run = open_agilent(content.data_file, name);
  for (const std::string& signal : content.unread_signals) {
    run->remark(signal,
                "a further signal of this run, not read with it; name that file itself to read it");
  }
  return run;
}

}  // namespace

std::unique_ptr<Run> open_run(const fs::path& path) {
  return with_input_errors(path, [&] { return open_any(path); });
}

fs::path run_data_file(const fs::path& path) {
  return with_input_errors(path, [&]() -> fs::path {
    if (is_folder(path)) return look_into_folder(path).data_file;
    static_cast<void>(tell_format(path));
    return path;
  });
}

}  // namespace basepeak
