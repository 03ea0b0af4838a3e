#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "libraries/quality/finding.h"
#include "libraries/store/store.h"

namespace basepeak {

// What became of a file of spectra on its way into a store.
struct ImportReport {
  struct IgnoredField {
    std::string name;
    std::size_t count = 0;
    std::size_t first_line = 0;
  };
  std::filesystem::path file;
  std::size_t read = 0;
  std::size_t imported = 0;
  std::size_t refused = 0;
  std::vector<Finding> findings;             // in file order
  std::vector<IgnoredField> ignored_fields;  // in order of first appearance
};

// Adds the records of an MSP, MGF or JCAMP-DX file to the store, all in one revision stamped
// `when`; refused ones are left out and reported. An id that another record has gets a suffix and
// the flag id-not-unique; a record that is in the store already with the same name and peaks, or
// stands earlier in the file where neither has an id, is refused as already-in-store. `progress`
// hears the number of records read so far, now and then. `given` is the ionisation of records that
// state none. Throws Error{input} when the file cannot be read and Error{library} when the store
// cannot be written: then nothing of the file has entered.
[[nodiscard]] ImportReport import_spectra(const std::filesystem::path& file, Store& store,
                                          const std::string& when,
                                          const std::function<void(std::size_t)>& progress = {},
                                          Ionisation given = Ionisation::unknown);

}  // namespace basepeak
