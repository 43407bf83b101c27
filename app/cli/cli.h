// What the commands of `sonoglyph` share. Each group of commands has a file app/cli_*.cpp and one
// add_..._commands(): it declares its options in the parser and sets `action` where it is chosen.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "codec/base/result.h"
#include "codec/base/spool.h"
#include "codec/engine/model.h"
#include "codec/files/code_source.h"
#include "codec/files/file_codec.h"
#include "codec/files/model_shelf.h"

namespace cli {

// Exit codes: 0 done, 1 failed, 2 wrong usage.
using Action = std::function<int()>;

void add_convert_commands(CLI::App& app, Action& action);  // encode, decode, tokens
void add_inspect_commands(CLI::App& app, Action& action);  // info, models
void add_verify_command(CLI::App& app, Action& action);
void add_stats_command(CLI::App& app, Action& action);
void add_compare_command(CLI::App& app, Action& action);
void add_search_commands(CLI::App& app, Action& action);  // index, search
void add_demo_command(CLI::App& app, Action& action);
void add_batch_command(CLI::App& app, Action& action);
void add_pages_commands(CLI::App& app, Action& action);  // completion, man

// "sonoglyph: MESSAGE" on one line of stderr; returns 1.
int fail(const std::string& message);
int fail(const codec::Error& error);
// The same, with the input's name in place of that of its copy.
int fail(const codec::Error& error, const codec::Spool& in);

// SIGINT, SIGTERM and SIGHUP end the program at once, also where it waits for a pipe; no unfinished
// output is left.
void watch_signals();
// From here on SIGINT and SIGTERM are counted instead, and the third one ends the program.
void count_signals();
int interruptions();

using ModelPtr = std::shared_ptr<const codec::Model>;
// Of this run.
codec::ModelShelf& models();
// Empty: the default model. Errors: those of find_model and Model::load.
codec::Result<ModelPtr> load_model(const std::string& name);
// Empty: the model that the codes name, else the default.
codec::Result<ModelPtr> load_model_for(const std::string& name, const codec::CodeSource& codes);
// For reading codes alone: nullptr unless a model is named, or the model's prior compressed them.
codec::Result<ModelPtr> load_model_to_read(const std::string& name, const codec::CodeSource& codes);

// The roles of the codebooks, from the config of the model that the header names; empty where it
// names none or that model is not here.
std::vector<std::string> roles_for(const codec::StreamHeader& header);
// "1 semantic, 2 to 5 acoustic"; the first `levels` of them.
std::string roles_text(const std::vector<std::string>& roles, int levels);
// That codebook 1 of that model, and of the codes where there are some, is a semantic one.
codec::Status require_semantic(const codec::Model& model, const codec::CodeSource* codes);

// The options --channel and --no-auto-gain.
void add_level_options(CLI::App& command, codec::EncodeOptions& options);
// The option -m,--model.
void add_model_option(CLI::App& command, std::string& name);
// The option --decoder.
void add_decoder_option(CLI::App& command, std::string& name);
// An option that takes one of a few words; completion offers them.
CLI::Option* add_choice(CLI::App& command, const std::string& flags, std::string& value,
                        const std::vector<std::string>& words, const std::string& description);
// A check of a range that leaves no trace in the help.
CLI::Validator between(double low, double high);
const std::vector<std::string>* choices_of(const CLI::Option& option);

// One line on stderr: a bar with the time that is left on a terminal, else a plain line every ten
// seconds. Threads: one at a time.
class Progress {
 public:
  explicit Progress(std::string label);
  ~Progress();  // wipes the bar
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(double done_s, double total_s);  // of sound; total 0: not known
  codec::JobControl control();                 // of a job that this shows

 private:
  std::string label_;
  bool is_terminal_;
  bool is_shown_ = false;
  std::chrono::steady_clock::time_point begin_;
  std::chrono::steady_clock::time_point last_;
};

bool stderr_is_terminal();
// The bar of Progress, for `fraction` 0..1.
std::string bar(double fraction, int width);
std::string clock_text(double seconds);  // 1:02:03 or 2:03
std::string bytes_text(double bytes);    // 12.3 kB
[[gnu::format(printf, 1, 2)]] std::string print(const char* format, ...);
// To stdout, at once. What cannot be written makes the program fail in the end: finish().
void say(const std::string& text);
// The same of a line that tells what was done: where there is no stdout, nobody wants to know.
void tell(const std::string& text);
// The exit code after an action that ended with `code`: 1 where stdout did not take all, too.
int finish(int code);
void say_aside(const std::string& text);  // to stderr: where stdout carries data
// Whether that output is stdout, as - or by a name such as /dev/stdout.
bool is_stdout(const std::filesystem::path& out);
// Whether somebody may read it while it is written. Others appear when they are complete: then the
// input may as well be copied first, where it is a pipe.
bool is_stream(const std::filesystem::path& out);
// Of a sound as source (AudioReader::flaw()), to stderr, where there is something to tell.
void tell_flaw(const std::string& name, const std::string& flaw);

}  // namespace cli
