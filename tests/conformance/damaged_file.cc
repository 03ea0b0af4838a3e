#include "tests/conformance/damaged_file.h"

#include <malloc.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <csignal>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "engine/error.h"
#include "tests/support/files.h"

namespace basepeak::test {

namespace {

namespace fs = std::filesystem;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif

struct Outcome {
  std::optional<std::string> refusal;
  std::vector<Spectrum> spectra;
  std::vector<Skipped> skipped;
};

Outcome outcome_of(const fs::path& path) {
  Outcome outcome;
  try {
    const std::unique_ptr<Run> run = open_run(path);
    run->for_each([&](Spectrum&& spectrum) { outcome.spectra.push_back(std::move(spectrum)); });
    outcome.skipped = run->skipped();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input) throw;
    outcome.refusal = error.what();
  }
  return outcome;
}

std::size_t peaks_of(const std::vector<Spectrum>& spectra) {
  std::size_t peaks = 0;
  for (const Spectrum& spectrum : spectra) peaks += spectrum.peaks.size();
  return peaks;
}

std::optional<std::string> impossible_value(const Spectrum& spectrum) {
  const Peaks& peaks = spectrum.peaks;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    if (!is_possible_peak(peaks.mz()[i], peaks.intensity()[i])) return "an impossible peak";
    if (i > 0 && peaks.mz()[i] < peaks.mz()[i - 1]) return "peaks out of order";
  }
  if (!std::isfinite(spectrum.acquisition.retention_s.value_or(0.0))) return "an endless time";
  if (!std::isfinite(spectrum.acquisition.precursor_mz.value_or(0.0))) return "an endless m/z";
  if (!std::isfinite(spectrum.total_ion_signal)) return "an endless total";
  return std::nullopt;
}

// Both are sorted by m/z, and peaks of one m/z keep their order.
bool is_part_of(const Peaks& part, const Peaks& all) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < part.size(); ++i) {
    while (at < all.size() &&
           (all.mz()[at] != part.mz()[i] || all.intensity()[at] != part.intensity()[i])) {
      ++at;
    }
    if (at++ == all.size()) return false;
  }
  return true;
}

std::size_t losses_of(const Outcome& outcome) {
  return static_cast<std::size_t>(
      std::ranges::count_if(outcome.skipped, [](const Skipped& row) { return row.is_loss; }));
}

std::optional<std::string> invention_in_cut(const WholeFile& whole, const Outcome& cut) {
  if (whole.is_refused && !cut.spectra.empty()) return "the whole file is refused, a part is read";
  if (cut.spectra.size() > whole.spectra.size()) return "more scans than the whole file has";
  std::size_t at = 0;
  for (const Spectrum& spectrum : cut.spectra) {
    const std::string scan = "scan " + std::to_string(spectrum.acquisition.scan);
    while (at < whole.spectra.size() &&
           whole.spectra[at].acquisition.scan != spectrum.acquisition.scan) {
      ++at;
    }
    if (at == whole.spectra.size()) return scan + " is not in the whole file";
    const bool may_be_short =
        whole.may_end_anywhere && &spectrum == &cut.spectra.back() && !cut.skipped.empty();
    if (!may_be_short && !is_part_of(spectrum.peaks, whole.spectra[at].peaks)) {
      return scan + " has a peak that it has not in the whole file";
    }
  }
  if (!whole.may_end_anywhere && cut.spectra.size() < whole.spectra.size() && losses_of(cut) == 0) {
    return "scans are missing and nothing is said";
  }
  return std::nullopt;
}

std::optional<std::string> finding_in(const WholeFile& whole, const Outcome& outcome,
                                      Damage damage) {
  if (outcome.refusal) {
    if (outcome.refusal->find(whole.copy.filename().string()) == std::string::npos) {
      return "an error that does not name the file: " + *outcome.refusal;
    }
    return std::nullopt;
  }
  for (const Spectrum& spectrum : outcome.spectra) {
    if (auto impossible = impossible_value(spectrum)) return impossible;
  }
  if (damage == Damage::cut) return invention_in_cut(whole, outcome);
  const std::size_t peaks = peaks_of(outcome.spectra);
  if (!whole.is_refused && peaks > whole.peaks + 1) {
    return "a byte was changed, and " + std::to_string(peaks - whole.peaks) + " peaks are new";
  }
  return std::nullopt;
}

