#pragma once

#include <string>

namespace basepeak {

// A whole page around `body`, which must be escaped already; `title` is plain text. The page
// carries its style sheet and the script that sorts tables, loads nothing from anywhere and forbids
// it by a content security policy: a script that slipped in with a name would not run.
[[nodiscard]] std::string html_page(const std::string& title, const std::string& body);

// A column heading that sorts its table. The table needs the class "sortable"; cells may carry the
// number they sort by in `data-k`. `heading` is escaped already; `style` is "" or "n" for numbers.
[[nodiscard]] std::string sorting_heading(const std::string& heading, const char* style = "");

}  // namespace basepeak
