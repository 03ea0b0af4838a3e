#include "engine/read/xml_tags.h"

#include <algorithm>
#include <array>

#include "engine/error.h"
#include "engine/read/gzip_file.h"

namespace basepeak {

namespace {

constexpr std::size_t kLongestTag = std::size_t{1} << 20;
constexpr std::size_t kLongestText = std::size_t{1} << 28;
constexpr std::string_view kSpace = " \t\r\n";

std::string with_entities_replaced(std::string_view written) {
  struct Entity {
    std::string_view written;
    char means;
  };
  constexpr std::array<Entity, 5> kEntities{
      Entity{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  std::string text;
  while (!written.empty()) {
    const auto* entity = std::find_if(kEntities.begin(), kEntities.end(), [&](const Entity& e) {
      return written.starts_with(e.written);
    });
    text.push_back(entity != kEntities.end() ? entity->means : written.front());
    written.remove_prefix(entity != kEntities.end() ? entity->written.size() : 1);
  }
  return text;
}

// Splits a stream of characters into tags.
class TagSplitter {
 public:
  TagSplitter(std::string path, const std::function<void(const XmlTag&)>& visit)
      : path_(std::move(path)), visit_(visit) {}

  void take(std::string_view block) {
    while (!block.empty()) {
      if (!in_tag_) {
        const auto open = block.find('<');
        const auto length = std::min(open, block.size());
        if (length > kLongestText - text_.size()) {
          throw Error(ErrorKind::input, path_ + ": damaged XML: an element of more than 256 MiB");
        }
        text_.append(block.substr(0, length));
        in_tag_ = open != std::string_view::npos;
        block.remove_prefix(in_tag_ ? length + 1 : length);
        continue;
      }
      const std::size_t used = take_tag(block);
      block.remove_prefix(used);
    }
  }

 private:
  // Takes characters of the tag that is open; how many.
  std::size_t take_tag(std::string_view block) {
    for (std::size_t i = 0; i < block.size(); ++i) {
      const char c = block[i];
      const bool is_comment = tag_.starts_with("!--");
      if (c == '>' && quote_ == 0 && (!is_comment || (tag_.size() > 4 && tag_.ends_with("--")))) {
        finish();
        return i + 1;
      }
      if (!is_comment && quote_ != 0) {
        if (c == quote_) quote_ = 0;
      } else if (!is_comment && (c == '"' || c == '\'')) {
        quote_ = c;
      }
      if (is_comment && tag_.size() > 64) tag_.erase(3, tag_.size() - 8);
      tag_.push_back(c);
      if (tag_.size() > kLongestTag) {
        throw Error(ErrorKind::input, path_ + ": damaged XML: a tag does not end");
      }
    }
    return block.size();
  }

  void finish() {
    in_tag_ = false;
    const bool is_element = !tag_.empty() && tag_.front() != '!' && tag_.front() != '?';
    if (is_element) {
      const std::string_view tag = tag_;
      const auto end = std::min(tag.find_first_of(" \t\r\n", 0), tag.size());
      std::string_view name = tag.substr(0, end);
      if (name.size() > 1 && name.ends_with('/')) name.remove_suffix(1);
      visit_(XmlTag{name, tag.substr(end), text_});
    }
    tag_.clear();
    text_.clear();
  }

  std::string path_;
  const std::function<void(const XmlTag&)>& visit_;
  std::string text_;
  std::string tag_;
  bool in_tag_ = false;
  char quote_ = 0;
};

}  // namespace

std::string XmlTag::attribute(std::string_view wanted) const {
  std::string_view rest = attributes;
  while (true) {
    const auto start = rest.find_first_not_of(kSpace);
    if (start == std::string_view::npos) return {};
    rest.remove_prefix(start);
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos) return {};
    std::string_view key = rest.substr(0, equals);
    key = key.substr(0, key.find_last_not_of(kSpace) + 1);
    rest.remove_prefix(equals + 1);
    const auto open = rest.find_first_not_of(kSpace);
    if (open == std::string_view::npos || (rest[open] != '"' && rest[open] != '\'')) return {};
    const auto close = rest.find(rest[open], open + 1);
    if (close == std::string_view::npos) return {};
    if (key == wanted) return with_entities_replaced(rest.substr(open + 1, close - open - 1));
    rest.remove_prefix(close + 1);
  }
}

std::string for_each_tag(const std::filesystem::path& path,
                         const std::function<void(const XmlTag&)>& visit) {
  GzipFile file(path);
  TagSplitter splitter(path.string(), visit);
  std::string block(std::size_t{1} << 16, '\0');
  while (const std::size_t count = file.read(block)) {
    splitter.take(std::string_view(block).substr(0, count));
  }
  return file.cut();
}

}  // namespace basepeak
