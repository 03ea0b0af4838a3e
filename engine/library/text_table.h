#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace basepeak {

// Each text once, numbered in the order of first use. The texts stand one after another in one
// string, and the table finds them by number there, so that a text costs its bytes and about 20
// more.
class TextTable {
 public:
  // Throws Error{library} at the 4294967295th different text.
  std::uint32_t number(std::string_view text);
  [[nodiscard]] const std::vector<std::uint64_t>& ends() const noexcept { return ends_; }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  [[nodiscard]] std::string_view at(std::uint32_t number) const noexcept;
  void grow();

  std::vector<std::uint64_t> ends_;
  std::string text_;
  std::vector<std::uint32_t> slots_;  // open addressing: number + 1, 0 where free
};

}  // namespace basepeak
