#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libraries/interchange/record_of_text.h"

namespace basepeak::test {

inline RecordOfText::Result convert(const TextRecord& text) {
  return RecordOfText("file").convert(text, 7);
}

inline std::vector<std::string> codes(const TextRecord& text) {
  std::vector<std::string> found;
  for (const Finding& finding : convert(text).findings) found.push_back(finding.code);
  return found;
}

// The record is left out, and the one finding that did it has this code.
inline void expect_refused(const TextRecord& text, const std::string& code) {
  const auto result = convert(text);
  EXPECT_FALSE(result.record) << code;
  std::vector<std::string> refusing;
  for (const Finding& finding : result.findings) {
    if (finding.refuses) refusing.push_back(finding.code);
  }
  EXPECT_THAT(refusing, testing::ElementsAre(code));
}

// The record is kept, with exactly this flag in its findings and on itself.
inline LibraryRecord expect_flagged(const TextRecord& text, const std::string& code) {
  const auto result = convert(text);
  EXPECT_THAT(codes(text), testing::ElementsAre(code));
  if (!result.record) {
    ADD_FAILURE() << code << ": refused";
    return {};
  }
  EXPECT_EQ(result.record->flags.size(), 1U);
  EXPECT_THAT(result.record->flags, testing::Contains(testing::StartsWith(code + ": ")));
  return *result.record;
}

}  // namespace basepeak::test
