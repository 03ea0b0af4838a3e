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

constexpr std::string_view kVerbatim = "![CDATA[";

// Splits a stream of characters into tags. Verbatim sections (CDATA) are text.
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
          fail_for_text();
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
      const bool is_verbatim = tag_.starts_with(kVerbatim);
      const bool may_end = is_comment    ? tag_.size() > 4 && tag_.ends_with("--")
                           : is_verbatim ? tag_.ends_with("]]")
                                         : quote_ == 0;
      if (c == '>' && may_end) {
        finish();
        return i + 1;
      }
      const bool has_quotes = !is_comment && !is_verbatim;
      if (has_quotes && quote_ != 0) {
        if (c == quote_) quote_ = 0;
      } else if (has_quotes && (c == '"' || c == '\'')) {
        quote_ = c;
      }
      if (is_comment && tag_.size() > 64) tag_.erase(3, tag_.size() - 8);
      tag_.push_back(c);
      if (is_verbatim) {
        if (tag_.size() > kLongestText - text_.size()) fail_for_text();
      } else if (tag_.size() > kLongestTag) {
        throw Error(ErrorKind::input, path_ + ": damaged XML: a tag does not end");
      }
    }
    return block.size();
  }

  void finish() {
    in_tag_ = false;
    if (tag_.starts_with(kVerbatim)) {
      const std::string_view section = tag_;
      text_.append(section.substr(kVerbatim.size(), section.size() - kVerbatim.size() - 2));
      tag_.clear();
      return;
    }
    const bool is_element = !tag_.empty() && tag_.front() != '!' && tag_.front() != '?';
    if (is_element) {
      const std::string_view tag = tag_;
      const auto end = std::min(tag.find_first_of(" \t\r\n", 0), tag.size());
      std::string_view name = tag.substr(0, end);
      if (name.size() > 1 && name.ends_with('/')) name.remove_suffix(1);
      visit_(XmlTag{name, tag.substr(end), text_});
      text_.clear();
    }
    // A comment does not part the text around it.
    tag_.clear();
  }

  [[noreturn]] void fail_for_text() const {
    throw Error(ErrorKind::input, path_ + ": damaged XML: an element of more than 256 MiB");
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
