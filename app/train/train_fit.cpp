#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "app/train/train_arguments.h"
#include "app/train/train_commands.h"
#include "app/train/train_processes.h"
#include "codec/base/chart.h"
#include "codec/base/file_io.h"
#include "codec/model/stored_model.h"
#include "codec/training/discriminator_file.h"
#include "codec/training/provenance.h"
#include "codec/training/recipe.h"
#include "codec/training/trainer.h"

int train_fit(const std::vector<std::string>& args, const std::atomic<bool>& cancel) {
  const auto parsed =
      Arguments::parse(args,
                       {"--threads", "--device", "--minutes", "--commit", "--from", "--semantic",
                        "--older", "--phones", "--processes", "--rank", "--meet", "--log-every"},
                       {"--fresh"}, 3, 3);
  if (!parsed) return 2;
  // Tensors of some megabytes come and go at every step: keep them on the heap rather than asking
  // the kernel for fresh pages each time (measured: 10 % of a step).
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 256 << 20);

  const auto threads = parsed->whole("--threads", 0, 0, 1024);
  const auto minutes = parsed->number("--minutes", 0, 0, 1e6);
  const auto processes = parsed->whole("--processes", 1, 1, 4096);
  const auto rank = parsed->whole("--rank", -1, 0, 4095);
  const auto log_every = parsed->whole("--log-every", 50, 1, 1000000);
  if (!threads || !minutes || !processes || !rank || !log_every) return 2;
  if (parsed->values.contains("--rank") != parsed->values.contains("--meet")) {
    Arguments::misuse("--rank and --meet go together");
    return 2;
  }
  auto options = codec::load_recipe(parsed->positional[0]);
  if (!options) return train_fail(options.error().message);
  options->corpus = parsed->positional[1];
  options->folder = parsed->positional[2];
  options->threads = static_cast<int>(*threads);
  options->device = parsed->value("--device", "cpu");
  options->max_minutes = *minutes;
  options->log_every = *log_every;
  options->phones = parsed->value("--phones");
  options->start_from = parsed->value("--from");
  options->semantic_from = parsed->value("--semantic");
  options->older = parsed->value("--older");
  options->commit = parsed->value("--commit");
  options->resume = !parsed->flags.contains("--fresh");
  if (auto s = codec::check_processes(*options, static_cast<int>(*processes)); !s) {
    return train_fail(s.error().message);
  }
  // Told which one it is, or the first of those that are started here.
  std::optional<LocalProcesses> others;
  std::string meeting = parsed->value("--meet");
  if (*processes > 1 && meeting.empty()) {
    auto started = LocalProcesses::start(args, static_cast<int>(*processes), options->device);
    if (!started) return train_fail(started.error().message);
    others.emplace(std::move(*started));
    meeting = others->meeting();
  }
  const int own_rank = std::max(0, static_cast<int>(*rank));
  if (others && options->device == "cuda") options->device = "cuda:0";
  auto peers = codec::Peers::meet(own_rank, static_cast<int>(*processes), meeting,
                                  torch::Device(options->device));
  if (!peers) return train_fail(peers.error().message);
  options->peers = std::move(*peers);
  auto report = codec::fit(
      *options,
      [](const std::string& line) {
        std::printf("%s\n", line.c_str());
        std::fflush(stdout);
      },
      &cancel);
  if (!report) return train_fail(report.error().message);
  if (!options->peers.leads()) return 0;
  if (others) {
    if (auto s = others->wait(); !s) return train_fail(s.error().message);
  }
  std::printf("done: step %lld, %.1f minutes, ", static_cast<long long>(report->steps),
              report->minutes);
  if (report->valid_mel) {
    std::printf("valid mel %.4f\n", *report->valid_mel);
  } else {
    std::printf("no validation\n");
  }
  return 0;
}

