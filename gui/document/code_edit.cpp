#include "gui/document/code_edit.h"

#include <QRegularExpression>
#include <QStringList>
#include <algorithm>

namespace gui {

using codec::Codes;

FrameSpan framesOf(TimeSpan span, int hop, std::int64_t frames) {
  if (span.empty() || hop <= 0) return {};
  const std::int64_t first = std::clamp<std::int64_t>(span.begin / hop, 0, frames);
  const std::int64_t end = std::clamp<std::int64_t>((span.end + hop - 1) / hop, first, frames);
  return {first, end - first};
}

namespace {

std::size_t at(const Codes& codes, int level, std::int64_t frame) {
  return static_cast<std::size_t>(frame * codes.levels + level);
}

FrameSpan within(const Codes& codes, FrameSpan span) {
  const std::int64_t first = std::clamp<std::int64_t>(span.first, 0, codes.frames());
  return {first, std::clamp<std::int64_t>(span.end(), first, codes.frames()) - first};
}

template <typename Change>
Codes changed(const Codes& codes, FrameSpan span, std::uint32_t mask, Change change) {
  Codes result = codes;
  const FrameSpan inside = within(codes, span);
  for (std::int64_t t = inside.first; t < inside.end(); ++t) {
    for (int q = 0; q < codes.levels; ++q) {
      if (mask >> q & 1u) result.data[at(codes, q, t)] = change(q, t);
    }
  }
  return result;
}

}  // namespace

QString CopiedCodes::text() const {
  QString text;
  for (std::int64_t t = 0; t < codes.frames(); ++t) {
    for (int q = 0; q < codes.levels; ++q) {
      if (q > 0) text += QLatin1Char(' ');
      text += QString::number(codes.at(q, t));
    }
    text += QLatin1Char('\n');
  }
  return text;
}

std::optional<CopiedCodes> CopiedCodes::fromText(const QString& text, std::size_t codebookSize) {
  constexpr int kMostLevels = 32;
  static const QRegularExpression between(QStringLiteral("[\\s,;]+"));
  CopiedCodes copied;
  for (const QString& line : text.split(QLatin1Char('\n'))) {
    const QStringList numbers = line.split(between, Qt::SkipEmptyParts);
    if (numbers.isEmpty()) continue;
    if (copied.codes.levels == 0) copied.codes.levels = static_cast<int>(numbers.size());
    if (numbers.size() != copied.codes.levels || numbers.size() > kMostLevels) return {};
    for (const QString& number : numbers) {
      bool ok = false;
      const uint code = number.toUInt(&ok);
      if (!ok || code >= codebookSize) return {};
      copied.codes.data.push_back(static_cast<codec::Code>(code));
    }
  }
  if (copied.codes.data.empty()) return {};
  return copied;
}

CopiedCodes copyCodes(const Codes& codes, FrameSpan span) {
  const FrameSpan inside = within(codes, span);
  CopiedCodes copied;
  copied.codes.levels = codes.levels;
  copied.codes.data.assign(
      codes.data.begin() + static_cast<std::ptrdiff_t>(at(codes, 0, inside.first)),
      codes.data.begin() + static_cast<std::ptrdiff_t>(at(codes, 0, inside.end())));
  return copied;
}

Codes withCode(const Codes& codes, FrameSpan span, std::uint32_t mask, codec::Code code) {
  return changed(codes, span, mask, [code](int, std::int64_t) { return code; });
}

Codes withPasted(const Codes& codes, std::int64_t first, std::uint32_t mask, const Codes& copied) {
  const std::uint32_t there =
      copied.levels >= 32 ? 0xffffffffu : (1u << std::max(0, copied.levels)) - 1u;
  return changed(codes, {first, copied.frames()}, mask & there,
                 [&](int q, std::int64_t t) { return copied.at(q, t - first); });
}

Codes withSwapped(const Codes& codes, FrameSpan one, FrameSpan other, std::uint32_t mask) {
  const bool apart = one.end() <= other.first || other.end() <= one.first;
  if (!apart || one.count != other.count) return codes;
  const Codes half = withPasted(codes, one.first, mask, copyCodes(codes, other).codes);
  return withPasted(half, other.first, mask, copyCodes(codes, one).codes);
}

std::vector<codec::Damage::Range> withoutFrames(const std::vector<codec::Damage::Range>& lost,
                                                FrameSpan span) {
  std::vector<codec::Damage::Range> left;
  for (const auto& range : lost) {
    const std::int64_t end = range.first + range.count;
    const std::int64_t before = std::min(end, span.first) - range.first;
    const std::int64_t after = end - std::max(range.first, span.end());
    if (span.empty() || end <= span.first || range.first >= span.end()) {
      left.push_back(range);
      continue;
    }
    if (before > 0) left.push_back({range.first, before});
    if (after > 0) left.push_back({end - after, after});
  }
  return left;
}

}  // namespace gui
