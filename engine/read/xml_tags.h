#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace basepeak {

// One tag of an XML file: "cvParam", "/spectrum", with its attributes still in one text.
struct XmlTag {
  std::string_view name;         // with '/' in front for an end tag
  std::string_view attributes;   // as written
  std::string_view text_before;  // what stands between the last tag and this one, CDATA included

  // The attribute's value with the five predefined entities replaced; empty if there is none.
  [[nodiscard]] std::string attribute(std::string_view wanted) const;
};

// Hands over every tag of an XML file, gzip or plain, in file order; comments and declarations are
// left out. Does not check that tags match. Why the gzip file ends before its end, as of
// GzipFile::cut. Throws Error{input} for a damaged gzip and for a tag longer than 1 MiB or text
// longer than 256 MiB.
std::string for_each_tag(const std::filesystem::path& path,
                         const std::function<void(const XmlTag&)>& visit);

}  // namespace basepeak
