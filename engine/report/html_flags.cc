#include "engine/report/html_flags.h"

#include <algorithm>

#include "engine/identify/control_flags.h"
#include "engine/report/html_text.h"

namespace basepeak {

namespace {

const char* words(FlagStatus status) {
  switch (status) {
    case FlagStatus::in_wording: return "in the wording";
    case FlagStatus::named: return "named";
    case FlagStatus::excluded_listed_elsewhere: return "in the wording, listed elsewhere";
    case FlagStatus::review: return "for review";
  }
  return "for review";
}

std::string row(const ControlFlag& flag) {
  std::string members;
  for (const std::string& member : flag.members) {
    members += (members.empty() ? "" : ", ") + html_text(member);
  }
  std::string html =
      "<tr><td class=\"name\">" + html_text(flag.jurisdiction) + "<br>" + html_text(flag.title) +
      "</td><td class=\"name\">" + html_text(flag.entry) + "<br><span class=\"soft\">" + members +
      (flag.differs_between_members ? " only" : "") + "</span></td><td>" + words(flag.status) +
      "</td><td>" + (flag.text_date.empty() ? kNoValue : html_text(flag.text_date)) + "</td><td>";
  html += html_text(flag.citation) + "<br><span class=\"soft\">" +
          (flag.verified_on.empty() ? "not verified" : "verified " + html_text(flag.verified_on)) +
          "</span></td><td class=\"name\">" + html_text(flag.note) + "</td></tr>\n";
  return html;
}

}  // namespace

std::string flags_table(const std::vector<ControlFlag>& flags) {
  if (flags.empty()) return {};
  std::string html = "<h3>Control lists</h3>\n<p>" + html_text(kFlagNotice) + "</p>\n";
  html +=
      "<div class=\"wide\" tabindex=\"0\"><table class=\"slim\"><thead><tr><th>List</th>"
      "<th>Entry</th><th>Status</th><th>Text of</th><th>Citation</th><th>Note</th></tr></thead>"
      "<tbody>\n";
  for (const ControlFlag& flag : flags) html += row(flag);
  return html + "</tbody></table></div>\n";
}

std::string flags_in_short(const std::vector<ControlFlag>& flags) {
  std::string text;
  for (const FlagStatus status : {FlagStatus::named, FlagStatus::in_wording,
                                  FlagStatus::excluded_listed_elsewhere, FlagStatus::review}) {
    const auto count = std::count_if(flags.begin(), flags.end(), [status](const ControlFlag& flag) {
      return flag.status == status;
    });
    if (count == 0) continue;
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + words(status);
  }
  return text.empty() ? text : "Control lists: " + text + ".";
}

}  // namespace basepeak
