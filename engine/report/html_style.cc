#include "engine/report/html_style.h"

#include <span>
#include <string_view>

#include "engine/report/html_text.h"
#include "engine/sha256.h"

namespace basepeak {

namespace {

constexpr std::string_view kStyle = R"css(
:root{--ink:#1a1e24;--soft:#56606c;--line:#d6dbe1;--faint:#f5f7f9;--link:#0b4a86;--warm:#b83a00;--note:#fff6e0;--edge:#b98900}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;color:var(--ink);background:#fff;font:15px/1.5 "Source Sans 3","Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1088px;margin:0 auto;padding:28px 24px 56px}
h1{font-size:27px;line-height:1.2;font-weight:600;margin:0;overflow-wrap:anywhere}
h2{font-size:19px;font-weight:600;margin:40px 0 10px;padding-bottom:5px;border-bottom:1px solid var(--line)}
h3{font-size:15px;font-weight:600;margin:22px 0 6px}
p{margin:6px 0;max-width:76ch}
a{color:var(--link)}
a:focus-visible,button:focus-visible,summary:focus-visible,.wide:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.kind{color:var(--soft);margin:0 0 2px;font-size:13px;letter-spacing:.04em}
.soft,.empty{color:var(--soft)}
.small{font-size:13px;max-width:104ch}
.mono{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12.5px;overflow-wrap:anywhere}
.banner{max-width:none;margin:14px 0 0;padding:9px 14px;background:var(--note);border:1px solid var(--edge);font-weight:600}
.verdicts{list-style:none;margin:10px 0 0;padding:0}
.verdicts li{padding:9px 0 9px 14px;border-left:3px solid var(--link);margin:0 0 8px;background:var(--faint)}
.verdicts li.called{border-left-color:var(--warm)}
.verdicts b{font-size:16px}
.badge{display:inline-block;padding:0 7px;border:1px solid var(--warm);color:var(--warm);border-radius:2px;font-size:12.5px;font-weight:600;line-height:1.55;white-space:nowrap}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;border-bottom:1px solid var(--line)}
thead th{border-bottom:1.5px solid var(--ink);font-weight:600;vertical-align:bottom}
th.n,td.n{text-align:right}
td.n{white-space:nowrap}
th:last-child,td:last-child{padding-right:2px}
th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:inherit;font-weight:600}
th button::after{content:"\2195";color:#7d8793;font-weight:400;padding-left:3px}
th[aria-sort=ascending] button::after{content:"\2191";color:var(--ink)}
th[aria-sort=descending] button::after{content:"\2193";color:var(--ink)}
tbody tr:target{background:var(--note)}
tr.none td{color:var(--soft)}
.name{min-width:150px;overflow-wrap:anywhere}
table.facts{width:auto;min-width:min(100%,560px)}
table.facts th{font-weight:400;color:var(--soft);white-space:nowrap;padding-right:26px}
table.facts td{overflow-wrap:anywhere}
caption{text-align:left;font-weight:600;padding:12px 0 4px}
.columns{columns:3 290px;column-gap:40px;margin-top:6px}
.columns table.facts{break-inside:avoid}
.columns table.facts{width:100%;min-width:0}
.columns table.facts th{white-space:normal}
details{border-top:1px solid var(--line);padding:2px 0}
h2+details,h2+p+details,h2+p+p+details{border-top:0}
details[open]{padding-bottom:22px}
details:last-of-type{border-bottom:1px solid var(--line)}
summary{cursor:pointer;padding:8px 0;font-size:16px}
summary b{font-weight:600}
summary .soft{font-size:14px}
figure{margin:10px 0 0}
figcaption{font-size:13px;color:var(--soft);margin:2px 0 0}
svg.tic,svg.spectrum{display:block;width:100%;height:auto;font-family:inherit}
svg.spectrum{max-width:820px}
svg .ax{stroke:#3a424c;stroke-width:1}
svg .gr{stroke:#e6e9ed;stroke-width:1}
svg .tk{font-size:11px;fill:#47505b}
svg .nm{font-size:11.5px;fill:#47505b}
svg .side{font-size:11.5px;fill:#47505b;font-style:italic}
svg .lb,svg .ml{font-size:11px;fill:#1a1e24}
svg .ml{font-weight:600}
svg .tr{fill:none;stroke:#1f3b57;stroke-width:1;stroke-linejoin:round}
svg .mc{fill:#b83a00}
svg .mo{fill:#fff;stroke:#56606c;stroke-width:1}
svg .qp,svg .rp,svg .sh,svg .un,svg .nc{fill:none;stroke-width:1.5}
svg .qp{stroke:#1d4f91}
svg .rp{stroke:#3b444f}
svg .pp{fill:none;stroke:#7a3b8f;stroke-width:2.6;stroke-dasharray:1.6 1.6}
svg .wm{font-size:30px;font-weight:700;fill:#b83a00;fill-opacity:.22}
svg .sh{stroke:#0b7a55;stroke-dasharray:6 2}
svg .un{stroke:#c43e00;stroke-dasharray:3 2}
svg .ut{fill:#fff;stroke:#c43e00;stroke-width:1.3}
svg .nc{stroke:#a9b1ba;stroke-dasharray:1 2}
.legend{display:flex;flex-wrap:wrap;gap:2px 20px;list-style:none;margin:4px 0 0;padding:0;font-size:13px;color:var(--ink)}
.legend svg{width:26px;height:14px;vertical-align:-2px;margin-right:6px}
.molecules{display:flex;flex-wrap:wrap;gap:10px 18px;list-style:none;margin:4px 0 0;padding:0}
.molecules li{width:250px;border:1px solid var(--line);padding:6px 8px 8px;font-size:13px;line-height:1.35;overflow-wrap:anywhere}
.molecules li:not(:has(svg)){padding-top:8px}
svg.mol{display:block;width:100%;height:auto;aspect-ratio:8/5}
symbol path[style]{stroke:#1a1e24!important;stroke-width:1.2px!important}
symbol path[fill]{fill:#1a1e24;stroke:#1a1e24;stroke-width:.4px}
ul.why{margin:4px 0 0;padding-left:20px}
ul.why li{max-width:84ch}
.seen{font-weight:600}
.missing{color:var(--soft)}
footer{margin-top:40px;padding-top:12px;border-top:1px solid var(--line);font-size:13px;color:var(--soft)}
.defs{position:absolute;width:0;height:0;overflow:hidden}
@media(max-width:700px){main{padding:18px 14px 40px}h1{font-size:22px}.wide svg.tic,.wide svg.spectrum{min-width:640px;max-width:none}.wide>table{min-width:760px}.wide>table.slim{min-width:520px}}
@media print{@page{margin:14mm}body{font-size:9.5pt}main{max-width:none;padding:0}a{color:inherit;text-decoration:none}table{font-size:8.5pt}th button::after{content:""}.wide{overflow:visible}figure,tr,.molecules li,.verdicts li{break-inside:avoid}h2,h3,summary{break-after:avoid}summary{list-style:none}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
)css";

constexpr std::string_view kScript = R"js(
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const headings = [...table.tHead.rows[0].cells];
  const key = (row, i) => {
    const cell = row.cells[i];
    return "k" in cell.dataset ? parseFloat(cell.dataset.k) : cell.textContent.trim();
  };
  const order = (a, b) => typeof a === "string" || typeof b === "string"
    ? String(a).localeCompare(String(b), "en", {numeric: true}) : a - b;
  headings.forEach((heading, i) => {
    const button = heading.querySelector("button");
    if (!button) return;
    button.addEventListener("click", () => {
      const up = heading.getAttribute("aria-sort") !== "ascending";
      headings.forEach(other => other.hasAttribute("aria-sort") && other.setAttribute("aria-sort", "none"));
      heading.setAttribute("aria-sort", up ? "ascending" : "descending");
      const body = table.tBodies[0];
      const rows = [...body.rows];
      rows.sort((a, b) => up ? order(key(a, i), key(b, i)) : order(key(b, i), key(a, i)));
      body.append(...rows);
    });
  });
}
const open = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
};
addEventListener("hashchange", open);
open();
)js";

int hex_value(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

// RFC 4648 base 64 of bytes given as hexadecimal digits, two digits a byte.
std::string base64_of_hex(const std::string& hex) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  unsigned bits = 0;
  int held = 0;
  for (const char digit : hex) {
    bits = (bits << 4U) | static_cast<unsigned>(hex_value(digit));
    held += 4;
    if (held < 6) continue;
    held -= 6;
    text += kDigits[(bits >> static_cast<unsigned>(held)) & 63U];
  }
  if (held > 0) text += kDigits[(bits << static_cast<unsigned>(6 - held)) & 63U];
  while (text.size() % 4 != 0) text += '=';
  return text;
}

}  // namespace

std::string html_page(const std::string& title, const std::string& body) {
  const std::string script_hash = base64_of_hex(sha256_hex(std::as_bytes(std::span(kScript))));
  std::string html =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; script-src 'sha256-" +
      script_hash +
      "'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<title>";
  html += html_text(title);
  html += "</title>\n<style>";
  html += kStyle;
  html += "</style>\n</head>\n<body>\n<main>\n";
  html += body;
  html += "</main>\n<script>";
  html += kScript;
  html += "</script>\n</body>\n</html>\n";
  return html;
}

std::string sorting_heading(const std::string& heading, const char* style) {
  return std::string("<th scope=\"col\" aria-sort=\"none\" class=\"") + style +
         "\"><button type=\"button\">" + heading + "</button></th>";
}

}  // namespace basepeak
