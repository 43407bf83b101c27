#include "app/c/border.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "codec/files/model_shelf.h"

namespace c {
namespace {

thread_local std::string g_last_error;
thread_local const char* g_fixed_error = nullptr;  // where there was no memory for a sentence

void keep(const std::string& message) noexcept {
  try {
    g_last_error = message;
    std::replace(g_last_error.begin(), g_last_error.end(), '\n', ' ');
    g_fixed_error = nullptr;
  } catch (...) {
    g_fixed_error = "out of memory";
  }
}

sonoglyph_status status_of(codec::ErrorCode code) {
  using codec::ErrorCode;
  switch (code) {
    case ErrorCode::io:
      return SONOGLYPH_IO;
    case ErrorCode::not_our_format:
      return SONOGLYPH_NOT_OUR_FORMAT;
    case ErrorCode::newer_version:
      return SONOGLYPH_NEWER_VERSION;
    case ErrorCode::corrupt:
      return SONOGLYPH_CORRUPT;
    case ErrorCode::truncated:
      return SONOGLYPH_TRUNCATED;
    case ErrorCode::wrong_model:
      return SONOGLYPH_WRONG_MODEL;
    case ErrorCode::bad_value:
      return SONOGLYPH_BAD_VALUE;
    case ErrorCode::empty:
      return SONOGLYPH_EMPTY;
    case ErrorCode::cancelled:
      return SONOGLYPH_CANCELLED;
    case ErrorCode::unsupported:
      return SONOGLYPH_UNSUPPORTED;
  }
  return SONOGLYPH_INTERNAL;
}

}  // namespace

sonoglyph_status fail(const codec::Error& error) noexcept {
  keep(error.message);
  return status_of(error.code);
}

sonoglyph_status fail_internally(const char* what) noexcept {
  if (what == nullptr) {
    g_fixed_error = "out of memory";
    return SONOGLYPH_NO_MEMORY;
  }
  try {
    keep(std::string("a fault of the library: ") + what);
  } catch (...) {
    g_fixed_error = "a fault of the library";
  }
  return SONOGLYPH_INTERNAL;
}

codec::Error bad(std::string message) { return {codec::ErrorCode::bad_value, std::move(message)}; }

codec::Result<ModelPtr> model_of(const codec::CodeSource& source) {
  codec::ModelShelf shelf(own_folders());
  return source.has_header() ? shelf.for_header(source.name(), source.header()) : shelf.by_name({});
}

codec::Result<int> checked_levels(const codec::Model& model, int levels) {
  const int all = model.config().levels;
  if (levels >= 0 && levels <= all) return levels == 0 ? all : levels;
  return bad("levels: " + std::to_string(levels) + ", model " + model.config().name + " has 1.." +
             std::to_string(all));
}

codec::Status check_rate(int sample_rate_hz) {
  if (sample_rate_hz >= 1000 && sample_rate_hz <= 768000) return codec::Done{};
  return bad("sample rate: " + std::to_string(sample_rate_hz) + " Hz, wanted 1000..768000");
}

codec::Status check_samples(std::span<const float> samples) {
  const auto found =
      std::find_if(samples.begin(), samples.end(), [](float v) { return !std::isfinite(v); });
  if (found == samples.end()) return codec::Done{};
  return bad("sample " + std::to_string(found - samples.begin()) + " is not finite");
}

codec::Status check_codes(std::span<const codec::Code> codes, const codec::Model& model) {
  const auto above = static_cast<std::uint32_t>(model.config().codebook_size);
  const auto found =
      std::find_if(codes.begin(), codes.end(), [above](codec::Code v) { return v >= above; });
  if (found == codes.end()) return codec::Done{};
  return bad("code " + std::to_string(*found) + " at " + std::to_string(found - codes.begin()) +
             ", model " + model.config().name + " has 0.." + std::to_string(above - 1));
}

codec::Result<std::size_t> code_count(std::int64_t frames, int levels) {
  if (frames < 0 || frames > PTRDIFF_MAX / 64) return bad("frames: " + std::to_string(frames));
  return static_cast<std::size_t>(frames) * static_cast<std::size_t>(levels);
}

template <typename T>
T* to_array(const std::vector<T>& values) {
  if (values.empty()) return nullptr;
  auto* array = static_cast<T*>(std::malloc(values.size() * sizeof(T)));
  if (array == nullptr) throw std::bad_alloc();
  std::memcpy(array, values.data(), values.size() * sizeof(T));
  return array;
}
template float* to_array(const std::vector<float>&);
template std::uint16_t* to_array(const std::vector<std::uint16_t>&);

}  // namespace c

const char* sonoglyph_version(void) { return SONOGLYPH_VERSION; }

const char* sonoglyph_last_error(void) {
  return c::g_fixed_error != nullptr ? c::g_fixed_error : c::g_last_error.c_str();
}

void sonoglyph_free(void* array) { std::free(array); }
