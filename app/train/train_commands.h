// The commands of sonoglyph-train. Each takes the arguments behind its name and returns the exit
// code: 0, 1 (failed, one line on stderr), 2 (usage).
#pragma once

#include <atomic>
#include <string>
#include <vector>

extern const char* const kTrainHelp;

int train_fail(const std::string& message);

int train_fit(const std::vector<std::string>& args, const std::atomic<bool>& cancel);
int train_mean(const std::vector<std::string>& args);
int train_split(const std::vector<std::string>& args);
int train_retire(const std::vector<std::string>& args);
int train_curves(const std::vector<std::string>& args);
int train_recipe(const std::vector<std::string>& args);
int train_man(const std::vector<std::string>& args);
int train_completion(const std::vector<std::string>& args);
// Only where the whole program is built, not on a bare training machine.
int train_pack(const std::vector<std::string>& args, const std::atomic<bool>& cancel);
int train_align(const std::vector<std::string>& args, const std::atomic<bool>& cancel);
int train_label(const std::vector<std::string>& args);
int train_lab(const std::vector<std::string>& args, const std::atomic<bool>& cancel);
int train_probe(const std::vector<std::string>& args);
int train_swap(const std::vector<std::string>& args);
int train_eval(const std::vector<std::string>& args);
int train_entropy_prior(const std::vector<std::string>& args, const std::atomic<bool>& cancel);
