#include "app/python/arrays.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "codec/sound/survey.h"

namespace py = pybind11;

namespace python {
namespace {

constexpr std::size_t kMostChannels = 128;  // more is a transposed array

template <typename T>
T load(const char* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

template <typename T>
std::int64_t load_integer(const char* at) {
  const T value = load<T>(at);
  if constexpr (sizeof(T) == 8 && !std::numeric_limits<T>::is_signed) {
    if (value > std::uint64_t{1} << 62) return std::int64_t{1} << 62;  // outside any codebook
  }
  return static_cast<std::int64_t>(value);
}

std::string shape_text(const py::array& array) {
  std::string text = "(";
  for (py::ssize_t i = 0; i < array.ndim(); ++i) {
    text += (i > 0 ? ", " : "") + std::to_string(array.shape(i));
  }
  return text + (array.ndim() == 1 ? ",)" : ")");
}

std::string dtype_text(const py::array& array) { return py::str(array.dtype()); }

// An array, or what turns itself into one (a torch tensor on the CPU).
py::array to_array(const py::object& object, const char* what) {
  if (py::isinstance<py::array>(object)) return py::reinterpret_borrow<py::array>(object);
  if (py::hasattr(object, "__array__")) {
    if (auto array = py::array::ensure(object)) return array;
  }
  throw py::type_error(std::string(what) + ": wanted a numpy array, got " +
                       Py_TYPE(object.ptr())->tp_name);
}

template <typename T>
bool has_type(const py::array& array) {
  return py::isinstance<py::array_t<T>>(array);
}

py::capsule owner_of(std::unique_ptr<std::vector<float>> samples) {
  return py::capsule(samples.release(),
                     [](void* p) { delete static_cast<std::vector<float>*>(p); });
}

}  // namespace

Sound::Sound(const py::object& samples, bool may_be_empty) : array_(to_array(samples, "samples")) {
  int16_ = has_type<std::int16_t>(array_);
  if (!int16_ && !has_type<float>(array_)) {
    if (array_.dtype().kind() != 'f') {
      throw py::type_error("samples: wanted int16 or floats in -1..1, got " + dtype_text(array_));
    }
    array_ = array_.attr("astype")("float32");  // float16 and float64
  }
  const auto dimensions = array_.ndim();
  if (dimensions != 1 && dimensions != 2) {
    throw py::value_error("samples: wanted shape (n,) or (channels, n), got " + shape_text(array_));
  }
  length_ = static_cast<std::size_t>(array_.shape(dimensions - 1));
  stride_ = array_.strides(dimensions - 1);
  if (dimensions == 2) {
    channels_ = static_cast<std::size_t>(array_.shape(0));
    channel_stride_ = array_.strides(0);
    if (channels_ > kMostChannels) {
      throw py::value_error("samples: shape " + shape_text(array_) + " has " +
                            std::to_string(channels_) +
                            " channels; channels come first: use samples.T");
    }
  }
  if (channels_ == 0 || (length_ == 0 && !may_be_empty)) {
    throw py::value_error("samples: shape " + shape_text(array_) + " holds no samples");
  }
  data_ = static_cast<const char*>(array_.data());
}

codec::ChannelChoice checked_channel(const py::object& channel) {
  if (py::isinstance<py::str>(channel)) {
    const auto text = channel.cast<std::string>();
    const bool is_word = text == "auto" || text == "mix" || text == "left" || text == "right";
    const auto choice = is_word ? codec::parse_channel(text) : std::nullopt;
    if (!choice) {
      throw py::value_error("channel: '" + text + "', wanted auto, mix, left, right or a row");
    }
    return *choice;
  }
  if (!py::isinstance<py::bool_>(channel) && PyIndex_Check(channel.ptr()) != 0) {
    const auto row = PyNumber_AsSsize_t(channel.ptr(), nullptr);  // clips
    if (PyErr_Occurred() != nullptr) throw py::error_already_set();
    if (row < 0 || row >= 1024) {
      throw py::value_error("channel: " + std::to_string(row) + ", rows are counted from 0");
    }
    return {codec::ChannelChoice::Kind::one, static_cast<int>(row)};
  }
  throw py::type_error(std::string("channel: wanted auto, mix, left, right or a row, got ") +
                       Py_TYPE(channel.ptr())->tp_name);
}

void Sound::choose(const py::object& channel) {
  if (channel.is_none()) {
    if (channels_ == 1) return;
    throw py::value_error("samples: shape " + shape_text(array_) + " is " +
                          std::to_string(channels_) + " channels of one sound, or " +
                          std::to_string(channels_) +
                          " sounds: channel='mix' is the mean of channels; sounds go one by one");
  }
  using Kind = codec::ChannelChoice::Kind;
  auto choice = checked_channel(channel);
  if (choice.kind == Kind::automatic && channels_ > 1) {
    const std::vector<codec::Speaker> speakers(channels_, codec::Speaker::other);
    codec::SoundSurvey survey(16000, codec::downmix_for(speakers));
    std::vector<float> block;
    constexpr std::size_t kBlock = 16384;
    for (std::size_t at = 0; at < length_; at += kBlock) {
      survey.add(interleaved(at, std::min(kBlock, length_ - at), block));
    }
    if (survey.cancels()) choice = {Kind::one, survey.loudest()};
  }
  if (choice.kind != Kind::one) return;
  if (static_cast<std::size_t>(choice.channel) >= channels_) {
    throw py::value_error("channel: " + std::to_string(choice.channel) + ", but samples have " +
                          std::to_string(channels_) + " (the first is 0)");
  }
  row_ = static_cast<std::size_t>(choice.channel);
}

float Sound::at(std::size_t channel, std::size_t instant) const {
  const char* place = data_ + static_cast<std::ptrdiff_t>(channel) * channel_stride_ +
                      static_cast<std::ptrdiff_t>(instant) * stride_;
  return int16_ ? static_cast<float>(load<std::int16_t>(place)) / 32768.0f : load<float>(place);
}

void Sound::check_finite(std::span<const float> samples, std::size_t begin,
                         std::size_t channels) const {
  bool fine = true;
  for (const float v : samples) fine = fine && std::fabs(v) <= FLT_MAX;
  if (fine) return;
  const auto bad = std::find_if(samples.begin(), samples.end(),
                                [](float v) { return !(std::fabs(v) <= FLT_MAX); });
  const auto instant = begin + static_cast<std::size_t>(bad - samples.begin()) / channels;
  throw std::invalid_argument("samples: " + std::string(std::isnan(*bad) ? "NaN" : "infinity") +
                              " at sample " + std::to_string(instant));
}

std::span<const float> Sound::mono(std::size_t begin, std::size_t n,
                                   std::vector<float>& scratch) const {
  const bool aligned = reinterpret_cast<std::uintptr_t>(data_) % alignof(float) == 0;
  if (!int16_ && channels_ == 1 && stride_ == sizeof(float) && aligned) {
    const std::span<const float> part(reinterpret_cast<const float*>(data_) + begin, n);
    check_finite(part, begin, 1);
    return part;
  }
  scratch.resize(n);
  if (channels_ == 1 || row_) {
    for (std::size_t i = 0; i < n; ++i) scratch[i] = at(row_.value_or(0), begin + i);
  } else {
    for (std::size_t i = 0; i < n; ++i) {  // as AudioReader::read_mono sums
      double sum = 0.0;
      for (std::size_t c = 0; c < channels_; ++c) sum += static_cast<double>(at(c, begin + i));
      scratch[i] = static_cast<float>(sum / static_cast<double>(channels_));
    }
  }
  check_finite(scratch, begin, 1);
  return scratch;
}

std::span<const float> Sound::interleaved(std::size_t begin, std::size_t n,
                                          std::vector<float>& scratch) const {
  scratch.resize(n * channels_);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t c = 0; c < channels_; ++c) scratch[i * channels_ + c] = at(c, begin + i);
  }
  check_finite(scratch, begin, channels_);
  return scratch;
}

