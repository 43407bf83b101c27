// sonoglyph_model, sonoglyph_model_list.
#include <dlfcn.h>

#include <algorithm>
#include <utility>

#include "app/c/border.h"

namespace fs = std::filesystem;

struct sonoglyph_model_list {
  struct Entry {
    std::string path;
    codec::ModelConfig config;
  };
  std::vector<Entry> entries;
};

namespace c {
namespace {

constexpr int kFoldersAbove = 4;  // PREFIX/lib/x86_64-linux-gnu, build/release/app/c

codec::Status give(codec::Result<ModelPtr> model, sonoglyph_model** handle) {
  if (!model) return model.error();
  auto fingerprint = codec::to_hex((*model)->fingerprint());
  *handle = new sonoglyph_model{std::move(*model), std::move(fingerprint)};
  return codec::Done{};
}

const sonoglyph_model_list::Entry* entry_of(const sonoglyph_model_list* list, std::size_t i) {
  return list != nullptr && i < list->entries.size() ? &list->entries[i] : nullptr;
}

}  // namespace

std::vector<fs::path> own_folders() {
  std::vector<fs::path> folders;
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&sonoglyph_version), &info) == 0 ||
      info.dli_fname == nullptr) {
    return folders;
  }
  std::error_code error;
  auto folder = fs::canonical(info.dli_fname, error).parent_path();
  for (int i = 0; !error && i <= kFoldersAbove; ++i) {
    folders.push_back(folder / "share/sonoglyph/models");
    folders.push_back(folder / "models");
    if (!folder.has_relative_path()) break;
    folder = folder.parent_path();
  }
  return folders;
}

}  // namespace c

sonoglyph_status sonoglyph_model_load(const char* name_or_path, sonoglyph_model** model) {
  return sonoglyph_model_load_decoder(name_or_path, nullptr, model);
}

sonoglyph_status sonoglyph_model_load_decoder(const char* name_or_path, const char* decoder,
                                              sonoglyph_model** model) {
  return c::guarded([&]() -> codec::Status {
    if (model == nullptr) return c::bad("no place for the model");
    *model = nullptr;
    const auto path =
        codec::find_model(name_or_path != nullptr ? name_or_path : "", c::own_folders());
    if (!path) return path.error();
    const std::string name = decoder != nullptr ? decoder : "";
    return c::give(codec::Model::load(*path, codec::Extras::load, name), model);
  });
}

sonoglyph_status sonoglyph_model_for_file(const char* path, sonoglyph_model** model) {
  return c::guarded([&]() -> codec::Status {
    if (model == nullptr || path == nullptr) return c::bad("no path, or no place for the model");
    *model = nullptr;
    const auto source = codec::CodeSource::open(path, {.name = {}, .many = true});
    if (!source) return source.error();
    return c::give(c::model_of(*source), model);
  });
}

void sonoglyph_model_free(sonoglyph_model* model) { delete model; }

const char* sonoglyph_model_name(const sonoglyph_model* model) {
  return model != nullptr ? model->model->config().name.c_str() : "";
}

const char* sonoglyph_model_description(const sonoglyph_model* model) {
  return model != nullptr ? model->model->config().description.c_str() : "";
}

const char* sonoglyph_model_fingerprint(const sonoglyph_model* model) {
  return model != nullptr ? model->fingerprint.c_str() : "";
}

int sonoglyph_model_sample_rate(const sonoglyph_model* model) {
  return model != nullptr ? model->model->config().sample_rate_hz : 0;
}

int sonoglyph_model_hop(const sonoglyph_model* model) {
  return model != nullptr ? model->model->config().hop_samples() : 0;
}

int sonoglyph_model_levels(const sonoglyph_model* model) {
  return model != nullptr ? model->model->config().levels : 0;
}

int sonoglyph_model_codebook_size(const sonoglyph_model* model) {
  return model != nullptr ? model->model->config().codebook_size : 0;
}

const char* sonoglyph_model_level_role(const sonoglyph_model* model, int level) {
  if (model == nullptr || level < 0) return "";
  const auto& roles = model->model->config().level_roles;
  const auto i = static_cast<std::size_t>(level);
  return i < roles.size() ? roles[i].c_str() : "";
}

const char* sonoglyph_model_decoder(const sonoglyph_model* model) {
  return model != nullptr ? model->model->config().decoder.c_str() : "";
}

const char* sonoglyph_model_decoder_name(const sonoglyph_model* model, std::size_t i) {
  if (model == nullptr) return "";
  const auto& decoders = model->model->config().decoders;
  return i < decoders.size() ? decoders[i].name.c_str() : "";
}

int sonoglyph_model_latency(const sonoglyph_model* model) {
  return model != nullptr ? model->model->config().latency_samples() : 0;
}

sonoglyph_status sonoglyph_model_list_load(sonoglyph_model_list** list) {
  return c::guarded([&]() -> codec::Status {
    if (list == nullptr) return c::bad("no place for the list");
    *list = nullptr;
    const auto folders = c::own_folders();
    auto found = std::make_unique<sonoglyph_model_list>();
    for (const auto& path : codec::list_models(folders)) {
      if (auto config = codec::ModelConfig::load(path)) {
        found->entries.push_back({path.string(), std::move(*config)});
      }
    }
    if (const auto chosen = codec::find_model("", folders)) {
      std::stable_partition(found->entries.begin(), found->entries.end(),
                            [&](const auto& entry) { return entry.path == chosen->string(); });
    }
    *list = found.release();
    return codec::Done{};
  });
}

std::size_t sonoglyph_model_list_size(const sonoglyph_model_list* list) {
  return list != nullptr ? list->entries.size() : 0;
}

const char* sonoglyph_model_list_name(const sonoglyph_model_list* list, std::size_t i) {
  const auto* entry = c::entry_of(list, i);
  return entry != nullptr ? entry->config.name.c_str() : "";
}

const char* sonoglyph_model_list_path(const sonoglyph_model_list* list, std::size_t i) {
  const auto* entry = c::entry_of(list, i);
  return entry != nullptr ? entry->path.c_str() : "";
}

const char* sonoglyph_model_list_description(const sonoglyph_model_list* list, std::size_t i) {
  const auto* entry = c::entry_of(list, i);
  return entry != nullptr ? entry->config.description.c_str() : "";
}

const char* sonoglyph_model_list_fingerprint(const sonoglyph_model_list* list, std::size_t i) {
  const auto* entry = c::entry_of(list, i);
  return entry != nullptr ? entry->config.weights_sha256.c_str() : "";
}

void sonoglyph_model_list_free(sonoglyph_model_list* list) { delete list; }
