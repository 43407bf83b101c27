// sonoglyph.Codec: a model, whole sounds and whole files.
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/python/bindings.h"
#include "app/python/errors.h"
#include "app/python/streams.h"
#include "app/python/tokens.h"
#include "codec/engine/model.h"
#include "codec/engine/weights.h"
#include "codec/files/file_codec.h"
#include "codec/files/phone_track.h"
#include "codec/model/definition.h"
#include "docs.h"

namespace py = pybind11;

namespace python {
namespace {

namespace fs = std::filesystem;

using ModelPtr = std::shared_ptr<codec::Model>;
// Objects by their holders: of one that never was initialised there is none, and pybind11 says so.
using EncoderPtr = std::shared_ptr<Encoder>;
using DecoderPtr = std::shared_ptr<Decoder>;

// Where the models of this process came from, by their weights. Under the GIL.
std::map<std::string, fs::path>& places() {
  static std::map<std::string, fs::path> of_fingerprint;
  return of_fingerprint;
}

ModelPtr keep_place(ModelPtr model, const fs::path& path) {
  places()[codec::to_hex(model->fingerprint())] = fs::absolute(path);
  return model;
}

ModelPtr load_file(const fs::path& path, const std::string& decoder) {
  const py::gil_scoped_release release;
  // pybind11 holds no pointers to const; nothing here can change a Model.
  return std::const_pointer_cast<codec::Model>(
      take(codec::Model::load(path, codec::Extras::load, decoder)));
}

ModelPtr load(const std::optional<fs::path>& name_or_path, const std::vector<fs::path>& folders,
              const std::string& decoder) {
  const auto name = name_or_path.value_or(fs::path());
  const auto path = take(codec::find_model(name.string(), folders));
  return keep_place(load_file(path, decoder), path);
}

// What a pickle names: by its weights, wherever they are now, or where they were.
ModelPtr load_again(const std::string& name, const std::string& fingerprint, const fs::path& place,
                    const std::vector<fs::path>& folders, const std::string& decoder) {
  const auto path = codec::find_weights(fingerprint, folders).value_or(place);
  auto model = keep_place(load_file(path, decoder), path);
  if (codec::to_hex(model->fingerprint()) != fingerprint) {
    throw Failure({codec::ErrorCode::wrong_model,
                   path.string() + ": has other weights than the model " + name +
                       " of the pickle (" + fingerprint.substr(0, 8) + ")"});
  }
  return model;
}

py::list models(const std::vector<fs::path>& folders) {
  const auto chosen = codec::find_model("", folders);
  py::list list;
  for (const auto& path : codec::list_models(folders)) {
    const auto config = codec::ModelConfig::load(path);
    if (!config) continue;
    std::error_code ec;
    py::dict model;
    model["name"] = config->name;
    model["path"] = path;
    model["description"] = config->description;
    model["fingerprint"] = config->weights_sha256;
    model["sample_rate"] = config->sample_rate_hz;
    model["frame_rate"] = config->frame_rate_hz();
    model["levels"] = config->levels;
    model["codebook_size"] = config->codebook_size;
    model["level_roles"] = config->level_roles;
    model["kbps"] = config->bit_rate_bps(config->levels) / 1000.0;
    model["default"] = chosen && fs::equivalent(*chosen, path, ec);
    list.append(model);
  }
  return list;
}

// For sonoglyph.torch: a model's path and its complete JSON, and the numbers of the definition.
std::pair<fs::path, std::string> model_config(const std::optional<fs::path>& name_or_path,
                                              const std::vector<fs::path>& folders) {
  const auto path = take(codec::find_model(name_or_path.value_or(fs::path()).string(), folders));
  return {path, take(codec::ModelConfig::load(path)).to_json()};
}

py::dict definition() {
  py::dict d;
  d["magnitude_floor"] = codec::kMagnitudeFloor;
  d["feature_offset"] = codec::kFeatureOffset;
  d["encoder_frames"] = codec::kEncoderFrames;
  d["decoder_frames"] = codec::kDecoderFrames;
  d["norm_epsilon"] = codec::kNormEpsilon;
  d["unvoiced_hz"] = codec::kUnvoicedHz;
  d["highest_harmonic_hz"] = codec::kHighestHarmonicHz;
  d["pitch_reach"] = codec::kPitchReach;
  d["pulse_edge"] = codec::kPulseEdge;
  d["gain_limit"] = codec::kGainLimit;
  d["free_offset"] = codec::kFreeOffset;
  return d;
}

// (Q, K, D): what each code adds to the latent, a copy.
py::array codebooks(const ModelPtr& model) {
  const auto& config = model->config();
  const auto dim = static_cast<py::ssize_t>(config.latent_dim);
  py::array_t<float> out({static_cast<py::ssize_t>(config.levels),
                          static_cast<py::ssize_t>(config.codebook_size), dim});
  auto* to = out.mutable_data();
  for (const auto& book : model->weights().codebooks) {
    to = std::copy_n(book.entries.begin(), config.codebook_size * dim, to);
  }
  return out;
}

// (start_s, end_s, phone, confidence) of the first codes.
py::list phones(const ModelPtr& model, const py::object& codes) {
  if (model->phones() == nullptr) {
    throw Failure({codec::ErrorCode::unsupported,
                   "model " + model->config().name + " has no table of phones"});
  }
  const auto& config = model->config();
  const CodeGrid grid(codes, config.levels);
  codec::Codes rows;
  rows.levels = grid.levels();
  grid.take(0, grid.frames(), config.codebook_size, rows.data);
  const double rate = config.sample_rate_hz;
  py::list out;
  for (const auto& run : codec::phone_runs(*model->phones(), rows, config)) {
    out.append(py::make_tuple(static_cast<double>(run.begin) / rate,
                              static_cast<double>(run.end) / rate, run.phone, run.confidence));
  }
  return out;
}

py::array encode(const ModelPtr& model, const py::object& samples, int sample_rate,
                 std::optional<int> codebooks, const py::object& channel) {
  Sound sound(samples);
  sound.choose(channel);
  Encoder encoder(model, codebooks, sample_rate);
  std::vector<codec::Code> codes;
  {
    const py::gil_scoped_release release;
    encoder.push(sound, codes);
    encoder.finish(codes);
  }
  return make_codes(codes, encoder.levels(), model->config().codebook_size);
}

std::vector<float> decode_grid(Decoder& decoder, const CodeGrid& grid) {
  std::vector<float> audio;
  if (grid.frames() == 0) return audio;
  const py::gil_scoped_release release;
  audio.reserve(static_cast<std::size_t>(decoder.output_length(grid.frames())));
  decoder.push(grid, audio);
  decoder.finish(audio);
  return audio;
}

py::array decode_tokens(const ModelPtr& model, const Tokens& tokens,
                        std::optional<int> sample_rate) {
  if (!model->decodes(tokens.header.fingerprint)) {
    require(
        codec::check_model("tokens", tokens.header, model->config().name, model->fingerprint()));
  }
  const CodeGrid grid(tokens.codes, model->config().levels);
  const auto& header = tokens.header;
  const int rate = checked_rate(sample_rate.value_or(header.source_rate_hz));
  codec::SoundDecoderOptions options;
  options.gain_millidb = header.gain_millidb;
  options.lost = tokens.damage.frames;
  if (header.source_length) {
    options.length = codec::length_at(*header.source_length, header.source_rate_hz, rate);
  }
  Decoder decoder(model, rate, options);
  return make_sound(decode_grid(decoder, grid));
}

py::array decode(const ModelPtr& model, const py::object& codes, std::optional<int> sample_rate) {
  if (py::isinstance<Tokens>(codes)) {
    return decode_tokens(model, *codes.cast<std::shared_ptr<Tokens>>(), sample_rate);
  }
  const CodeGrid grid(codes, model->config().levels);
  Decoder decoder(model, sample_rate);
  return make_sound(decode_grid(decoder, grid));
}

// Ctrl-C for jobs that call back.
class FileJob {
 public:
  codec::JobControl control() {
    return {.progress =
                [this](double, double) {
                  try {
                    interrupt_.poll();
                  } catch (...) {
                    raised_ = std::current_exception();
                    stop_ = true;
                  }
                },
            .cancel = &stop_};
  }
  template <typename T>
  T finish(codec::Result<T> result) const {
    if (raised_) std::rethrow_exception(raised_);
    return take(std::move(result));
  }

