#pragma once

#include <string>
#include <vector>

#include "libraries/quality/finding.h"

namespace basepeak {

// Collects the findings of one record.
class Findings {
 public:
  Findings(std::string record, std::size_t line) : record_(std::move(record)), line_(line) {}

  void flag(const char* code, const std::string& sentence, std::size_t line = 0) {
    add(code, sentence, line, false);
  }
  void refuse(const char* code, const std::string& sentence, std::size_t line = 0) {
    add(code, sentence, line, true);
    is_refused_ = true;
  }
  [[nodiscard]] bool is_refused() const noexcept { return is_refused_; }
  [[nodiscard]] const std::vector<Finding>& all() const noexcept { return all_; }

 private:
  // Without a line of its own a finding stands at the record's first.
  void add(const char* code, const std::string& sentence, std::size_t line, bool refuses) {
    all_.push_back({code, line == 0 ? line_ : line, record_, sentence, refuses});
  }

  std::string record_;
  std::size_t line_;
  std::vector<Finding> all_;
  bool is_refused_ = false;
};

}  // namespace basepeak
