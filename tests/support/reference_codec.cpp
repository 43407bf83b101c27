#include "tests/support/reference_codec.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "codec/sound/noise.h"

namespace testing_support {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;

std::size_t size(int n) { return static_cast<std::size_t>(n); }

double hann(int i, int n) { return 0.5 - 0.5 * std::cos(kTurn * i / n); }

double mel(double hz) { return 2595 * std::log10(1 + hz / 700); }

using Window = double (*)(int, int);  // (sample, length)

// Windows of n samples that end with each hop: (S, n + 2), re and im in turn.
Rows spectra(const std::vector<double>& samples, int n, int h, Window window) {
  Rows out;
  for (int s = 0; (s + 1) * h <= static_cast<int>(samples.size()); ++s) {
    std::vector<double> row(size(n + 2));
    for (int i = 0; i < n; ++i) {
      const int at = (s + 1) * h - n + i;
      if (at < 0) continue;
      const double v = samples[size(at)] * window(i, n) / std::sqrt(n);
      for (int k = 0; k <= n / 2; ++k) {
        const double angle = -kTurn * (i * k % n) / n;
        row[2 * size(k)] += v * std::cos(angle);
        row[2 * size(k) + 1] += v * std::sin(angle);
      }
    }
    out.push_back(std::move(row));
  }
  return out;
}

// The sound of a spectrum y (n + 2), times window * factor, is added to out from `begin` on.
void add_inverse(const std::vector<double>& y, int n, Window window, double factor, int begin,
                 std::vector<double>& out) {
  for (int i = 0; i < n; ++i) {
    const int at = begin + i;
    if (at < 0 || at >= static_cast<int>(out.size())) continue;
    double v = y[0] + y[size(n)] * (i % 2 == 0 ? 1 : -1);
    for (int k = 1; k < n / 2; ++k) {
      const double angle = kTurn * (i * k % n) / n;
      v += 2 * (y[2 * size(k)] * std::cos(angle) - y[2 * size(k) + 1] * std::sin(angle));
    }
    out[size(at)] += v / std::sqrt(n) * window(i, n) * factor;
  }
}

}  // namespace

ReferenceCodec::ReferenceCodec(codec::ModelConfig config, codec::SafeTensors weights)
    : config_(std::move(config)), weights_(std::move(weights)) {}

std::vector<double> ReferenceCodec::tensor(const std::string& name) const {
  const auto values = weights_.tensors.at(name).to_floats();
  return {values.begin(), values.end()};
}

Rows ReferenceCodec::linear(const std::string& name, const Rows& x) const {
  const auto w = tensor(name + ".weight");
  const auto b = tensor(name + ".bias");
  Rows y(x.size(), b);
  for (std::size_t r = 0; r < x.size(); ++r) {
    for (std::size_t o = 0; o < b.size(); ++o) {
      for (std::size_t i = 0; i < x[r].size(); ++i) y[r][o] += w[o * x[r].size() + i] * x[r][i];
    }
  }
  return y;
}

Rows ReferenceCodec::norm(const std::string& name, const Rows& x) const {
  const auto gain = tensor(name + ".weight");
  const auto bias = tensor(name + ".bias");
  Rows y = x;
  for (auto& row : y) {
    double mean = 0;
    double variance = 0;
    for (const double v : row) mean += v / static_cast<double>(row.size());
    for (const double v : row)
      variance += (v - mean) * (v - mean) / static_cast<double>(row.size());
    for (std::size_t c = 0; c < row.size(); ++c) {
      row[c] = (row[c] - mean) / std::sqrt(variance + 1e-5) * gain[c] + bias[c];
    }
  }
  return y;
}

Rows ReferenceCodec::block(const std::string& name, const Rows& x) const {
  const auto w = tensor(name + ".depthwise.weight");
  const auto scale = tensor(name + ".scale");
  const auto taps = size(config_.block_kernel);
  Rows y(x.size(), tensor(name + ".depthwise.bias"));
  for (std::size_t t = 0; t < x.size(); ++t) {
    for (std::size_t c = 0; c < y[t].size(); ++c) {
      for (std::size_t j = 0; j < taps && j <= t; ++j) {  // tap taps - 1 meets the present
        y[t][c] += w[c * taps + taps - 1 - j] * x[t - j][c];
      }
    }
  }
  y = linear(name + ".expand", norm(name + ".norm", y));
  for (auto& row : y) {
    for (auto& v : row) {
      v /= 1 + std::exp(-v);
    }
  }
  y = linear(name + ".contract", y);
  for (std::size_t t = 0; t < x.size(); ++t) {
    for (std::size_t c = 0; c < scale.size(); ++c) y[t][c] = x[t][c] + scale[c] * y[t][c];
  }
  return y;
}

