#include "app/python/tokens.h"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "app/python/arrays.h"
#include "app/python/errors.h"
#include "app/python/streams.h"
#include "codec/files/code_source.h"
#include "codec/files/header_of.h"
#include "codec/files/model_shelf.h"
#include "docs.h"

namespace py = pybind11;

namespace python {
namespace {

constexpr int kMostLevels = 16;

int codebook_size(const codec::StreamHeader& header) { return 1 << header.bits_per_code; }

using ModelPtr = std::shared_ptr<codec::Model>;
// By its holder: of an object that never was initialised there is none, and pybind11 says so.
using TokensPtr = std::shared_ptr<Tokens>;
using Folders = std::vector<std::filesystem::path>;

// `model`, or the installed one that the header names.
std::shared_ptr<const codec::Model> model_of(const std::string& file,
                                             const codec::StreamHeader& header,
                                             const ModelPtr& model, const Folders& folders) {
  if (model) return model;
  static codec::ModelShelf shelf(folders);
  return take(shelf.for_header(file, header));
}

// A file coded with what its model knows needs that model.
Tokens read_sgl(const std::filesystem::path& path, const ModelPtr& model, const Folders& folders) {
  codec::CodeSource::Whole whole;
  Tokens tokens;
  {
    const py::gil_scoped_release release;
    auto source = take(codec::CodeSource::open(path, {.token_files = false}));
    if (source.needs_prior()) {
      require(source.bind(model_of(source.name(), source.header(), model, folders)));
    }
    Interrupt interrupt;
    whole = take(source.read_all([&](std::int64_t) -> codec::Status {
      interrupt.poll();
      return codec::Done{};
    }));
    tokens.header = source.header();
    tokens.header.source_length = source.sound_length();
    tokens.damage = source.damage();
    tokens.damage.frames = std::move(whole.lost);
  }
  tokens.codes = make_codes(whole.codes.data, tokens.header.levels, codebook_size(tokens.header));
  return tokens;
}

void write_sgl(const std::filesystem::path& path, const TokensPtr& tokens, bool entropy_coding) {
  const auto file = tokens->file();
  const py::gil_scoped_release release;
  codec::ContainerOptions options;
  options.entropy_coding = entropy_coding;
  auto writer = take(codec::ContainerWriter::create(path, file.header, options));
  require(writer.write(file.codes.data));
  require(writer.finish(file.header.source_length));
}

Tokens read_tokens(const std::filesystem::path& path, std::size_t index) {
  codec::TokenFile file;
  {
    const py::gil_scoped_release release;
    file = take(codec::read_tokens(path, index));
  }
  if (!file.has_header) {
    throw Failure({codec::ErrorCode::unsupported,
                   path.string() + ": has codes and nothing else; load them with numpy or json"});
  }
  Tokens tokens;
  tokens.header = file.header;
  tokens.codes = make_codes(file.codes.data, file.codes.levels, codebook_size(file.header));
  return tokens;
}

codec::TokenLayout layout_of(const std::string& name) {
  if (name == "nested") return codec::TokenLayout::nested;
  if (name == "interleave") return codec::TokenLayout::interleave;
  if (name == "delay") return codec::TokenLayout::delay;
  if (name == "parallel") return codec::TokenLayout::parallel;
  throw py::value_error("layout: '" + name + "', wanted nested, interleave, delay or parallel");
}

void write_tokens(const std::filesystem::path& path, const TokensPtr& tokens,
                  const std::string& layout, bool level_offsets, bool semantic_only, bool dedup,
                  bool sidecar, const ModelPtr& model, const Folders& folders) {
  codec::TokenOptions options;
  options.layout = layout_of(layout);
  options.level_offsets = level_offsets;
  options.semantic_only = semantic_only;
  options.dedup = dedup;
  options.sidecar = sidecar;
  const auto file = tokens->file();
  const py::gil_scoped_release release;
  if (semantic_only) {
    require(codec::require_semantic(*model_of("tokens", file.header, model, folders), file.header));
  }
  require(codec::write_tokens(path, file, options));
}

std::string text_of(const TokensPtr& t) {
  return "<sonoglyph.Tokens " + std::to_string(t->codes.shape(0)) + " codebooks, " +
         std::to_string(t->codes.shape(1)) + " frames, model " + t->header.model_name + ">";
}

}  // namespace

codec::TokenFile Tokens::file() const {
  const CodeGrid grid(codes, kMostLevels);
  codec::TokenFile file;
  file.header = header;
  file.header.levels = grid.levels();
  file.header.prior_id = 0;
  file.codes.levels = grid.levels();
  grid.take(0, grid.frames(), codebook_size(header), file.codes.data);
  return file;
}

Tokens make_tokens(const codec::Model& model, const py::object& codes,
                   std::optional<int> sample_rate_hz, std::optional<std::int64_t> length) {
  const auto& config = model.config();
  const CodeGrid grid(codes, config.levels);
  Tokens tokens;
  auto& h = tokens.header;
  h = codec::header_of(model, grid.levels());
  h.source_rate_hz = checked_rate(sample_rate_hz.value_or(config.sample_rate_hz));
  const auto most = grid.frames() * h.hop_samples * h.source_rate_hz / h.model_rate_hz;
  h.source_length = length.value_or(most);
  const auto flushed = grid.frames() - h.frames_for(std::max<std::int64_t>(0, *h.source_length));
  if (*h.source_length < 0 || flushed < 0 || flushed > config.semantic_delay_frames) {
    throw py::value_error("length: " + std::to_string(*h.source_length) + " samples at " +
                          std::to_string(h.source_rate_hz) + " Hz, but " +
                          std::to_string(grid.frames()) + " frames hold at most " +
                          std::to_string(most) + " and no less than a frame fewer");
  }
  std::vector<codec::Code> data;
  grid.take(0, grid.frames(), config.codebook_size, data);
  tokens.codes = make_codes(data, grid.levels(), config.codebook_size);
  return tokens;
}

// A pickle holds a .sgl, and what is known of its damage.
py::tuple pickle(const TokensPtr& tokens) {
  const auto file = tokens->file();
  std::vector<std::byte> bytes;
  auto writer = take(codec::ContainerWriter::to_memory(bytes, file.header));
  require(writer.write(file.codes.data));
  require(writer.finish(file.header.source_length));
  py::list lost;
  for (const auto& r : tokens->damage.frames) lost.append(py::make_tuple(r.first, r.count));
  return py::make_tuple(py::bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size()), lost,
                        tokens->damage.truncated);
}

