// "positional... --name value --flag" for sonoglyph-train, which must build where only libtorch is
// installed.
#pragma once

#include <cmath>
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
  // [at_least, at_most].
  static std::optional<Arguments> parse(const std::vector<std::string>& args,
                                        const std::set<std::string>& with_value,
                                        const std::set<std::string>& without, std::size_t at_least,
                                        std::size_t at_most) {
    Arguments out;
    for (std::size_t i = 0; i < args.size(); ++i) {
      if (with_value.contains(args[i])) {
        if (i + 1 == args.size()) return std::nullopt;
        out.values[args[i]] = args[i + 1];
        ++i;
      } else if (without.contains(args[i])) {
        out.flags.insert(args[i]);
      } else if (args[i].starts_with("--")) {
        return std::nullopt;
      } else {
        out.positional.push_back(args[i]);
      }
    }
    if (out.positional.size() < at_least || out.positional.size() > at_most) return std::nullopt;
    return out;
  }

  std::string value(const std::string& name, const std::string& otherwise = {}) const {
    const auto it = values.find(name);
    return it == values.end() ? otherwise : it->second;
  }
  // Nothing where it is no number.
  std::optional<double> number(const std::string& name, double otherwise) const {
    const auto it = values.find(name);
    if (it == values.end()) return otherwise;
    char* end = nullptr;
    const double number = std::strtod(it->second.c_str(), &end);
    if (it->second.empty() || *end != '\0' || !std::isfinite(number)) return std::nullopt;
    return number;
  }
  std::vector<std::string> list(const std::string& name) const {  // separated by commas
    std::vector<std::string> items;
    std::istringstream in(value(name));
    for (std::string item; std::getline(in, item, ',');) items.push_back(item);
    return items;
  }
};
