#include "codec/training/recipe.h"

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

#include "codec/base/file_io.h"
#include "codec/base/json_fields.h"
#include "codec/training/recipe_keys.h"

namespace codec {
namespace {

constexpr std::array<std::string_view, 4> kParts = {"all", "semantic", "acoustic", "decoder"};

template <typename Options, typename F>
void for_each_field(Options& o, F&& f) {
  f("steps", o.steps);
  f("batch", o.batch);
  f("crop_seconds", o.crop_seconds);
  f("learning_rate", o.learning_rate);
  f("final_rate", o.final_rate);
  f("rate_warmup", o.rate_warmup);
  f("free_steps", o.free_steps);
  f("water_filling", o.water_filling);
  f("max_gradient_norm", o.max_gradient_norm);
  f("ema", o.ema);
  f("seed", o.seed);
  f("shares", o.shares);
  f("older_share", o.older_share);
  f("sharpness", o.sharpness);
  f("weight_mel", o.weights.mel);
  f("weight_fine", o.weights.fine);
  f("weight_envelope", o.weights.envelope);
  f("weight_loudness", o.weights.loudness);
  f("weight_stoi", o.weights.stoi);
  f("weight_contrast", o.weights.contrast);
  f("weight_balance", o.weights.balance);
  f("weight_teacher", o.weights.teacher);
  f("weight_quantizer", o.weights.quantizer);
  f("weight_pitch", o.weights.pitch);
  f("weight_voicing", o.weights.voicing);
  f("weight_phone", o.weights.phone);
  f("weight_speaker", o.weights.speaker);
  f("weight_acoustic", o.weights.acoustic);
  f("weight_usage", o.weights.usage);
  f("weight_adversary", o.weights.adversary);
  f("weight_feature", o.weights.feature);
  f("adversary_channels", o.adversary_channels);
  f("adversary_bands", o.adversary_bands);
  f("adversary_seconds", o.adversary_seconds);
  f("adversary_rate", o.adversary_rate);
  f("adversary_head_start", o.adversary_head_start);
  f("adversary_warmup", o.adversary_warmup);
  f("beta1", o.optimizer.beta1);
  f("beta2", o.optimizer.beta2);
  f("weight_decay", o.optimizer.weight_decay);
  f("speed_probability", o.augment.speed_probability);
  f("gain_probability", o.augment.gain_probability);
  f("tilt_probability", o.augment.tilt_probability);
  f("tilt_db", o.augment.tilt_db);
  f("reverb_probability", o.augment.reverb_probability);
  f("mixture_probability", o.augment.mixture_probability);
  f("noise_probability", o.augment.noise_probability);
  f("band_probability", o.augment.band_probability);
  f("polarity_probability", o.augment.polarity_probability);
  f("quantizer_dropout", o.training.quantizer_dropout);
  f("rotation_trick", o.training.rotation_trick);
  f("linear_map", o.training.linear_map);
  f("trainable_table", o.training.trainable_table);
  f("semantic_masks", o.training.semantic_masks);
  f("latent_momentum", o.training.latent_momentum);
}

// What they mean; "" of one that is missing here is a failure of the tests.
const std::map<std::string_view, const char*>& meanings() {
  static const std::map<std::string_view, const char*> all = {
      {"steps", "how many steps the training has"},
      {"batch", "crops a step"},
      {"crop_seconds", "length of a crop, 0.4 or more"},
      {"learning_rate", "peak of the learning rate"},
      {"final_rate", "share of the peak where the cosine ends"},
      {"rate_warmup", "steps in which the rate rises from 0"},
      {"free_steps", "steps before the quantizers start: the latent goes through as it is"},
      {"water_filling",
       "start the quantizers by reverse water-filling of the latent; false: at random"},
      {"max_gradient_norm", "the gradient is scaled down to this norm"},
      {"ema", "decay of the averaged weights that are exported, 0..1"},
      {"seed", "of weights, crops and augmentation"},
      {"shares", "set -> share of the crops; what is left of 1 goes to the others by length"},
      {"older_share", "share of the crops that the tokenizer of --older codes, 0..1"},
      {"sharpness", "how much more the formants of weight_teacher's model stand out, 0..1"},
      {"weight_mel", "of the log-mel loss"},
      {"weight_fine", "of the log-magnitude loss, bin by bin, at 1024 and 2048"},
      {"weight_envelope", "of the loss of the spectral envelope"},
      {"weight_loudness", "of what is heard of the error, after ITU-T P.862's model of hearing"},
      {"weight_stoi", "of what is lost of short-time objective intelligibility (STOI)"},
      {"weight_contrast", "of how much flatter the spectrum is than the recording's"},
      {"weight_balance",
       "of how much louder or quieter bands are than the recording's, over 0.4 s"},
      {"weight_teacher", "of the distance from the sound of the model of --from, sharpened"},
      {"weight_quantizer", "of the distance between latents and codebook entries"},
      {"weight_pitch", "of the F0 error"},
      {"weight_voicing", "of voiced or not"},
      {"weight_phone", "of the phone head on level 1; wants --phones"},
      {"weight_speaker", "of its speaker classifier, and the factor of the reversed gradient"},
      {"weight_acoustic", "of a linear guess of the acoustic latent from the first code's entry"},
      {"weight_usage", "of an even use of level 1's codes"},
      {"weight_adversary", "of the discriminators' verdict; 0: none is built"},
      {"weight_feature", "of feature matching with the discriminators"},
      {"adversary_channels", "width of the discriminators"},
      {"adversary_bands", "discriminators of their own for five bands of each resolution"},
      {"adversary_seconds", "of each crop that the discriminators hear"},
      {"adversary_rate", "their learning rate, which stays; 0: as the rest"},
      {"adversary_head_start", "first steps, in which they learn and all else stands"},
      {"adversary_warmup", "steps in which all learn, the rest not yet from the discriminators"},
      {"beta1", "of AdamW"},
      {"beta2", "of AdamW"},
      {"weight_decay", "of AdamW, decoupled, matrices only"},
      {"speed_probability", "that a crop is played at 0.8 to 1.25 of its speed, F0 along with it"},
      {"gain_probability", "that a crop gets another level"},
      {"tilt_probability", "that a crop gets a smooth random equalisation, sound and target alike"},
      {"tilt_db", "standard deviation of that"},
      {"reverb_probability", "that a crop gets a room, sound and target alike"},
      {"mixture_probability", "that another crop is mixed beneath"},
      {"noise_probability", "that a crop gets noise of a random smooth spectrum"},
      {"band_probability", "that a crop has nothing above some frequency of 3.4 to 7.5 kHz"},
      {"polarity_probability", "that a crop is turned upside down"},
      {"quantizer_dropout",
       "probability that a step trains only the first levels, a random number of them"},
      {"rotation_trick", "rotation in place of straight-through"},
      {"linear_map", "SimVQ's map on a frozen table; false: plain VQ (with trainable_table)"},
      {"trainable_table", "the table of the codebook learns as well"},
      {"semantic_masks", "bands and spans that a semantic encoder does not hear in training"},
      {"latent_momentum", "of the running statistics of the latent's normalisation"},
  };
  return all;
}

// The same of the model's keys, whose list is ModelConfig's own.
constexpr std::array<std::array<const char*, 2>, 32> kModelKeys = {{
    {"name", "[a-z0-9._-]+; the files are called so"},
    {"description", "one line for people"},
    {"sample_rate_hz", "of the sound that is coded"},
    {"analysis_hop_samples", "a subframe"},
    {"analysis_window_samples", "of the STFT, a multiple of the hop; latency grows with it"},
    {"subframes_per_frame", "frame = subframes * hop: codes come so often"},
    {"encoder_channels", "width of the encoder"},
    {"encoder_blocks", "its depth, at frame rate"},
    {"semantic_channels", "width of an encoder of its own for level 1; 0: there is none"},
    {"semantic_blocks", "its depth"},
    {"semantic_delay_frames", "level 1 speaks of the sound so many frames before its own, 0..16"},
    {"encoder_expansion", "hidden width of a block / its channels"},
    {"latent_dim", "width of the latent and of the codebooks' entries, D"},
    {"levels", "codebooks, Q, 1..16"},
    {"codebook_size", "codes of each, K, a power of two, 2..65536"},
    {"search_width", "paths through the levels that the search of the codes keeps, 1..32"},
    {"decoder_channels", "width of the decoder"},
    {"decoder_blocks", "its depth, at frame rate"},
    {"decoder_expansion", "hidden width of a block / its channels"},
    {"fine_channels", "width of the decoder's part at subframe rate"},
    {"fine_blocks", "its depth"},
    {"fine_expansion", "hidden width of a block / its channels"},
    {"pitch_classes", "classes over log F0 that tell the pitch; 0: one number does"},
    {"lookahead_frames", "frames behind its own that the decoder sees; latency grows with it"},
    {"block_kernel", "taps of the causal depthwise convolutions"},
    {"bands", "mel-spaced gains of the harmonic and of the noise filter"},
    {"source_filter", "a pulse train and noise through filters; at least this head or the other"},
    {"free_spectrum", "magnitude and phase told freely"},
    {"f0_min_hz", "lowest pitch"},
    {"f0_max_hz", "highest pitch"},
    {"level_roles", "empty, or Q of \"semantic\" | \"acoustic\""},
    {"decodes", "SHA-256 of weights whose codes these decode as well"},
}};

Error bad(const std::string& what) { return {ErrorCode::bad_value, "recipe: " + what}; }

}  // namespace

Result<FitOptions> parse_recipe(std::string_view text) {
  auto root = json::parse(text);
  if (!root) return Error{ErrorCode::not_our_format, "recipe: " + root.error().message};
  if (root->object() == nullptr) return bad("not a JSON object");
  FitOptions options;
  json::FieldReader reader(*root);
  for_each_field(options, reader);
  std::string optimizer = "adamw";
  std::string precision = "f32";
  reader("optimizer", optimizer);
  reader("precision", precision);
  std::string part = "all";
  reader("part", part);
  if (const auto* model = reader.member("model")) {
    auto config = ModelConfig::from_value(*model);
    if (!config) return config.error();
    options.model = *config;
  }
  if (!reader.error().empty()) return bad(reader.error());
  if (const auto key = reader.unknown_key(); !key.empty()) return bad("unknown key '" + key + "'");
  if (optimizer != "adamw" && optimizer != "adagrad") {
    return bad("'optimizer' must be \"adamw\" or \"adagrad\"");
  }
  if (precision != "f32" && precision != "bf16") {
    return bad("'precision' must be \"f32\" or \"bf16\"");
  }
  const auto chosen = std::find(kParts.begin(), kParts.end(), part);
  if (chosen == kParts.end()) {
    return bad("'part' must be \"all\", \"semantic\", \"acoustic\" or \"decoder\"");
  }
  options.training.part = static_cast<Part>(chosen - kParts.begin());
  if ((options.training.part == Part::semantic || options.training.part == Part::acoustic) &&
      !options.model.semantic_encoder()) {
    return bad("'part' wants a model with semantic_channels");
  }
  if (options.training.part == Part::decoder && options.free_steps > 0) {
    return bad("'part' \"decoder\" learns from codes: 'free_steps' must be 0");
  }
  options.optimizer.kind = optimizer == "adamw" ? OptimizerKind::adamw : OptimizerKind::adagrad;
  options.training.precision = precision == "f32" ? Precision::f32 : Precision::bf16;
  if (!(options.older_share >= 0 && options.older_share <= 1)) {
    return bad("'older_share' must be 0..1");
  }
  if (!(options.sharpness >= 0 && options.sharpness <= 1)) return bad("'sharpness' must be 0..1");
  if (options.steps < 1 || options.batch < 1 || !(options.crop_seconds >= 0.4) ||
      !(options.learning_rate > 0) || !(options.ema >= 0 && options.ema < 1)) {
    return bad("steps and batch want 1 or more, crop_seconds 0.4, learning_rate over 0, ema 0..1");
  }
  return options;
}

std::vector<RecipeKey> recipe_keys() {
  std::vector<RecipeKey> keys;
  const FitOptions defaults;
  for_each_field(defaults, [&](const char* key, const auto& value) {
    json::FieldWriter writer;
    writer(key, value);
    const auto text = writer.finish();  // {, newline, "key": value, newline, }
    const auto begin = text.find(": ") + 2;
    const auto what = meanings().find(key);
    keys.push_back({key, text.substr(begin, text.rfind("\n}") - begin),
                    what == meanings().end() ? "" : what->second});
  });
  keys.push_back({"optimizer", "\"adamw\"", "\"adamw\" or \"adagrad\""});
  keys.push_back({"part", "\"all\"",
                  "what learns: \"all\", \"semantic\" (its encoder alone, without sound), "
                  "\"acoustic\" (all but it) or \"decoder\" (codes stand)"});
  keys.push_back({"precision", "\"f32\"", "of products: \"f32\" or \"bf16\""});
  // Told by the config itself, a member a line.
  std::istringstream lines(defaults.model.to_json());
  std::map<std::string, std::string> values = {
      {"search_width", "1"}, {"pitch_classes", "0"}, {"lookahead_frames", "0"}, {"decodes", "[]"}};
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find("\": ");
    if (colon == std::string::npos) continue;
    auto value = line.substr(colon + 3);
    if (value.ends_with(',')) value.pop_back();
    values[line.substr(3, colon - 3)] = value;
  }
  for (const char* told : {"format", "weights", "weights_sha256"}) values.erase(told);  // fit's own
  for (const auto& [key, what] : kModelKeys) {
    keys.push_back({std::string("model.") + key, values[key], what});
    values.erase(key);
  }
  for (const auto& [key, value] : values) keys.push_back({"model." + key, value, ""});
  return keys;
}

Result<FitOptions> load_recipe(const std::filesystem::path& path) {
  auto bytes = read_file(path, 1 << 20);
  if (!bytes) return bytes.error();
  auto recipe = parse_recipe({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  if (!recipe) return Error{recipe.error().code, path.string() + ": " + recipe.error().message};
  return recipe;
}

std::string to_json(const FitOptions& options) {
  json::FieldWriter writer;
  writer.raw("model", options.model.to_json());
  for_each_field(options, writer);
  writer("optimizer",
         std::string(options.optimizer.kind == OptimizerKind::adamw ? "adamw" : "adagrad"));
  writer("part", std::string(kParts[static_cast<std::size_t>(options.training.part)]));
  writer("precision", std::string(options.training.precision == Precision::f32 ? "f32" : "bf16"));
  return writer.finish();
}

}  // namespace codec
