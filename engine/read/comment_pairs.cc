#include "engine/read/comment_pairs.h"

#include "engine/read/text_encoding.h"

namespace basepeak {
namespace {

bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

// End of the token that starts at `at`: blanks within quotes belong to it.
std::size_t token_end(std::string_view text, std::size_t at) {
  bool in_quotes = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '"') in_quotes = !in_quotes;
    if (!in_quotes && is_blank(text[at])) break;
  }
  return at;
}

std::string without_quotes(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text.remove_prefix(1);
    text.remove_suffix(1);
  }
  return std::string(trimmed(text));
}

}  // namespace

std::string_view CommentPairs::value(std::string_view name) const noexcept {
  for (const auto& [key, text] : pairs) {
    if (same_name(key, name)) return text;
  }
  return {};
}

CommentPairs comment_pairs(std::string_view comment) {
  CommentPairs found;
  std::size_t at = 0;
  while (at < comment.size()) {
    if (is_blank(comment[at])) {
      ++at;
      continue;
    }
    const std::size_t end = token_end(comment, at);
    const std::string_view token = comment.substr(at, end - at);
    at = end;
    // Key="value", or the whole pair within quotes.
    const bool is_quoted_pair = token.size() > 2 && token.front() == '"' && token.back() == '"';
    const std::string_view pair = is_quoted_pair ? token.substr(1, token.size() - 2) : token;
    const std::size_t equals = pair.find('=');
    const bool has_quoted_value =
        equals != std::string_view::npos && equals + 1 < pair.size() && pair[equals + 1] == '"';
    if (equals == 0 || equals == std::string_view::npos || (!is_quoted_pair && !has_quoted_value)) {
      if (!found.rest.empty()) found.rest += ' ';
      found.rest += token;
      continue;
    }
    found.pairs.emplace_back(std::string(trimmed(pair.substr(0, equals))),
                             without_quotes(pair.substr(equals + 1)));
  }
  return found;
}

std::string_view comment_of(const TextRecord& record) noexcept {
  const std::string_view comments = record.value("Comments");
  return comments.empty() ? record.value("Comment") : comments;
}

void add_comment_fields(TextRecord& record) {
  for (auto& [name, value] : comment_pairs(comment_of(record)).pairs) {
    record.fields.push_back({std::move(name), std::move(value), record.line});
  }
}

}  // namespace basepeak
