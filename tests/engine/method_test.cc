#include "engine/method.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

#include "engine/error.h"
#include "engine/method_fields.h"

namespace basepeak {
namespace {

std::filesystem::path write(const std::string& text) {
  const auto path =
      std::filesystem::path(::testing::TempDir()) /
      (std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) + ".toml");
  std::ofstream(path) << text;
  return path;
}

std::string error_of(const std::string& text) {
  try {
    static_cast<void>(read_method(write(text)));
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Method, IsWrittenAndReadBackUnchanged) {
  Method method;
  method.name = "rapid \"GC\"";
  method.components.noise_rejection = 5.5;
  method.ei_search.unit_mass_rule = UnitMassRule::amdis;
  method.ei_search.query_mass = 336.0;
  method.ms2_search.precursor_tolerance.reset();
  method.ms2_search.peak_tolerance = Tolerance::ppm(10.0);
  const std::string text = to_toml(method);
  const Method again = read_method(write(text));
  EXPECT_EQ(to_toml(again), text);
  EXPECT_EQ(again.name, method.name);
  EXPECT_EQ(again.ei_search.query_mass, 336.0);
  EXPECT_FALSE(again.ms2_search.precursor_tolerance.has_value());
}

TEST(Method, KeepsDefaultsForWhatAFileDoesNotSay) {
  const Method method = read_method(write("[components]\nminimum_ions = 5\n"));
  EXPECT_EQ(method.components.minimum_ions, 5);
  EXPECT_EQ(method.components.lowest_mz, Method{}.components.lowest_mz);
}

TEST(Method, AnswersABadKeyWithLineAndNearestGoodOne) {
  const std::string error = error_of("name = \"x\"\n[components]\nminimum_ion = 5\n");
  EXPECT_NE(error.find(".toml:3:"), std::string::npos) << error;
  EXPECT_NE(error.find("components.minimum_ions"), std::string::npos) << error;
}

TEST(Method, RefusesAValueOfTheWrongKind) {
  EXPECT_NE(error_of("[components]\nminimum_ions = \"five\"\n").find("whole number"),
            std::string::npos);
  EXPECT_NE(error_of("[ms2_search]\npeak_tolerance = \"10\"\n").find("0.01 Da"), std::string::npos);
  EXPECT_NE(error_of("[ei_search]\nscore = \"best\"\n").find("ei-identity"), std::string::npos);
}

TEST(Method, RefusesAScoreOfTheOtherKindOfSpectrum) {
  const std::string ms2 = error_of("[ms2_search]\nscore = \"ei-identity\"\n");
  EXPECT_NE(ms2.find(".toml:2: 'ms2_search.score' must be a score of MS/MS"), std::string::npos)
      << ms2;
  const std::string ei = error_of("\n[ei_search]\nscore = \"ms2-entropy\"\n");
  EXPECT_NE(ei.find(".toml:3: 'ei_search.score' must be a score of EI"), std::string::npos) << ei;
}

TEST(Method, RefusesALimitThatNothingCanReach) {
  for (const char* text :
       {"[conclusion]\nclass_probability = 2", "[conclusion]\ncandidates = 0",
        "[conclusion]\nclass_purity = 1.5", "[conclusion]\nei_compound_score = 1000",
        "[conclusion]\nms2_compound_score = 75", "[conclusion]\nei_tentative_score = 900",
        "[ei_search]\nthreshold = 1000", "[ms2_search]\nthreshold = 700",
        "[ei_search]\nthreshold = 700\nscore = \"ei-weighted-cosine\"",
        "[components]\nminimum_ions = 0", "[components]\npeak_end_fraction = 2"}) {
    const std::string error = error_of(text);
    EXPECT_NE(error.find(".toml:2: "), std::string::npos) << text << ": " << error;
    EXPECT_NE(error.find("must be "), std::string::npos) << text << ": " << error;
  }
  EXPECT_NE(error_of("[conclusion]\nclass_probability = 2").find("from 0 to 1"), std::string::npos);
  EXPECT_EQ(read_method(write("[ei_search]\nthreshold = 999\n")).ei_search.threshold, 999.0);
}

TEST(Method, RefusesTextThatIsNotToml) {
  EXPECT_NE(error_of("name = \n").find("not a TOML file"), std::string::npos);
}

std::filesystem::path shipped(const std::string& name) {
  return std::filesystem::path(BASEPEAK_SOURCE_DIR) / "libraries" / "methods" / (name + ".toml");
}

constexpr std::array<const char*, 3> kShipped{"gc_ms_screening", "rapid_gc_ms", "lc_hrms"};

TEST(ShippedMethods, TheScreeningMethodIsTheDefault) {
  EXPECT_EQ(to_toml(read_method(shipped("gc_ms_screening"))), to_toml(Method{}));
}

TEST(ShippedMethods, EachReadsBackUnchangedUnderItsOwnName) {
  for (const std::string name : kShipped) {
    const Method method = read_method(shipped(name));
    std::string spelled = name;
    std::replace(spelled.begin(), spelled.end(), '_', '-');
    EXPECT_EQ(method.name, spelled);
    EXPECT_EQ(to_toml(read_method(write(to_toml(method)))), to_toml(method));
  }
}

TEST(ShippedMethods, EachSpellsOutEverySettingUnderAComment) {
  for (const std::string name : kShipped) {
    std::ifstream file(shipped(name));
    std::set<std::string> commented;
    std::string section;
    bool is_commented = false;
    for (std::string line; std::getline(file, line);) {
      if (line.empty() || line[0] == '[') {
        is_commented = false;
        if (!line.empty()) section = line.substr(1, line.find(']') - 1) + ".";
      } else if (line[0] == '#') {
        is_commented = true;
      } else if (is_commented) {
        // One comment may stand over several settings that it names together.
        commented.insert(section + line.substr(0, line.find(" =")));
      }
    }
    Method method;
    for_each_field(method, [&](const std::string& of, const std::string& key, const auto&) {
      EXPECT_TRUE(commented.contains(of.empty() ? key : of + "." + key))
          << name << " " << of << " " << key;
    });
  }
}

TEST(Method, RefusesAFolder) {
  EXPECT_THROW(static_cast<void>(read_method(::testing::TempDir())), Error);
}

}  // namespace
}  // namespace basepeak
