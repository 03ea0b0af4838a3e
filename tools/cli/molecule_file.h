#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace basepeak {

// A molecule to predict, and where it was written.
struct AskedFor {
  std::string where;  // "list.smi line 3"; empty for the command line
  std::string smiles;
  std::string name;
};

// Molecules of a file, read as they are asked for: a list may be longer than memory. A line holds a
// SMILES, a blank, a name; empty lines and those that begin with # are passed over, and so is a
// byte order mark.
class MoleculeFile {
 public:
  // Throws Error{input} when it cannot be read or holds no molecule.
  explicit MoleculeFile(const std::filesystem::path& path);

  // Nothing behind the last one.
  [[nodiscard]] std::optional<AskedFor> next();
  [[nodiscard]] bool is_at_end() const noexcept { return !ahead_; }

 private:
  void read_ahead();

  std::string name_;
  std::ifstream file_;
  std::size_t line_ = 0;
  std::optional<AskedFor> ahead_;
};

}  // namespace basepeak
