#pragma once

#include <string>

namespace basepeak {

// "0.1.0", and the commit that was built, with "+changes" when the sources differed from it;
// "unknown" when the sources were not a checkout.
[[nodiscard]] std::string software_version();
[[nodiscard]] std::string software_commit();

}  // namespace basepeak