TokensPtr unpickle(const py::tuple& state) {
  const std::string bytes = state[0].cast<py::bytes>();
  auto reader = take(codec::ContainerReader::from_memory(std::as_bytes(std::span(bytes))));
  std::vector<codec::Code> codes;
  while (take(reader.read(4096, codes)) > 0) {
  }
  auto tokens = std::make_shared<Tokens>();
  tokens->header = reader.header();
  tokens->header.source_length = reader.source_length();
  tokens->codes = make_codes(codes, tokens->header.levels, codebook_size(tokens->header));
  for (const auto& range : state[1].cast<py::list>()) {
    const auto [first, count] = range.cast<std::pair<std::int64_t, std::int64_t>>();
    tokens->damage.frames.push_back({first, count});
  }
  tokens->damage.truncated = state[2].cast<bool>();
  return tokens;
}

void bind_tokens(py::module_& module) {
  py::class_<Tokens, TokensPtr>(module, "Tokens", docs::Tokens)
      .def(py::init([](const ModelPtr& codec, const py::object& codes,
                       std::optional<int> sample_rate, std::optional<std::int64_t> length) {
             return std::make_shared<Tokens>(make_tokens(*codec, codes, sample_rate, length));
           }),
           docs::Tokens_init, py::arg("codec").none(false), py::arg("codes"),
           py::arg("sample_rate") = py::none(), py::arg("length") = py::none())
      .def(py::pickle([](const TokensPtr& tokens) { return pickle(tokens); },
                      [](const py::tuple& state) { return unpickle(state); }))
      .def_property_readonly(
          "codes", [](const TokensPtr& t) { return t->codes; }, docs::Tokens_codes)
      .def_property_readonly(
          "model", [](const TokensPtr& t) { return t->header.model_name; }, docs::Tokens_model)
      .def_property_readonly(
          "fingerprint", [](const TokensPtr& t) { return codec::to_hex(t->header.fingerprint); },
          docs::Tokens_fingerprint)
      .def_property_readonly(
          "sample_rate", [](const TokensPtr& t) { return t->header.source_rate_hz; },
          docs::Tokens_sample_rate)
      .def_property_readonly(
          "channels", [](const TokensPtr& t) { return t->header.source_channels; },
          docs::Tokens_channels)
      .def_property_readonly(
          "length", [](const TokensPtr& t) { return t->header.source_length; }, docs::Tokens_length)
      .def_property_readonly(
          "model_sample_rate", [](const TokensPtr& t) { return t->header.model_rate_hz; },
          docs::Tokens_model_sample_rate)
      .def_property_readonly(
          "hop", [](const TokensPtr& t) { return t->header.hop_samples; }, docs::Tokens_hop)
      .def_property_readonly(
          "codebook_size", [](const TokensPtr& t) { return codebook_size(t->header); },
          docs::Tokens_codebook_size)
      .def_property_readonly(
          "gain_db", [](const TokensPtr& t) { return t->header.gain_millidb / 1e3; },
          docs::Tokens_gain_db)
      .def_property_readonly(
          "truncated", [](const TokensPtr& t) { return t->damage.truncated; },
          docs::Tokens_truncated)
      .def_property_readonly(
          "lost",
          [](const TokensPtr& t) {
            std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
            for (const auto& r : t->damage.frames) ranges.emplace_back(r.first, r.count);
            return ranges;
          },
          docs::Tokens_lost)
      .def("__repr__", text_of);
  module.def("_read_sgl", read_sgl, py::arg("path"), py::arg("codec").none(true),
             py::arg("folders"));
  module.def("write_sgl", write_sgl, docs::write_sgl, py::arg("path"),
             py::arg("tokens").none(false), py::kw_only(), py::arg("entropy_coding") = true);
  module.def("read_tokens", read_tokens, docs::read_tokens, py::arg("path"), py::arg("index") = 0);
  module.def("_write_tokens", write_tokens, py::arg("path"), py::arg("tokens").none(false),
             py::kw_only(), py::arg("layout") = "nested", py::arg("level_offsets") = true,
             py::arg("semantic_only") = false, py::arg("dedup") = false, py::arg("sidecar") = true,
             py::arg("codec").none(true), py::arg("folders"));
}

}  // namespace python
