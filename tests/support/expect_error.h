#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "engine/error.h"

namespace basepeak::test {

// Runs `call` and expects Error{input} whose message holds each of `parts`.
template <typename Call, typename... Parts>
void expect_input_error(Call&& call, Parts... parts) {
  try {
    call();
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::input);
    const std::string message = error.what();
    (EXPECT_THAT(message, ::testing::HasSubstr(std::string(parts))), ...);
  }
}

}  // namespace basepeak::test
