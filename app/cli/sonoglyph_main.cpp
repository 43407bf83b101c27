// sonoglyph: sound to tokens and back, from the command line.
#include <algorithm>
#include <exception>
#include <sstream>

#include "app/cli/cli.h"
#include "codec/base/standard_streams.h"

namespace {

// One line, and where to look. CLI11's own codes are not 2.
int usage(const CLI::App& app, const CLI::ParseError& error) {
  std::string command = "sonoglyph";
  for (const auto* sub : app.get_subcommands()) command += " " + sub->get_name();
  std::string what = error.what();
  // A word that nobody knows is the cause where it makes something else be missing.
  auto unknown = app.remaining(true);
  std::erase(unknown, "--");
  const auto kind = error.get_name();
  if ((kind == "RequiredError" || kind == "ExtrasError") && !unknown.empty()) {
    const auto& word = unknown.front();
    if (word.size() > 1 && word.front() == '-') {
      what = "unknown option " + word + "; -- before a file's name that begins with -";
    } else {
      what =
          app.get_subcommands().empty() ? "unknown command " + word : "one name too many: " + word;
    }
  }
  cli::fail(what + " (" + command + " --help)");
  return 2;
}

// A name that is empty is a variable of a script that nobody set.
void refuse_empty_names(const CLI::App& app) {
  for (const auto* command : app.get_subcommands()) {
    for (const auto* option : command->get_options()) {
      const auto& type = option->get_type_name();
      const bool is_name = option->get_positional() || type == "OUT" || type == "DIR" ||
                           type == "FOLDER" || type == "FILE";
      const auto& given = option->results();
      if (is_name && std::find(given.begin(), given.end(), std::string()) != given.end()) {
        throw CLI::ValidationError(option->get_name(), "an empty name");
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) try {
  codec::occupy_standard_streams();
  codec::hush_libraries();
  cli::watch_signals();
  CLI::App app{"Turns sound into tokens (residual SimVQ codes) and tokens into sound."};
  app.name("sonoglyph");
  app.set_version_flag("--version", "sonoglyph " SONOGLYPH_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  cli::Action action;
  cli::add_convert_commands(app, action);
  cli::add_inspect_commands(app, action);
  cli::add_verify_command(app, action);
  cli::add_stats_command(app, action);
  cli::add_compare_command(app, action);
  cli::add_search_commands(app, action);
  cli::add_batch_command(app, action);
  cli::add_demo_command(app, action);
  cli::add_pages_commands(app, action);
  try {
    app.parse(argc, argv);
    refuse_empty_names(app);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) return usage(app, error);
    std::ostringstream text;  // --help, --version
    app.exit(error, text, text);
    cli::say(text.str());
    return cli::finish(0);
  }
  return cli::finish(action());
} catch (const std::exception& error) {
  return cli::fail(error.what());
}
