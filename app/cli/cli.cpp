#include "app/cli/cli.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <map>
#include <string_view>

#include "codec/base/printed.h"
#include "codec/base/standard_streams.h"
#include "codec/base/unfinished.h"

namespace cli {
namespace {

std::atomic<bool> g_counts_signals{false};
std::atomic<int> g_interruptions{0};
std::atomic<bool> g_bar_is_shown{false};
int g_stdout_failure = 0;  // the first errno

void on_signal(int signal) {
  if (++g_interruptions < 3 && g_counts_signals && signal != SIGHUP) return;
  codec::remove_unfinished();
  constexpr std::string_view kWords = "\r\033[Ksonoglyph: interrupted\n";
  const auto words = g_bar_is_shown ? kWords : kWords.substr(4);
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, words.data(), words.size());
  _exit(1);
}

void on_stdout_failure() {
  if (g_stdout_failure == 0) g_stdout_failure = errno != 0 ? errno : EIO;
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

int fail(const codec::Error& error) { return fail(error.message); }

int fail(const codec::Error& error, const codec::Spool& in) {
  auto message = error.message;
  const auto path = in.path().string();
  const auto at = in.is_copy() ? message.find(path) : std::string::npos;
  if (at != std::string::npos) message.replace(at, path.size(), in.name());
  return fail(message);
}

void count_signals() { g_counts_signals = true; }
int interruptions() { return g_interruptions; }

void watch_signals() {
  codec::remove_unfinished_at_signals();
  std::signal(SIGPIPE, SIG_IGN);  // a closed stdout is then an error of writing,
  std::signal(SIGXFSZ, SIG_IGN);  // and so is a file that may not grow
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  if (std::signal(SIGHUP, on_signal) == SIG_IGN) std::signal(SIGHUP, SIG_IGN);  // nohup
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

void add_level_options(CLI::App& command, codec::EncodeOptions& options) {
  command
      .add_option_function<std::string>(
          "--channel",
          [&options](const std::string& text) {
            const auto choice = codec::parse_channel(text);
            if (!choice) {
              throw CLI::ValidationError("--channel: '" + text +
                                         "', wanted auto, mix, left, right or a number from 1");
            }
            options.channel = *choice;
          },
          "What of several channels is encoded: auto (the default) is their mix, or the loudest "
          "where they cancel in it; of 5.1 and the like the mix keeps the centre and leaves out "
          "the low frequency channel")
      ->type_name("auto|mix|left|right|N");
  command.add_flag(
      "!--no-auto-gain", options.auto_gain,
      "Encode at its own level a sound below -45 or above -6 dBFS, too; without this it "
      "is brought to -23 dBFS, undone by decode");
}

void add_model_option(CLI::App& command, std::string& name) {
  command.add_option("-m,--model", name, "Name or path of the model (see: sonoglyph models)")
      ->type_name("NAME");
}

void add_decoder_option(CLI::App& command, std::string& name) {
  command
      .add_option("--decoder", name,
                  "Which of the model's decoders makes the sound (see models; default: its first)")
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

CLI::Validator between(double low, double high) {
  return CLI::Validator(
      [low, high](std::string& text) -> std::string {
        double value = 0.0;
        if (CLI::detail::lexical_cast(text, value) && value >= low && value <= high) return {};
        return "'" + text + "' not in range " + print("%.10g to %.10g", low, high);
      },
      "");
}

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
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    on_stdout_failure();
  }
}

void tell(const std::string& text) {
  if (codec::stdout_is_open()) say(text);
}

int finish(int code) {
  errno = 0;
  // Some file systems tell of a full disk as late as here.
  if (codec::stdout_is_open() && std::fclose(stdout) != 0) on_stdout_failure();
  if (g_stdout_failure == 0 || code != 0) return code;
  return fail(std::string("stdout: cannot write: ") + std::strerror(g_stdout_failure));
}

void say_aside(const std::string& text) { std::fputs(text.c_str(), stderr); }

bool is_stdout(const std::filesystem::path& out) {
  struct stat named {};
  struct stat own {};
  return out == "-" || (::stat(out.c_str(), &named) == 0 && ::fstat(STDOUT_FILENO, &own) == 0 &&
                        named.st_dev == own.st_dev && named.st_ino == own.st_ino);
}

bool is_stream(const std::filesystem::path& out) { return is_stdout(out) || codec::is_pipe(out); }

void tell_flaw(const std::string& name, const std::string& flaw) {
  if (!flaw.empty()) say_aside(name + ": " + flaw + "\n");
}

Progress::Progress(std::string label)
    : label_(std::move(label)),
      is_terminal_(stderr_is_terminal()),
      begin_(std::chrono::steady_clock::now()),
      last_(begin_) {}

Progress::~Progress() {
  if (is_shown_) std::fputs("\r\033[K", stderr);
  g_bar_is_shown = false;
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
    is_shown_ = g_bar_is_shown = true;
  } else {
    std::fprintf(stderr, "%s %s\n", label_.c_str(), text.c_str());
  }
}

codec::JobControl Progress::control() {
  codec::JobControl job;
  job.progress = [this](double done_s, double total_s) { update(done_s, total_s); };
  return job;
}

}  // namespace cli
