#include "tools/cli/prediction_output.h"

#include <array>
#include <filesystem>
#include <utility>

#include "engine/error.h"
#include "engine/read/text_encoding.h"
#include "engine/report/predicted_plot.h"
#include "libraries/interchange/predicted_json.h"
#include "libraries/interchange/predicted_text.h"

namespace basepeak {

PredictionFormat prediction_format(const std::string& output) {
  if (output.empty()) return PredictionFormat::msp;
  constexpr std::array<std::pair<std::string_view, PredictionFormat>, 6> kEndings = {
      {{".msp", PredictionFormat::msp},
       {".mgf", PredictionFormat::mgf},
       {".json", PredictionFormat::json},
       {".svg", PredictionFormat::svg},
       {".html", PredictionFormat::html},
       {".htm", PredictionFormat::html}}};
  const std::string ending = lower_case(std::filesystem::path(output).extension().string());
  for (const auto& [known, format] : kEndings)
    if (ending == known) return format;
  throw Error(ErrorKind::usage, output +
                                    ": the name must end in .msp, .mgf, .json, .svg or .html, "
                                    "which says what is written");
}

PredictionOutput::PredictionOutput(PredictionFormat format, WriteText write)
    : format_(format), write_(std::move(write)) {
  if (format_ == PredictionFormat::json) text_ = "[\n";
}

void PredictionOutput::begin_entry() {
  if (format_ == PredictionFormat::json && !is_empty_) text_ += ",\n";
  if (format_ == PredictionFormat::svg && !is_empty_) {
    throw Error(ErrorKind::usage,
                "an .svg shows one spectrum; name an .html file for several molecules");
  }
  is_empty_ = false;
}

void PredictionOutput::write_if_long() {
  constexpr std::size_t kLong = 1U << 20U;
  if (format_ == PredictionFormat::html || text_.size() < kLong) return;
  write_(text_);
  text_.clear();
}

void PredictionOutput::add(const Prediction& prediction) {
  begin_entry();
  switch (format_) {
    case PredictionFormat::msp: text_ += predicted_msp(prediction); break;
    case PredictionFormat::mgf: text_ += predicted_mgf(prediction); break;
    case PredictionFormat::json: text_ += predicted_json(prediction); break;
    case PredictionFormat::html: text_ += predicted_section(prediction); break;
    case PredictionFormat::svg: text_ += predicted_svg(prediction); break;
  }
  write_if_long();
}

void PredictionOutput::add_failure(const std::string& name, const std::string& smiles,
                                   const std::string& reason) {
  if (format_ != PredictionFormat::json) return;
  begin_entry();
  text_ += unpredicted_json(name, smiles, reason);
  write_if_long();
}

void PredictionOutput::finish() {
  if (format_ == PredictionFormat::json) text_ += "\n]\n";
  write_(format_ == PredictionFormat::html ? predicted_page(text_) : text_);
  text_.clear();
}

}  // namespace basepeak
