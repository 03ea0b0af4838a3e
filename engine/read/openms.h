#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "engine/read/file_format.h"
#include "engine/read/run_file.h"

namespace basepeak {

// Opens mzML (1.1.0 and later), mzXML or mzData, gzip or plain, through OpenMS. Throws Error{input}
// for what holds no spectra, and for arrays packed in a way OpenMS would misread. Spectra before a
// cut or damaged place are handed over and a remark tells the place. One such run is read at a time
// in a process, whatever its threads, because OpenMS keeps shared state; so for_each must not be
// nested.
[[nodiscard]] std::unique_ptr<RunFile> open_with_openms(const std::filesystem::path& path,
                                                        const std::string& name, FileFormat format);

}  // namespace basepeak
