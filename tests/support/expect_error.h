#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/error.h"

namespace basepeak::test {

// Runs `call` and expects Error{input} whose message holds each of `parts`.
template <typename Call, typename... Parts>
void expect_input_error(Call&& call, const Parts&... parts) {
  try {
    call();
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::input);
    for (const std::string& part : std::vector<std::string>{parts...}) {
      EXPECT_THAT(std::string(error.what()), ::testing::HasSubstr(part));
    }
  }
}

}  // namespace basepeak::test
