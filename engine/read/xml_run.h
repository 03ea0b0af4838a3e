#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "engine/read/file_format.h"
#include "engine/read/run_file.h"

namespace basepeak {

// Opens mzML (1.1.0 and later), mzXML or mzData, gzip or plain. Throws Error{input} for what holds
// no scans and for arrays packed in a way that is not known. A damaged scan is left out and named;
// the scans before a cut are handed over and a remark tells the place.
[[nodiscard]] std::unique_ptr<RunFile> open_xml_run(const std::filesystem::path& path,
                                                    const std::string& name, FileFormat format);

}  // namespace basepeak
