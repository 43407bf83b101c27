#include "gui/audio/audio_device.h"

#include <atomic>
#include <future>
#include <utility>

#include "gui/audio/audio_control.h"

namespace gui {

AudioDevice::AudioDevice(std::shared_ptr<AudioPort> port, CallbackProbe probe)
    : control_(std::make_shared<Control>(std::move(port), probe)) {
  Control::start(control_);
}

AudioDevice::~AudioDevice() { control_->quit(Millis(2000)); }

void AudioDevice::rescan(DevicesReply reply) {
  control_->post([control = control_.get(), reply = std::move(reply)] { reply(control->list()); });
}

void AudioDevice::open(Side side, std::string id, int rateHz, double blockS, OpenReply reply) {
  control_->post([control = control_.get(), side, id = std::move(id), rateHz, blockS,
                  reply = std::move(reply)] { reply(control->open(side, id, rateHz, blockS)); });
}

void AudioDevice::close(Side side) {
  control_->post([control = control_.get(), side] { control->close(side); });
}

namespace {

codec::Error noAnswer() {
  return {codec::ErrorCode::io,
          "the sound system does not answer; check the sound server, then try again"};
}

}  // namespace

codec::Result<std::vector<DeviceInfo>> AudioDevice::devices(Millis limit) {
  auto promise = std::make_shared<std::promise<std::vector<DeviceInfo>>>();
  auto answer = promise->get_future();
  rescan([promise](std::vector<DeviceInfo> list) { promise->set_value(std::move(list)); });
  if (answer.wait_for(limit) != std::future_status::ready) return noAnswer();
  return answer.get();
}

codec::Result<StreamInfo> AudioDevice::openAndWait(Side side, std::string id, int rateHz,
                                                   double blockS, Millis limit) {
  auto promise = std::make_shared<std::promise<codec::Result<StreamInfo>>>();
  auto answer = promise->get_future();
  open(side, std::move(id), rateHz, blockS,
       [promise](codec::Result<StreamInfo> info) { promise->set_value(std::move(info)); });
  if (answer.wait_for(limit) != std::future_status::ready) return noAnswer();
  return answer.get();
}

bool AudioDevice::closeAndWait(Side side, Millis limit) {
  auto promise = std::make_shared<std::promise<void>>();
  auto answer = promise->get_future();
  control_->post([control = control_.get(), side, promise] {
    control->close(side);
    promise->set_value();
  });
  return answer.wait_for(limit) == std::future_status::ready;
}

DeviceState AudioDevice::state(Side side) const { return control_->state(side); }
bool AudioDevice::isStuck() const { return control_->isStuck(); }
bool AudioDevice::mustExitHard() { return Control::leftBehind(); }

}  // namespace gui
