#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace basepeak::benchmarks {

// The options of a measuring program: "--word value" pairs and the flags "--word" that `flags`
// names.
class Arguments {
 public:
  // Throws Error{usage} listing `known` for an option that is none of them or has no value.
  Arguments(int count, char** words, const std::vector<std::string>& known,
            const std::vector<std::string>& flags = {});

  [[nodiscard]] bool has(std::string_view option) const;
  [[nodiscard]] std::string text(std::string_view option, std::string_view otherwise) const;
  // Throws Error{usage} when the value is not a whole number.
  [[nodiscard]] std::uint64_t number(std::string_view option, std::uint64_t otherwise) const;
  // "10000,1000000"; empty if absent.
  [[nodiscard]] std::vector<std::uint64_t> numbers(std::string_view option) const;
  // "a,b"; empty if absent.
  [[nodiscard]] std::vector<std::string> texts(std::string_view option) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace basepeak::benchmarks
