// Speed of the codec: whole files, frame by frame, stage by stage, start-up, memory, and beside it
// the peers that are installed. Never run by ctest: on a shared machine time proves nothing alone.
//
//   bench_codec [--model NAME_OR_PATH] [--audio FILE] [--seconds N] [--json FILE] [--compare FILE]
//
// "x" is times real time in CPU seconds, which other load disturbs least. Percentiles are wall
// time, and CPU time where they say so: on a loaded machine the scheduler's turns of 3 ms are in
// the former.
#include <sndfile.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <thread>

#include "codec/base/file_io.h"
#include "codec/engine/analysis.h"
#include "codec/engine/decoder.h"
#include "codec/engine/encoder.h"
#include "codec/engine/kernels/kernels.h"
#include "codec/engine/residual_search.h"
#include "codec/engine/stream.h"
#include "codec/engine/synthesizer.h"
#include "tests/bench/measure.h"
#include "tests/bench/task.h"
#include "tests/support/random_model.h"
#include "tests/support/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using bench::Results;
using codec::Code;
using codec::Codes;
using ModelPtr = std::shared_ptr<const codec::Model>;
using Better = Results::Better;

struct Options {
  bench::Task task;  // of a child, or of all where task.name is empty
  std::string json;
  std::string compare;
  int repeats = 5;
};

struct FrameTimes {  // of each push, seconds
  std::vector<double> wall;
  std::vector<double> cpu;

  void time(const std::function<void()>& push) {
    const double wall_start = bench::wall_seconds();
    const double cpu_start = bench::thread_cpu_seconds();
    push();
    cpu.push_back(bench::thread_cpu_seconds() - cpu_start);
    wall.push_back(bench::wall_seconds() - wall_start);
  }
};

FrameTimes encode_frames(const ModelPtr& model, std::span<const float> samples) {
  codec::StreamEncoder encoder(model);
  const auto hop = static_cast<std::size_t>(model->config().hop_samples());
  std::vector<Code> codes(static_cast<std::size_t>(encoder.levels()));
  FrameTimes times;
  for (std::size_t at = 0; at + hop <= samples.size(); at += hop) {
    times.time([&] { encoder.push(samples.subspan(at, hop), std::span(codes)); });
  }
  return times;
}

FrameTimes decode_frames(const ModelPtr& model, const Codes& codes) {
  codec::StreamDecoder decoder(model);
  const auto levels = static_cast<std::size_t>(codes.levels);
  std::vector<float> audio(static_cast<std::size_t>(decoder.hop_samples()));
  FrameTimes times;
  for (std::size_t at = 0; at < codes.data.size(); at += levels) {
    times.time(
        [&] { decoder.push(std::span(codes.data).subspan(at, levels), codes.levels, audio); });
  }
  return times;
}

class Bench {
 public:
  Bench(const Options& options, fs::path config, fs::path folder, ModelPtr model,
        std::vector<float> samples)
      : options_(options),
        config_(std::move(config)),
        folder_(std::move(folder)),
        model_(std::move(model)),
        samples_(std::move(samples)),
        seconds_(static_cast<double>(samples_.size()) / model_->config().sample_rate_hz) {}

  void run() {
    results_.section("Setup");
    results_.note("model", model_->config().name);
    results_.add("seconds", seconds_, "s");
    results_.note("simd", codec::engine::Targets::name(0));
    results_.note("cores", std::to_string(std::thread::hardware_concurrency()));
    double load = 0;
    if (getloadavg(&load, 1) == 1) results_.add("load_average", load, "ready");
    whole_file();
    frame_by_frame();
    stages();
    two_threads();
    processes();
  }

  const Results& results() const { return results_; }

 private:
  void whole_file() {
    results_.section("Whole file in memory, one thread");
    const auto encoding =
        bench::least_of(options_.repeats, [&] { codes_ = codec::encode(model_, samples_); });
    std::vector<float> audio;
    const auto decoding =
        bench::least_of(options_.repeats, [&] { audio = codec::decode(model_, codes_); });
    results_.add("encode_whole", seconds_ / encoding.cpu_s, "x", Better::more, 150);
    results_.add("decode_whole", seconds_ / decoding.cpu_s, "x", Better::more, 150);
    results_.add("encode_whole_wall", seconds_ / encoding.wall_s, "x");
    results_.add("decode_whole_wall", seconds_ / decoding.wall_s, "x");
  }

