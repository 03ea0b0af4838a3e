#include "tools/cli/choose_backend.h"

#include <charconv>
#include <optional>
#include <string_view>

#include "gpu/backend.h"
#include "gpu/fallback.h"

namespace basepeak {

namespace {

// The number of "gpu" or "gpu:N".
std::optional<int> gpu_number(std::string_view text) {
  if (text == "gpu") return 0;
  constexpr std::string_view kPrefix = "gpu:";
  if (!text.starts_with(kPrefix)) return std::nullopt;
  text.remove_prefix(kPrefix.size());
  int number = -1;
  const auto [rest, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = status == std::errc{} && rest == text.data() + text.size();
  return is_number && number >= 0 ? std::optional(number) : std::nullopt;
}

}  // namespace

CLI::Validator is_backend() {
  return {[](std::string& text) {
            return text == "auto" || text == "cpu" || gpu_number(text)
                       ? std::string()
                       : "'" + text + "' is none of auto, cpu, gpu and gpu:N";
          },
          "auto|cpu|gpu:N"};
}

std::unique_ptr<Backend> choose_backend(const std::string& text, const Library& library) {
  if (const auto number = gpu_number(text)) return make_gpu_backend(library, *number);
  if (text != "auto") return make_cpu_backend(library);
  return make_fallback_backend(library, [&] { return make_gpu_backend(library, 0); });
}

}  // namespace basepeak
