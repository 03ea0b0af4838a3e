#include "tools/cli/molecule_file.h"

#include <string_view>
#include <utility>

#include "engine/chemistry/formula.h"
#include "engine/error.h"
#include "engine/read/text_encoding.h"

namespace basepeak {

MoleculeFile::MoleculeFile(const std::filesystem::path& path)
    : name_(path.filename().string()), file_(path, std::ios::binary) {
  if (!file_) throw Error(ErrorKind::input, path.string() + ": it cannot be read");
  read_ahead();
  if (!ahead_) throw Error(ErrorKind::input, path.string() + ": it holds no molecule");
}

std::optional<AskedFor> MoleculeFile::next() {
  std::optional<AskedFor> taken = std::move(ahead_);
  read_ahead();
  return taken;
}

void MoleculeFile::read_ahead() {
  ahead_.reset();
  for (std::string line; std::getline(file_, line);) {
    ++line_;
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    std::string_view content = line;
    if (line_ == 1 && content.starts_with(kByteOrderMark))
      content.remove_prefix(kByteOrderMark.size());
    content = trimmed(content);
    if (content.empty() || content.front() == '#') continue;
    const std::size_t end = content.find_first_of(" \t");
    const std::string_view name =
        end == std::string_view::npos ? std::string_view{} : trimmed(content.substr(end));
    ahead_ = {name_ + " line " + std::to_string(line_), std::string(content.substr(0, end)),
              to_utf8(name)};
    return;
  }
}

}  // namespace basepeak
