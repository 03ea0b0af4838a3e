#include "engine/spectrum/tolerance.h"

#include <gtest/gtest.h>

#include "engine/error.h"

namespace basepeak {
namespace {

TEST(Tolerance, PpmWidensWithMz) {
  const auto [low, high] = Tolerance::parse("10 ppm").window(500.0);
  EXPECT_NEAR(low, 499.995, 1e-9);
  EXPECT_NEAR(high, 500.005, 1e-9);
}

TEST(Tolerance, WritesWhatItReads) {
  for (const char* text : {"0.02 Da", "10 ppm"}) EXPECT_EQ(Tolerance::parse(text).text(), text);
  EXPECT_EQ(Tolerance::parse("10 mDa"), Tolerance::da(0.01));
}

TEST(Tolerance, RefusesABareNumber) {
  EXPECT_THROW(static_cast<void>(Tolerance::parse("10")), Error);
}

TEST(Tolerance, RefusesWhatIsNoWidth) {
  for (const char* text : {"", "nan Da", "inf ppm", "1e308 Da", "0 Da", "-1 ppm", "1001 Da"}) {
    EXPECT_THROW(static_cast<void>(Tolerance::parse(text)), Error) << text;
  }
  EXPECT_NO_THROW(static_cast<void>(Tolerance::parse("1000 Da")));
}

}  // namespace
}  // namespace basepeak
