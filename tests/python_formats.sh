#!/usr/bin/env bash
# The Python package with the libraries it is for: PyTorch, onnxruntime, vector-quantize-pytorch,
# datasets, webdataset, lhotse, pandas, pyarrow.
# Beside `./dev test`, since it builds a wheel and downloads some hundred megabytes, once, into
# build/python_formats.
#
#   tests/python_formats.sh [PYTEST ARGUMENT...]
#
# Needs build/release/app/sonoglyph (./dev build).
#   SONOGLYPH_VENV         a virtual environment that has all of python_formats.txt
#   SONOGLYPH_PYTHON_PATH  a folder with the built package, instead of a wheel
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${SONOGLYPH_VENV:-build/python_formats/venv}
if [ -z "${SONOGLYPH_VENV:-}" ]; then
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
  "$venv/bin/pip" install -q --extra-index-url https://download.pytorch.org/whl/cpu \
    -r tests/python_formats.txt
fi
if [ -n "${SONOGLYPH_PYTHON_PATH:-}" ]; then
  export PYTHONPATH=$SONOGLYPH_PYTHON_PATH${PYTHONPATH:+:$PYTHONPATH}
else
  rm -rf build/python_formats/dist
  "$venv/bin/pip" wheel -q --no-deps -w build/python_formats/dist ./app/python
  "$venv/bin/pip" install -q --no-deps --force-reinstall build/python_formats/dist/*.whl
fi
export SONOGLYPH_SOURCE=$PWD PYTHONDONTWRITEBYTECODE=1
export SONOGLYPH_CLI=${SONOGLYPH_CLI:-$PWD/build/release/app/sonoglyph}
export SONOGLYPH_FIXTURES=${SONOGLYPH_FIXTURES:-$(dirname "$PWD")/shared/fixtures/simvq}
exec "$venv/bin/python" -m pytest -q -p no:cacheprovider -rs tests/python_formats "$@"
