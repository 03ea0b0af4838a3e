#include "engine/report/html_structures.h"

#include "engine/chemistry/structure.h"
#include "engine/error.h"

namespace basepeak {

namespace {

// Small, and shown larger: the drawing keeps its atoms legible at this size.
constexpr int kWidth = 160;
constexpr int kHeight = 100;
// A drawing takes about 6 KB; a page of a large spectrum collection stays readable.
constexpr std::size_t kMostDrawings = 300;

// What stands between the start tag and the end tag of an SVG element.
std::string content_of(const std::string& svg) {
  const std::size_t begin = svg.find('>');
  const std::size_t end = svg.rfind("</svg>");
  if (begin == std::string::npos || end == std::string::npos || end <= begin) return {};
  return svg.substr(begin + 1, end - begin - 1);
}

}  // namespace

std::string HtmlStructures::show(const std::string& smiles) {
  if (smiles.empty()) return {};
  const auto [at, is_new] = ids_.try_emplace(smiles);
  if (is_new && drawn_ < kMostDrawings) {
    try {
      const std::string drawing = content_of(draw_structure(smiles, kWidth, kHeight));
      const std::string id = "s" + std::to_string(++drawn_);
      symbols_ += "<symbol id=\"" + id + "\" viewBox=\"0 0 " + std::to_string(kWidth) + " " +
                  std::to_string(kHeight) + "\">" + drawing + "</symbol>\n";
      at->second = id;
    } catch (const Error&) {
      // The member's name stands without a drawing.
    }
  }
  if (at->second.empty()) return {};
  return "<svg class=\"mol\" aria-hidden=\"true\"><use href=\"#" + at->second + "\"/></svg>";
}

std::string HtmlStructures::definitions() const {
  if (symbols_.empty()) return {};
  return "<svg class=\"defs\" aria-hidden=\"true\">" + symbols_ + "</svg>\n";
}

}  // namespace basepeak
