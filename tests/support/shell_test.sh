# The frame of a test of a program, read by it with `.`: a folder of its own, and what counts
# failures. Beforehand: program (for the first word of its errors), source (the project's folder).
export SONOGLYPH_MODELS="$source/models"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

wrong() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

# run CODE NAME COMMAND...: the exit code; a failure (1) says one line that begins with the
# program's name. Its words are then in .stdout and .stderr.
run() {
  code=$1
  name=$2
  shift 2
  "$@" >.stdout 2>.stderr
  got=$?
  [ "$got" -eq "$code" ] || wrong "$name: exit code $got, wanted $code: $(cat .stderr)"
  [ "$code" -eq 1 ] && one_line "$name"
}

one_line() {  # one_line NAME: on stderr, with the program's name
  [ "$(wc -l <.stderr)" -eq 1 ] || wrong "$1: not one line: $(cat .stderr)"
  grep -q "^$program: " .stderr || wrong "$1: says '$(cat .stderr)'"
}

says() {  # says TEXT: on stdout or stderr, just now
  cat .stdout .stderr | grep -q -- "$1" || wrong "nobody says '$1': $(cat .stdout .stderr)"
}

finish() {
  [ $failures -eq 0 ] || { echo "$failures failures"; exit 1; }
  echo 'all well'
}
