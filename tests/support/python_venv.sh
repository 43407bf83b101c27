# Sourced by python_formats.sh and python_wheel.sh, in the project's folder.

# new_venv FOLDER: a virtual environment there, of $PYTHON, of Debian's Python, or of another.
new_venv() {
  local python=${PYTHON:-/usr/bin/python3}
  "$python" -c 'import ensurepip' 2>/dev/null || python=${PYTHON:-python3}
  "$python" -m venv "$1" || { echo "no virtual environment: apt install python3-venv" >&2; return 1; }
}

# pip_install VENV ARGUMENT...: says which of the two it is when nothing comes; 75 (EX_TEMPFAIL) where
# PyPI cannot be reached.
pip_install() {
  local venv=$1 log code=1
  shift
  log=$(mktemp)
  if ! "$venv/bin/pip" --disable-pip-version-check install -q --no-compile --retries 2 "$@" >"$log" 2>&1; then
    cat "$log" >&2
    if grep -qiE 'connection|resol|timed? ?out|proxy|SSL|unreachable|versions: none' "$log"; then
      echo "PyPI cannot be reached: the tests of the Python package need it (see above)" >&2
      code=75
    else
      echo "pip could not install $* (see above)" >&2
    fi
    rm -f "$log"
    return $code
  fi
  rm -f "$log"
}

# Prints the folder of the environment of python_formats.txt, made now where it is not there.
formats_venv() {
  local cache=${XDG_CACHE_HOME:-$HOME/.cache}/sonoglyph wanted=tests/python_formats.txt venv key
  key=$(cat "$wanted" <("${PYTHON:-python3}" --version) <(uname -m) | sha256sum | cut -c 1-12)
  venv=$cache/python-formats-$key
  if [ ! -e "$venv/complete" ]; then
    mkdir -p "$cache"
    rm -rf "$venv"
    # Those of older lists, unless a checkout beside this one uses them.
    find "$cache" -mindepth 2 -maxdepth 2 -name complete -mtime +14 -printf '%h\0' | xargs -0r rm -rf
    new_venv "$venv" || return 1
    pip_install "$venv" -r "$wanted" || return
  fi
  touch "$venv/complete"
  echo "$venv"
}
