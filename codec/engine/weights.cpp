#include "codec/engine/weights.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <set>
#include <string>

#include "codec/model/definition.h"

namespace codec::engine {
namespace {

using Shape = std::vector<std::int64_t>;

std::string text(const Shape& shape) {
  std::string s = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    s += (i > 0 ? ", " : "") + std::to_string(shape[i]);
  }
  return s + ")";
}

std::size_t whole_panels(std::size_t outputs) { return (outputs + kPanel - 1) / kPanel * kPanel; }

// Row-major (outputs, inputs) -> [panel][input][16], zeros behind the last output.
template <typename T>
Aligned<T> pack(const T* rows, std::size_t outputs, std::size_t inputs) {
  Aligned<T> packed(whole_panels(outputs) * inputs, T{});
  for (std::size_t o = 0; o < outputs; ++o) {
    T* to = packed.data() + o / kPanel * kPanel * inputs + o % kPanel;
    for (std::size_t i = 0; i < inputs; ++i) to[i * kPanel] = rows[o * inputs + i];
  }
  return packed;
}

// Takes tensors by name and remembers the first thing that is wrong; then what it returns is empty
// and the caller may go on.
class TensorReader {
 public:
  explicit TensorReader(const SafeTensors& file) : file_(file) {}

  Aligned<float> vector(const std::string& name, int n) {
    const auto values = floats(name, {n});
    return {values.begin(), values.end()};
  }

  std::vector<float> table(const std::string& name, int rows, int columns) {
    return floats(name, {rows, columns});
  }

  // name.weight (outputs, inputs), name.bias (outputs).
  Matrix matrix(const std::string& name, int outputs, int inputs) {
    Matrix m;
    m.outputs = static_cast<std::size_t>(outputs);
    m.inputs = static_cast<std::size_t>(inputs);
    m.bias = vector(name + ".bias", outputs);
    m.bias.resize(whole_panels(m.outputs), 0.0f);
    const auto* data = tensor(name + ".weight", {outputs, inputs});
    if (data == nullptr) return m;
    if (data->type == DType::f16) {  // checked and packed as it is: most of a model is f16
      std::vector<std::uint16_t> half(m.outputs * m.inputs);
      std::memcpy(half.data(), data->bytes.data(), data->bytes.size());
      constexpr std::uint16_t kExponent = 0x7c00;  // all ones: infinity or NaN
      require_finite(name + ".weight", std::none_of(half.begin(), half.end(), [](std::uint16_t h) {
                       return (h & kExponent) == kExponent;
                     }));
      m.half = pack(half.data(), m.outputs, m.inputs);
    } else {
      m.full = pack(floats(name + ".weight", {outputs, inputs}).data(), m.outputs, m.inputs);
    }
    return m;
  }

  Norm norm(const std::string& name, int channels) {
    return {vector(name + ".weight", channels), vector(name + ".bias", channels)};
  }

  std::optional<Error> finish() {
    if (error_) return error_;
    for (const auto& [name, data] : file_.tensors) {
      if (!used_.contains(name)) {
        fail("tensor '" + name + "' does not belong to a model of this config");
        break;
      }
    }
    return error_;
  }

 private:
  void fail(const std::string& what) {
    if (!error_) error_ = Error{ErrorCode::corrupt, "weights: " + what};
  }

  // Of that shape and a float type, or nullptr.
  const TensorData* tensor(const std::string& name, const Shape& shape) {
    if (error_) return nullptr;
    used_.insert(name);
    const auto* data = file_.find(name);
    if (data == nullptr) {
      fail("tensor '" + name + "' is missing");
    } else if (data->shape != shape) {
      fail("tensor '" + name + "' has shape " + text(data->shape) + ", the config wants " +
           text(shape));
    } else if (data->type != DType::f32 && data->type != DType::f16) {
      fail("tensor '" + name + "' wants type F32 or F16");
    }
    return error_ ? nullptr : data;
  }

  void require_finite(const std::string& name, bool finite) {
    if (!finite) fail("tensor '" + name + "' holds a value that is not finite");
  }

  std::vector<float> floats(const std::string& name, const Shape& shape) {
    const auto* data = tensor(name, shape);
    if (data == nullptr) return {};
    auto values = data->to_floats();
    require_finite(
        name, std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); }));
    return values;
  }

  const SafeTensors& file_;
  std::set<std::string> used_;
  std::optional<Error> error_;
};

std::vector<Block> read_blocks(TensorReader& reader, const std::string& name, int blocks,
                               int channels, int expansion, int taps) {
  std::vector<Block> out;
  for (int i = 0; i < blocks; ++i) {
    const auto prefix = name + "." + std::to_string(i) + ".";
    Block block;
    block.conv.taps = static_cast<std::size_t>(taps);
    block.conv.bias = reader.vector(prefix + "depthwise.bias", channels);
    const auto weight = reader.table(prefix + "depthwise.weight", channels, taps);
    block.conv.weight.resize(weight.size());
    const auto c = static_cast<std::size_t>(channels);
    for (std::size_t j = 0; j < weight.size(); ++j) {  // (C, taps) -> [taps][C]
      block.conv.weight[j] = weight[j % c * block.conv.taps + j / c];
    }
    block.norm = reader.norm(prefix + "norm", channels);
    block.expand = reader.matrix(prefix + "expand", expansion * channels, channels);
    block.contract = reader.matrix(prefix + "contract", channels, expansion * channels);
    block.scale = reader.vector(prefix + "scale", channels);
    out.push_back(std::move(block));
  }
  return out;
}

