// Numbers of vector-quantize-pytorch's SimVQ and ResidualSimVQ (commit 0d7d1aa), as safetensors.
// The folder is $SONOGLYPH_FIXTURES, or shared/fixtures/simvq beside the source tree.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "codec/base/safetensors.h"
#include "quantizer/residual_simvq.h"

namespace quantizer {
namespace {

namespace fs = std::filesystem;
constexpr double kTolerance = 1e-5;  // absolute plus relative

fs::path folder() {
  if (const char* named = std::getenv("SONOGLYPH_FIXTURES")) return named;
  return fs::path(SONOGLYPH_SOURCE_DIR).parent_path() / "shared" / "fixtures" / "simvq";
}

std::vector<fs::path> fixtures() {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder(), error)) {
    if (entry.path().extension() == ".safetensors") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

torch::Tensor to_tensor(const codec::TensorData& data) {
  const bool floats = data.type == codec::DType::f32;
  if (!floats && data.type != codec::DType::i64) throw std::runtime_error("neither F32 nor I64");
  auto tensor = torch::empty(data.shape, floats ? torch::kFloat : torch::kLong);
  if (!data.bytes.empty()) std::memcpy(tensor.data_ptr(), data.bytes.data(), data.bytes.size());
  return tensor;
}

// One fixture against our modules. Every tensor and every metadata key must be understood.
class Comparison {
 public:
  explicit Comparison(const codec::SafeTensors& file) : file_(file) {}

  // What differs, one line each; empty when all agrees.
  std::vector<std::string> run() {
    try {
      const auto kind = text("kind");
      if (kind == "SimVQ") {
        single();
      } else if (kind == "ResidualSimVQ") {
        residual();
      } else {
        complain("unknown kind '" + kind + "'");
      }
      for (const auto& [key, value] : file_.metadata) {
        if (!keys_.contains(key)) complain("unknown metadata key '" + key + "' = '" + value + "'");
      }
      for (const auto& [name, data] : file_.tensors) {
        if (!names_.contains(name)) complain("unknown tensor '" + name + "'");
      }
    } catch (const std::exception& error) {
      complain(std::string(error.what()).substr(0, 300));
    }
    return complaints_;
  }

 private:
  void complain(const std::string& line) { complaints_.push_back(line); }

  bool has(const std::string& name) const { return file_.tensors.contains(name); }

  torch::Tensor tensor(const std::string& name) {
    names_.insert(name);
    const auto* data = file_.find(name);
    if (data == nullptr) throw std::runtime_error("no tensor '" + name + "'");
    return to_tensor(*data);
  }

  std::string text(const std::string& key, const std::string& otherwise = "") {
    keys_.insert(key);
    const auto at = file_.metadata.find(key);
    if (at != file_.metadata.end()) return at->second;
    if (otherwise.empty()) throw std::runtime_error("no metadata key '" + key + "'");
    return otherwise;
  }

  bool flag(const std::string& key, const std::string& otherwise) {
    const auto value = text(key, otherwise);
    if (value == "True" || value == "true") return true;
    if (value == "False" || value == "false") return false;
    throw std::runtime_error(key + " is '" + value + "', neither True nor False");
  }

  double number(const std::string& key, double otherwise) {
    const auto value = text(key, std::to_string(otherwise));
    std::size_t end = 0;
    const double parsed = std::stod(value, &end);
    if (end != value.size()) throw std::runtime_error(key + " is '" + value + "', no number");
    return parsed;
  }

  // A key that only repeats what the shapes say.
  void repeats(const std::string& key, std::int64_t value) {
    if (!file_.metadata.contains(key) || text(key) == "None") return;
    if (number(key, 0) != static_cast<double>(value)) complain(key + " contradicts the shapes");
  }

  void expect(const std::string& name, const torch::Tensor& ours) {
    const auto theirs = tensor(name);
    const auto mine = ours.detach().reshape(
        theirs.sizes().equals({1}) && ours.dim() == 0 ? theirs.sizes() : ours.sizes());
    if (!mine.sizes().equals(theirs.sizes())) {
      std::ostringstream line;
      line << name << ": ours is " << mine.sizes() << ", theirs " << theirs.sizes();
      return complain(line.str());
    }
    if (theirs.scalar_type() == torch::kLong) {
      const auto wrong = mine.ne(theirs).sum().item<std::int64_t>();
      if (wrong > 0) complain(name + ": " + std::to_string(wrong) + " codes differ");
    } else if (!torch::allclose(mine, theirs, kTolerance, kTolerance)) {
      const auto distance = (mine - theirs).abs().max().item<double>();
      complain(name + ": differs by up to " + std::to_string(distance));
    }
  }

  static torch::Tensor gradient(const torch::Tensor& parameter) {
    return parameter.grad().defined() ? parameter.grad() : torch::zeros_like(parameter);
  }

  SimVqOptions options(const std::string& prefix) {
    const auto table = tensor(prefix + "frozen_codebook");
    SimVqOptions o;
    o.dim = tensor(prefix + "weight").size(0);
    o.frozen_dim = table.size(1);
    o.codebook_size = table.size(0);
    o.bias = has(prefix + "bias");
    o.rotation_trick = flag("rotation_trick", "True");
    o.channel_first = flag("channel_first", "False");
    o.commitment_weight = number("commitment_weight", 1.0);
    o.input_to_quantize_commit_loss_weight = number("input_to_quantize_commit_loss_weight", 0.25);
    o.loss_reduction = LossReduction::mean;
    repeats("dim", o.dim);
    repeats("codebook_size", o.codebook_size);
    repeats("frozen_codebook_dim", o.frozen_dim);
    return o;
  }

  void fill(SimVqImpl& level, const std::string& prefix) {
    const torch::NoGradGuard no_grad;
    level.table.copy_(tensor(prefix + "frozen_codebook"));
    level.weight.copy_(tensor(prefix + "weight"));
    if (level.bias.defined()) level.bias.copy_(tensor(prefix + "bias"));
  }

  void expect_level_gradients(const SimVqImpl& level, const std::string& prefix) {
    expect(prefix + "weight_grad", gradient(level.weight));
    if (level.bias.defined()) expect(prefix + "bias_grad", gradient(level.bias));
  }

  void single() {
    SimVq vq(options(""));
    fill(*vq, "");
    const auto upstream = tensor("upstream_grad");
    const auto x = tensor("input").requires_grad_();
    expect("codebook", vq->codebook());

    const auto first = vq->forward(x);
    (first.latents * upstream).sum().backward();
    if (has("input_grad_upstream_only")) expect("input_grad_upstream_only", x.grad());

    x.mutable_grad().reset();
    vq->zero_grad();
    const auto out = vq->forward(x);
    if (text("loss") != "sum(quantized*upstream_grad)+commit_loss") complain("unknown loss");
    ((out.latents * upstream).sum() + out.loss).backward();
    expect("quantized", out.latents);
    expect("indices", out.codes);
    expect("indices", vq->encode(x));
    expect("commit_loss", out.loss);
    expect("input_grad", x.grad());
    expect_level_gradients(*vq, "");
    expect("codes_from_indices", vq->decode(tensor("indices")));
  }

  void residual() {
    ResidualSimVqOptions o;
    o.level = options("layers.0.");
    o.levels = static_cast<std::int64_t>(number("num_quantizers", 0));
    const auto active =
        static_cast<std::int64_t>(number("active_quantizers", static_cast<double>(o.levels)));
    if (active < 1 || active > o.levels) throw std::runtime_error("active_quantizers");
    ResidualSimVq vq(o);
    const auto prefix = [](std::int64_t i) { return "layers." + std::to_string(i) + "."; };
    for (std::int64_t i = 0; i < o.levels; ++i) fill(*vq->level(i), prefix(i));
    const auto upstream = tensor("upstream_grad");
    const auto x = tensor("input").requires_grad_();

    if (has("input_grad_upstream_only")) {
      (vq->forward(x, active).latents * upstream).sum().backward();
      expect("input_grad_upstream_only", x.grad());
      x.mutable_grad().reset();
      vq->zero_grad();
    }
    const auto out = vq->forward(x, active);
    if (text("loss") != "sum(quantized*upstream_grad)+sum(commit_losses)") complain("unknown loss");
    ((out.latents * upstream).sum() + out.losses.sum()).backward();
    expect("quantized", out.latents);
    expect("indices", out.codes);
    expect("commit_losses", out.losses);
    expect("input_grad", x.grad());
    for (std::int64_t i = 0; i < o.levels; ++i) expect_level_gradients(*vq->level(i), prefix(i));
    const auto indices = tensor("indices");
    expect("codes", vq->decode_levels(indices));
    expect("output_from_indices", vq->decode(indices));
    if (!torch::equal(vq->encode(x, active), indices.narrow(-1, 0, active))) {
      complain("encode() differs from indices");
    }
  }

  const codec::SafeTensors& file_;
  std::set<std::string> keys_;
  std::set<std::string> names_;
  std::vector<std::string> complaints_;
};

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& line : lines) all += "\n  " + line;
  return all;
}

