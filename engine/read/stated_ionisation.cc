#include "engine/read/stated_ionisation.h"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/read/text_encoding.h"

namespace basepeak {

namespace {

constexpr std::array<std::string_view, 6> kEsiWords = {"esi",     "nesi", "hesi",
                                                       "nanoesi", "nsi",  "microesi"};
// Abbreviations of MassBank, JCAMP-DX, vendors and the literature.
constexpr std::array<std::string_view, 31> kOtherWords = {
    "ci",    "nci",   "pci",   "nici", "pici",  "ecni",  "ecnci", "apci",
    "appi",  "apli",  "api",   "dart", "desi",  "dapci", "asap",  "sesi",
    "reims", "laesi", "maldi", "ldi",  "seldi", "dios",  "icp",   "chemical",
    "fab",   "lsims", "sims",  "fi",   "fd",    "tsp",   "ptr"};
// Beginnings, in letters alone, so that they are found in "ChemicalIonization", too.
constexpr std::array<std::string_view, 18> kOtherNames = {
    "chemicalioni",       "chemischeioni",      "electroncapture", "penning",
    "inductivelycoupled", "fieldioni",          "fielddesorption", "fastatom",
    "photoioni",          "thermospray",        "paperspray",      "directanalysis",
    "laserdesorption",    "plasmadesorption",   "matrixassist",    "softioni",
    "sparkioni",          "atmosphericpressure"};

// Words of letters only, lower case: "GC-EI-Q" is gc, ei, q; "EI+" is ei.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : lower_case(text)) {
    if (c >= 'a' && c <= 'z') {
      words.back().push_back(c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

template <std::size_t N>
bool has_one_of(const std::vector<std::string>& words,
                const std::array<std::string_view, N>& wanted) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
}

}  // namespace

StatedIonisation ionisation_in(std::string_view written) {
  const std::vector<std::string> words = words_of(written);
  std::string letters;
  for (const std::string& word : words) letters += word;
  const auto holds = [&](std::string_view part) { return letters.find(part) != std::string::npos; };
  if (has_one_of(words, std::array<std::string_view, 1>{"ei"}) || holds("electronioni") ||
      holds("electronimpact")) {
    return {Ionisation::ei, {}};
  }
  const bool is_agilents = words == std::vector<std::string>{"api", "es"};
  if (has_one_of(words, kEsiWords) || holds("electrospray") || is_agilents) {
    return {Ionisation::esi, {}};
  }
  if (has_one_of(words, kOtherWords) ||
      std::any_of(kOtherNames.begin(), kOtherNames.end(), holds)) {
    return {Ionisation::unknown, to_utf8(written)};
  }
  return {};
}

}  // namespace basepeak
