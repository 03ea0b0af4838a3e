#include "engine/predict/ei_model_file.h"

#include "engine/predict/esi_stacker_rows.h"
#include "engine/predict/generic_rows.h"
#include "engine/predict/stacker_rows.h"

namespace basepeak {
namespace {

ModelSchema ei_schema() {
  return {"BPEIMOD\n", generic_row_names(), stacker_row_names(), kQualityFeatures};
}

ModelSchema esi_schema() {
  return {"BPESIMD\n", esi_generic_row_names(), esi_stacker_row_names(), kEsiQualityFeatures};
}

}  // namespace

EiModel read_ei_model(const std::filesystem::path& path) { return read_model(path, ei_schema()); }

void write_ei_model(const std::filesystem::path& path, EiModel& model) {
  write_model(path, ei_schema(), model);
}

EsiModel read_esi_model(const std::filesystem::path& path) {
  return read_model(path, esi_schema());
}

void write_esi_model(const std::filesystem::path& path, EsiModel& model) {
  write_model(path, esi_schema(), model);
}

}  // namespace basepeak
