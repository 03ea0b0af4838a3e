#pragma once

#include <string>
#include <vector>

namespace basepeak {

enum class Numpress { none, linear, pic, slof };

// Unpacks MS-Numpress bytes (Teleman et al. 2014, doi 10.1074/mcp.O114.037879) through OpenMS.
// Throws Error{input} for bytes that are none.
[[nodiscard]] std::vector<double> unpack_numpress(const std::string& bytes, Numpress kind);

}  // namespace basepeak