namespace {

// That nothing would be written over a model that is read, nor beside what was made for other
// weights and then fits no model.
codec::Status check_folder(const std::filesystem::path& folder, const codec::ModelConfig& config,
                           const std::vector<codec::MeanPart>& parts) {
  std::error_code ec;
  const auto target = folder / (config.name + ".json");
  const auto weights = folder / config.weights;
  for (const auto& part : parts) {
    if (std::filesystem::equivalent(target, part.config_json, ec) ||
        std::filesystem::equivalent(weights, part.config_json.parent_path() / part.config.weights,
                                    ec)) {
      return codec::Error{codec::ErrorCode::bad_value,
                          target.string() + ": is one of the models; choose another folder"};
    }
  }
  const auto before = codec::ModelConfig::load(target);
  if (before && before->weights_sha256 == config.weights_sha256) return codec::Done{};
  for (const char* what : {".prior.safetensors", ".phones.json"}) {
    const auto beside = folder / (config.name + what);
    if (std::filesystem::exists(beside, ec)) {
      return codec::Error{codec::ErrorCode::bad_value,
                          beside.string() + ": is of other weights; move it away first"};
    }
  }
  return codec::Done{};
}

// Copies what stands beside the model at `config_json` under its name and `what`, if it is there,
// to folder/name.
codec::Status copy_beside(std::filesystem::path config_json, const char* what,
                          const std::filesystem::path& folder, const std::string& name) {
  config_json.replace_extension(what);
  std::error_code ec;
  if (!std::filesystem::exists(config_json, ec)) return codec::Done{};
  const auto bytes = codec::read_file(config_json, 64 << 20);
  return bytes ? codec::write_file(folder / (name + what), *bytes) : codec::Status(bytes.error());
}

}  // namespace

// The mean of two trainings, or one alone, whose first code's map may be scaled.
int train_mean(const std::vector<std::string>& args) {
  const auto parsed = Arguments::parse(args, {"--share", "--first-map"}, {}, 2, 3);
  if (!parsed) return 2;
  const auto share = parsed->number("--share", 0.5, 0, 1);
  const auto first_map = parsed->number("--first-map", 1.0, 0.01, 4);
  if (!share || !first_map) return 2;
  const auto& paths = parsed->positional;
  const bool two = paths.size() == 3;
  if (!two && parsed->values.contains("--share")) {
    Arguments::misuse("--share wants two models");
    return 2;
  }

  auto model = codec::StoredModel::load(paths.front());
  if (!model) return train_fail(model.error().message);
  std::vector<codec::MeanPart> parts = {{paths.front(), model->config, two ? 1.0 - *share : 1.0}};
  if (two) {
    auto other = codec::StoredModel::load(paths[1]);
    if (!other) return train_fail(other.error().message);
    parts.push_back({paths[1], other->config, *share});
    model = codec::mean_of_models(*model, *other, *share);
    if (!model) return train_fail(model.error().message);
  }
  if (*first_map != 1.0) {
    if (auto s = codec::scale_first_map(*model, *first_map); !s) {
      return train_fail(s.error().message);
    }
  }

  const std::filesystem::path folder = paths.back();
  model->name_weights();
  if (auto s = check_folder(folder, model->config, parts); !s) {
    return train_fail(s.error().message);
  }
  const auto record = codec::mean_record(model->config, parts, *first_map);
  if (!record) return train_fail(record.error().message);
  std::error_code ec;
  std::filesystem::create_directories(folder, ec);
  if (ec) return train_fail(folder.string() + ": " + ec.message());
  if (auto s = model->save(folder); !s) return train_fail(s.error().message);
  const auto beside = folder / (model->config.name + ".training.json");
  if (auto s = codec::write_file(beside, *record); !s) return train_fail(s.error().message);
  std::printf("%s\n", (folder / (model->config.name + ".json")).c_str());
  return 0;
}

