// Between C and the codec: what the handles hold, and how failures leave. For app/c alone.
#pragma once

#include <algorithm>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <vector>

#include "app/c/sonoglyph.h"
#include "codec/base/result.h"
#include "codec/engine/model.h"
#include "codec/files/code_source.h"
#include "codec/files/sound_stream.h"

struct sonoglyph_model {
  std::shared_ptr<const codec::Model> model;
  std::string fingerprint;
};

namespace c {

using ModelPtr = std::shared_ptr<const codec::Model>;

// The sentence for sonoglyph_last_error(), and its status. May be called while memory is short.
sonoglyph_status fail(const codec::Error& error) noexcept;
sonoglyph_status fail_internally(const char* what) noexcept;
codec::Error bad(std::string message);

// Runs `work`, which returns a codec::Status, and lets nothing but a sonoglyph_status out.
template <typename Work>
sonoglyph_status guarded(Work&& work) noexcept {
  try {
    const codec::Status status = work();
    return status ? SONOGLYPH_OK : fail(status.error());
  } catch (const std::bad_alloc&) {
    return fail_internally(nullptr);
  } catch (const std::exception& e) {
    return fail_internally(e.what());
  } catch (...) {
    return fail_internally("unknown exception");
  }
}

// Folders of models in the prefix of this library. Of a build tree: beside and above it.
std::vector<std::filesystem::path> own_folders();

// The model that these codes name.
codec::Result<ModelPtr> model_of(const codec::CodeSource& source);

// Errors: bad_value.
codec::Result<int> checked_levels(const codec::Model& model, int levels);
codec::Status check_rate(int sample_rate_hz);
codec::Status check_samples(std::span<const float> samples);
codec::Status check_codes(std::span<const codec::Code> codes, const codec::Model& model);

// frames * levels, where that many codes can stand in memory at all. Errors: bad_value.
codec::Result<std::size_t> code_count(std::int64_t frames, int levels);

// A copy for sonoglyph_free(); nullptr for none. Throws std::bad_alloc.
template <typename T>
T* to_array(const std::vector<T>& values);

// What waits to be pulled: taken from the front, and moved together now and then.
template <typename T>
class Waiting {
 public:
  std::vector<T>& back() { return values_; }
  std::size_t size() const { return values_.size() - taken_; }
  void clear() {
    values_.clear();
    taken_ = 0;
  }
  void take(T* out, std::size_t n) {
    std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>(taken_), n, out);
    taken_ += n;
    if (taken_ == values_.size()) {
      clear();
    } else if (taken_ > values_.size() / 2) {
      values_.erase(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(taken_));
      taken_ = 0;
    }
  }

 private:
  std::vector<T> values_;
  std::size_t taken_ = 0;
};

}  // namespace c
