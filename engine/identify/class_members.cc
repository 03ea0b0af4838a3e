#include "engine/identify/class_members.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "engine/chemistry/inchi_key.h"
#include "engine/error.h"
#include "engine/identify/model_text.h"

namespace basepeak {

namespace {

constexpr std::string_view kSkeleton = "acyl=";  // isomer keys of the class begin so

[[noreturn]] void fail(std::size_t line, const std::string& why) {
  throw Error(ErrorKind::library, "class members, line " + std::to_string(line) + ": " + why);
}

}  // namespace

std::vector<ClassMember> parse_class_members(std::string_view text) {
  std::vector<ClassMember> members;
  std::set<std::string, std::less<>> seen;
  bool has_version = false;
  for_each_row(text, [&](std::size_t line, const std::vector<std::string>& cells) {
    if (!has_version) {
      if (cells.size() != 2 || cells[0] != "version" || cells[1] != "1") {
        fail(line, "\"version\", 1 is expected");
      }
      has_version = true;
      return;
    }
    if (cells.size() != 5 || cells[0] != "member") fail(line, "a member has 4 cells");
    if (cells[1].empty() || cells[2].empty()) fail(line, "a member has a name and a structure");
    if (!is_inchi_key(cells[3])) fail(line, "\"" + cells[3] + "\" is no InChIKey");
    if (!cells[4].starts_with(kSkeleton)) fail(line, "\"" + cells[4] + "\" is no key of the class");
    if (!seen.insert(std::string(inchi_key_connectivity(cells[3]))).second) {
      fail(line, "\"" + cells[1] + "\" is listed twice");
    }
    members.push_back({cells[1], cells[2], cells[3], cells[4]});
  });
  if (members.empty()) throw Error(ErrorKind::library, "class members: there are none");
  return members;
}

const std::vector<ClassMember>& class_members() {
  static const std::vector<ClassMember> members = parse_class_members(embedded_class_members());
  return members;
}

const ClassMember* class_member(std::string_view inchikey) {
  const std::string_view block = inchi_key_connectivity(inchikey);
  const auto& members = class_members();
  const auto at = std::find_if(members.begin(), members.end(), [&](const ClassMember& member) {
    return !block.empty() && inchi_key_connectivity(member.inchikey) == block;
  });
  return at == members.end() ? nullptr : &*at;
}

std::vector<bool> MissingMembers::look_through(bool by_ei) const {
  std::unordered_set<std::string_view> held;
  for (std::uint32_t i = 0; i < library_.size(); ++i) {
    if ((library_.ionisation(i) == Ionisation::ei) == by_ei &&
        library_.isomer_key(i).starts_with(kSkeleton)) {
      held.insert(inchi_key_connectivity(library_.inchikey(i)));
    }
  }
  std::vector<bool> is_held;
  for (const ClassMember& member : class_members()) {
    is_held.push_back(held.contains(inchi_key_connectivity(member.inchikey)));
  }
  return is_held;
}

std::vector<GroupMember> MissingMembers::of(const IsomerGroup& group, bool by_ei) {
  std::vector<GroupMember> missing;
  if (!group.key.starts_with(kSkeleton)) return missing;
  std::optional<std::vector<bool>>& is_held = is_held_[by_ei ? 1 : 0];
  if (!is_held) is_held = look_through(by_ei);
  const std::vector<ClassMember>& members = class_members();
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!(*is_held)[i] && members[i].isomer_key == group.key) {
      missing.push_back({"", members[i].name, members[i].inchikey});
    }
  }
  return missing;
}

}  // namespace basepeak
