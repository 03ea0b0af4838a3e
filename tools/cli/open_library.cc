#include "tools/cli/open_library.h"

#include "engine/error.h"
#include "tools/cli/starter_path.h"

namespace basepeak {

Library open_library(const std::string& path) {
  Library library =
      Library::open(path.empty() ? starter_library_path() : std::filesystem::path(path));
  if (library.size() == 0) {
    throw Error(ErrorKind::library,
                library.name() + ": the library holds no record; nothing could be found in it");
  }
  return library;
}

}  // namespace basepeak
