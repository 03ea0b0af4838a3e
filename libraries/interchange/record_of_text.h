#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/library/library_record.h"
#include "engine/read/spectrum_text.h"
#include "libraries/quality/finding.h"
#include "libraries/quality/identity_rules.h"

namespace basepeak {

// Turns text records into library records, by the rules of quality/ and these. What is refused:
// no-name, cut-record (the file ends within it), and bad-peak where a peak line says nan or inf.
// What is flagged: unreadable-line, what settled_acquisition.h flags, id-missing, licence-missing
// ("not stated" is written), source-flag (a flag the file itself gives). One object serves one file
// and one thread.
class RecordOfText {
 public:
  // `file` is the name that findings and ids of records without one begin with.
  // `given` is the ionisation of records that state none.
  explicit RecordOfText(std::string file, Ionisation given = Ionisation::unknown)
      : file_(std::move(file)), given_(given) {}

  struct Result {
    std::optional<LibraryRecord> record;  // nothing when it is refused
    std::string name;
    bool has_own_id = false;
    std::vector<Finding> findings;
  };
  // `ordinal` is the record's place in its file, from 1.
  [[nodiscard]] Result convert(const TextRecord& text, std::size_t ordinal);

  // Whether a field of that name is used, or repeats what is derived.
  [[nodiscard]] static bool knows(std::string_view field_name);

 private:
  std::string file_;
  Ionisation given_;
  IdentityRules identity_;
};

}  // namespace basepeak
