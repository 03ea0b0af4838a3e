#include "engine/predict/ei_model_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>

#include "engine/error.h"
#include "engine/predict/esi_stacker_rows.h"
#include "engine/predict/generic_rows.h"
#include "engine/predict/stacker_rows.h"
#include "engine/sha256.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

using testing::HasSubstr;

class EiModelFile : public testing::Test {
 protected:
  EiModelFile() {
    EiModel model;
    model.manifest = "what: a test\n";
    const BoostedTrees::Node leaf{BoostedTrees::kLeaf, 1, 0.25F, 0};
    model.generic.trees = BoostedTrees(0.0F, kGenericWidth, {0}, {leaf});
    model.stacker = BoostedTrees(0.0F, kStackerWidth, {0, 1}, {leaf, leaf});
    model.quality.coefficients.assign(kQualityFeatures + 1, 0.0);
    model.quality.coefficients[2] = 0.5;
    model.quality.deviation = 0.03;
    write_ei_model(path(), model);
    checksum_ = model.checksum;
    std::ifstream file(path(), std::ios::binary);
    content_.assign(std::istreambuf_iterator<char>(file), {});
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "a.model"; }

  // The message with which a file of this content is refused.
  std::string refusal(const std::string& content) {
    std::ofstream(path(), std::ios::binary) << content;
    try {
      static_cast<void>(read_ei_model(path()));
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::library);
      return error.what();
    }
    return "";
  }

  test::TemporaryFolder folder_;
  std::string content_;
  std::string checksum_;
};

TEST_F(EiModelFile, ReadsBackWhatWasWritten) {
  const EiModel model = read_ei_model(path());
  EXPECT_EQ(model.manifest, "what: a test\n");
  EXPECT_EQ(model.stacker.first_nodes().size(), 2U);
  EXPECT_EQ(model.quality.coefficients[2], 0.5);
  EXPECT_EQ(model.quality.deviation, 0.03);
  EXPECT_EQ(model.checksum, checksum_);
  const std::vector<float> row(kGenericWidth, 0.0F);
  EXPECT_EQ(model.generic.trees.value(row), 0.25F);
}

TEST_F(EiModelFile, IsRefusedCutAtAnyByte) {
  for (std::size_t length = 0; length < content_.size(); ++length)
    EXPECT_NE(refusal(content_.substr(0, length)), "") << length;
}

TEST_F(EiModelFile, IsRefusedWithAnyByteAltered) {
  for (std::size_t at = 0; at < content_.size(); ++at) {
    std::string altered = content_;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    EXPECT_NE(refusal(altered), "") << at;
  }
}

TEST_F(EiModelFile, IsRefusedWithTheColumnsOfAnotherProgram) {
  constexpr std::size_t kBody = 48;
  std::string other = content_;
  other[kBody] = static_cast<char>(other[kBody] ^ 1);
  const std::string_view body = std::string_view(other).substr(kBody);
  const std::string hex = sha256_hex(std::as_bytes(std::span(body.data(), body.size())));
  for (std::size_t i = 0; i < 32; ++i)
    other[16 + i] = static_cast<char>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
  EXPECT_THAT(refusal(other), HasSubstr("made for other columns"));
}

TEST_F(EiModelFile, SaysWhatItIsMissing) {
  std::filesystem::remove(path());
  EXPECT_THROW(static_cast<void>(read_ei_model(path())), Error);
}

class EsiModelFile : public testing::Test {
 protected:
  EsiModelFile() {
    EsiModel model;
    const BoostedTrees::Node leaf{BoostedTrees::kLeaf, 1, 0.25F, 0};
    model.generic.trees = BoostedTrees(0.0F, kEsiGenericWidth, {0}, {leaf});
    model.stacker = BoostedTrees(0.0F, kEsiStackerWidth, {0}, {leaf});
    model.quality.coefficients.assign(kEsiQualityFeatures + 1, 0.1);
    std::array<std::vector<SeenIons::Entry>, kSeenKinds> seen;
    seen[1] = {{4, {1, 2, 3}, 9}, {6, {0, 0, 255}, 255}};
    model.generic.seen = SeenIons(std::move(seen));
    write_esi_model(path(), model);
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "a.model"; }
  test::TemporaryFolder folder_;
};

TEST_F(EsiModelFile, ReadsBackWhatWasWritten) {
  const EsiModel model = read_esi_model(path());
  EXPECT_EQ(model.quality.coefficients.size(), kEsiQualityFeatures + 1);
  EXPECT_EQ(model.generic.trees.value(std::vector<float>(kEsiGenericWidth, 0.0F)), 0.25F);
  ASSERT_NE(model.generic.seen.find(1, 6), nullptr);
  EXPECT_EQ(*model.generic.seen.find(1, 6), (SeenIons::Entry{6, {0, 0, 255}, 255}));
  EXPECT_EQ(model.generic.seen.find(0, 6), nullptr);
}

TEST_F(EsiModelFile, IsNoEiModel) { EXPECT_THROW(static_cast<void>(read_ei_model(path())), Error); }

TEST_F(EsiModelFile, IsRefusedCutOrAltered) {
  std::string content;
  {
    std::ifstream file(path(), std::ios::binary);
    content.assign(std::istreambuf_iterator<char>(file), {});
  }
  for (std::size_t at = 0; at < content.size(); at += 7) {
    std::ofstream(path(), std::ios::binary) << content.substr(0, at);
    EXPECT_THROW(static_cast<void>(read_esi_model(path())), Error) << at;
    std::string altered = content;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    std::ofstream(path(), std::ios::binary) << altered;
    EXPECT_THROW(static_cast<void>(read_esi_model(path())), Error) << at;
  }
}

}  // namespace
}  // namespace basepeak
