#include "engine/report/report.h"
namespace basepeak {
std::string to_html(const Report& report) { return report.run.header.name; }
std::string summary_html(const std::vector<SummaryRow>& rows) { return std::to_string(rows.size()); }
}  // namespace basepeak