// The table of `name`, moved by its map.
Codebook read_codebook(TensorReader& reader, const std::string& name, int size, int dim) {
  const auto table = reader.table(name + ".table", size, dim);
  const auto map = reader.table(name + ".weight", dim, dim);
  const auto bias = reader.vector(name + ".bias", dim);
  Codebook book;
  if (table.empty() || map.empty() || bias.empty()) return book;

  const auto k = static_cast<std::size_t>(size);
  const auto d = static_cast<std::size_t>(dim);
  book.dim = d;
  book.entries.resize(k * d);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < d; ++j) {
      double sum = bias[j];
      for (std::size_t n = 0; n < d; ++n) {
        sum += static_cast<double>(table[i * d + n]) * static_cast<double>(map[j * d + n]);
      }
      book.entries[i * d + j] = static_cast<float>(sum);
    }
  }
  book.search = search_matrix(book.entries, d);
  return book;
}

void read_encoders(TensorReader& reader, const ModelConfig& c, Weights& w) {
  w.encoder_input = reader.matrix("encoder.input", c.encoder_channels,
                                  kEncoderFrames * c.subframes_per_frame * c.bins());
  w.encoder_blocks = read_blocks(reader, "encoder.blocks", c.encoder_blocks, c.encoder_channels,
                                 c.encoder_expansion, c.block_kernel);
  w.encoder_norm = reader.norm("encoder.norm", c.encoder_channels);
  w.encoder_project = reader.matrix("encoder.project", c.latent_dim, c.encoder_channels);
  if (!c.semantic_encoder()) return;
  w.semantic_input = reader.matrix("semantic.input", c.semantic_channels,
                                   kEncoderFrames * c.subframes_per_frame * c.bins());
  w.semantic_blocks = read_blocks(reader, "semantic.blocks", c.semantic_blocks, c.semantic_channels,
                                  c.encoder_expansion, c.block_kernel);
  w.semantic_norm = reader.norm("semantic.norm", c.semantic_channels);
  w.semantic_project = reader.matrix("semantic.project", c.latent_dim, c.semantic_channels);
}

}  // namespace

CodebookMatrix search_matrix(std::span<const float> entries, std::size_t dim) {
  CodebookMatrix m;
  m.outputs = entries.size() / dim;
  m.inputs = dim;
  m.bias.assign(whole_panels(m.outputs), std::numeric_limits<float>::infinity());
  std::vector<float> negated(entries.size());
  for (std::size_t i = 0; i < m.outputs; ++i) {
    double squares = 0;
    for (std::size_t j = i * dim; j < (i + 1) * dim; ++j) {
      negated[j] = -entries[j];
      squares += static_cast<double>(entries[j]) * static_cast<double>(entries[j]);
    }
    m.bias[i] = static_cast<float>(squares / 2);
  }
  m.full = pack(negated.data(), m.outputs, dim);
  return m;
}

Result<std::unique_ptr<Weights>> make_weights(const SafeTensors& file, const ModelConfig& c) {
  auto w = std::make_unique<Weights>();
  TensorReader reader(file);

  w->latent_width = static_cast<std::size_t>(c.latent_width());
  if (!c.decode_only) read_encoders(reader, c, *w);

  for (int q = 0; q < c.levels; ++q) {
    const bool own_first = q == 0 && c.semantic_encoder();
    const auto name = own_first ? "quantizer.first" : "quantizer.levels." + std::to_string(q);
    w->codebooks.push_back(read_codebook(reader, name, c.codebook_size, c.latent_dim));
  }
  w->search_width = static_cast<std::size_t>(c.search_width);
  w->first_entries = w->codebooks[0].entries;
  if (c.semantic_encoder()) {
    const auto added = reader.table("quantizer.levels.0.table", c.codebook_size, c.latent_dim);
    w->codebooks[0].entries.assign(added.begin(), added.end());
  }

  w->decoder_input = reader.matrix("decoder.input", c.decoder_channels,
                                   (kDecoderFrames + c.lookahead_frames) * c.latent_dim);
  w->decoder_blocks = read_blocks(reader, "decoder.blocks", c.decoder_blocks, c.decoder_channels,
                                  c.decoder_expansion, c.block_kernel);
  w->decoder_up =
      reader.matrix("decoder.up", c.subframes_per_frame * c.fine_channels, c.decoder_channels);
  w->fine_blocks = read_blocks(reader, "decoder.fine", c.fine_blocks, c.fine_channels,
                               c.fine_expansion, c.block_kernel);
  w->decoder_norm = reader.norm("decoder.norm", c.fine_channels);
  w->decoder_head = reader.matrix("decoder.head", HeadLayout(c).width, c.fine_channels);

  if (auto error = reader.finish()) return *error;
  return w;
}

}  // namespace codec::engine
