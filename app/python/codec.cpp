// sonoglyph.Codec: a model, whole sounds and whole files.
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
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
#include "codec/files/file_codec.h"

namespace py = pybind11;

namespace python {
namespace {

namespace fs = std::filesystem;

using ModelPtr = std::shared_ptr<codec::Model>;

ModelPtr load(const std::optional<fs::path>& name_or_path, const std::vector<fs::path>& folders) {
  const py::gil_scoped_release release;
  const auto name = name_or_path.value_or(fs::path());
  const auto path = take(codec::find_model(name.string(), folders));
  // pybind11 holds no pointers to const; nothing here can change a Model.
  return std::const_pointer_cast<codec::Model>(take(codec::Model::load(path)));
}

py::array encode(const ModelPtr& model, const py::object& samples, int sample_rate,
                 std::optional<int> codebooks) {
  const Sound sound(samples);
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
  require(codec::check_model("tokens", tokens.header, model->config().name, model->fingerprint()));
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
    return decode_tokens(model, codes.cast<const Tokens&>(), sample_rate);
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
                 std::optional<int> codebooks, bool normalize) {
  FileJob job;
  codec::EncodeOptions options;
  options.levels = checked_levels(*model, codebooks);
  options.normalize = normalize;
  options.control = job.control();
  const py::gil_scoped_release release;
  const bool tokens = codec::token_format(target).has_value();
  job.finish(tokens ? codec::tokenize_file(model, source, target, options)
                    : codec::encode_file(model, source, target, options));
}

void decode_file(const ModelPtr& model, const fs::path& source, const fs::path& target,
                 std::optional<int> codebooks, std::optional<int> sample_rate) {
  FileJob job;
  codec::DecodeOptions options;
  options.levels = codebooks ? checked_levels(*model, codebooks) : 0;
  options.sample_rate_hz = sample_rate ? checked_rate(*sample_rate) : 0;
  options.control = job.control();
  const py::gil_scoped_release release;
  job.finish(codec::decode_file(model, source, target, options));
}

}  // namespace

void bind_codec(py::module_& module) {
  using codec::Model;
  py::class_<Model, ModelPtr>(module, "Codec")
      .def_static("_load", load, py::arg("name_or_path"), py::arg("folders"))
      .def("encode", encode, py::arg("samples"), py::arg("sample_rate"),
           py::arg("codebooks") = py::none())
      .def("decode", decode, py::arg("codes"), py::arg("sample_rate") = py::none())
      .def("encode_file", encode_file, py::arg("source"), py::arg("target"),
           py::arg("codebooks") = py::none(), py::kw_only(), py::arg("normalize") = false)
      .def("decode_file", decode_file, py::arg("source"), py::arg("target"),
           py::arg("codebooks") = py::none(), py::arg("sample_rate") = py::none())
      .def_property_readonly("name", [](const Model& m) { return m.config().name; })
      .def_property_readonly("description", [](const Model& m) { return m.config().description; })
      .def_property_readonly("fingerprint",
                             [](const Model& m) { return codec::to_hex(m.fingerprint()); })
      .def_property_readonly("sample_rate",
                             [](const Model& m) { return m.config().sample_rate_hz; })
      .def_property_readonly("hop", [](const Model& m) { return m.config().hop_samples(); })
      .def_property_readonly("frame_rate",
                             [](const Model& m) { return m.config().frame_rate_hz(); })
      .def_property_readonly("levels", [](const Model& m) { return m.config().levels; })
      .def_property_readonly("codebook_size",
                             [](const Model& m) { return m.config().codebook_size; })
      .def_property_readonly("level_roles", [](const Model& m) { return m.config().level_roles; })
      .def_property_readonly("semantic_delay_frames",
                             [](const Model& m) { return m.config().semantic_delay_frames; })
      .def_property_readonly("latency", [](const Model& m) { return m.config().latency_samples(); })
      .def("__repr__", [](const Model& m) {
        return "<sonoglyph.Codec " + m.config().name + ", " + std::to_string(m.config().levels) +
               " codebooks of " + std::to_string(m.config().codebook_size) + ">";
      });
}

void bind_streams(py::module_& module) {
  const auto encoded = [](const Encoder& e, const std::vector<codec::Code>& codes) {
    return make_codes(codes, e.levels(), e.model().config().codebook_size);
  };
  py::class_<Encoder>(module, "StreamEncoder")
      .def(py::init<ModelPtr, std::optional<int>, std::optional<int>>(), py::arg("codec"),
           py::arg("codebooks") = py::none(), py::arg("sample_rate") = py::none())
      .def(
          "push",
          [encoded](Encoder& e, const py::object& samples) {
            const Sound sound(samples, /*may_be_empty=*/true);
            std::vector<codec::Code> codes;
            {
              const py::gil_scoped_release release;
              e.push(sound, codes);
            }
            return encoded(e, codes);
          },
          py::arg("samples"))
      .def("finish",
           [encoded](Encoder& e) {
             std::vector<codec::Code> codes;
             {
               const py::gil_scoped_release release;
               e.finish(codes);
             }
             return encoded(e, codes);
           })
      .def("reset", &Encoder::reset, py::call_guard<py::gil_scoped_release>())
      .def_property_readonly("levels", &Encoder::levels)
      .def_property_readonly("sample_rate", &Encoder::sample_rate_hz)
      .def_property_readonly("latency", &Encoder::latency_samples);
  py::class_<Decoder>(module, "StreamDecoder")
      .def(py::init<ModelPtr, std::optional<int>>(), py::arg("codec"),
           py::arg("sample_rate") = py::none())
      .def(
          "push",
          [](Decoder& d, const py::object& codes) {
            const CodeGrid grid(codes, d.model().config().levels);
            std::vector<float> audio;
            {
              const py::gil_scoped_release release;
              d.push(grid, audio);
            }
            return make_sound(std::move(audio));
          },
          py::arg("codes"))
      .def("finish",
           [](Decoder& d) {
             std::vector<float> audio;
             {
               const py::gil_scoped_release release;
               d.finish(audio);
             }
             return make_sound(std::move(audio));
           })
      .def("reset", &Decoder::reset, py::call_guard<py::gil_scoped_release>())
      .def_property_readonly("sample_rate", &Decoder::sample_rate_hz)
      .def_property_readonly("latency", &Decoder::delay_samples);
}

}  // namespace python
