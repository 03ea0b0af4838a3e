#include "engine/read/acquisition_time.h"

#include <gtest/gtest.h>

namespace basepeak {
namespace {

constexpr std::int64_t kFeb23 = 1'645'574'400;  // 2022-02-23T00:00

std::int64_t at(const char* written) {
  const auto time = acquisition_time(written);
  return time ? time->seconds : -1;
}

TEST(AcquisitionTime, ReadsTheNotationsOfRunHeaders) {
  const std::int64_t half_past_two = kFeb23 + 14 * 3600 + 30 * 60;
  EXPECT_EQ(at("23 Feb 22  02:30 pm"), half_past_two);
  EXPECT_EQ(at("2022-02-23T14:30:00Z"), half_past_two);
  EXPECT_EQ(at("2022-02-23T14:30:00+02:00"), half_past_two);
  EXPECT_EQ(at("20220223143000+0200"), half_past_two);
  EXPECT_EQ(at("202202231430003600000"), half_past_two);
  EXPECT_EQ(at("Wed Feb 23 14:30:00 MEZ 2022"), half_past_two);
  EXPECT_EQ(at("23/02/2022 14:30"), half_past_two);
  EXPECT_EQ(at("2/23/2022 2:30 PM"), half_past_two);
  EXPECT_EQ(at("23-Feb-22, 14:30:00"), half_past_two);
  EXPECT_EQ(at("23 FEB 122  14:30   "), half_past_two);
  EXPECT_EQ(at("23 Feb 22  02:30 pm -0500"), half_past_two);
}

TEST(AcquisitionTime, TellsNoonFromMidnight) {
  EXPECT_EQ(at("23 Feb 22  12:05 am"), kFeb23 + 5 * 60);
  EXPECT_EQ(at("23 Feb 22  12:05 pm"), kFeb23 + 12 * 3600 + 5 * 60);
}

TEST(AcquisitionTime, KnowsWhenOnlyTheDayIsNamed) {
  const auto day = acquisition_time("2022-02-23");
  ASSERT_TRUE(day.has_value());
  EXPECT_EQ(day->seconds, kFeb23);
  EXPECT_FALSE(day->has_clock_time);
  EXPECT_EQ(day->latest(), kFeb23 + 86'399);
  EXPECT_EQ(at("20220223"), kFeb23);
}

TEST(AcquisitionTime, PutsTwoDigitYearsIntoTheRightCentury) {
  EXPECT_LT(at("05-May-99, 13:41:22"), at("05-May-01, 13:41:22"));
  EXPECT_GT(at("05-May-99, 13:41:22"), 0);
}

TEST(AcquisitionTime, GuessesNoDate) {
  for (const char* written :
       {"", "   ", "03/04/2022", "03/04/22", "32 Feb 22", "30 Feb 2022", "n/a", "14:30", "Feb",
        "99999999999999", "23 Feb", "-", "2022-13-01"}) {
    EXPECT_FALSE(acquisition_time(written).has_value()) << written;
  }
}

}  // namespace
}  // namespace basepeak
