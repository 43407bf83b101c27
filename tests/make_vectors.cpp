// Writes the test vectors anew: make_vectors tests/vectors. Only a new version of the format, or
// another tiny model, is a reason to run it.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "codec/base/file_io.h"
#include "codec/base/json.h"
#include "codec/base/printed.h"
#include "codec/base/safetensors.h"
#include "codec/container/container_format.h"
#include "codec/files/file_codec.h"
#include "codec/model/entropy_prior.h"
#include "tests/support/synthetic_codes.h"

namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::byte>;

// A value, or the end of the program.
template <typename T>
T must(codec::Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(1);
}

// Random, of the shapes of `tiny`: what it predicts is nonsense, and the same everywhere.
codec::SafeTensors prior(const codec::Model& model) {
  constexpr std::int64_t kHidden = 4;
  const auto& config = model.config();
  const std::int64_t q = config.levels;
  const std::int64_t k = config.codebook_size;
  testing_support::Random random(1);
  codec::SafeTensors file;
  file.metadata = {{"format", "sonoglyph-prior-1"},
                   {"weights_sha256", codec::to_hex(model.fingerprint())},
                   {"shift1", "2"},
                   {"shift2", "6"},
                   {"shift3", "5"}};
  const auto add = [&](const char* name, codec::DType type, std::vector<std::int64_t> shape) {
    auto& t = file.tensors[name];
    t.type = type;
    t.shape = std::move(shape);
    t.bytes.resize(static_cast<std::size_t>(t.elements()) * codec::size_of(type));
    for (std::size_t i = 0; i < t.bytes.size(); i += codec::size_of(type)) {
      const auto value = static_cast<int>(random.below(128)) - 64;
      for (std::size_t b = 0; b < codec::size_of(type); ++b) {
        t.bytes[i + b] = static_cast<std::byte>(b == 0 ? value : value < 0 ? -1 : 0);
      }
    }
  };
  add("embed", codec::DType::u8, {3 * q, k + 1, kHidden});
  add("bias1", codec::DType::i32, {q, kHidden});
  add("weight2", codec::DType::u8, {q, kHidden, kHidden});
  add("bias2", codec::DType::i32, {q, kHidden});
  add("node", codec::DType::u8, {q, k, kHidden});
  add("node_bias", codec::DType::i32, {q, k});
  add("leaf", codec::DType::u16, {q, k});
  auto& leaf = file.tensors["leaf"].bytes;
  for (std::int64_t i = 0; i < q * k; ++i) {  // 37 is odd: a permutation
    const auto at = static_cast<std::size_t>(2 * i);
    leaf[at] = static_cast<std::byte>((i % k * 37 + 11 * (i / k)) % k);
    leaf[at + 1] = std::byte{0};
  }
  return file;
}

std::size_t packet_end(const Bytes& sgl, int count) {
  auto at = codec::format::kHeaderBytes;
  for (int i = 0; i < count; ++i) {
    at += 14 + std::to_integer<std::size_t>(sgl[at + 2]) +
          256 * std::to_integer<std::size_t>(sgl[at + 3]);
  }
  return at;
}

class Vectors {
 public:
  explicit Vectors(fs::path folder)
      : folder_(std::move(folder)),
        model_(must(codec::Model::load(folder_ / "../../models/tiny.json"))) {}

  void write() {
    codec::EncodeOptions options;
    options.excerpt = {.start_s = 0.6, .duration_s = 1.2};
    options.packet_frames = 25;
    options.auto_gain = false;
    options.entropy_coding = false;
    encode("plain", options);
    options.levels = 1;
    encode("prefix", options);
    options.levels = 0;
    options.gain_db = 6.5;
    encode("gain", options);
    options.gain_db = 0.0;
    options.entropy_coding = true;
    options.packet_frames = 60;
    encode("entropy", options);

    const auto plain = must(codec::read_file(folder_ / "plain.sgl"));
    const auto one = packet_end(plain, 1);
    const auto two = packet_end(plain, 2);
    Bytes gap(plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(one));
    gap.insert(gap.end(), plain.begin() + static_cast<std::ptrdiff_t>(two), plain.end());
    put("gap", gap);
    auto damaged = plain;
    damaged[one + 20] ^= std::byte{4};
    put("damaged", damaged);
    put("cut", Bytes(plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(two + 9)));

    save_prior();
    live();
    for (const char* name :
         {"plain", "entropy", "prior", "prefix", "gain", "gap", "damaged", "cut", "live"}) {
      describe(name);
    }
    list_ += "\n]\n";
    if (!codec::write_file(folder_ / "vectors.json", list_)) std::exit(1);
  }

