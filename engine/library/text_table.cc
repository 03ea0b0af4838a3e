#include "engine/library/text_table.h"

#include <functional>
#include <limits>

#include "engine/error.h"

namespace basepeak {
namespace {

constexpr std::size_t kFirstSlots = 1024;  // a power of 2

}  // namespace

std::string_view TextTable::at(std::uint32_t number) const noexcept {
  const std::uint64_t begin = number == 0 ? 0 : ends_[number - 1];
  return std::string_view(text_).substr(begin, ends_[number] - begin);
}

void TextTable::grow() {
  const std::size_t count = slots_.empty() ? kFirstSlots : 2 * slots_.size();
  slots_.assign(count, 0);
  for (std::uint32_t i = 0; i < ends_.size(); ++i) {
    std::size_t slot = std::hash<std::string_view>{}(at(i)) & (count - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (count - 1);
    slots_[slot] = i + 1;
  }
}

std::uint32_t TextTable::number(std::string_view text) {
  if (2 * (ends_.size() + 1) > slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = std::hash<std::string_view>{}(text)&mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if (at(slots_[slot] - 1) == text) return slots_[slot] - 1;
  }
  if (ends_.size() >= std::numeric_limits<std::uint32_t>::max() - 1) {
    throw Error(ErrorKind::library, "more than 4294967294 different texts in one library");
  }
  const auto number = static_cast<std::uint32_t>(ends_.size());
  text_ += text;
  ends_.push_back(text_.size());
  slots_[slot] = number + 1;
  return number;
}

}  // namespace basepeak