std::size_t status_bytes(std::string_view field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field)) return std::stoul(line.substr(field.size() + 1)) * 1024;
  }
  throw std::runtime_error("/proc/self/status without " + std::string(field));
}

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// ChemStation: NAME.D/DATA.MS.
bool is_run_in_a_folder(const fs::path& file) {
  return lower_case(file.extension().string()) == ".ms" &&
         lower_case(file.parent_path().extension().string()) == ".d";
}

bool is_text_of_records(const fs::path& file) {
  const std::string suffix = lower_case(file.extension().string());
  return suffix == ".msp" || suffix == ".mgf";
}

// What the process that reads leaves for the one that judges.
struct Shared {
  bool is_done;
  bool is_refused;
  bool has_finding;
  std::size_t losses;
  std::size_t memory_bytes;
  char finding[400];
};

void limit_resources() {
  const rlimit seconds{kProcessorSeconds * (kIsSanitized ? 20 : 1),
                       kProcessorSeconds * (kIsSanitized ? 20 : 1) + 1};
  setrlimit(RLIMIT_CPU, &seconds);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  if (kIsSanitized) return;
  const std::size_t most = status_bytes("VmSize:") + (2UL << 30U);
  const rlimit memory{most, most};
  setrlimit(RLIMIT_AS, &memory);
}

void read_and_tell(const WholeFile& whole, Damage damage, Shared& shared) {
  const std::size_t reserved = status_bytes("VmSize:");
  const std::size_t resident = status_bytes("VmRSS:");
  const Outcome outcome = outcome_of(whole.opened);
  shared.memory_bytes = std::max(status_bytes("VmPeak:") - reserved,
                                 std::max(status_bytes("VmHWM:"), resident) - resident);
  shared.is_refused = outcome.refusal.has_value();
  shared.losses = losses_of(outcome);
  if (const auto finding = finding_in(whole, outcome, damage)) {
    shared.has_finding = true;
    std::strncpy(shared.finding, finding->c_str(), sizeof shared.finding - 1);
  }
  shared.is_done = true;
}

std::string end_of(int status) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return (signal == SIGXCPU ? "it did not end: " : "it crashed: ") +
           std::string(strsignal(signal));
  }
  return "it ended with status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

WholeFile read_whole(const fs::path& file, const fs::path& folder) {
  WholeFile whole;
  whole.bytes = read_file(file);
  whole.opened = folder / file.filename();
  whole.copy = whole.opened;
  if (is_run_in_a_folder(file)) {
    whole.opened = folder / file.parent_path().filename();
    whole.copy = whole.opened / file.filename();
    fs::create_directories(whole.opened);
  }
  write_file(whole.copy, whole.bytes);
  Outcome outcome = outcome_of(whole.opened);
  whole.is_refused = outcome.refusal.has_value();
  whole.spectra = std::move(outcome.spectra);
  whole.peaks = peaks_of(whole.spectra);
  whole.may_end_anywhere = is_text_of_records(file);
  return whole;
}

Verdict judge(const WholeFile& whole, std::string_view damaged, Damage damage) {
  write_file(whole.copy, damaged);
  void* memory =
      mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::runtime_error("no shared memory");
  auto* shared = new (memory) Shared{};
  // What earlier files left free counts when it is used again: its pages go back first.
  malloc_trim(0);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no process for a damaged file");
  if (child == 0) {
    limit_resources();
    read_and_tell(whole, damage, *shared);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  Verdict verdict{shared->is_refused, shared->losses, shared->memory_bytes, std::nullopt};
  if (shared->has_finding) verdict.finding = shared->finding;
  if (!shared->is_done) verdict.finding = end_of(status);
  const std::size_t most = kMemoryPerByte * damaged.size() + kMemoryBeside;
  if (!kIsSanitized && !verdict.finding && verdict.memory_bytes > most) {
    verdict.finding = "it took " + std::to_string(verdict.memory_bytes) + " bytes of memory";
  }
  munmap(memory, sizeof(Shared));
  return verdict;
}

}  // namespace basepeak::test
