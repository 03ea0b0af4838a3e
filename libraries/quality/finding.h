#pragma once

#include <cstddef>
#include <string>

namespace basepeak {

// What a rule has to say of a record. Codes are stable: scripts may count them. A refused record
// does not enter the library; a flagged one is kept as it is and carries "code: sentence" in its
// flags. The codes are listed in peak_rules.h, identity_rules.h and record_of_text.h.
struct Finding {
  std::string code;
  std::size_t line = 0;  // 1-based, in the file the record came from
  std::string record;    // its name
  std::string sentence;
  bool refuses = false;
};

}  // namespace basepeak
