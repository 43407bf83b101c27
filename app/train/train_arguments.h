// "positional... --name value --flag" for sonoglyph-train, which must build where only libtorch is
// installed. What is wrong with the arguments is told on stderr, on one line.
#pragma once

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

struct Arguments {
  std::vector<std::string> positional;
  std::map<std::string, std::string> values;  // "--name" -> value
  std::set<std::string> flags;

  // Nothing where an option is unknown, lacks its value, or the number of positionals is not within
  // [at_least, at_most]. Behind "--" everything is positional.
  static std::optional<Arguments> parse(const std::vector<std::string>& args,
                                        const std::set<std::string>& with_value,
                                        const std::set<std::string>& without, std::size_t at_least,
                                        std::size_t at_most) {
    Arguments out;
    bool names_only = false;
    for (std::size_t i = 0; i < args.size(); ++i) {
      const auto& word = args[i];
      if (!names_only && word == "--") {
        names_only = true;
      } else if (names_only || word.size() < 2 || word.front() != '-') {
        out.positional.push_back(word);
      } else if (with_value.contains(word)) {
        if (i + 1 == args.size()) return misuse(word + " wants a value");
        out.values[word] = args[++i];
      } else if (without.contains(word)) {
        out.flags.insert(word);
      } else {
        return misuse("unknown option " + word);
      }
    }
    if (out.positional.size() < at_least) return misuse("too few names");
    if (out.positional.size() > at_most) return misuse("too many names: " + out.positional.back());
    return out;
  }

  std::string value(const std::string& name, const std::string& otherwise = {}) const {
    const auto it = values.find(name);
    return it == values.end() ? otherwise : it->second;
  }
  // Nothing where it is no number within [low, high].
  std::optional<double> number(const std::string& name, double otherwise, double low,
                               double high) const {
    const auto it = values.find(name);
    if (it == values.end()) return otherwise;
    char* end = nullptr;
    const double number = std::strtod(it->second.c_str(), &end);
    if (!it->second.empty() && *end == '\0' && number >= low && number <= high) return number;
    std::ostringstream range;
    range << name << " wants a number from " << low << " to " << high << ", not " << it->second;
    return misuse(range.str());
  }
  std::optional<long long> whole(const std::string& name, long long otherwise, long long low,
                                 long long high) const {
    const auto real = number(name, static_cast<double>(otherwise), static_cast<double>(low),
                             static_cast<double>(high));
    if (!real) return std::nullopt;
    if (*real != std::floor(*real)) return misuse(name + " wants a whole number");
    return static_cast<long long>(*real);
  }
  std::vector<std::string> list(const std::string& name) const {  // separated by commas
    std::vector<std::string> items;
    std::istringstream in(value(name));
    for (std::string item; std::getline(in, item, ',');) items.push_back(item);
    return items;
  }

  static std::nullopt_t misuse(const std::string& what) {
    std::fprintf(stderr, "sonoglyph-train: %s (sonoglyph-train --help)\n", what.c_str());
    return std::nullopt;
  }
};
