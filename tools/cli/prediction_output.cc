#include "tools/cli/prediction_output.h"

#include <array>
#include <filesystem>

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

void PredictionOutput::add(const Prediction& prediction) {
  switch (format_) {
    case PredictionFormat::msp: text_ += predicted_msp(prediction); break;
    case PredictionFormat::mgf: text_ += predicted_mgf(prediction); break;
    case PredictionFormat::json:
      text_ += (text_.empty() ? "" : ",\n") + predicted_json(prediction);
      break;
    case PredictionFormat::html: text_ += predicted_section(prediction); break;
    case PredictionFormat::svg:
      if (!text_.empty()) {
        throw Error(ErrorKind::usage,
                    "an .svg shows one spectrum; name an .html file for several molecules");
      }
      text_ = predicted_svg(prediction);
  }
}

void PredictionOutput::add_failure(const std::string& name, const std::string& smiles,
                                   const std::string& reason) {
  if (format_ != PredictionFormat::json) return;
  text_ += (text_.empty() ? "" : ",\n") + unpredicted_json(name, smiles, reason);
}

std::string PredictionOutput::text() const {
  if (format_ == PredictionFormat::json) return "[\n" + text_ + "\n]\n";
  return format_ == PredictionFormat::html ? predicted_page(text_) : text_;
}

}  // namespace basepeak
