#pragma once

#include <map>
#include <string>

namespace basepeak {

// The structure drawings of one page: each distinct SMILES is drawn once and shown by reference.
class HtmlStructures {
 public:
  // An <svg> that shows the structure; empty for no SMILES, for one that is not a molecule and
  // beyond the page's limit of drawings.
  [[nodiscard]] std::string show(const std::string& smiles);

  // The drawings that show() refers to, as an invisible element.
  [[nodiscard]] std::string definitions() const;

 private:
  std::map<std::string, std::string> ids_;  // by SMILES; empty: cannot be drawn
  std::string symbols_;
  std::size_t drawn_ = 0;
};

}  // namespace basepeak
