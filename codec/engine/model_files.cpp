// Where model files are: find_model(), find_weights() and list_models().
#include <algorithm>
#include <cstdlib>
#include <set>
#include <string_view>
#include <system_error>

#include "codec/engine/model.h"

namespace codec {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDefaultModel = "speech-16k-semantic";
constexpr int kFoldersAbove = 3;  // build/app/sonoglyph finds the models/ beside build/

void add_folder(std::vector<fs::path>& folders, const fs::path& folder) {
  const auto path = folder.lexically_normal();
  if (std::find(folders.begin(), folders.end(), path) == folders.end()) folders.push_back(path);
}

std::vector<fs::path> model_folders(std::span<const fs::path> more = {}) {
  std::vector<fs::path> folders;
  if (const char* variable = std::getenv("SONOGLYPH_MODELS")) {
    std::string_view rest = variable;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(':'), rest.size());
      if (end > 0) add_folder(folders, rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  for (const auto& folder : more) add_folder(folders, folder);
  std::error_code error;
  if (auto program = fs::read_symlink("/proc/self/exe", error); !error) {
    auto folder = program.parent_path();
    add_folder(folders, folder / "../share/sonoglyph/models");
    for (int i = 0; i <= kFoldersAbove; ++i) {
      add_folder(folders, folder / "models");
      if (!folder.has_relative_path()) break;
      folder = folder.parent_path();
    }
  }
#ifdef SONOGLYPH_MODELS_FOLDER
  add_folder(folders, SONOGLYPH_MODELS_FOLDER);
  // A Debian package is configured for /usr/local and unpacked to /usr.
  add_folder(folders, "/usr/share/sonoglyph/models");
#endif
  return folders;
}

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

struct FoundConfig {
  fs::path path;
  ModelConfig config;
};

// In the order of their names.
std::vector<FoundConfig> configs_in(const fs::path& folder) {
  std::vector<FoundConfig> found;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const auto& path = it->path();
    if (path.extension() != ".json" || !is_file(path)) continue;
    if (auto config = ModelConfig::load(path)) found.push_back({path, std::move(*config)});
  }
  std::sort(found.begin(), found.end(),
            [](const FoundConfig& a, const FoundConfig& b) { return a.path < b.path; });
  return found;
}

}  // namespace

Result<fs::path> find_model(const std::string& name_or_path, std::span<const fs::path> more) {
  const std::string name = name_or_path.empty() ? kDefaultModel : name_or_path;
  if (name.find('/') != std::string::npos || name.ends_with(".json")) {
    if (is_file(name)) return fs::path(name);
    return Error{ErrorCode::io, "no model config at " + name};
  }
  std::string searched;
  for (const auto& folder : model_folders(more)) {
    auto path = folder / (name + ".json");
    if (is_file(path)) return path;
    searched += (searched.empty() ? "" : ", ") + folder.string();
  }
  return Error{ErrorCode::io, "no model '" + name + "' (" + name + ".json) in " + searched +
                                  "; set SONOGLYPH_MODELS or give a path"};
}

std::optional<fs::path> find_weights(const std::string& sha256, std::span<const fs::path> more) {
  for (const auto& folder : model_folders(more)) {
    for (auto& [path, config] : configs_in(folder)) {
      if (config.decodes_codes_of(sha256)) return std::move(path);
    }
  }
  return std::nullopt;
}

std::vector<fs::path> list_models(std::span<const fs::path> more) {
  std::vector<fs::path> models;
  std::set<std::string> names;  // the first folder that has a name wins, as in find_model
  for (const auto& folder : model_folders(more)) {
    for (auto& [path, config] : configs_in(folder)) {
      if (config.decode_only) continue;
      if (names.insert(path.stem().string()).second) models.push_back(std::move(path));
    }
  }
  return models;
}

std::vector<Error> broken_models(std::span<const fs::path> more) {
  std::vector<Error> broken;
  for (const auto& folder : model_folders(more)) {
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
      auto weights = it->path();
      weights.replace_extension(".safetensors");
      if (it->path().extension() != ".json" || !is_file(weights)) continue;
      if (auto config = ModelConfig::load(it->path()); !config) broken.push_back(config.error());
    }
  }
  return broken;
}

}  // namespace codec
