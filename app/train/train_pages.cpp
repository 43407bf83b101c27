// recipe, man, completion: made from the help's own lines and the recipe's own keys, so that they
// cannot fall behind.
#include <cstdio>
#include <set>
#include <sstream>

#include "app/train/train_arguments.h"
#include "app/train/train_commands.h"
#include "codec/training/recipe_keys.h"

namespace {

struct Command {
  std::string name;
  std::string what;
  std::set<std::string> options;
};

// A command's line stands two blanks in, its options stand there and on the lines below.
std::vector<Command> commands() {
  std::vector<Command> all;
  std::istringstream lines(kTrainHelp);
  for (std::string line; std::getline(lines, line);) {
    if (line.size() > 3 && line.starts_with("  ") && line[2] != ' ') {
      const auto gap = line.find("   ", 3);
      const auto text = gap == std::string::npos ? gap : line.find_first_not_of(' ', gap);
      all.push_back({line.substr(2, line.find(' ', 2) - 2),
                     text == std::string::npos ? "" : line.substr(text),
                     {"--help"}});
    }
    if (all.empty() || !line.starts_with("  ")) continue;
    for (auto at = line.find("--"); at != std::string::npos; at = line.find("--", at + 2)) {
      const auto end = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", at);
      const auto word = line.substr(at, end == std::string::npos ? end : end - at);
      if (word.size() > 2) all.back().options.insert(word);
    }
  }
  return all;
}

std::string joined(const std::set<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string troff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c == '\\' ? std::string("\\e") : c == '-' ? std::string("\\-") : std::string(1, c);
  }
  return out.starts_with('.') || out.starts_with('\'') ? "\\&" + out : out;
}

std::string bash_completion() {
  std::string names, options;
  for (const auto& c : commands()) {
    names += c.name + " ";
    options += "    " + c.name + ") words=\"" + joined(c.options) + "\" ;;\n";
  }
  return "# bash completion of sonoglyph-train\n"
         "_sonoglyph_train() {\n"
         "  local cur=${COMP_WORDS[COMP_CWORD]} words=\n"
         "  COMPREPLY=()\n"
         "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
         "    COMPREPLY=($(compgen -W \"" +
         names +
         "--help --version\" -- \"$cur\"))\n"
         "    return\n  fi\n"
         "  case ${COMP_WORDS[1]} in\n" +
         options +
         "  esac\n"
         "  case $cur in\n"
         "    -*) COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")) ;;\n"
         "    *) if [ \"${COMP_WORDS[1]}\" = completion ]; then\n"
         "         COMPREPLY=($(compgen -W \"bash zsh fish\" -- \"$cur\"))\n"
         "       else\n"
         "         COMPREPLY=($(compgen -f -- \"$cur\"))\n"
         "       fi ;;\n"
         "  esac\n"
         "}\n"
         "complete -o filenames -F _sonoglyph_train sonoglyph-train\n";
}

std::string zsh_completion() {
  std::string names, options;
  for (const auto& c : commands()) {
    names += "    " + quoted(c.name + ":" + c.what) + "\n";
    options += "    " + c.name + ") options=(" + joined(c.options) + ") ;;\n";
  }
  return "#compdef sonoglyph-train\n"
         "_sonoglyph-train() {\n"
         "  local -a names=(\n" +
         names +
         "  )\n"
         "  if (( CURRENT == 2 )); then\n"
         "    _describe command names\n"
         "    return\n  fi\n"
         "  local -a options\n"
         "  case $words[2] in\n" +
         options +
         "  esac\n"
         "  _alternative 'options:option:compadd -a options' 'files:file:_files'\n"
         "}\n"
         "_sonoglyph-train \"$@\"\n";
}

std::string fish_completion() {
  std::string text = "# fish completion of sonoglyph-train\n";
  for (const auto& c : commands()) {
    text += "complete -c sonoglyph-train -n __fish_use_subcommand -a " + c.name + " -d " +
            quoted(c.what) + "\n";
    for (const auto& option : c.options) {
      text += "complete -c sonoglyph-train -n '__fish_seen_subcommand_from " + c.name + "' -l " +
              option.substr(2) + "\n";
    }
  }
  return text;
}

std::string man_page() {
  std::string text = ".TH SONOGLYPH\\-TRAIN 1 \"\" \"sonoglyph " SONOGLYPH_VERSION
                     "\" \"User commands\"\n"
                     ".SH NAME\nsonoglyph\\-train \\- trains and measures models of sonoglyph\n"
                     ".SH SYNOPSIS\n.B sonoglyph\\-train\n\\fICOMMAND\\fR ...\n"
                     ".SH COMMANDS\n.nf\n";
  std::istringstream lines(kTrainHelp);
  std::string line;
  std::getline(lines, line);  // usage
  while (std::getline(lines, line) && line.starts_with("  ")) text += troff(line) + "\n";
  text +=
      ".fi\n.PP\nOptions come anywhere; behind \\-\\- all words are names.\n"
      ".SH RECIPES\nA JSON object. Absent keys keep their defaults, unknown ones are errors.\n";
  for (const auto& key : codec::recipe_keys()) {
    text += ".TP\n\\fB" + troff(key.name) + "\\fR (" + troff(key.otherwise) + ")\n" +
            troff(key.what) + "\n";
  }
  return text +
         ".SH EXIT STATUS\n0 where all went well, 1 where something failed (one line on stderr "
         "says what), 2 for wrong usage.\n"
         ".SH SEE ALSO\n.BR sonoglyph (1)\n";
}

}  // namespace

int train_recipe(const std::vector<std::string>& args) {
  const auto parsed = Arguments::parse(args, {}, {"--markdown"}, 0, 0);
  if (!parsed) return 2;
  const bool markdown = parsed->flags.contains("--markdown");
  if (markdown) std::fputs("| key | default | meaning |\n|---|---|---|\n", stdout);
  for (const auto& key : codec::recipe_keys()) {
    std::string what = key.what;
    for (auto at = what.find('|'); markdown && at != std::string::npos;
         at = what.find('|', at + 2)) {
      what.insert(at, "\\");
    }
    std::printf(markdown ? "| `%s` | `%s` | %s |\n" : "%-30s %-12s %s\n", key.name.c_str(),
                key.otherwise.c_str(), what.c_str());
  }
  return 0;
}

int train_man(const std::vector<std::string>& args) {
  if (!Arguments::parse(args, {}, {}, 0, 0)) return 2;
  std::fputs(man_page().c_str(), stdout);
  return 0;
}

int train_completion(const std::vector<std::string>& args) {
  const auto parsed = Arguments::parse(args, {}, {}, 1, 1);
  if (!parsed) return 2;
  const auto& shell = parsed->positional.front();
  if (shell != "bash" && shell != "zsh" && shell != "fish") {
    Arguments::misuse("completion is for bash, zsh or fish, not " + shell);
    return 2;
  }
  const auto text = shell == "bash"  ? bash_completion()
                    : shell == "zsh" ? zsh_completion()
                                     : fish_completion();
  std::fputs(text.c_str(), stdout);
  return 0;
}
