#include "codec/sound/resampler.h"

#include <soxr.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>

namespace codec {
namespace {

struct SoxrDelete {
  void operator()(soxr* s) const { soxr_delete(s); }
};
using Soxr = std::unique_ptr<soxr, SoxrDelete>;

Soxr make_soxr(int input_hz, int output_hz) {
  const auto io = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
  const auto quality = soxr_quality_spec(SOXR_HQ, 0);
  const auto runtime = soxr_runtime_spec(1);
  soxr_error_t error = nullptr;
  Soxr made(soxr_create(input_hz, output_hz, 1, &error, &io, &quality, &runtime));
  if (error != nullptr) throw std::runtime_error(std::string("soxr: ") + error);
  return made;
}

}  // namespace

struct Resampler::State {
  int input_hz = 0;
  int output_hz = 0;
  int delay = 0;
  std::size_t block_samples = 0;  // soxr only ever sees blocks of this size, and one last shorter
  Soxr engine;                    // null for equal rates
  std::vector<float> block;       // waits for block_samples
  std::vector<float> produced;
  std::int64_t samples_in = 0;
  std::int64_t samples_out = 0;

  std::int64_t output_length(std::int64_t in) const {
    return (in * output_hz + input_hz - 1) / input_hz;
  }

  // Appends what soxr gives for `in`; an empty `in` ends the stream.
  void run(std::span<const float> in, std::vector<float>& out) {
    const float* from = in.empty() ? nullptr : in.data();
    std::size_t left = in.size();
    for (;;) {
      std::size_t used = 0;
      std::size_t made = 0;
      const auto error =
          soxr_process(engine.get(), from, left, &used, produced.data(), produced.size(), &made);
      if (error != nullptr) throw std::runtime_error(std::string("soxr: ") + error);
      out.insert(out.end(), produced.begin(), produced.begin() + static_cast<std::ptrdiff_t>(made));
      samples_out += static_cast<std::int64_t>(made);
      left -= used;
      if (from != nullptr) from += used;
      if (made < produced.size() && left == 0) return;
    }
  }

  void restart() {
    if (input_hz != output_hz) engine = make_soxr(input_hz, output_hz);
    block.clear();
    samples_in = 0;
    samples_out = 0;
  }

  // What may wait inside, found by running two seconds of silence through.
  int measure_delay() {
    const std::vector<float> silence(block_samples);
    std::vector<float> out;
    double most = 0.0;
    for (int i = 0; i < 200; ++i) {
      samples_in += static_cast<std::int64_t>(block_samples);
      most = std::max(most, static_cast<double>(samples_in - 1) -
                                static_cast<double>(samples_out) * input_hz / output_hz);
      run(silence, out);
      out.clear();
    }
    restart();
    return static_cast<int>(std::ceil(most));
  }
};

Resampler::Resampler(std::unique_ptr<State> state) : state_(std::move(state)) {}
Resampler::~Resampler() = default;
Resampler::Resampler(Resampler&&) noexcept = default;
Resampler& Resampler::operator=(Resampler&&) noexcept = default;

Result<Resampler> Resampler::open(int input_hz, int output_hz) {
  for (const int hz : {input_hz, output_hz}) {
    if (hz < 1000 || hz > 768000) {
      return Error{ErrorCode::bad_value,
                   "sample rate " + std::to_string(hz) + " Hz, wanted 1000..768000"};
    }
  }
  auto state = std::make_unique<State>();
  state->input_hz = input_hz;
  state->output_hz = output_hz;
  if (input_hz != output_hz) {
    state->block_samples = static_cast<std::size_t>(std::max(16, input_hz / 100));
    state->block.reserve(state->block_samples);
    state->produced.resize(static_cast<std::size_t>(std::max(1024, output_hz / 50)));
    state->restart();
    state->delay = state->measure_delay();
  }
  return Resampler(std::move(state));
}

int Resampler::input_hz() const { return state_->input_hz; }
int Resampler::output_hz() const { return state_->output_hz; }
std::int64_t Resampler::output_length(std::int64_t input_samples) const {
  return state_->output_length(input_samples);
}
int Resampler::delay_samples() const { return state_->delay; }

void Resampler::push(std::span<const float> in, std::vector<float>& out) {
  auto& s = *state_;
  s.samples_in += static_cast<std::int64_t>(in.size());
  if (!s.engine) {
    out.insert(out.end(), in.begin(), in.end());
    return;
  }
  while (!in.empty()) {
    const auto n = std::min(in.size(), s.block_samples - s.block.size());
    s.block.insert(s.block.end(), in.begin(), in.begin() + static_cast<std::ptrdiff_t>(n));
    in = in.subspan(n);
    if (s.block.size() == s.block_samples) {
      s.run(s.block, out);
      s.block.clear();
    }
  }
}

void Resampler::finish(std::vector<float>& out) {
  auto& s = *state_;
  if (s.engine && s.samples_in > 0) {
    const auto before = s.samples_out;
    const auto start = out.size();
    if (!s.block.empty()) s.run(s.block, out);
    s.run({}, out);
    const auto owed = std::max<std::int64_t>(0, s.output_length(s.samples_in) - before);
    out.resize(start + static_cast<std::size_t>(owed));
  }
  s.restart();
}

void Resampler::reset() { state_->restart(); }

}  // namespace codec