  void frame_by_frame() {
    const auto report = [&](const std::string& what, const std::function<FrameTimes()>& work) {
      constexpr double kInfinity = std::numeric_limits<double>::infinity();
      double p50 = kInfinity;
      double p99 = kInfinity;
      double p99_cpu = kInfinity;
      double worst_cpu = kInfinity;
      const auto elapsed = bench::least_of(options_.repeats, [&] {
        auto times = work();
        p50 = std::min(p50, bench::percentile(times.wall, 50));
        p99 = std::min(p99, bench::percentile(times.wall, 99));
        p99_cpu = std::min(p99_cpu, bench::percentile(times.cpu, 99));
        worst_cpu = std::min(worst_cpu, times.cpu.back());
      });
      results_.add(what + "_frames", seconds_ / elapsed.cpu_s, "x", Better::more, 60);
      results_.add(what + "_frame_p50", 1e3 * p50, "ms");
      results_.add(what + "_frame_p99", 1e3 * p99, "ms", Better::less, 2);
      results_.add(what + "_frame_p99_cpu", 1e3 * p99_cpu, "ms", Better::less, 2);
      results_.add(what + "_frame_worst_cpu", 1e3 * worst_cpu, "ms");
    };
    results_.section("Frame by frame, one thread");
    report("encode", [&] { return encode_frames(model_, samples_); });
    report("decode", [&] { return decode_frames(model_, codes_); });
  }

  void stages() {
    const auto& config = model_->config();
    const auto& weights = model_->weights();
    const auto hop = static_cast<std::size_t>(config.hop_samples());
    const auto subframes = static_cast<std::size_t>(config.subframes_per_frame);
    const auto levels = static_cast<std::size_t>(config.levels);
    for (const std::size_t frames : {std::size_t{48}, std::size_t{1}}) {
      results_.section("Stages, microseconds a frame, " + std::to_string(frames) +
                       (frames == 1 ? " frame" : " frames") + " at once");
      codec::engine::Analysis analysis(config);
      codec::engine::Encoder encoder(weights, config, frames);
      codec::engine::ResidualSearch search(weights);
      codec::engine::Decoder decoder(weights, config, frames);
      codec::engine::Synthesizer synthesizer(config);
      std::vector<Code> codes(frames * levels);
      std::vector<float> audio(frames * hop);
      std::vector<double> spent[6];
      const std::size_t past = static_cast<std::size_t>(config.analysis_window_samples);
      const std::size_t runs = std::min<std::size_t>(2000, samples_.size() / hop) / frames;
      for (std::size_t i = 0; i < runs; ++i) {
        const auto* samples = samples_.data() + i * frames * hop;
        if (i * frames * hop + past + frames * hop > samples_.size()) break;
        float* latents = nullptr;
        const float* heads = nullptr;
        const std::function<void()> steps[6] = {
            [&] { analysis.run(samples, frames * subframes, encoder.features()); },
            [&] { latents = encoder.run(frames); },
            [&] { search.run(latents, frames, levels, codes.data()); },
            [&] {
              codec::engine::look_up(weights, codes.data(), frames, levels, ~0u, decoder.latents());
            },
            [&] { heads = decoder.run(frames); },
            [&] { synthesizer.run(heads, frames * subframes, audio.data()); }};
        for (std::size_t s = 0; s < 6; ++s) {
          const double start = bench::thread_cpu_seconds();
          steps[s]();
          spent[s].push_back(bench::thread_cpu_seconds() - start);
        }
      }
      const char* names[6] = {"analysis", "encoder", "search", "look_up", "decoder", "synthesis"};
      for (std::size_t s = 0; s < 6; ++s) {
        results_.add(std::string(names[s]) + "_us_" + std::to_string(frames),
                     1e6 * bench::percentile(spent[s], 50) / static_cast<double>(frames), "us");
      }
    }
  }

  void two_threads() {
    results_.section("Two threads, one file each, wall time");
    const auto both = [&](const std::function<void()>& work) {
      return bench::least_of(options_.repeats, [&] {
        std::jthread other(work);
        work();
      });
    };
    const auto encoding = both([&] { codec::encode(model_, samples_); });
    const auto decoding = both([&] { codec::decode(model_, codes_); });
    results_.add("encode_two_threads", 2 * seconds_ / encoding.wall_s, "x");
    results_.add("decode_two_threads", 2 * seconds_ / decoding.wall_s, "x");
  }

  // The least CPU time of a few runs; not ok where any of them failed.
  bench::ChildRun least_child(const std::vector<std::string>& arguments) const {
    bench::ChildRun least;
    for (int i = 0; i < options_.repeats; ++i) {
      const auto run = bench::run_child(arguments);
      if (!run.ok) return run;
      if (!least.ok || run.cpu_s < least.cpu_s) least = run;
    }
    return least;
  }