Rows ReferenceCodec::features(std::span<const float> samples) const {
  const auto whole = samples.size() - samples.size() % size(config_.hop_samples());
  Rows out;
  for (const auto& x :
       spectra({samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(whole)},
               config_.analysis_window_samples, config_.analysis_hop_samples, hann)) {
    std::vector<double> row;
    for (std::size_t k = 0; k < x.size() / 2; ++k) {
      row.push_back(std::log10(std::max(std::hypot(x[2 * k], x[2 * k + 1]), 1e-4)) + 2);
    }
    out.push_back(std::move(row));
  }
  return out;
}

Rows ReferenceCodec::latents(const Rows& features) const {
  const int subframes = config_.subframes_per_frame;
  const std::vector<double> silence(size(config_.bins()), -2.0);
  Rows u;
  for (int t = 0; t < static_cast<int>(features.size()) / subframes; ++t) {
    std::vector<double> row;
    for (int s = (t - 1) * subframes; s < (t + 1) * subframes; ++s) {
      const auto& part = s < 0 ? silence : features[size(s)];
      row.insert(row.end(), part.begin(), part.end());
    }
    u.push_back(std::move(row));
  }
  const auto encoded = [&](const std::string& name, int blocks) {
    auto v = linear(name + ".input", u);
    for (int i = 0; i < blocks; ++i) v = block(name + ".blocks." + std::to_string(i), v);
    return linear(name + ".project", norm(name + ".norm", v));
  };
  auto z = encoded("encoder", config_.encoder_blocks);
  if (!config_.semantic_encoder()) return z;
  auto both = encoded("semantic", config_.semantic_blocks);
  for (std::size_t t = 0; t < z.size(); ++t) {
    both[t].insert(both[t].end(), z[t].begin(), z[t].end());
  }
  return both;
}

std::vector<double> ReferenceCodec::entry(int level, int code) const {
  const auto name = "quantizer.levels." + std::to_string(level);
  const bool own = level == 0 && config_.semantic_encoder();
  return own ? row_of(name, code) : linear(name, {row_of(name, code)})[0];
}

std::vector<double> ReferenceCodec::searched(int level, int code) const {
  const bool own = level == 0 && config_.semantic_encoder();
  return own ? linear("quantizer.first", {row_of("quantizer.first", code)})[0] : entry(level, code);
}

std::vector<double> ReferenceCodec::row_of(const std::string& name, int code) const {
  const auto d = size(config_.latent_dim);
  const auto table = tensor(name + ".table");
  const auto first = table.begin() + static_cast<std::ptrdiff_t>(size(code) * d);
  return {first, first + static_cast<std::ptrdiff_t>(d)};
}

Rows ReferenceCodec::quantized(const codec::Codes& codes) const {
  Rows out(static_cast<std::size_t>(codes.frames()), std::vector<double>(size(config_.latent_dim)));
  for (std::size_t t = 0; t < out.size(); ++t) {
    for (int q = 0; q < codes.levels; ++q) {
      const auto e = entry(q, codes.at(q, static_cast<std::int64_t>(t)));
      for (std::size_t i = 0; i < e.size(); ++i) out[t][i] += e[i];
    }
  }
  return out;
}

Rows ReferenceCodec::heads(const Rows& quantized) const {
  const std::vector<double> zeros(size(config_.latent_dim));
  Rows u;
  for (std::size_t t = 0; t < quantized.size(); ++t) {
    std::vector<double> row;
    const auto seen = static_cast<std::size_t>(2 + config_.lookahead_frames);
    for (std::size_t back = seen; back + 1 > 0; --back) {
      const auto& part = t < back ? zeros : quantized[t - back];
      row.insert(row.end(), part.begin(), part.end());
    }
    u.push_back(std::move(row));
  }
  u = linear("decoder.input", u);
  for (int i = 0; i < config_.decoder_blocks; ++i) {
    u = block("decoder.blocks." + std::to_string(i), u);
  }
  Rows v;
  for (const auto& row : linear("decoder.up", u)) {
    for (auto it = row.begin(); it != row.end(); it += config_.fine_channels) {
      v.emplace_back(it, it + config_.fine_channels);
    }
  }
  for (int i = 0; i < config_.fine_blocks; ++i) {
    v = block("decoder.fine." + std::to_string(i), v);
  }
  return linear("decoder.head", norm("decoder.norm", v));
}

