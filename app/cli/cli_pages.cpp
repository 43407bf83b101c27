// completion, man: both read the parser's own definitions, so they cannot fall behind.
#include <algorithm>

#include "app/cli/cli.h"

namespace cli {
namespace {

using Apps = std::vector<const CLI::App*>;
using Options = std::vector<const CLI::Option*>;

Apps commands_of(const CLI::App& app) {
  const auto found = app.get_subcommands([](const CLI::App*) { return true; });
  return {found.begin(), found.end()};
}

Options options_of(const CLI::App& app) { return app.get_options(); }

// "--model", "-m", ...
std::vector<std::string> names_of(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const auto& name : option.get_snames()) names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) names.push_back("--" + name);
  return names;
}

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

// What a value may be: words, or files.
std::string words_of(const CLI::Option& option) {
  const auto* words = choices_of(option);
  return words != nullptr ? CLI::detail::join(*words, " ") : std::string();
}

std::string single_quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// The first sentence, without what shells and completion menus trip over.
std::string summary(const std::string& description) {
  auto text = description.substr(0, description.find_first_of(".;:("));
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

std::string bash_completion(const CLI::App& app) {
  std::string text =
      "# bash completion of sonoglyph\n"
      "_sonoglyph() {\n"
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} "
      "cmd=${COMP_WORDS[1]}\n"
      "  COMPREPLY=()\n";
  std::string names;
  for (const auto* command : commands_of(app)) names += command->get_name() + " ";
  text +=
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    COMPREPLY=($(compgen -W \"" +
      names +
      "--help --version\" -- \"$cur\"))\n"
      "    return\n  fi\n"
      "  case $cmd,$prev in\n"
      "    *,-m|*,--model) COMPREPLY=($(compgen -W \"$(sonoglyph models --json 2>/dev/null | "
      "sed -n 's/.*\"name\": \"\\([^\"]*\\)\".*/\\1/p')\" -- \"$cur\") "
      "$(compgen -f -- \"$cur\")); return ;;\n";
  std::string options_text;
  for (const auto* command : commands_of(app)) {
    std::string options;
    for (const auto* option : options_of(*command)) {
      for (const auto& name : names_of(*option)) {
        options += name + " ";
        const auto words = words_of(*option);
        if (!words.empty()) {
          text += "    " + command->get_name() + "," + name + ") COMPREPLY=($(compgen -W \"" +
                  words + "\" -- \"$cur\")); return ;;\n";
        }
      }
      if (option->get_positional() && !words_of(*option).empty())
        options += words_of(*option) + " ";
    }
    options_text += "    " + command->get_name() + ") options=\"" + options + "\" ;;\n";
  }
  return text + "  esac\n  local options=\n  case $cmd in\n" + options_text +
         "  esac\n"
         "  case $cur in\n"
         "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$cur\")) ;;\n"
         "    *) case $cmd in\n"
         "         completion) COMPREPLY=($(compgen -W \"$options\" -- \"$cur\")) ;;\n"
         "         *) COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n"
         "       esac ;;\n"
         "  esac\n"
         "}\n"
         "complete -o filenames -F _sonoglyph sonoglyph\n";
}

std::string zsh_completion(const CLI::App& app) {
  std::string text =
      "#compdef sonoglyph\n"
      "_sonoglyph() {\n"
      "  local -a commands=(\n";
  for (const auto* command : commands_of(app)) {
    text += "    " +
            single_quoted(command->get_name() + ":" + summary(command->get_description())) + "\n";
  }
  text +=
      "  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe command commands\n"
      "    _arguments '--help[help]' '--version[version]'\n"
      "    return\n  fi\n"
      "  local command=$words[2]\n"
      "  shift words\n  (( CURRENT-- ))\n"
      "  case $command in\n";
  for (const auto* command : commands_of(app)) {
    text += "    " + command->get_name() + ")\n      _arguments";
    for (const auto* option : options_of(*command)) {
      const auto words = words_of(*option);
      const auto what = words.empty() ? std::string("_files") : "(" + words + ")";
      for (const auto& name : names_of(*option)) {
        auto spec = "*" + name + "[" + summary(option->get_description()) + "]";
        if (takes_value(*option)) spec += ":value:" + what;
        text += " \\\n        " + single_quoted(spec);
      }
      if (option->get_positional()) text += " \\\n        " + single_quoted("*:file:" + what);
    }
    text += " ;;\n";
  }
  return text + "  esac\n}\n_sonoglyph \"$@\"\n";
}

std::string fish_completion(const CLI::App& app) {
  std::string text = "# fish completion of sonoglyph\n";
  for (const auto* command : commands_of(app)) {
    text += "complete -c sonoglyph -n __fish_use_subcommand -a " + command->get_name() + " -d " +
            single_quoted(summary(command->get_description())) + "\n";
  }
  for (const auto* command : commands_of(app)) {
    const auto head =
        "complete -c sonoglyph -n '__fish_seen_subcommand_from " + command->get_name() + "'";
    for (const auto* option : options_of(*command)) {
      const auto words = words_of(*option);
      if (option->get_positional() && !words.empty()) {
        text += head + " -f -a " + single_quoted(words) + "\n";
      }
      if (names_of(*option).empty()) continue;
      text += head;
      for (const auto& name : option->get_snames()) text += " -s " + name;
      for (const auto& name : option->get_lnames()) text += " -l " + name;
      if (takes_value(*option)) text += words.empty() ? " -r" : " -x -a " + single_quoted(words);
      text += " -d " + single_quoted(summary(option->get_description())) + "\n";
    }
  }
  return text;
}

std::string troff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out.starts_with('.') || out.starts_with('\'') ? "\\&" + out : out;
}

std::string troff_option(const CLI::Option& option) {
  std::string text = ".TP\n";
  const auto names = names_of(option);
  std::string value;
  if (takes_value(option)) value = "\\fI" + troff(option.get_type_name()) + "\\fR";
  if (names.empty()) {
    text += "\\fI" + troff(option.get_name(true)) + "\\fR";
  } else {
    for (std::size_t i = 0; i < names.size(); ++i) {
      text += (i > 0 ? ", \\fB" : "\\fB") + troff(names[i]) + "\\fR";
    }
    if (!value.empty()) text += " " + value;
  }
  return text + "\n" + troff(option.get_description()) + "\n";
}

std::string man_page(const CLI::App& app) {
  std::string text = ".TH SONOGLYPH 1 \"\" \"sonoglyph " SONOGLYPH_VERSION "\" \"User commands\"\n";
  text += ".SH NAME\nsonoglyph \\- sound to tokens and back\n.SH SYNOPSIS\n";
  for (const auto* command : commands_of(app)) {
    text += ".B sonoglyph " + command->get_name() + "\n[\\fIoptions\\fR]";
    for (const auto* option : options_of(*command)) {
      if (!option->get_positional()) continue;
      const bool is_many = option->get_items_expected_max() > 1;
      const auto name = "\\fI" + troff(option->get_name(true)) + "\\fR" + (is_many ? " ..." : "");
      text += option->get_required() ? " " + name : " [" + name + "]";
    }
    text += "\n.br\n";
  }
  text += ".SH DESCRIPTION\n" + troff(app.get_description()) + "\n";
  for (const auto* command : commands_of(app)) {
    text += ".SH COMMAND: " + troff(command->get_name()) + "\n" +
            troff(command->get_description()) + ".\n";
    for (const auto* option : options_of(*command)) text += troff_option(*option);
    if (!command->get_footer().empty()) text += ".PP\n" + troff(command->get_footer()) + "\n";
  }
  return text +
         ".SH ENVIRONMENT\n.TP\n.B SONOGLYPH_MODELS\n"
         "Folders of models, separated by colons, that are searched first.\n"
         ".TP\n.B SONOGLYPH_SPOOL_MIB\n"
         "How much of a pipe is copied to a temporary file at most where it is to be read twice, "
         "in "
         "MiB (16384 without this), and never more than half of the free disk.\n"
         ".SH EXIT STATUS\n0 where all went well, 1 where something failed (one line on stderr "
         "says what), 2 for wrong usage. No output is left after a failure.\n";
}

}  // namespace

void add_pages_commands(CLI::App& app, Action& action) {
  auto shell = std::make_shared<std::string>();
  auto* completion = app.add_subcommand("completion", "A completion script for a shell");
  add_choice(*completion, "SHELL", *shell, {"bash", "zsh", "fish"}, "The shell")->required();
  completion->callback([shell, &app, &action] {
    action = [shell, &app] {
      say(*shell == "bash"  ? bash_completion(app)
          : *shell == "zsh" ? zsh_completion(app)
                            : fish_completion(app));
      return 0;
    };
  });
  auto* man = app.add_subcommand("man", "The manual page, for man -l or an installation");
  man->callback([&app, &action] {
    action = [&app] {
      say(man_page(app));
      return 0;
    };
  });
}

}  // namespace cli
