#include "codec/study/labelled_frames.h"

#include <algorithm>
#include <cmath>

#include "codec/model/phone_set.h"

namespace codec {

FrameScale FrameScale::of(std::span<const LabelledFrames> recordings) {
  const auto dim = recordings.front().dim;
  std::vector<double> sum(dim), squares(dim);
  double n = 0;
  for (const auto& r : recordings) {
    for (std::size_t t = 0; t < r.frames(); ++t) {
      if (r.phones[t] == kUnknownPhone) continue;
      const float* v = r.vector(t);
      for (std::size_t d = 0; d < dim; ++d) {
        sum[d] += static_cast<double>(v[d]);
        squares[d] += static_cast<double>(v[d]) * static_cast<double>(v[d]);
      }
      n += 1;
    }
  }
  FrameScale out;
  double variance = 0;
  for (std::size_t d = 0; d < dim; ++d) {
    const double mean = sum[d] / n;
    out.mean.push_back(static_cast<float>(mean));
    variance += std::max(0.0, squares[d] / n - mean * mean) / static_cast<double>(dim);
  }
  out.deviation = static_cast<float>(std::sqrt(std::max(variance, 1e-12)));
  return out;
}

}  // namespace codec
