#include "engine/read/spectrum_text.h"

#include <array>

#include "engine/error.h"
#include "engine/read/file_format.h"
#include "engine/read/numbers.h"
#include "engine/read/text_encoding.h"
#include "engine/read/text_format.h"
#include "engine/read/text_parsers.h"

namespace basepeak {

namespace {

constexpr std::size_t kMostPeaks = 2'000'000;

std::string beginning_of(const std::filesystem::path& path) {
  GzipFile file(path);
  std::string head(16384, '\0');
  head.resize(file.read(head));
  return head;
}

}  // namespace

std::string_view TextRecord::value(std::string_view field_name) const noexcept {
  for (const Field& field : fields) {
    if (!field.value.empty() && same_name(field.name, field_name)) return field.value;
  }
  return {};
}

std::string_view TextRecord::first_of(std::span<const std::string_view> names) const noexcept {
  for (const std::string_view name : names) {
    const std::string_view found = trimmed(value(name));
    if (!found.empty()) return found;
  }
  return {};
}

std::string_view TextRecord::first_of(
    std::initializer_list<std::string_view> names) const noexcept {
  return first_of(std::span(names.begin(), names.size()));
}

void add_peak(TextRecord& record, std::size_t line, double mz, double intensity,
              std::string annotation) {
  if (record.mz.size() >= kMostPeaks) {
    if (record.mz.size() == kMostPeaks &&
        (record.problems.empty() ||
         record.problems.back().second != "more than 2,000,000 peaks; the rest is left out")) {
      record.problems.emplace_back(line, "more than 2,000,000 peaks; the rest is left out");
      record.lacks_peaks = true;
    }
    return;
  }
  record.mz.push_back(mz);
  record.intensity.push_back(intensity);
  record.annotation.push_back(std::move(annotation));
  record.peak_line.push_back(line);
}

void check_count(TextRecord& record, std::string_view promised, std::size_t line, bool at_end) {
  if (promised.empty()) return;
  const std::optional<double> count = number(promised);
  const std::string read = std::to_string(record.mz.size());
  if (!count) {
    record.problems.emplace_back(
        line, "the number of peaks is '" + std::string(promised) + "', not a number");
  } else if (*count != static_cast<double>(record.mz.size())) {
    record.problems.emplace_back(
        line, std::string(promised) + " peaks are promised, " + read + " could be read");
    const bool is_short = static_cast<double>(record.mz.size()) < *count;
    record.lacks_peaks = record.lacks_peaks || is_short;
    record.is_cut = record.is_cut || (at_end && is_short);
  }
}

std::optional<TextFormat> tell_text_format(std::string_view beginning) {
  for (std::string_view rest = beginning; !rest.empty();) {
    const auto end = rest.find_first_of("\r\n");
    const std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.empty()) continue;
    if (line.starts_with("##") && line.find('=') != std::string_view::npos) {
      return TextFormat::jcamp_dx;
    }
    if (line == "BEGIN IONS") return TextFormat::mgf;
    const auto colon = line.find(':');
    if (colon != std::string_view::npos) {
      const std::string_view key = line.substr(0, colon);
      constexpr std::array<std::string_view, 3> kKeys{"Name", "Num Peaks", "PrecursorMZ"};
      for (const std::string_view wanted : kKeys) {
        if (same_name(key, wanted)) return TextFormat::msp;
      }
    }
  }
  return std::nullopt;
}

ReadText read_records(const std::filesystem::path& path, const RecordVisitor& visit) {
  if (tell_format(path) != FileFormat::spectrum_text) {
    throw Error(ErrorKind::input,
                path.string() + ": not a text file of spectra (MSP, MGF or JCAMP-DX)");
  }
  const TextFormat format = tell_text_format(beginning_of(path)).value_or(TextFormat::msp);
  LineReader lines(path);
  switch (format) {
    case TextFormat::msp: read_msp(lines, visit); break;
    case TextFormat::mgf: read_mgf(lines, visit); break;
    case TextFormat::jcamp_dx: read_jcamp(lines, path.string(), visit); break;
  }
  return {format, lines.cut()};
}

TextFormat read_spectrum_text(const std::filesystem::path& path,
                              const std::function<void(TextRecord&&)>& visit) {
  const ReadText text = read_records(path, [&](TextRecord&& record) {
    visit(std::move(record));
    return true;
  });
  if (!text.cut.empty()) throw Error(ErrorKind::input, path.string() + ": " + text.cut);
  return text.format;
}

}  // namespace basepeak
