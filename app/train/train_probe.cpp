// sonoglyph-train probe: what a model's codes know of phones and voices.
#include <cstdio>

#include "app/train/train_arguments.h"
#include "app/train/train_commands.h"
#include "app/train/train_inputs.h"
#include "codec/base/file_io.h"
#include "codec/corpus/phone_labels.h"
#include "codec/study/phone_probe.h"

int train_probe(const std::vector<std::string>& args) {
  const auto parsed = Arguments::parse(
      args, {"--table", "--limit", "--sets", "--against", "--corpora", "--shipped"}, {"--markdown"},
      3, 3);
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
  if (const auto shipped = parsed->value("--shipped"); !shipped.empty()) {
    auto table = codec::PhoneTable::load(shipped);
    if (!table) return train_fail(table.error().message);
    if (table->codes.size() != static_cast<std::size_t>(model->config().codebook_size)) {
      return train_fail(shipped + ": not of a codebook of this model's size");
    }
    options.shipped = std::move(*table);
  }
  const auto form =
      parsed->flags.contains("--markdown") ? codec::ProbeText::markdown : codec::ProbeText::aligned;
  // Each corpus for itself; the table of phones is the same every time.
  auto corpora = parsed->list("--corpora");
  const bool one = corpora.empty();
  if (one) corpora.emplace_back();
  for (const auto& measured : corpora) {
    if (!one) {
      options.measured_sets = {measured};
      std::printf("%s%s\n\n",
                  form == codec::ProbeText::markdown ? "### " : "== ", measured.c_str());
    }
    const auto report = codec::probe_phones(model, corpus, *labels, options, against);
    if (!report) {
      return train_fail((one ? "" : measured + ": ") + report.error().message);
    }
    std::fputs((codec::to_text(*report, form) + (measured == corpora.back() ? "" : "\n")).c_str(),
               stdout);
    std::fflush(stdout);
    const auto table = parsed->value("--table");
    if (!table.empty() && measured == corpora.back()) {
      if (auto s = codec::write_file(table, report->table.to_json()); !s) {
        return train_fail(s.error().message);
      }
    }
  }
  return 0;
}
