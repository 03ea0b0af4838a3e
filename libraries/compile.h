#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "engine/library/library_record.h"
#include "libraries/store/store.h"

namespace basepeak {

// How far a long step is, told now and then on the caller's thread.
using Progress = std::function<void(std::size_t done, std::size_t total)>;

// Fills what a compiled library derives from the structure - the compound's class and the key of
// its isomer group - on at most `threads` threads. For a record without a SMILES that of another
// record, of a named member of the fentanyl class or of a listed substance of the same atoms and
// bonds (first block of the InChIKey) and the record's formula stands in; a labelled one gets its
// class alone from it. A record without a structure gets its formula as key.
void derive(std::vector<LibraryRecord>& records, std::size_t threads,
            const Progress& progress = {});

// Writes the records of the store, by id, as the file that Library::open reads, with the index that
// MS/MS searches use: byte-identical for the same records in whatever order they were imported and
// for any number of threads. Returns how many there are. `progress`
// counts structures, which take nearly all of the time. Throws Error{library} when the store or the
// file fails.
std::size_t compile_library(Store& store, const std::filesystem::path& to, const std::string& name,
                            std::size_t threads, const Progress& progress = {});

}  // namespace basepeak
