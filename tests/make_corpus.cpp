// Writes the seeds of the fuzzers: make_corpus tests/corpus. Run it when a format changes.
#include <cstdio>
#include <filesystem>
#include <string>

#include "codec/base/file_io.h"
#include "codec/base/safetensors.h"
#include "codec/batch/batch_ledger.h"
#include "codec/container/container.h"
#include "codec/model/model_config.h"
#include "codec/sound/audio_file.h"
#include "codec/tokens/token_file.h"
#include "tests/support/synthetic_codes.h"

namespace {

namespace fs = std::filesystem;

void put(const fs::path& path, std::span<const std::byte> bytes) {
  fs::create_directories(path.parent_path());
  if (!codec::write_file(path, bytes)) std::fprintf(stderr, "%s: not written\n", path.c_str());
}

codec::StreamHeader header(int levels, int bits, int packet_frames) {
  codec::StreamHeader h;
  h.model_name = "seed";
  h.levels = levels;
  h.bits_per_code = bits;
  h.packet_frames = packet_frames;
  h.source_rate_hz = 44100;
  return h;
}

void containers(const fs::path& folder) {
  for (const auto& [levels, bits, entropy] :
       {std::tuple{1, 1, true}, {3, 10, true}, {3, 10, false}, {16, 16, true}, {5, 10, true}}) {
    for (const std::int64_t frames : {0, 23, 170}) {
      std::vector<std::byte> bytes;
      auto writer = codec::ContainerWriter::to_memory(bytes, header(levels, bits, 10),
                                                      {.entropy_coding = entropy});
      const auto codes = testing_support::markov_codes(levels, bits, frames, 1);
      const bool ok = writer->write(codes.data).ok() && writer->finish(frames * 882).ok();
      const auto name = std::to_string(levels) + "x" + std::to_string(bits) + "-" +
                        std::to_string(frames) + (entropy ? "e" : "p");
      if (ok && bytes.size() < 6000) put(folder / (name + ".sgl"), bytes);
      if (frames == 23)
        put(folder / (name + "-cut.sgl"), std::span(bytes).first(bytes.size() - 60));
    }
  }
}

void tokens(const fs::path& folder) {
  codec::TokenFile file;
  file.header = header(3, 10, 10);
  file.header.source_length = 5000;
  file.codes = testing_support::markov_codes(3, 10, 6, 1);
  const char* const names[] = {"npy", "json", "jsonl", "csv", "safetensors"};
  const auto scratch = folder / "scratch";
  fs::create_directories(scratch);
  for (std::size_t format = 0; format < 5; ++format) {
    for (int kind = 0; kind < 5; ++kind) {
      codec::TokenOptions options{.layout = static_cast<codec::TokenLayout>(kind % 4)};
      options.semantic_only = options.dedup = kind == 4;
      const auto path = scratch / (std::string("a.") + names[format]);
      if (!codec::write_tokens(path, file, options)) continue;
      auto sidecar = std::vector<std::byte>();
      if (format == 0) {
        sidecar = *codec::read_file(scratch / "a.npy.json");
        sidecar.resize((sidecar.size() + 7) / 8 * 8, std::byte{' '});
      }
      std::vector<std::byte> seed{static_cast<std::byte>(format),
                                  static_cast<std::byte>(sidecar.size() / 8)};
      const auto bytes = *codec::read_file(path);
      seed.insert(seed.end(), sidecar.begin(), sidecar.end());
      seed.insert(seed.end(), bytes.begin(), bytes.end());
      put(folder / (std::string(names[format]) + "-" + std::to_string(kind)), seed);
    }
  }
  fs::remove_all(scratch);
}

// A few milliseconds in every kind of sound, whole and cut.
void sounds(const fs::path& folder) {
  std::vector<float> samples(480);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<float>(static_cast<int>(i * 37 % 101) - 50) / 200.0f;
  }
  for (const char* kind :
       {"wav", "flac", "ogg", "opus", "mp3", "aiff", "au", "caf", "w64", "rf64"}) {
    const auto path = folder / (std::string("a.") + kind);
    fs::create_directories(folder);
    for (const int channels : {1, 2}) {
      auto writer = codec::AudioWriter::create(path, {.channels = channels, .quality = 0.0});
      if (!writer || !writer->write(samples) || !writer->finish()) continue;
      const auto bytes = *codec::read_file(path);
      const auto name = kind + std::to_string(channels);
      if (bytes.size() > 8000) continue;
      put(folder / name, bytes);
      if (channels == 1)
        put(folder / (name + "-cut"), std::span(bytes).first(bytes.size() * 2 / 3));
      if (channels == 2) {  // two in a row
        auto twice = bytes;
        twice.insert(twice.end(), bytes.begin(), bytes.end());
        put(folder / (name + "-twice"), twice);
      }
    }
    fs::remove(path);
  }
}

