// The live codec without a device: the test itself is the device, and plays and takes as fast as
// the engine follows.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "codec/engine/stream.h"
#include "gui/audio/live_engine.h"
#include "tests/support/live_output.h"
#include "tests/support/random_model.h"
#include "tests/support/temporary_folder.h"

namespace {

using namespace std::chrono_literals;
using gui::AudioPort;
using gui::LiveEngine;

constexpr int kRate = 16000;
constexpr std::size_t kBlock = 160;

// A tiny model with hops of that many samples.
std::shared_ptr<const codec::Model> model_with_hop(int analysis_hop, int subframes) {
  codec::ModelConfig config = testing_support::tiny_config();
  config.analysis_hop_samples = analysis_hop;
  config.analysis_window_samples = 2 * analysis_hop;
  config.subframes_per_frame = subframes;
  return testing_support::random_model(config, 3);
}

bool wait_for(const std::function<bool()>& done) {
  for (int i = 0; i < 12000; ++i) {
    if (done()) return true;
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

// Hops: the usual one, above 4096 samples, the largest that a config may have.
struct Hop {
  int analysis;
  int subframes;
};
class Hops : public testing::TestWithParam<Hop> {
 protected:
  std::shared_ptr<const codec::Model> model_ =
      model_with_hop(GetParam().analysis, GetParam().subframes);
  std::size_t hop_ = static_cast<std::size_t>(model_->config().hop_samples());
  std::shared_ptr<AudioPort> port_ = std::make_shared<AudioPort>();
  std::vector<float> sound_ =
      testing_support::synthetic_speech(std::max<std::size_t>(3 * hop_ + 777, kRate), kRate, 5);
};

INSTANTIATE_TEST_SUITE_P(LiveEngine, Hops,
                         testing::Values(Hop{64, 1}, Hop{160, 2}, Hop{600, 8}, Hop{4096, 8}),
                         [](const auto& hop) {
                           return std::to_string(hop.param.analysis * hop.param.subframes);
                         });

TEST_P(Hops, ARecordingGivesTheCodesOfAFileAndIsHeardWithoutALoss) {
  for (const int outputHz : {kRate, 48000}) {
    LiveEngine engine(port_);
    engine.setModel(model_);
    engine.setMonitor(true);
    engine.setListen(gui::Listen::original);
    port_->setPaused(true);
    engine.beginCapture(kRate, outputHz);
    ASSERT_TRUE(wait_for([&] { return !port_->isPaused(); }));
    for (std::size_t at = 0; at < sound_.size(); at += kBlock) {
      port_->capture(std::span(sound_).subspan(at, std::min(kBlock, sound_.size() - at)));
      ASSERT_TRUE(wait_for([&] { return port_->live.readable() == 0; }));
    }
    engine.endCapture();
    gui::LiveOutput all;
    ASSERT_TRUE(wait_for([&] { return testing_support::take_into(engine, all); }));
    const codec::Codes codes = codec::encode(model_, sound_);
    EXPECT_FALSE(all.gaps);
    EXPECT_EQ(all.codes, codes.data);
    const std::vector<float> decoded = codec::decode(model_, codes);
    ASSERT_GE(all.reconstruction.size(), sound_.size());
    EXPECT_TRUE(std::equal(decoded.begin(),
                           decoded.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                 decoded.size(), all.reconstruction.size())),
                           all.reconstruction.begin()));
    const std::size_t hops = sound_.size() / hop_;
    EXPECT_GE(port_->heard.readable(),
              (hops * hop_ * 9 / 10) * static_cast<std::size_t>(outputHz / kRate));
    port_->heard.skip(port_->heard.capacity());
  }
}

// Who hears himself does not wait for what the better decoder sees ahead; that one makes the sound
// that stays.
TEST(LiveEngine, ARecordingIsHeardByTheQuickestDecoder) {
  const testing_support::TemporaryFolder folder;
  const auto model = codec::Model::load(testing_support::write_two_decoders(folder, 4));
  ASSERT_TRUE(model) << model.error().message;
  const auto live = codec::Model::quickest(*model);
  ASSERT_TRUE(live);
  ASSERT_NE(*live, *model);

  const auto port = std::make_shared<AudioPort>();
  LiveEngine engine(port);
  engine.setModel(*model);
  port->setPaused(true);
  engine.beginCapture(kRate, 0);
  ASSERT_TRUE(wait_for([&] { return !port->isPaused(); }));
  EXPECT_DOUBLE_EQ(engine.stats().algorithmicMs, (*live)->config().latency_ms());
  const std::vector<float> sound = testing_support::synthetic_speech(kRate, kRate, 5);
  for (std::size_t at = 0; at < sound.size(); at += kBlock) {
    port->capture(std::span(sound).subspan(at, std::min(kBlock, sound.size() - at)));
    ASSERT_TRUE(wait_for([&] { return port->live.readable() == 0; }));
  }
  engine.endCapture();
  gui::LiveOutput all;
  ASSERT_TRUE(wait_for([&] { return testing_support::take_into(engine, all); }));
  EXPECT_TRUE(all.draft);
  const auto codes = codec::encode(*model, sound);
  EXPECT_EQ(all.codes, codes.data);
  EXPECT_EQ(all.reconstruction, codec::decode(*live, codes));
}

TEST_P(Hops, APlayedSoundReachesTheDeviceToItsLastSample) {
  LiveEngine engine(port_);
  engine.setModel(model_);
  // Matched, random weights would clip, and both sides were turned down.
  engine.setLevelMask(0);
  for (const int outputHz : {kRate, 48000}) {
    engine.setListen(gui::Listen::original);
    gui::PlayRequest request;
    request.source.append(sound_);
    request.end = static_cast<codec::SampleIndex>(sound_.size());
    std::vector<float> heard;
    std::vector<float> block(kBlock);
    engine.play(request, outputHz);
    ASSERT_TRUE(wait_for([&] {
      for (std::size_t waiting = port_->heard.readable(); waiting > 0;
           waiting = port_->heard.readable()) {
        const std::size_t n = std::min(waiting, kBlock);
        port_->playback(std::span(block).first(n));
        heard.insert(heard.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(n));
      }
      port_->playback({});  // a flush is done by the callback
      return !engine.isPlaying() && port_->heard.readable() == 0;
    }));
    EXPECT_EQ(heard.size(), sound_.size() * static_cast<std::size_t>(outputHz / kRate));
    EXPECT_TRUE(outputHz != kRate || heard == sound_);
  }
}

TEST(LiveEngine, AnotherModelMayHaveAnotherHop) {
  const auto port = std::make_shared<AudioPort>();
  LiveEngine engine(port);
  const std::vector<float> sound = testing_support::synthetic_speech(20000, kRate, 6);
  std::vector<float> block(kBlock);
  for (const auto& model : {model_with_hop(64, 1), model_with_hop(600, 8),
                            std::shared_ptr<const codec::Model>(), model_with_hop(160, 2)}) {
    engine.setModel(model);
    gui::PlayRequest request;
    request.source.append(sound);
    request.end = static_cast<codec::SampleIndex>(sound.size());
    request.loop = true;
    engine.play(request, kRate);
    std::size_t taken = 0;
    ASSERT_TRUE(wait_for([&] {
      port->playback(block);
      taken += kBlock;
      return taken > 2000 && engine.position() > 0;
    }));
  }
  engine.stopPlaying();
  EXPECT_TRUE(wait_for([&] {
    port->playback(block);
    return !engine.isPlaying();
  }));
}

}  // namespace
