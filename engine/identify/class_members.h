#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/identify/identification.h"
#include "engine/library/library.h"

namespace basepeak {

// A compound of the fentanyl class that has been named in print.
struct ClassMember {
  std::string name;
  std::string smiles;
  std::string inchikey;    // standard, without stereo
  std::string isomer_key;  // as chemistry/structure.h gives it
};

// Reads libraries/models/class_members.tsv. Throws Error{library} naming the line for anything that
// is not understood, for a repeated compound and for keys that are none.
[[nodiscard]] std::vector<ClassMember> parse_class_members(std::string_view text);

// The list that is built in.
[[nodiscard]] const std::vector<ClassMember>& class_members();

// The member of this InChIKey, by its first block; none where the list lacks it.
[[nodiscard]] const ClassMember* class_member(std::string_view inchikey);

// Of which named members a library has no EI record, or no other. Looks through the library when
// first asked for either. The library must outlive it.
class MissingMembers {
 public:
  explicit MissingMembers(const Library& library) : library_(library) {}
  // Those of the group's isomer key: what the measurement cannot exclude though the
  // library has no record of it that this kind of spectrum is compared with. In the order of the
  // list.
  [[nodiscard]] std::vector<GroupMember> of(const IsomerGroup& group, bool by_ei);

 private:
  [[nodiscard]] std::vector<bool> look_through(bool by_ei) const;
  const Library& library_;
  // Parallel to class_members(): held as MS/MS, held as EI.
  std::array<std::optional<std::vector<bool>>, 2> is_held_;
};

}  // namespace basepeak