  void processes() {
    const auto wav = folder_ / "sound.wav";
    const auto raw = folder_ / "sound8k.raw";
    bench::write_audio(wav, samples_, model_->config().sample_rate_hz,
                       SF_FORMAT_WAV | SF_FORMAT_PCM_16);
    std::vector<float> half;  // every second sample: c2enc takes 8 kHz, and only time matters here
    for (std::size_t i = 0; i + 1 < samples_.size(); i += 2) half.push_back(samples_[i]);
    bench::write_audio(raw, half, 8000, SF_FORMAT_RAW | SF_FORMAT_PCM_16 | SF_ENDIAN_LITTLE);

    const auto self = fs::read_symlink("/proc/self/exe").string();
    const auto child = [&](const std::string& what, const std::string& seconds) {
      return std::vector<std::string>{self,      "--child",    what,        "--model", config_,
                                      "--audio", wav.string(), "--seconds", seconds};
    };

    results_.section("Processes");
    std::vector<double> starts;
    std::vector<double> starts_cpu;
    for (int i = 0; i < 2 * options_.repeats + 1; ++i) {
      const auto run = bench::run_child(child("first-token", "0"));
      if (!run.ok) bench::fail("a child process failed");
      starts.push_back(1e3 * run.first_output_s);
      starts_cpu.push_back(1e3 * run.cpu_s);
    }
    results_.add("start_to_first_token", bench::percentile(starts, 50), "ms", Better::less, 300);
    results_.add("start_to_first_token_cpu", bench::percentile(starts_cpu, 50), "ms");
    const auto minute = bench::run_child(child("stream", "60"));
    const auto half_hour = bench::run_child(child("stream", "1800"));
    results_.add("memory_streaming_1_min", minute.peak_mib, "MiB");
    results_.add("memory_streaming_30_min", half_hour.peak_mib, "MiB", Better::less, 300);

    results_.section("Beside peers: CPU seconds of whole processes, files in and out");
    const auto ours_encode = least_child(child("encode", "0"));
    const auto ours_decode = least_child(child("decode", "0"));
    add_process("process_encode", ours_encode, nullptr);
    add_process("process_decode", ours_decode, nullptr);
    const auto opus = (folder_ / "sound.opus").string();
    peer("opusenc", {"opusenc", "--quiet", "--bitrate", "8", wav.string(), opus}, ours_encode);
    peer("opusdec", {"opusdec", "--quiet", opus, (folder_ / "opus.wav").string()}, ours_decode);
    const auto bits = (folder_ / "sound.c2").string();
    peer("c2enc", {"c2enc", "3200", raw.string(), bits}, ours_encode);
    peer("c2dec", {"c2dec", "3200", bits, (folder_ / "c2.raw").string()}, ours_decode);
  }

  void add_process(const std::string& key, const bench::ChildRun& run,
                   const bench::ChildRun* ours) {
    if (!run.ok) return results_.note(key, "failed");
    results_.add(key, seconds_ / run.cpu_s, "x");
    if (ours != nullptr) results_.add(key + "_cpu_to_ours", run.cpu_s / ours->cpu_s, "ratio");
  }

  void peer(const std::string& key, const std::vector<std::string>& arguments,
            const bench::ChildRun& ours) {
    if (!bench::is_installed(arguments[0])) return results_.note(key, "not installed");
    add_process(key, least_child(arguments), &ours);
  }

  const Options& options_;
  fs::path config_;
  fs::path folder_;  // for what the processes read and write
  ModelPtr model_;
  std::vector<float> samples_;
  double seconds_;
  Codes codes_;
  Results results_;
};

int run(const Options& options) {
  const testing_support::TemporaryFolder folder;
  fs::path config;
  if (auto found = codec::find_model(options.task.model)) {
    config = *found;
  } else if (options.task.model.empty()) {
    codec::ModelConfig shape;  // the default shape; speed does not depend on the values
    shape.name = "random-weights";
    config = testing_support::write_random_model(folder, shape, 1);
  } else {
    bench::fail(found.error().message);
  }
  const auto model = bench::load(config);
  const int rate = model->config().sample_rate_hz;
  auto samples = options.task.audio.empty()
                     ? testing_support::synthetic_speech(
                           static_cast<std::size_t>(options.task.seconds * rate), rate, 1)
                     : bench::read_audio(options.task.audio, rate);
  std::string before;
  if (!options.compare.empty()) {
    auto bytes = codec::read_file(options.compare);
    if (!bytes) bench::fail(bytes.error().message);
    before.assign(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  }
  Bench all(options, config, folder, model, std::move(samples));
  all.run();
  all.results().print(before);
  if (!options.json.empty()) {
    const auto written = codec::write_file(options.json, all.results().to_json());
    if (!written) bench::fail(written.error().message);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Speed of the codec, in a table");
  app.add_option("--model", options.task.model, "name or path; random weights where none is found");
  app.add_option("--audio", options.task.audio, "mono, at the model's rate; else synthetic speech");
  app.add_option("--seconds", options.task.seconds, "of synthetic speech")
      ->check(CLI::Range(0, 36000));
  app.add_option("--repeats", options.repeats, "the least of so many runs")
      ->check(CLI::Range(1, 100));
  app.add_option("--json", options.json, "also write the values to this file");
  app.add_option("--compare", options.compare, "an earlier --json file");
  app.add_option("--child", options.task.name)->group("");
  CLI11_PARSE(app, argc, argv);
  return options.task.name.empty() ? run(options) : bench::run_task(options.task);
}