// Tokenizer and decoder into files of their own; the discriminators go with them.
int train_split(const std::vector<std::string>& args) {
  const auto parsed = Arguments::parse(args, {"--decoder", "--tokenizer"}, {}, 2, 2);
  if (!parsed) return 2;
  const auto decoder = parsed->value("--decoder");
  if (decoder.empty()) {
    Arguments::misuse("--decoder says what the decoder is called");
    return 2;
  }
  const auto whole = codec::StoredModel::load(parsed->positional[0]);
  if (!whole) return train_fail(whole.error().message);
  std::optional<codec::StoredModel> tokenizer;
  std::filesystem::path folder = parsed->positional[1];
  if (const auto path = parsed->value("--tokenizer"); !path.empty()) {
    auto model = codec::StoredModel::load(path);
    if (!model) return train_fail(model.error().message);
    tokenizer = std::move(*model);
    std::error_code ec;
    if (!std::filesystem::equivalent(folder, std::filesystem::absolute(path).parent_path(), ec)) {
      return train_fail(folder.string() + ": a decoder goes beside its tokenizer, " + path);
    }
  } else {
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    if (ec) return train_fail(folder.string() + ": " + ec.message());
    if (std::filesystem::equivalent(folder / (whole->config.name + ".json"), parsed->positional[0],
                                    ec)) {
      return train_fail(parsed->positional[0] + ": would be written over; choose another folder");
    }
  }
  const auto written =
      codec::save_apart(*whole, decoder, folder, tokenizer ? &*tokenizer : nullptr);
  if (!written) return train_fail(written.error().message);
  if (auto s = copy_beside(parsed->positional[0], codec::kDiscriminatorFile, folder, written->name);
      !s) {
    return train_fail(s.error().message);
  }
  std::printf("%s\n", (folder / (written->name + ".json")).c_str());
  return 0;
}

// The codebooks of a tokenizer beside its successor, with what stands beside a model.
int train_retire(const std::vector<std::string>& args) {
  const auto parsed = Arguments::parse(args, {}, {}, 3, 3);
  if (!parsed) return 2;
  const std::filesystem::path old_path = parsed->positional[0];
  const std::filesystem::path folder =
      std::filesystem::absolute(parsed->positional[1]).parent_path();
  const auto& name = parsed->positional[2];
  const auto old = codec::StoredModel::load(old_path);
  if (!old) return train_fail(old.error().message);
  const auto successor = codec::ModelConfig::load(parsed->positional[1]);
  if (!successor) return train_fail(successor.error().message);
  std::error_code ec;
  if (std::filesystem::exists(folder / (name + ".json"), ec)) {
    return train_fail((folder / (name + ".json")).string() + ": is there already");
  }
  const auto written = codec::retire_tokenizer(*old, *successor, name, folder);
  if (!written) return train_fail(written.error().message);
  for (const char* what : {".prior.safetensors", ".phones.json"}) {
    const auto weights = old_path.parent_path() / old->config.weights;
    if (auto s = copy_beside(weights, what, folder, name); !s) return train_fail(s.error().message);
  }
  std::printf("%s\n", (folder / (name + ".json")).c_str());
  return 0;
}

int train_curves(const std::vector<std::string>& args) {
  const auto parsed = Arguments::parse(args, {"--title"}, {}, 2, 100);
  if (!parsed) return 2;
  // Several logs are the parts of one training, one after the other.
  std::vector<codec::ChartPanel> panels;
  double passed = 0;
  for (std::size_t i = 0; i + 1 < parsed->positional.size(); ++i) {
    auto bytes = codec::read_file(parsed->positional[i], 256 << 20);
    if (!bytes) return train_fail(bytes.error().message);
    auto more =
        codec::training_panels({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    if (more.empty()) return train_fail(parsed->positional[i] + ": not the log of a training run");
    passed = codec::append_panels(panels, more, passed);
  }
  const auto& out = parsed->positional.back();
  const auto svg = codec::chart_svg(parsed->value("--title", "Training"), panels);
  if (auto s = codec::write_file(out, svg); !s) return train_fail(s.error().message);
  return 0;
}