class Parity : public testing::Test {
 protected:
  void SetUp() override {
    if (std::getenv("SONOGLYPH_FIXTURES") == nullptr && !fs::exists(folder())) {
      GTEST_SKIP() << "no " << folder() << "; set SONOGLYPH_FIXTURES";
    }
    ASSERT_FALSE(fixtures().empty()) << "no .safetensors file in " << folder();
  }
};

TEST_F(Parity, EveryFixtureIsReproduced) {
  for (const auto& path : fixtures()) {
    SCOPED_TRACE(path.filename().string());
    const auto file = codec::SafeTensors::load(path);
    ASSERT_TRUE(file.ok()) << file.error().message;
    const auto complaints = Comparison(file.value()).run();
    EXPECT_TRUE(complaints.empty()) << joined(complaints);
  }
  std::cout << fixtures().size() << " fixtures in " << folder() << '\n';
}

// What goes in; an entry that no frame uses may change unseen.
bool goes_in(const std::string& name) {
  return name == "input" || name == "upstream_grad" || name.ends_with("frozen_codebook") ||
         name.ends_with("weight") || name.ends_with("bias");
}

// Whatever number of the reference's answers is changed, the comparison says so. One file a kind.
TEST_F(Parity, AnyChangedAnswerIsNoticed) {
  std::set<std::string> kinds;
  for (const auto& path : fixtures()) {
    const auto file = codec::SafeTensors::load(path);
    ASSERT_TRUE(file.ok());
    if (!kinds.insert(file.value().metadata.at("kind")).second) continue;
    for (const auto& [name, data] : file.value().tensors) {
      if (goes_in(name) || data.bytes.empty()) continue;
      SCOPED_TRACE(path.filename().string() + ": " + name);
      auto changed = file.value();
      auto& bytes = changed.tensors[name].bytes;
      if (data.type == codec::DType::f32) {
        float value = 0.0F;
        std::memcpy(&value, bytes.data(), sizeof value);
        value += std::max(1e-3F, 1e-3F * std::abs(value));
        std::memcpy(bytes.data(), &value, sizeof value);
      } else {
        bytes.front() ^= std::byte{1};
      }
      EXPECT_FALSE(Comparison(changed).run().empty());
    }
  }
}

TEST_F(Parity, UnknownKeysAndTensorsAreNoticed) {
  auto file = codec::SafeTensors::load(fixtures().front());
  ASSERT_TRUE(file.ok());
  auto odd_key = file.value();
  odd_key.metadata["temperature"] = "0.5";
  EXPECT_EQ(Comparison(odd_key).run().size(), 1U);
  auto odd_tensor = file.value();
  odd_tensor.tensors["momentum"] = odd_tensor.tensors.at("input");
  EXPECT_EQ(Comparison(odd_tensor).run().size(), 1U);
  auto odd_flag = file.value();
  odd_flag.metadata["rotation_trick"] = "perhaps";
  EXPECT_FALSE(Comparison(odd_flag).run().empty());
}

}  // namespace
}  // namespace quantizer