CodeGrid::CodeGrid(const py::object& codes, int most_levels) : array_(to_array(codes, "codes")) {
  if (has_type<std::int16_t>(array_)) {
    load_ = load_integer<std::int16_t>;
  } else if (has_type<std::uint16_t>(array_)) {
    load_ = load_integer<std::uint16_t>;
  } else if (has_type<std::int64_t>(array_)) {
    load_ = load_integer<std::int64_t>;
  } else if (has_type<std::int32_t>(array_)) {
    load_ = load_integer<std::int32_t>;
  } else if (has_type<std::uint32_t>(array_)) {
    load_ = load_integer<std::uint32_t>;
  } else if (has_type<std::uint64_t>(array_)) {
    load_ = load_integer<std::uint64_t>;
  } else if (has_type<std::uint8_t>(array_)) {
    load_ = load_integer<std::uint8_t>;
  } else if (has_type<std::int8_t>(array_)) {
    load_ = load_integer<std::int8_t>;
  } else {
    throw py::type_error("codes: wanted integers, got " + dtype_text(array_));
  }
  if (array_.ndim() != 2) {
    throw py::value_error("codes: wanted shape (codebooks, frames), got " + shape_text(array_));
  }
  if (array_.shape(0) < 1 || array_.shape(0) > most_levels) {
    throw py::value_error("codes: shape " + shape_text(array_) + ", wanted 1.." +
                          std::to_string(most_levels) + " codebooks in the first axis");
  }
  levels_ = static_cast<std::size_t>(array_.shape(0));
  frames_ = static_cast<std::size_t>(array_.shape(1));
  level_stride_ = array_.strides(0);
  frame_stride_ = array_.strides(1);
  data_ = static_cast<const char*>(array_.data());
}

