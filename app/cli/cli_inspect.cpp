// info, models.
#include <algorithm>

#include "app/cli/cli.h"
#include "codec/base/json.h"
#include "codec/model/model_config.h"
#include "codec/sound/audio_file.h"

namespace cli {
namespace {

namespace fs = std::filesystem;

struct InfoArguments {
  std::vector<fs::path> files;
  std::string model;
  bool json = false;
};

std::string quote(const std::string& text) { return codec::json::quote(text); }

std::string role_list(const std::vector<std::string>& roles) {  // JSON
  std::string text = "[";
  for (const auto& role : roles) text += (text.size() > 1 ? ", " : "") + quote(role);
  return text + "]";
}

std::string token_table(const std::string& name, const codec::FileInfo& info) {
  const auto& h = info.header;
  const bool is_known = !h.model_name.empty();
  auto text = name + "\n";
  text += print("  model        %s\n",
                is_known ? codec::name_of_model(h.model_name, h.fingerprint).c_str() : "not told");
  text += print("  codebooks    %d of %d codes, %.6g frames a second\n", h.levels,
                1 << h.bits_per_code, h.frame_rate_hz());
  if (const auto roles = roles_text(roles_for(h), h.levels); !roles.empty()) {
    text += "  roles        " + roles + "\n";
  }
  text += print("  length       %.3f s, %lld frames\n", info.seconds,
                static_cast<long long>(info.counts.frames));
  text += print("  source       %d Hz, %d channel%s, %s samples, gain %+.3f dB\n", h.source_rate_hz,
                h.source_channels, h.source_channels == 1 ? "" : "s",
                info.source_length ? std::to_string(*info.source_length).c_str() : "unknown",
                h.gain_millidb / 1000.0);
  if (info.counts.packets > 0) {
    text += print("  packets      %lld, %lld of them entropy-coded\n",
                  static_cast<long long>(info.counts.packets),
                  static_cast<long long>(info.counts.entropy_packets));
  }
  text += print("  size         %s\n", bytes_text(static_cast<double>(info.counts.bytes)).c_str());
  text += print("  kbps         %.3f nominal, ", info.nominal_kbps);
  if (info.counts.packets > 0) text += print("%.3f in packets, ", info.payload_kbps);
  text += print("%.3f on disk", info.disk_kbps);
  if (!info.usage.empty()) {
    text += print(", %.3f entropy bound (order 0)", info.entropy_bound_kbps);
  }
  text += "\n";
  for (std::size_t q = 0; q < info.usage.size(); ++q) {
    const auto& u = info.usage[q];
    text += print("  codebook %-3zu %zu codes used (at most %zu), perplexity %.1f, %.3f bits\n",
                  q + 1, u.used(), u.ceiling(), u.perplexity(), u.entropy_bits());
  }
  if (const auto& what = info.damage.contradiction; !what.empty()) {
    text += "  damage       " + what + "\n";
  } else if (info.damage.any()) {
    text += print("  damage       %lld frames lost, %lld bytes skipped%s\n",
                  static_cast<long long>(info.damage.frames_lost),
                  static_cast<long long>(info.damage.bytes_skipped),
                  info.damage.truncated ? ", its end is missing or unreadable" : "");
  }
  return text;
}

std::string token_json(const std::string& name, const codec::FileInfo& info) {
  const auto& h = info.header;
  auto text = print(
      "{\"file\": %s, \"model\": %s, \"fingerprint\": \"%s\", \"codebooks\": %d, "
      "\"codebook_size\": %d, \"frame_rate_hz\": %.9g, \"frames\": %lld, \"seconds\": %.9g, "
      "\"source_rate_hz\": %d, \"source_channels\": %d, \"source_length\": %s, "
      "\"gain_db\": %.3f, ",
      quote(name).c_str(), quote(h.model_name).c_str(), codec::to_hex(h.fingerprint).c_str(),
      h.levels, 1 << h.bits_per_code, h.frame_rate_hz(), static_cast<long long>(info.counts.frames),
      info.seconds, h.source_rate_hz, h.source_channels,
      info.source_length ? std::to_string(*info.source_length).c_str() : "null",
      h.gain_millidb / 1000.0);
  text += print(
      "\"bytes\": %lld, \"packets\": %lld, \"entropy_packets\": %lld, \"nominal_kbps\": %.6g, "
      "\"payload_kbps\": %.6g, \"disk_kbps\": %.6g, \"entropy_bound_kbps\": %s, "
      "\"frames_lost\": %lld, \"truncated\": %s, \"used\": [",
      static_cast<long long>(info.counts.bytes), static_cast<long long>(info.counts.packets),
      static_cast<long long>(info.counts.entropy_packets), info.nominal_kbps, info.payload_kbps,
      info.disk_kbps, info.usage.empty() ? "null" : print("%.6g", info.entropy_bound_kbps).c_str(),
      static_cast<long long>(info.damage.frames_lost), info.damage.truncated ? "true" : "false");
  for (std::size_t q = 0; q < info.usage.size(); ++q) {
    text += (q > 0 ? ", " : "") + std::to_string(info.usage[q].used());
  }
  auto roles = roles_for(h);
  roles.resize(std::min(roles.size(), static_cast<std::size_t>(h.levels)));
  return text + "], \"level_roles\": " + role_list(roles) + "}\n";
}

std::string audio_text(const std::string& name, const codec::AudioReader& reader, bool json) {
  const auto& info = reader.info();
  const auto seconds = [&info](codec::SampleIndex samples) {
    return static_cast<double>(samples) / static_cast<double>(info.sample_rate_hz);
  };
  if (json) {
    return print(
               "{\"file\": %s, \"format\": %s, \"sample_rate_hz\": %d, \"channels\": %d, "
               "\"length\": ",
               quote(name).c_str(), quote(info.format).c_str(), info.sample_rate_hz,
               info.channels) +
           (info.length ? print("%lld, \"seconds\": %.9g", static_cast<long long>(*info.length),
                                seconds(*info.length))
                        : "null, \"seconds\": null") +
           ", \"flaw\": " + (reader.flaw().empty() ? "null" : quote(reader.flaw())) + "}\n";
  }
  const auto cut = info.length_told ? print(" of the %lld that its header tells of: cut",
                                            static_cast<long long>(*info.length_told))
                                    : std::string();
  const auto length = info.length ? print("%.3f s, %lld samples%s", seconds(*info.length),
                                          static_cast<long long>(*info.length), cut.c_str())
                                  : "unknown";
  return print("%s\n  sound        %s\n  length       %s\n", name.c_str(), info.format.c_str(),
               length.c_str()) +
         (cut.empty() && !reader.flaw().empty() ? "  flaw         " + reader.flaw() + "\n" : "") +
         print("  rate         %d Hz, %d channel%s\n", info.sample_rate_hz, info.channels,
               info.channels == 1 ? "" : "s");
}

codec::Status inform(const codec::Spool& in, const std::string& model_name, bool json) {
  auto codes = codec::CodeSource::open_codes(in.path(), {.name = in.name()});
  if (!codes) return codes.error();
  if (!*codes) {
    const auto audio = codec::AudioReader::open(in.path());
    if (!audio) return audio.error();
    say(audio_text(in.name(), *audio, json));
    return codec::Done{};
  }
  const auto model = load_model_to_read(model_name, **codes);
  if (!model && !model_name.empty()) return model.error();
  const auto info = codec::inspect_file(std::move(**codes), model ? *model : nullptr);
  if (!info) return info.error();
  say(json ? token_json(in.name(), *info) : token_table(in.name(), *info));
  return codec::Done{};
}

int run_info(const InfoArguments& a) {
  int code = 0;
  for (const auto& file : a.files) {
    const auto in = codec::Spool::open(file);
    if (!in) {
      code = fail(in.error());
    } else if (auto status = inform(*in, a.model, a.json); !status) {
      code = fail(status.error(), *in);
    }
  }
  return code;
}

std::vector<std::string> decoder_names(const codec::ModelConfig& config) {
  std::vector<std::string> names;
  for (const auto& d : config.decoders) names.push_back(d.name);
  return names;
}

// One number a decoder, in their order: "[210, 50]".
std::string decoder_latencies(const codec::ModelConfig& config) {
  std::string list;
  for (const auto& d : config.decoders) {
    list += print("%s%.6g", list.empty() ? "" : ", ", config.latency_ms(d.lookahead_frames));
  }
  return "[" + list + "]";
}

int run_models(bool json) {
  const auto found = codec::find_model("");
  const auto models = codec::list_models();
  int code = 0;
  for (const auto& broken : codec::broken_models()) code = fail(broken);
  if (models.empty()) return code != 0 ? code : fail(found.error());
  for (const auto& path : models) {
    const auto config = codec::ModelConfig::load(path);
    if (!config) continue;
    const bool is_default = found && fs::equivalent(*found, path);
    const double kbps = config->bit_rate_bps(config->levels) / 1000.0;
    if (json) {
      say(
          print("{\"name\": %s, \"path\": %s, \"sample_rate_hz\": %d, \"codebooks\": %d, "
                "\"codebook_size\": %d, \"frame_rate_hz\": %.9g, \"kbps\": %.6g, "
                "\"latency_ms\": %.6g, \"semantic_delay_ms\": %.6g, \"default\": %s, "
                "\"description\": %s, "
                "\"level_roles\": %s, \"decoders\": %s, \"decoder_latency_ms\": %s}\n",
                quote(config->name).c_str(), quote(path.string()).c_str(), config->sample_rate_hz,
                config->levels, config->codebook_size, config->frame_rate_hz(), kbps,
                config->latency_ms(), config->semantic_delay_ms(), is_default ? "true" : "false",
                quote(config->description).c_str(), role_list(config->level_roles).c_str(),
                role_list(decoder_names(*config)).c_str(), decoder_latencies(*config).c_str()));
      continue;
    }
    say(
        print("%-16s %s%d Hz, %d codebooks of %d, %.1f frames a second, %.2f kbps, %.0f ms delay\n"
              "%-16s %s\n",
              path.stem().c_str(), is_default ? "(default) " : "", config->sample_rate_hz,
              config->levels, config->codebook_size, config->frame_rate_hz(), kbps,
              config->least_latency_ms(), "", path.c_str()));
    if (!config->level_roles.empty()) {
      say(print("%-16s codebooks: %s\n", "",
                roles_text(config->level_roles, config->levels).c_str()));
      if (config->semantic_delay_ms() > 0) {
        say(print("%-16s codebook 1 speaks of the sound %.0f ms before its frame\n", "",
                  config->semantic_delay_ms()));
      }
    }
    if (!config->decoders.empty()) {
      std::string list;
      for (const auto& d : config->decoders) {
        list += print("%s%s (%.0f ms)", list.empty() ? "" : ", ", d.name.c_str(),
                      config->latency_ms(d.lookahead_frames));
      }
      say(print("%-16s decoders: %s\n", "", list.c_str()));
    }
    if (!config->description.empty()) {
      say(print("%-16s %s\n", "", config->description.c_str()));
    }
  }
  return code;
}

}  // namespace

void add_inspect_commands(CLI::App& app, Action& action) {
  auto a = std::make_shared<InfoArguments>();
  auto* info = app.add_subcommand("info", "What a .sgl, token or sound file says of itself");
  info->add_option("FILE", a->files, "Files; - is stdin")->required();
  add_model_option(*info, a->model);
  info->add_flag("--json", a->json, "One JSON object a file");
  info->callback([a, &action] { action = [a] { return run_info(*a); }; });

  auto json = std::make_shared<bool>(false);
  auto* models = app.add_subcommand("models", "The models that are installed");
  models->add_flag("--json", *json, "One JSON object a model");
  models->callback([json, &action] { action = [json] { return run_models(*json); }; });
}

}  // namespace cli
