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
      args, {"--table", "--limit", "--sets", "--against", "--corpora", "--shipped"},
      {"--markdown", "--noisy"}, 3, 3);
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
  options.noisy_table = parsed->flags.contains("--noisy");
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
  auto corpora = parsed->list("--corpora");
  const bool one = corpora.empty();
  if (one) corpora.emplace_back();
  const auto reports = codec::probe_corpora(model, corpus, *labels, options, corpora, against);
  if (!reports) return train_fail(reports.error().message);
  for (std::size_t i = 0; i < corpora.size(); ++i) {
    if (!one) {
      std::printf("%s%s\n\n",
                  form == codec::ProbeText::markdown ? "### " : "== ", corpora[i].c_str());
    }
    std::fputs(codec::to_text((*reports)[i], form).c_str(), stdout);
    if (i + 1 < corpora.size()) std::fputs("\n", stdout);
  }
  if (const auto table = parsed->value("--table"); !table.empty()) {
    if (auto s = codec::write_file(table, reports->front().table.to_json()); !s) {
      return train_fail(s.error().message);
    }
  }
  return 0;
}
