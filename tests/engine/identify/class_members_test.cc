#include "engine/identify/class_members.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/chemistry/inchi_key.h"
#include "engine/chemistry/structure.h"
#include "engine/error.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

using ::testing::HasSubstr;

std::string refusal_of(const std::string& text) {
  try {
    static_cast<void>(parse_class_members(text));
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::library);
    return error.what();
  }
  return "not refused";
}

LibraryRecord record_of(const ClassMember& member, const std::string& id) {
  LibraryRecord record;
  record.id = id;
  record.name = member.name;
  record.inchikey = member.inchikey;
  record.isomer_key = member.isomer_key;
  record.source = record.licence = "test";
  record.acquisition.ionisation = Ionisation::ei;
  record.peaks = Peaks::from_unsorted(std::vector<double>{146.0}, std::vector<float>{1.0F});
  return record;
}

TEST(ClassMembers, HaveTheKeysOfTheirStructures) {
  ASSERT_GT(class_members().size(), 100U);
  for (const ClassMember& member : class_members()) {
    EXPECT_EQ(inchi_key(member.smiles), member.inchikey) << member.name;
    EXPECT_EQ(isomer_key(member.smiles), member.isomer_key) << member.name;
  }
}

TEST(ClassMembers, AreRefusedWithTheLineOfAnError) {
  const std::string good =
      "version\t1\nmember\tA\tC\tPJMPHNIQZUBGLI-UHFFFAOYSA-N\tacyl=C3H5O n_aryl=C6H5\n";
  EXPECT_EQ(refusal_of(good), "not refused");
  EXPECT_THAT(refusal_of("version\t2\n"), HasSubstr("line 1"));
  EXPECT_THAT(refusal_of(good + "member\tB\tC\tno key\tacyl=H\n"), HasSubstr("line 3"));
  EXPECT_THAT(refusal_of(good + "member\tB\tC\tRERRYVUQNXBFAP-UHFFFAOYSA-N\tC2H6O\n"),
              HasSubstr("no key of the class"));
  EXPECT_THAT(refusal_of(good + good.substr(good.find("member"))), HasSubstr("listed twice"));
  EXPECT_THAT(refusal_of(""), HasSubstr("there are none"));
}

TEST(ClassMembers, NamesThoseOfTheGroupThatTheLibraryLacks) {
  const auto& all = class_members();
  const auto named = [&](const std::string& name) {
    return *std::find_if(all.begin(), all.end(), [&](const auto& m) { return m.name == name; });
  };
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "test.bplib";
  write_library(path, "test",
                std::vector<LibraryRecord>{record_of(named("Butyrylfentanyl"), "a"),
                                           record_of(named("Carfentanil"), "b")});
  const Library library = Library::open(path);
  MissingMembers missing(library);
  IsomerGroup group;
  group.key = named("Butyrylfentanyl").isomer_key;
  const auto found = missing.of(group, true);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().name, "Isobutyrylfentanyl");
  EXPECT_TRUE(found.front().record.empty());
  EXPECT_FALSE(found.front().inchikey.empty());
  group.key = "C16H21NO3";
  EXPECT_TRUE(missing.of(group, true).empty());
}

}  // namespace
}  // namespace basepeak
