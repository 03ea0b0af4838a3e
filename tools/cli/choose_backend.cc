#include "tools/cli/choose_backend.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "gpu/backend.h"
#include "gpu/fallback.h"

namespace basepeak {

namespace {

std::optional<int> whole_number(std::string_view text) {
  int number = -1;
  const auto [rest, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = status == std::errc{} && rest == text.data() + text.size();
  return is_number && number >= 0 ? std::optional(number) : std::nullopt;
}

// The numbers of "gpu", "gpu:N" or "gpu:N,M"; empty for anything else, and if one stands twice.
std::vector<int> gpu_numbers(std::string_view text) {
  if (text == "gpu") return {0};
  constexpr std::string_view kPrefix = "gpu:";
  if (!text.starts_with(kPrefix)) return {};
  text.remove_prefix(kPrefix.size());
  std::vector<int> numbers;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::optional<int> number = whole_number(text.substr(0, comma));
    if (!number || std::find(numbers.begin(), numbers.end(), *number) != numbers.end()) return {};
    numbers.push_back(*number);
    if (comma == std::string_view::npos) return numbers;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

CLI::Validator is_backend() {
  return {[](std::string& text) {
            return text == "auto" || text == "cpu" || !gpu_numbers(text).empty()
                       ? std::string()
                       : "'" + text +
                             "' is none of auto, cpu, gpu, gpu:N and gpu:N,M,... (each card once)";
          },
          "auto|cpu|gpu:N[,M]"};
}

std::unique_ptr<Backend> choose_backend(const std::string& text, const Library& library) {
  const std::vector<int> numbers = gpu_numbers(text);
  if (!numbers.empty()) return make_gpu_backend(library, numbers);
  if (text != "auto") return make_cpu_backend(library);
  return make_fallback_backend(library, [&] { return make_gpu_backend(library, 0); });
}

}  // namespace basepeak
