#include "tools/cli/doctor_verb.h"

#include <zlib.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/error.h"
#include "engine/library/library.h"
#include "engine/search/cpu_targets.h"
#include "engine/version.h"
#include "gpu/backend.h"
#include "gpu/memory_plan.h"
#include "tools/cli/console_text.h"
#include "tools/cli/not_empty.h"
#include "tools/cli/starter_path.h"

namespace basepeak {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string library;
  bool is_json = false;
};

Json packages() {
  Json result;
  result["CLI11"] = CLI11_VERSION;
  result["nlohmann-json"] = std::to_string(NLOHMANN_JSON_VERSION_MAJOR) + "." +
                            std::to_string(NLOHMANN_JSON_VERSION_MINOR) + "." +
                            std::to_string(NLOHMANN_JSON_VERSION_PATCH);
  result["zlib"] = zlibVersion();
  result["compiler"] = __VERSION__;
  return result;
}

std::string as_text(std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MiB"; }

std::string held_by(const DeviceFacts& device) {
  std::string held;
  for (const MemoryPlan& plan : memory_plans(device)) {
    held += (held.empty() ? "" : "; ") + plan.search + ": " + std::to_string(plan.spectra) +
            " spectra of " + std::to_string(plan.bytes_a_spectrum) + " bytes";
  }
  return held;
}

// The devices, their memory and the libraries that stay on them whole.
Json examine_gpu(const Library& library) {
  Json result;
  try {
    const std::vector<DeviceFacts> devices = gpu_devices();
    for (std::size_t i = 0; i < devices.size(); ++i) {
      const std::string key = "gpu:" + std::to_string(i);
      result[key] = devices[i].name + ", " + as_text(devices[i].free_bytes) + " of " +
                    as_text(devices[i].total_bytes) + " free";
      result[key + " holds"] = held_by(devices[i]);
    }
    result["backend"] = make_gpu_backend(library, 0)->name();
    result["usable"] = true;
  } catch (const Error& error) {
    result["usable"] = false;
    result["why"] = error.what();
    // For whoever thinks of buying one.
    for (const std::uint64_t gibibytes : {24, 80}) {
      const std::uint64_t bytes = gibibytes << 30;
      result["a card of " + std::to_string(gibibytes) + " GiB would hold"] =
          held_by({"", bytes, bytes});
    }
  }
  return result;
}

// Library and, since a backend needs one, GPU.
void examine_library(const Options& options, Json& report) {
  Json& entry = report["library"];
  try {
    const std::filesystem::path path =
        options.library.empty() ? starter_library_path() : std::filesystem::path(options.library);
    entry["path"] = path.string();
    const Library library = Library::open(path);
    entry["usable"] = true;
    entry["name"] = library.name();
    entry["records"] = library.size();
    entry["checksum"] = library.checksum();
    report["gpu"] = examine_gpu(library);
  } catch (const Error& error) {
    entry["usable"] = false;
    entry["why"] = error.what();
    report["gpu"] = {{"usable", false}, {"why", "not looked for, because no library is usable"}};
  }
}

std::string words(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void print_text(const Json& report) {
  for (const auto& [topic, value] : report.items()) {
    if (value.is_array()) {
      std::string all;
      for (const Json& item : value) all += (all.empty() ? "" : " ") + words(item);
      std::printf("%-10s %s\n", topic.c_str(), all.c_str());
    } else if (value.is_object()) {
      std::printf("%s\n", topic.c_str());
      for (const auto& [key, item] : value.items()) {
        std::printf("  %-14s %s\n", key.c_str(), console_text(words(item)).c_str());
      }
    } else {
      std::printf("%-10s %s\n", topic.c_str(), console_text(words(value)).c_str());
    }
  }
}

void run_doctor(const Options& options, int& exit_code) {
  Json report;
  report["version"] = software_version();
  report["commit"] = software_commit();
  report["packages"] = packages();
  report["processors"] = std::thread::hardware_concurrency();
  report["cpu"] = cpu_targets();
  examine_library(options, report);
  if (options.is_json) {
    std::printf("%s\n", report.dump(1, ' ', false, Json::error_handler_t::replace).c_str());
  } else {
    print_text(report);
  }
  if (!report["library"]["usable"].get<bool>()) exit_code = 3;
}

}  // namespace

void add_doctor_verb(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  CLI::App* verb =
      app.add_subcommand("doctor", "Say what this build is made of and whether it can work here");
  verb->add_option("--library", options->library,
                   "compiled library to check; without it the starter library")
      ->check(not_empty());
  verb->add_flag("--json", options->is_json, "JSON instead of text");
  verb->footer("Exit status: 0 everything needed is there, 3 the library cannot be used.");
  verb->callback([options, &exit_code] { run_doctor(*options, exit_code); });
}

}  // namespace basepeak
