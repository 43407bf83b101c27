// Clocks, child processes and the list of what was measured.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace bench {

struct Elapsed {
  double wall_s = 0;
  double cpu_s = 0;  // of this thread
};

// The least of `repeats` runs, by CPU time.
Elapsed least_of(int repeats, const std::function<void()>& work);

double wall_seconds();        // of a clock that only moves forward
double thread_cpu_seconds();  // spent by this thread

struct ChildRun {
  bool ok = false;             // started and returned 0
  double first_output_s = -1;  // from the start to its first byte on stdout, or -1
  double wall_s = 0;
  double cpu_s = 0;
  double peak_mib = 0;  // resident
};

// Runs a program with its standard error closed and reads its standard output to the end.
ChildRun run_child(const std::vector<std::string>& arguments);

bool is_installed(const std::string& program);  // in $PATH

// The value below which `percent` of the values are. values is not empty; sorted by this.
double percentile(std::vector<double>& values, double percent);

// What was measured, in order, with the target where there is one.
class Results {
 public:
  enum class Better { more, less };

  void section(const std::string& title);
  void add(const std::string& key, double value, const std::string& unit);
  void add(const std::string& key, double value, const std::string& unit, Better better,
           double target);
  void note(const std::string& key, const std::string& text);

  // before: values of an earlier run by key, or empty.
  void print(const std::string& before_json) const;
  std::string to_json() const;

 private:
  struct Item {
    std::string key;
    double value = 0;
    std::string unit;  // empty: a section or a note
    std::string text;
    Better better = Better::more;
    double target = std::numeric_limits<double>::quiet_NaN();
  };
  std::vector<Item> items_;
};

}  // namespace bench