void texts(const fs::path& root) {
  const auto text = [&root](const char* name, const std::string& content) {
    put(root / name, std::as_bytes(std::span(content)));
  };
  // The first byte: 0 jsonl, 1 tsv, of sounds; 2 and 3 of tokens.
  text("manifest/nemo", std::string("\0", 1) +
                            R"({"audio_filepath":"a.wav","duration":1.5,"text":"x","offset":0.25})"
                            "\n\n"
                            R"({"audio_filepath":"b c.flac","start_time":"1","end_time":2.5,)"
                            R"("channel":[0,1],"id":12345678901234567890})"
                            "\n");
  text(
      "manifest/lhotse",
      std::string("\0", 1) +
          R"({"id":"c","start":1.0,"duration":2,"channel":0,"recording":{"id":"r","sources":)"
          R"([{"type":"file","channels":[0],"source":"r.wav"}],"sampling_rate":16000,)"
          R"("num_samples":99,"duration":3},"type":"MonoCut","custom":{"tokens_filepath":"t.sgl"}})"
          "\n"
          R"({"id":"r","sources":[{"type":"file","channels":[0,1],"source":"r.wav"}],"duration":3})");
  text("manifest/columns", "\1id\tpath\toffset\tduration\n7\ta.wav\t0.5\t1\n8\tb.wav\t\t\r\n");
  text("manifest/tokens",
       "\2\xef\xbb\xbf{\"tokens_filepath\":\"a.sgl\",\"frames\":3}\n{bad\n[1]\n");
  text("manifest/refused", std::string("\0", 1) +
                               R"({"audio_filepath":"a.wav","offset":-1})"
                               "\n"
                               R"({"audio_filepath":"a.wav","start_sample":5})"
                               "\n"
                               R"({"audio_filepath":"a.wav","offset":1,"start":2})");

  codec::LedgerEntry entry;
  entry.output = "a/one.npy";
  entry.source = "/in/one \xff\n.wav";
  entry.output_sum = {1234, 0xffffffffu};
  entry.source_sum = {99999999999, 5};
  entry.beside_sum = codec::FileSum{77, 1};
  entry.settings = "2 to=npy levels=0 gain=0 auto=-45,-6 layout=0 offsets sidecar";
  entry.sound_s = 0.1;
  entry.frames = 5;
  const auto line = codec::ledger_line(entry);
  entry.output = "two.sgl";
  entry.beside_sum.reset();
  text("ledger/two", line + codec::ledger_line(entry));
  text("ledger/again", line + line + codec::ledger_line(entry).substr(0, 50));
  text("ledger/zeros", line + std::string(100, '\0') + "\n\n" + codec::ledger_line(entry));
}

// Q = 1, K = 4, H = 3: the smallest file with every tensor of a prior.
codec::SafeTensors prior() {
  codec::SafeTensors file;
  file.metadata = {
      {"format", "sonoglyph-prior-1"}, {"shift1", "0"}, {"shift2", "6"}, {"shift3", "4"}};
  const auto add = [&file](const char* name, codec::DType type, std::vector<std::int64_t> shape) {
    auto& t = file.tensors[name];
    t.type = type;
    t.shape = std::move(shape);
    t.bytes.resize(static_cast<std::size_t>(t.elements()) * codec::size_of(type), std::byte{1});
  };
  add("embed", codec::DType::u8, {3, 5, 3});
  add("bias1", codec::DType::i32, {1, 3});
  add("weight2", codec::DType::u8, {1, 3, 3});
  add("bias2", codec::DType::i32, {1, 3});
  add("node", codec::DType::u8, {1, 4, 3});
  add("node_bias", codec::DType::i32, {1, 4});
  add("leaf", codec::DType::u16, {1, 4});
  for (std::size_t i = 0; i < 4; ++i) {
    file.tensors["leaf"].bytes[2 * i] = static_cast<std::byte>(3 - i);
    file.tensors["leaf"].bytes[2 * i + 1] = std::byte{0};
  }
  return file;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const fs::path root = argv[1];
  containers(root / "container");
  tokens(root / "tokens");
  put(root / "safetensors/prior", prior().serialize());
  codec::SafeTensors small;
  const float values[] = {1.0f, -2.0f};
  small.tensors["w"] = codec::TensorData::from_floats({2}, values);
  small.tensors["h"] = codec::TensorData::from_floats({2, 1}, values, codec::DType::f16);
  small.metadata["key"] = "a \"quoted\" value";
  put(root / "safetensors/small", small.serialize());
  put(root / "safetensors/empty", codec::SafeTensors().serialize());
  sounds(root / "sound");
  texts(root);
  codec::ModelConfig config;
  config.level_roles = {"semantic", "acoustic", "acoustic", "acoustic", "acoustic"};
  config.weights = "a.safetensors";
  config.weights_sha256 = std::string(64, 'a');
  const auto text = config.to_json();
  put(root / "config/full.json", std::as_bytes(std::span(text.data(), text.size())));
  const std::string rest = "{\"format\":2,\"name\":\"x\",\"f0_min_hz\":1e1,\"unknown\":[1,{}]}";
  put(root / "config/later.json", std::as_bytes(std::span(rest.data(), rest.size())));
}