 private:
  Interrupt interrupt_;
  std::atomic<bool> stop_{false};
  std::exception_ptr raised_;
};

void encode_file(const ModelPtr& model, const fs::path& source, const fs::path& target,
                 std::optional<int> codebooks, bool normalize, bool auto_gain,
                 const py::object& channel) {
  FileJob job;
  codec::EncodeOptions options;
  options.levels = checked_levels(*model, codebooks);
  options.normalize = normalize;
  options.auto_gain = auto_gain;
  options.channel = checked_channel(channel);
  options.control = job.control();
  codec::EncodeReport report;
  {
    const py::gil_scoped_release release;
    const bool tokens = codec::token_format(target).has_value();
    report = job.finish(tokens ? codec::tokenize_file(model, source, target, options)
                               : codec::encode_file(model, source, target, options));
  }
  for (const auto& text : {report.flaw, report.note, codec::describe(report.damage)}) {
    if (!text.empty()) warn(source.string() + ": " + text);
  }
}

void decode_file(const ModelPtr& model, const fs::path& source, const fs::path& target,
                 std::optional<int> codebooks, std::optional<int> sample_rate) {
  FileJob job;
  codec::DecodeOptions options;
  options.levels = codebooks ? checked_levels(*model, codebooks) : 0;
  options.sample_rate_hz = sample_rate ? checked_rate(*sample_rate) : 0;
  options.control = job.control();
  codec::DecodeReport report;
  {
    const py::gil_scoped_release release;
    report = job.finish(codec::decode_file(model, source, target, options));
  }
  const auto damage = codec::describe(report.damage);
  if (!damage.empty()) warn(source.string() + ": " + damage);
}

}  // namespace

void bind_codec(py::module_& module) {
  using codec::Model;
  py::class_<Model, ModelPtr>(module, "Codec", docs::Codec)
      .def_static("_load", load, py::arg("name_or_path"), py::arg("folders"), py::arg("decoder"))
      .def_static("_load_again", load_again)
      .def("_place",
           [](const ModelPtr& m) {
             const auto found = places().find(codec::to_hex(m->fingerprint()));
             return found != places().end() ? found->second : fs::path();
           })
      .def("encode", encode, docs::Codec_encode, py::arg("samples"), py::arg("sample_rate"),
           py::arg("codebooks") = py::none(), py::kw_only(), py::arg("channel") = py::none())
      .def("decode", decode, docs::Codec_decode, py::arg("codes"),
           py::arg("sample_rate") = py::none())
      .def("phones", phones, docs::Codec_phones, py::arg("codes"))
      .def_property_readonly("codebooks", codebooks, docs::Codec_codebooks)
      .def("encode_file", encode_file, docs::Codec_encode_file, py::arg("source"),
           py::arg("target"), py::arg("codebooks") = py::none(), py::kw_only(),
           py::arg("normalize") = false, py::arg("auto_gain") = true, py::arg("channel") = "auto")
      .def("decode_file", decode_file, docs::Codec_decode_file, py::arg("source"),
           py::arg("target"), py::arg("codebooks") = py::none(),
           py::arg("sample_rate") = py::none())
      .def_property_readonly(
          "name", [](const ModelPtr& m) { return m->config().name; }, docs::Codec_name)
      .def_property_readonly(
          "description", [](const ModelPtr& m) { return m->config().description; },
          docs::Codec_description)
      .def_property_readonly(
          "decoder", [](const ModelPtr& m) { return m->config().decoder; }, docs::Codec_decoder)
      .def_property_readonly(
          "decoders",
          [](const ModelPtr& m) {
            std::vector<std::string> names;
            for (const auto& d : m->config().decoders) names.push_back(d.name);
            return names;
          },
          docs::Codec_decoders)
      .def_property_readonly(
          "fingerprint", [](const ModelPtr& m) { return codec::to_hex(m->fingerprint()); },
          docs::Codec_fingerprint)
      .def_property_readonly(
          "sample_rate", [](const ModelPtr& m) { return m->config().sample_rate_hz; },
          docs::Codec_sample_rate)
      .def_property_readonly(
          "hop", [](const ModelPtr& m) { return m->config().hop_samples(); }, docs::Codec_hop)
      .def_property_readonly(
          "frame_rate", [](const ModelPtr& m) { return m->config().frame_rate_hz(); },
          docs::Codec_frame_rate)
      .def_property_readonly(
          "levels", [](const ModelPtr& m) { return m->config().levels; }, docs::Codec_levels)
      .def_property_readonly(
          "codebook_size", [](const ModelPtr& m) { return m->config().codebook_size; },
          docs::Codec_codebook_size)
      .def_property_readonly(
          "level_roles", [](const ModelPtr& m) { return m->config().level_roles; },
          docs::Codec_level_roles)
      .def_property_readonly(
          "semantic_delay_frames",
          [](const ModelPtr& m) { return m->config().semantic_delay_frames; },
          docs::Codec_semantic_delay_frames)
      .def_property_readonly(
          "latency", [](const ModelPtr& m) { return m->config().latency_samples(); },
          docs::Codec_latency)
      .def("__repr__", [](const ModelPtr& m) {
        return "<sonoglyph.Codec " + m->config().name + ", " + std::to_string(m->config().levels) +
               " codebooks of " + std::to_string(m->config().codebook_size) + ">";
      });
  module.def("_models", models, py::arg("folders"));
  module.def("_model_config", model_config, py::arg("name_or_path"), py::arg("folders"));
  module.def("_definition", definition);
}

void bind_streams(py::module_& module) {
  const auto encoded = [](const Encoder& e, const std::vector<codec::Code>& codes) {
    return make_codes(codes, e.levels(), e.model().config().codebook_size);
  };
  const auto reset = [](auto& stream) {
    const py::gil_scoped_release release;
    stream.reset();
  };
  py::class_<Encoder, EncoderPtr>(module, "StreamEncoder", docs::StreamEncoder)
      .def(py::init<ModelPtr, std::optional<int>, std::optional<int>>(), docs::StreamEncoder_init,
           py::arg("codec").none(false), py::arg("codebooks") = py::none(),
           py::arg("sample_rate") = py::none())
      .def(
          "push",
          [encoded](const EncoderPtr& e, const py::object& samples) {
            Sound sound(samples, /*may_be_empty=*/true);
            sound.choose(py::none());
            std::vector<codec::Code> codes;
            {
              const py::gil_scoped_release release;
              e->push(sound, codes);
            }
            return encoded(*e, codes);
          },
          docs::StreamEncoder_push, py::arg("samples"))
      .def(
          "finish",
          [encoded](const EncoderPtr& e) {
            std::vector<codec::Code> codes;
            {
              const py::gil_scoped_release release;
              e->finish(codes);
            }
            return encoded(*e, codes);
          },
          docs::StreamEncoder_finish)
      .def(
          "reset", [reset](const EncoderPtr& e) { reset(*e); }, docs::StreamEncoder_reset)
      .def("__enter__", [](EncoderPtr e) { return e; })
      .def("__exit__", [reset](const EncoderPtr& e, const py::args&) { reset(*e); })
      .def_property_readonly(
          "levels", [](const EncoderPtr& e) { return e->levels(); }, docs::StreamEncoder_levels)
      .def_property_readonly(
          "sample_rate", [](const EncoderPtr& e) { return e->sample_rate_hz(); },
          docs::StreamEncoder_sample_rate)
      .def_property_readonly(
          "latency", [](const EncoderPtr& e) { return e->latency_samples(); },
          docs::StreamEncoder_latency);
  py::class_<Decoder, DecoderPtr>(module, "StreamDecoder", docs::StreamDecoder)
      .def(py::init<ModelPtr, std::optional<int>>(), docs::StreamDecoder_init,
           py::arg("codec").none(false), py::arg("sample_rate") = py::none())
      .def(
          "push",
          [](const DecoderPtr& d, const py::object& codes) {
            const CodeGrid grid(codes, d->model().config().levels);
            std::vector<float> audio;
            {
              const py::gil_scoped_release release;
              d->push(grid, audio);
            }
            return make_sound(std::move(audio));
          },
          docs::StreamDecoder_push, py::arg("codes"))
      .def(
          "finish",
          [](const DecoderPtr& d) {
            std::vector<float> audio;
            {
              const py::gil_scoped_release release;
              d->finish(audio);
            }
            return make_sound(std::move(audio));
          },
          docs::StreamDecoder_finish)
      .def(
          "reset", [reset](const DecoderPtr& d) { reset(*d); }, docs::StreamDecoder_reset)
      .def("__enter__", [](DecoderPtr d) { return d; })
      .def("__exit__", [reset](const DecoderPtr& d, const py::args&) { reset(*d); })
      .def_property_readonly(
          "sample_rate", [](const DecoderPtr& d) { return d->sample_rate_hz(); },
          docs::StreamDecoder_sample_rate)
      .def_property_readonly(
          "latency", [](const DecoderPtr& d) { return d->delay_samples(); },
          docs::StreamDecoder_latency);
}

}  // namespace python
