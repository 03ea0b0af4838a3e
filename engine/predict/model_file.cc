#include "engine/predict/model_file.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <span>
#include <vector>

#include "engine/error.h"
#include "engine/sha256.h"

namespace basepeak {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeaderSize = 8 + 4 + 4 + 32;
constexpr std::size_t kLongestFile = 64U << 20U;

std::string sha256_bytes(std::string_view text) {
  const std::string hex = sha256_hex(std::as_bytes(std::span(text.data(), text.size())));
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

std::string hash_of(const ModelSchema& schema) {
  std::string names = "generic\n";
  for (const std::string& name : schema.generic) names += name + "\n";
  names += "stacker\n";
  for (const std::string& name : schema.stacker) names += name + "\n";
  names += "quality " + std::to_string(schema.quality) + "\n";
  names += "seen\n";
  return sha256_bytes(names);
}

template <typename Value>
void put(std::string& to, const Value& value) {
  to.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void put(std::string& to, const BoostedTrees& trees) {
  put(to, trees.base());
  put(to, std::uint32_t{trees.features()});
  put(to, static_cast<std::uint32_t>(trees.first_nodes().size()));
  put(to, static_cast<std::uint32_t>(trees.nodes().size()));
  for (const std::uint32_t first : trees.first_nodes()) put(to, first);
  for (const BoostedTrees::Node& node : trees.nodes()) put(to, node);
}

// Takes values off the front; never more than is there.
class Reader {
 public:
  Reader(const std::filesystem::path& path, std::string_view left) : path_(path), left_(left) {}

  [[noreturn]] void refuse(const std::string& why) const {
    throw Error(ErrorKind::library, path_.string() + ": is no prediction model that can be used: " +
                                        why + "; take the file that came with this program");
  }
  std::string_view text(std::size_t length) {
    if (length > left_.size()) refuse("it is cut");
    const std::string_view taken = left_.substr(0, length);
    left_.remove_prefix(length);
    return taken;
  }
  template <typename Value>
  Value value() {
    Value made;
    std::memcpy(&made, text(sizeof made).data(), sizeof made);
    return made;
  }
  template <typename Value>
  std::vector<Value> values(std::size_t count) {
    if (count > left_.size() / sizeof(Value)) refuse("it is cut");
    std::vector<Value> made(count);
    if (count > 0)
      std::memcpy(made.data(), text(count * sizeof(Value)).data(), count * sizeof(Value));
    return made;
  }
  BoostedTrees trees(std::size_t features) {
    const auto base = value<float>();
    if (value<std::uint32_t>() != features) refuse("its trees have other columns");
    const auto count = value<std::uint32_t>();
    const auto nodes = value<std::uint32_t>();
    auto first_nodes = values<std::uint32_t>(count);
    try {
      return {base, static_cast<std::uint16_t>(features), std::move(first_nodes),
              values<BoostedTrees::Node>(nodes)};
    } catch (const Error& problem) {
      if (problem.kind() == ErrorKind::library) throw;
      refuse(problem.what());
    }
  }
  SeenIons seen() {
    std::array<std::vector<SeenIons::Entry>, kSeenKinds> entries;
    for (auto& kind : entries) kind = values<SeenIons::Entry>(value<std::uint32_t>());
    try {
      return SeenIons(std::move(entries));
    } catch (const Error& problem) {
      if (problem.kind() == ErrorKind::library) throw;
      refuse(problem.what());
    }
  }
  [[nodiscard]] bool is_done() const noexcept { return left_.empty(); }

 private:
  const std::filesystem::path& path_;
  std::string_view left_;
};

std::string whole_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw Error(ErrorKind::library, path.string() + ": the prediction model cannot be read");
  }
  std::string content;
  std::vector<char> piece(1U << 16U);
  while (content.size() <= kLongestFile && file.read(piece.data(), std::ssize(piece)),
         file.gcount() > 0)
    content.append(piece.data(), static_cast<std::size_t>(file.gcount()));
  return content;
}

}  // namespace

PredictionModel read_model(const std::filesystem::path& path, const ModelSchema& schema) {
  const std::string content = whole_file(path);
  Reader reader(path, content);
  if (!content.starts_with(schema.magic)) reader.refuse("it does not begin as one");
  reader.text(schema.magic.size());
  const auto version = reader.value<std::uint32_t>();
  if (version != kVersion) reader.refuse("it is of version " + std::to_string(version));
  if (reader.value<std::uint32_t>() != 0) reader.refuse("it was altered");
  const std::string checksum(reader.text(32));
  if (checksum != sha256_bytes(std::string_view(content).substr(kHeaderSize)))
    reader.refuse("it was cut or altered");
  if (reader.text(32) != hash_of(schema)) reader.refuse("it was made for other columns");
  PredictionModel model;
  model.manifest = reader.text(reader.value<std::uint32_t>());
  model.generic.trees = reader.trees(schema.generic.size());
  model.stacker = reader.trees(schema.stacker.size());
  model.quality.coefficients.resize(schema.quality + 1);
  for (double& coefficient : model.quality.coefficients) coefficient = reader.value<double>();
  model.quality.deviation = reader.value<double>();
  model.generic.seen = reader.seen();
  const bool is_finite =
      std::isfinite(model.quality.deviation) &&
      std::all_of(model.quality.coefficients.begin(), model.quality.coefficients.end(),
                  [](double c) { return std::isfinite(c); });
  if (!is_finite || !reader.is_done()) reader.refuse("it holds something else");
  model.checksum = sha256_hex(std::as_bytes(std::span(content.data(), content.size())));
  return model;
}

void write_model(const std::filesystem::path& path, const ModelSchema& schema,
                 PredictionModel& model) {
  std::string body = hash_of(schema);
  put(body, static_cast<std::uint32_t>(model.manifest.size()));
  body += model.manifest;
  put(body, model.generic.trees);
  put(body, model.stacker);
  for (const double coefficient : model.quality.coefficients) put(body, coefficient);
  put(body, model.quality.deviation);
  for (const std::vector<SeenIons::Entry>& kind : model.generic.seen.entries()) {
    put(body, static_cast<std::uint32_t>(kind.size()));
    for (const SeenIons::Entry& entry : kind) put(body, entry);
  }
  std::string content(schema.magic);
  put(content, kVersion);
  put(content, std::uint32_t{0});
  content += sha256_bytes(body) + body;
  std::ofstream file(path, std::ios::binary);
  file.write(content.data(), std::ssize(content));
  if (!file.flush()) throw Error(ErrorKind::output, path.string() + ": it cannot be written");
  model.checksum = sha256_hex(std::as_bytes(std::span(content.data(), content.size())));
}

}  // namespace basepeak