std::vector<double> ReferenceCodec::source(const Rows& heads) const {
  const int h = config_.analysis_hop_samples;
  std::vector<double> out;
  double before = 0;
  double phase = 0;
  for (const auto& head : heads) {
    const double octaves = std::log2(config_.f0_max_hz / config_.f0_min_hz);
    const auto told = static_cast<std::size_t>(std::max(1, config_.pitch_classes));
    double position = 1 / (1 + std::exp(-head[0]));
    if (config_.pitch_classes > 0) {
      const auto peak = std::max_element(head.begin(), head.begin() + config_.pitch_classes);
      double sum = 0;
      double weights = 0;
      for (int k = 0; k < config_.pitch_classes; ++k) {
        if (std::abs(k - (peak - head.begin())) > 4) continue;
        const double p = std::exp(head[static_cast<std::size_t>(k)] - *peak);
        sum += p * k;
        weights += p;
      }
      position = sum / weights / (config_.pitch_classes - 1);
    }
    const double f0 = head[told] > 0 ? config_.f0_min_hz * std::exp2(octaves * position) : 0;
    for (int i = 0; i < h; ++i) {
      const double w = (i + 1.0) / h;
      const double f = f0 > 0 && before > 0 ? before + (f0 - before) * w
                       : f0 > 0             ? f0
                       : before > 0         ? before
                                            : 100;
      const double gain = (f0 > 0 ? w : 0) + (before > 0 ? 1 - w : 0);
      phase = std::fmod(phase + kTurn * f / config_.sample_rate_hz, kTurn);
      const double harmonics = std::floor(7600 / f);
      const double half = std::sin(phase / 2);
      const double p = std::fabs(half) < 5e-4
                           ? harmonics
                           : std::sin((harmonics + 0.5) * phase) / (2 * half) - 0.5;
      out.push_back(p * std::sqrt(2 / harmonics) * gain);
    }
    before = f0;
  }
  return out;
}

std::vector<double> ReferenceCodec::synthesise(const Rows& heads) const {
  const int n = config_.analysis_window_samples;
  const int h = config_.analysis_hop_samples;
  const int m = 2 * h;
  const auto bands = size(config_.bands);
  const auto told = size(std::max(1, config_.pitch_classes));
  std::vector<double> out(heads.size() * size(h));
  std::size_t at = 0;
  if (config_.source_filter) {
    const Window root = [](int i, int length) { return std::sqrt(hann(i, length)); };
    std::vector<double> noise(out.size());
    for (std::size_t i = 0; i < noise.size(); ++i) {
      noise[i] = codec::noise_at(static_cast<std::uint32_t>(i));
    }
    const auto pulse = spectra(source(heads), m, h, root);
    const auto hiss = spectra(noise, m, h, root);
    for (std::size_t s = 0; s < heads.size(); ++s) {
      std::vector<double> y(size(m + 2));
      for (std::size_t k = 0; k <= size(h); ++k) {
        const double hz = static_cast<double>(k) * config_.sample_rate_hz / m;
        const double position = mel(hz) / mel(config_.sample_rate_hz / 2.0) * (config_.bands - 1);
        const auto low = std::min(static_cast<std::size_t>(position), bands - 2);
        const double t = position - static_cast<double>(low);
        const auto gain = [&](std::size_t first) {
          const double* g = heads[s].data() + first + low;
          return std::exp(std::min((1 - t) * g[0] + t * g[1], 6.0));
        };
        for (std::size_t part = 2 * k; part < 2 * k + 2; ++part) {
          y[part] = pulse[s][part] * gain(told + 1) + hiss[s][part] * gain(told + 1 + bands);
        }
      }
      add_inverse(y, m, root, 1.0, (static_cast<int>(s) + 1) * h - n, out);
    }
    at = told + 1 + 2 * bands;
  }
  if (config_.free_spectrum) {
    const auto bins = size(config_.bins());
    double overlap = 0;
    for (int i = 0; i < n; i += h) overlap += hann(i, n) * hann(i, n);
    for (std::size_t s = 0; s < heads.size(); ++s) {
      std::vector<double> y(size(n + 2));
      for (std::size_t k = 0; k < bins; ++k) {
        const double magnitude = std::exp(std::min(heads[s][at + k], 6.0) - 4);
        y[2 * k] = magnitude * std::cos(heads[s][at + bins + k]);
        y[2 * k + 1] = magnitude * std::sin(heads[s][at + bins + k]);
      }
      add_inverse(y, n, hann, 1 / overlap, (static_cast<int>(s) + 1) * h - n, out);
    }
  }
  return out;
}

}  // namespace testing_support
