// sonoglyph-train probe: what a model's codes know of phones and voices.
#include <cstdio>

#include "app/train/train_arguments.h"
#include "app/train/train_commands.h"
#include "app/train/train_inputs.h"
#include "codec/base/file_io.h"
#include "codec/corpus/phone_labels.h"
#include "codec/study/phone_probe.h"

int train_probe(const std::vector<std::string>& args) {
  const auto parsed =
      Arguments::parse(args, {"--table", "--limit", "--sets", "--against"}, {"--markdown"}, 3, 3);
  if (!parsed) return 2;
  const auto limit = parsed->whole("--limit", 0, 0, 1000000000);
  if (!limit) return 2;
  const auto inputs = open_model_and_corpus(parsed->positional[0], parsed->positional[1]);
  if (!inputs) return train_fail(inputs.error().message);
  const auto& [model, corpus] = *inputs;
  const auto labels = codec::PhoneLabels::load(parsed->positional[2], corpus);
  if (!labels) return train_fail(labels.error().message);
  std::shared_ptr<const codec::Model> against;
  if (const auto other = parsed->value("--against"); !other.empty()) {
    auto opened = open_model(other);
    if (!opened) return train_fail(opened.error().message);
    against = std::move(*opened);
  }
  codec::ProbeOptions options;
  options.sets = parsed->list("--sets");
  if (*limit > 0) options.training_limit = static_cast<std::size_t>(*limit);
  options.progress = [](const std::string& what) {
    std::fprintf(stderr, "probing: %s\n", what.c_str());
  };
  const auto report = codec::probe_phones(model, corpus, *labels, options, against);
  if (!report) return train_fail(report.error().message);
  const auto form =
      parsed->flags.contains("--markdown") ? codec::ProbeText::markdown : codec::ProbeText::aligned;
  std::fputs(codec::to_text(*report, form).c_str(), stdout);
  if (const auto table = parsed->value("--table"); !table.empty()) {
    if (auto s = codec::write_file(table, report->table.to_json()); !s) {
      return train_fail(s.error().message);
    }
  }
  return 0;
}
