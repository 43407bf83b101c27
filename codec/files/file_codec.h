// Whole files: sound -> .sgl or tokens -> sound, with bounded memory whatever the length.
// Everything streams through StreamEncoder and StreamDecoder (codec/engine/stream.h), so the codes
// are those of the live path. No libtorch and no GUI: the CLI, the batch engine and the desktop app
// all call these.
//
// Threads: every function may run on any thread, several at once. Realtime: no.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "codec/base/result.h"
#include "codec/container/container.h"
#include "codec/engine/model.h"
#include "codec/files/code_source.h"
#include "codec/files/excerpt.h"
#include "codec/sound/audio_file.h"
#include "codec/tokens/token_file.h"
#include "quantizer/codebook_usage.h"

namespace codec {

struct JobControl {
  // Called on the working thread, about ten times a second of audio work at most: seconds of sound
  // done and in all (0 where a pipe does not tell). May be empty.
  std::function<void(double done_s, double total_s)> progress = nullptr;
  const std::atomic<bool>* cancel = nullptr;  // when it turns true: Error cancelled, no output left
};

struct EncodeOptions {
  int levels = 0;  // 1..Q, 0 = all of the model
  bool entropy_coding = true;
  bool model_prior = true;  // entropy coding with the model's prior where it has one: smaller, but
                            // the codes cannot be read without that model
  double gain_db = 0.0;     // -60..60, added before encoding, taken away by decoding
  bool normalize = false;   // adds the gain that brings the RMS to -23 dBFS, peaks at most -0.5
  // Does the same where the RMS is below kQuiet_db or above kLoud_db (codec/sound/survey.h). Not
  // where gain_db is chosen.
  bool auto_gain = true;
  Excerpt excerpt = {};        // of a sound as source: what of it is encoded
  ChannelChoice channel = {};  // of the excerpt's
  // A pipe is encoded as it comes: at its own level, and the mix of its channels where that is to
  // be chosen. Otherwise it is copied first, since all this takes a look at the whole sound.
  bool streams = false;
  int packet_frames = 0;      // 1..1024, 0 = about one second
  bool accept_damage = true;  // of a .sgl as source; false: it is an Error (corrupt, truncated)
  std::string name = {};      // of a sound, in messages; empty: its path, "stdin" for "-"
  JobControl control = {};
};

// Rates in kbps count 1000 bits.
struct EncodeReport {
  double seconds = 0.0;  // of sound
  std::int64_t frames = 0;
  std::int64_t tokens = 0;  // frames * levels; with dedup the runs
  std::int64_t bytes = 0;   // of the file
  StreamHeader header;
  std::string flaw;           // AudioReader::flaw() of a sound as source
  std::string note;           // one line on its channels or level that one should know, or ""
  double nominal_kbps = 0.0;  // levels * log2 K * frame rate
  double payload_kbps = 0.0;  // of the coded packets, without their headers
  double disk_kbps = 0.0;     // of the whole file
  double entropy_bound_kbps =
      0.0;  // frame rate * sum of the levels' order-0 entropies in this file
  std::vector<quantizer::CodebookUsage> usage;  // one a level
  double cpu_seconds = 0.0;                     // of the calling thread
  double wall_seconds = 0.0;
  Damage damage;  // of a .sgl as source: its lost frames repeat the frame before
};

// `in` is any audio file or "-"; `out` a .sgl or "-". Errors: those of AudioReader and
// ContainerWriter, bad_value (options), cancelled. No output is left after an error.
Result<EncodeReport> encode_file(const std::shared_ptr<const Model>& model,
                                 const std::filesystem::path& in, const std::filesystem::path& out,
                                 const EncodeOptions& options = {});

// The same into memory, for tokens and views.
struct EncodedTokens {
  TokenFile tokens;
  EncodeReport report;
};
Result<EncodedTokens> encode_tokens(const std::shared_ptr<const Model>& model,
                                    const std::filesystem::path& in,
                                    const EncodeOptions& options = {});
// Of codes that are open already, and unbound, as tokenize_file() takes them.
Result<EncodedTokens> encode_tokens(const std::shared_ptr<const Model>& model, CodeSource source,
                                    const EncodeOptions& options = {});

// Audio or codes in, token file out. Codes need no model (nullptr) unless the model's prior
// compressed them.
Result<EncodeReport> tokenize_file(const std::shared_ptr<const Model>& model,
                                   const std::filesystem::path& in,
                                   const std::filesystem::path& out,
                                   const EncodeOptions& options = {},
                                   const TokenOptions& token_options = {});
// The same from codes that are open already, and unbound.
Result<EncodeReport> tokenize_file(const std::shared_ptr<const Model>& model, CodeSource source,
                                   const std::filesystem::path& out,
                                   const EncodeOptions& options = {},
                                   const TokenOptions& token_options = {});

struct DecodeOptions {
  static constexpr std::uint32_t kAllLevels = 0xffffffffu;
  int levels = 0;                         // use the first n levels, 0 = all in the file
  std::uint32_t level_mask = kAllLevels;  // bit q = level q sounds; other bits are an Error
  int sample_rate_hz = 0;                 // 0 = the source's
  int channels = 1;                       // the one decoded channel in each; 0 = as the source
  SampleFormat sample_format = SampleFormat::pcm16;
  double quality = 0.6;       // of lossy outputs, 0..1
  bool keep_gain = false;     // true: the gain of encoding is not taken away
  bool accept_damage = true;  // false: a damaged source is an Error (corrupt, truncated)
  JobControl control = {};
};

struct DecodeReport {
  double seconds = 0.0;
  std::int64_t frames = 0;
  SampleIndex samples = 0;  // instants written
  int sample_rate_hz = 0;
  std::int64_t clipped = 0;
  Damage damage;  // lost frames are silent in the output
  // CRC-32C of the codes that were read, frame-major, 16 bits each, and of the decoded samples of
  // one channel, 32-bit floats, as they were before the file's sample format; both little-endian.
  std::uint32_t codes_crc32c = 0;
  std::uint32_t sound_crc32c = 0;
  StreamHeader header;
  double cpu_seconds = 0.0;  // of the calling thread
  double wall_seconds = 0.0;
};

// `in` is a .sgl, a token file or "-" (a .sgl); `out` an audio file or "-" (WAV). The output has
// the source's exact length, also where the file was cut: then up to the cut. Errors: those of
// CodeSource and AudioWriter, wrong_model (both named), empty (no frame),
// cancelled. No output is left after an error.
Result<DecodeReport> decode_file(const std::shared_ptr<const Model>& model,
                                 const std::filesystem::path& in, const std::filesystem::path& out,
                                 const DecodeOptions& options = {});
// The same from codes that are open already, and unbound.
Result<DecodeReport> decode_file(const std::shared_ptr<const Model>& model, CodeSource source,
                                 const std::filesystem::path& out,
                                 const DecodeOptions& options = {});

// What a .sgl or token file says of itself. Reads all of it; needs the model (or nullptr) only for
// the codes of a .sgl that was coded with the model's prior: without it usage is empty.
struct FileInfo {
  StreamHeader header;
  std::optional<SampleIndex> source_length;
  double seconds = 0.0;
  ContainerCounts counts;  // packets 0 for token files
  Damage damage;
  std::vector<std::string> contradictions;  // ContainerReader::contradictions()
  double nominal_kbps = 0.0;
  double payload_kbps = 0.0;
  double disk_kbps = 0.0;
  double entropy_bound_kbps = 0.0;
  std::vector<quantizer::CodebookUsage> usage;
};
Result<FileInfo> inspect_file(const std::filesystem::path& path,
                              const std::shared_ptr<const Model>& model = nullptr);
Result<FileInfo> inspect_file(CodeSource source,
                              const std::shared_ptr<const Model>& model = nullptr);

// Done unless `out` is the file `in`, by whatever name. Errors: bad_value.
Status refuse_overwriting(const std::filesystem::path& in, const std::filesystem::path& out);

}  // namespace codec
