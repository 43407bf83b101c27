// What several commands of sonoglyph-train share: the model and the corpus that they begin with,
// their splits, their progress.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/train/train_arguments.h"
#include "codec/corpus/corpus.h"
#include "codec/engine/model.h"

struct ModelAndCorpus {
  std::shared_ptr<const codec::Model> model;
  codec::CorpusReader corpus;
};

// A model by path or by name, by itself without prior and phones: they may be those of weights
// before.
// Errors: those of find_model and Model::load.
codec::Result<std::shared_ptr<const codec::Model>> open_model(
    const std::string& name_or_path, codec::Extras extras = codec::Extras::leave);
// The same and a corpus. Errors: those of CorpusReader::open too.
codec::Result<ModelAndCorpus> open_model_and_corpus(const std::string& model,
                                                    const std::string& corpus,
                                                    codec::Extras extras = codec::Extras::leave);

// The splits that an option lists. Errors: bad_value.
codec::Result<std::vector<codec::Split>> splits_of(const Arguments& args, const char* name);

// "WHAT 20 / 100" on stderr: a line that grows on a terminal, a line each tenth elsewhere.
void show_progress(const char* what, std::size_t done, std::size_t total);
