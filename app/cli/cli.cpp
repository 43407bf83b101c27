#include "app/cli/cli.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <map>

#include "codec/base/printed.h"

namespace cli {
namespace {

std::atomic<bool> g_interrupted{false};
std::atomic<int> g_interruptions{0};

void on_signal(int) {
  g_interrupted = true;
  if (++g_interruptions >= 3) _exit(1);
}

std::map<const CLI::Option*, std::vector<std::string>>& all_choices() {
  static std::map<const CLI::Option*, std::vector<std::string>> choices;
  return choices;
}

constexpr auto kBarStep = std::chrono::milliseconds(100);
constexpr auto kLineStep = std::chrono::seconds(10);

}  // namespace

int fail(const std::string& message) {
  auto line = "sonoglyph: " + message;
  std::replace(line.begin(), line.end(), '\n', ' ');
  std::fprintf(stderr, "%s\n", line.c_str());
  return 1;
}

int fail(const codec::Error& error) {
  if (error.code == codec::ErrorCode::cancelled) return fail("interrupted, nothing was written");
  return fail(error.message);
}

const std::atomic<bool>& interrupted() { return g_interrupted; }
int interruptions() { return g_interruptions; }

void watch_signals() {
  std::signal(SIGPIPE, SIG_IGN);  // a closed stdout is then an error of writing,
  std::signal(SIGXFSZ, SIG_IGN);  // and so is a file that may not grow
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

codec::ModelShelf& models() {
  static codec::ModelShelf shelf;
  return shelf;
}

codec::Result<ModelPtr> load_model(const std::string& name) { return models().by_name(name); }

codec::Result<ModelPtr> load_model_for(const std::string& name, const codec::CodeSource& codes) {
  if (!name.empty() || !codes.has_header()) return load_model(name);
  auto model = models().for_header(codes.name(), codes.header());
  if (!model && model.error().code == codec::ErrorCode::wrong_model) {
    return codec::Error{model.error().code,
                        model.error().message + " (see: sonoglyph models); -m takes a path too"};
  }
  return model;
}

codec::Result<ModelPtr> load_model_to_read(const std::string& name,
                                           const codec::CodeSource& codes) {
  if (name.empty() && !codes.needs_prior()) return ModelPtr();
  return load_model_for(name, codes);
}

std::vector<std::string> roles_for(const codec::StreamHeader& header) {
  const auto config = models().config_of(header);
  return config ? config->level_roles : std::vector<std::string>();
}

std::string roles_text(const std::vector<std::string>& roles, int levels) {
  const auto n = std::min(roles.size(), static_cast<std::size_t>(std::max(levels, 0)));
  std::string text;
  for (std::size_t begin = 0, end = 0; begin < n; begin = end) {
    while (end < n && roles[end] == roles[begin]) ++end;
    text += (begin > 0 ? ", " : "") + std::to_string(begin + 1);
    if (end - begin > 1) text += " to " + std::to_string(end);
    text += " " + roles[begin];
  }
  return text;
}

codec::Status require_semantic(const codec::Model& model, const codec::CodeSource* codes) {
  auto is = codes != nullptr && codes->has_header()
                ? codec::require_semantic(model, codes->header())
                : codec::require_semantic(model);
  if (is) return is;
  const auto& [code, message] = is.error();
  if (code == codec::ErrorCode::wrong_model) {
    return codec::Error{code, codes->name() + ": " + message};
  }
  return codec::Error{code, message + "; -q 1 keeps its first one"};
}

void add_model_option(CLI::App& command, std::string& name) {
  command.add_option("-m,--model", name, "Name or path of the model (see: sonoglyph models)")
      ->type_name("NAME");
}

CLI::Option* add_choice(CLI::App& command, const std::string& flags, std::string& value,
                        const std::vector<std::string>& words, const std::string& description) {
  auto* option = command.add_option(flags, value, description)
                     ->check(CLI::IsMember(words).description(""))
                     ->type_name(CLI::detail::join(words, "|"));
  all_choices()[option] = words;
  return option;
}

CLI::Validator between(double low, double high) { return CLI::Range(low, high).description(""); }

const std::vector<std::string>* choices_of(const CLI::Option& option) {
  const auto found = all_choices().find(&option);
  return found != all_choices().end() ? &found->second : nullptr;
}

bool stderr_is_terminal() { return isatty(STDERR_FILENO) != 0; }

std::string bar(double fraction, int width) {
  const int full = static_cast<int>(std::lround(fraction * width));
  std::string text = "[";
  for (int i = 0; i < width; ++i) text += i < full ? '#' : '-';
  return text + "]";
}

std::string clock_text(double seconds) {
  const auto s = static_cast<long long>(std::llround(seconds));
  if (s >= 3600) return print("%lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
  return print("%lld:%02lld", s / 60, s % 60);
}

std::string bytes_text(double bytes) {
  if (bytes < 1e3) return print("%.0f bytes", bytes);
  if (bytes < 1e6) return print("%.1f kB", bytes / 1e3);
  if (bytes < 1e9) return print("%.1f MB", bytes / 1e6);
  return print("%.2f GB", bytes / 1e9);
}

std::string print(const char* format, ...) {
  std::va_list args;
  va_start(args, format);
  auto text = codec::printed_list(format, args);
  va_end(args);
  return text;
}

void say(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

void say_aside(const std::string& text) { std::fputs(text.c_str(), stderr); }

bool is_stdout(const std::filesystem::path& out) {
  struct stat named {};
  struct stat own {};
  return out == "-" || (::stat(out.c_str(), &named) == 0 && ::fstat(STDOUT_FILENO, &own) == 0 &&
                        named.st_dev == own.st_dev && named.st_ino == own.st_ino);
}

void tell_flaw(const std::filesystem::path& in, const std::string& flaw) {
  if (!flaw.empty()) say_aside((in == "-" ? "stdin" : in.string()) + ": " + flaw + "\n");
}

Progress::Progress(std::string label)
    : label_(std::move(label)),
      is_terminal_(stderr_is_terminal()),
      begin_(std::chrono::steady_clock::now()),
      last_(begin_) {}

Progress::~Progress() {
  if (is_shown_) std::fputs("\r\033[K", stderr);
}

void Progress::update(double done_s, double total_s) {
  const auto now = std::chrono::steady_clock::now();
  if (is_terminal_ ? now - last_ < kBarStep : now - last_ < kLineStep) return;
  last_ = now;
  const double spent = std::chrono::duration<double>(now - begin_).count();
  const double speed = done_s / std::max(spent, 1e-3);
  std::string text;
  if (total_s > 0) {
    const double fraction = std::clamp(done_s / total_s, 0.0, 1.0);
    if (is_terminal_) text = bar(fraction, 24) + " ";
    text += print("%3.0f %%  %s of %s, %.0f x real time, %s left", 100.0 * fraction,
                  clock_text(done_s).c_str(), clock_text(total_s).c_str(), speed,
                  clock_text((total_s - done_s) / std::max(speed, 1e-3)).c_str());
  } else {
    text = print("%s, %.0f x real time", clock_text(done_s).c_str(), speed);
  }
  if (is_terminal_) {
    std::fprintf(stderr, "\r\033[K%s %s", label_.c_str(), text.c_str());
    is_shown_ = true;
  } else {
    std::fprintf(stderr, "%s %s\n", label_.c_str(), text.c_str());
  }
}

codec::JobControl Progress::control() {
  codec::JobControl job;
  job.progress = [this](double done_s, double total_s) { update(done_s, total_s); };
  job.cancel = &interrupted();
  return job;
}

}  // namespace cli