void CodeGrid::take(std::int64_t begin, std::int64_t n, int codebook_size,
                    std::vector<codec::Code>& out) const {
  out.resize(static_cast<std::size_t>(n) * levels_);
  for (std::size_t q = 0; q < levels_; ++q) {
    const char* at = data_ + static_cast<std::ptrdiff_t>(q) * level_stride_ + begin * frame_stride_;
    for (std::int64_t t = 0; t < n; ++t, at += frame_stride_) {
      const auto code = load_(at);
      if (code < 0 || code >= codebook_size) {
        throw std::invalid_argument("codes: " + std::to_string(code) + " at codebook " +
                                    std::to_string(q + 1) + ", frame " + std::to_string(begin + t) +
                                    ", wanted 0.." + std::to_string(codebook_size - 1));
      }
      out[static_cast<std::size_t>(t) * levels_ + q] = static_cast<codec::Code>(code);
    }
  }
}

py::array make_codes(std::span<const codec::Code> codes, int levels, int codebook_size) {
  const auto q = static_cast<std::size_t>(levels);
  const auto frames = codes.size() / q;
  const auto type =
      codebook_size <= 32768 ? py::dtype::of<std::int16_t>() : py::dtype::of<std::uint16_t>();
  py::array out(type, {q, frames});
  auto* data = static_cast<codec::Code*>(out.mutable_data());  // the same bits in either type
  for (std::size_t level = 0; level < q; ++level) {
    for (std::size_t t = 0; t < frames; ++t) *data++ = codes[t * q + level];
  }
  return out;
}

py::array make_sound(std::vector<float> samples) { return make_sound(std::move(samples), 1); }

py::array make_sound(std::vector<float> interleaved, int channels) {
  auto kept = std::make_unique<std::vector<float>>(std::move(interleaved));
  const float* data = kept->data();
  const auto c = static_cast<py::ssize_t>(channels);
  const auto n = static_cast<py::ssize_t>(kept->size()) / c;
  const auto step = static_cast<py::ssize_t>(sizeof(float));
  auto owner = owner_of(std::move(kept));
  if (channels == 1) return py::array_t<float>({n}, {step}, data, owner);
  return py::array_t<float>({c, n}, {step, c * step}, data, owner);
}

}  // namespace python