 private:
  void put(const std::string& name, const Bytes& bytes) {
    if (!codec::write_file(folder_ / (name + ".sgl"), bytes)) std::exit(1);
  }

  void encode(const std::string& name, const codec::EncodeOptions& options) {
    must(codec::encode_file(model_, folder_ / "../data/kathleen.flac", folder_ / (name + ".sgl"),
                            options));
  }

  codec::StreamHeader header_of_plain() {
    return must(codec::CodeSource::open(folder_ / "plain.sgl")).header();
  }
  codec::Codes codes_of_plain() {
    return must(must(codec::CodeSource::open(folder_ / "plain.sgl")).read_all()).codes;
  }

  // The codes of plain.sgl behind a prior that is in no model.
  void save_prior() {
    const auto file = prior(*model_);
    if (!file.save(folder_ / "prior.safetensors")) std::exit(1);
    prior_ = must(codec::EntropyPrior::from_tensors(file));
    auto header = header_of_plain();
    header.prior_id = prior_->id();
    header.packet_frames = 60;
    Bytes bytes;
    auto writer = must(codec::ContainerWriter::to_memory(bytes, header, {.prior = prior_}));
    if (!writer.write(codes_of_plain().data) || !writer.finish()) std::exit(1);
    put("prior", bytes);
  }

  // A pipe of 44.1 kHz stereo: its length is in the footer alone. Small packets, so that the index
  // has several entries, and one that was flushed early.
  void live() {
    auto header = header_of_plain();
    header.source_rate_hz = 44100;
    header.source_channels = 2;
    header.source_length.reset();
    header.packet_frames = 3;
    const auto codes = codes_of_plain();
    Bytes bytes;
    auto writer = must(codec::ContainerWriter::to_memory(bytes, header));
    const auto part = std::span(codes.data).first(static_cast<std::size_t>(4 * codes.levels));
    if (!writer.write(part) || !writer.flush() ||
        !writer.write(std::span(codes.data).subspan(part.size())) || !writer.finish(52920)) {
      std::exit(1);
    }
    const auto streamed = codec::format::write_header(header);  // memory was rewound, a pipe is not
    std::copy(streamed.begin(), streamed.end(), bytes.begin());
    put("live", bytes);
  }

  // Its codes, its sound where it has one of its own, and what must be found in it.
  void describe(const std::string& name) {
    auto source = must(codec::CodeSource::open(folder_ / (name + ".sgl")));
    const auto header = source.header();
    codec::json::Object fields;
    const auto integer = [](std::int64_t i) { return codec::json::Value::integer(i); };
    fields.emplace_back("file", name + ".sgl");
    const auto of_plain = name == "prior" || name == "live" || name == "entropy";
    const auto twin = name == "damaged" ? "gap" : of_plain ? "plain" : name;
    if (name != "prior") {
      const auto whole = must(source.read_all());
      if (twin == name) {
        codec::TokenFile tokens{.header = header, .codes = whole.codes};
        if (!codec::write_tokens(folder_ / (name + ".csv"), tokens)) std::exit(1);
      }
    }
    const auto damage = source.damage();
    fields.emplace_back("codes", twin + ".csv");
    fields.emplace_back(
        "length", source.source_length() ? integer(*source.source_length()) : codec::json::Value());
    codec::json::Array lost;
    for (const auto& range : damage.frames) {
      lost.emplace_back(codec::json::Array{integer(range.first), integer(range.count)});
    }
    fields.emplace_back("lost", std::move(lost));
    fields.emplace_back("bytes_skipped", integer(damage.bytes_skipped));
    fields.emplace_back("truncated", damage.truncated);
    if (name != "prior" && name != "live") {
      const auto twin_sound = twin + ".flac";
      const auto out = folder_ / (twin == name ? twin_sound : "scratch.flac");
      const auto report = must(codec::decode_file(model_, folder_ / (name + ".sgl"), out));
      fields.emplace_back("sound", twin_sound);
      fields.emplace_back("codes_crc32c", codec::printed("%08x", report.codes_crc32c));
      fields.emplace_back("sound_crc32c", codec::printed("%08x", report.sound_crc32c));
      fs::remove(folder_ / "scratch.flac");
    }
    list_ += (list_.empty() ? "[\n" : ",\n") + codec::json::to_text(std::move(fields));
  }

  fs::path folder_;
  std::shared_ptr<const codec::Model> model_;
  std::shared_ptr<const codec::EntropyPrior> prior_;
  std::string list_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  Vectors(argv[1]).write();
  return 0;
}
