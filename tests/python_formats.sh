#!/usr/bin/env bash
# The Python package as a wheel, and with the libraries that it is for: PyTorch, onnxruntime,
# vector-quantize-pytorch, datasets, webdataset, lhotse, megatron-core, pandas, pyarrow, in the versions
# of python_formats.txt.
#
#   tests/python_formats.sh [PYTEST ARGUMENT...]
#
# Needs build/release/app/sonoglyph (./dev build) and PyPI, for 2.6 GB, once: the virtual environment
# (5.6 GB, most of it PyTorch's) stays in ~/.cache/sonoglyph, until for a fortnight nobody has used it.
#   SONOGLYPH_VENV         a virtual environment; tests of libraries that it lacks are skipped
#   SONOGLYPH_PYTHON_PATH  a folder with the built package, instead of a wheel
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/support/python_venv.sh
begin=$SECONDS
venv=${SONOGLYPH_VENV:-}
[ -n "$venv" ] || venv=$(formats_venv)
echo "== Python libraries: $venv, $((SECONDS - begin)) s"
if [ -n "${SONOGLYPH_PYTHON_PATH:-}" ]; then
  package=$SONOGLYPH_PYTHON_PATH
else
  begin=$SECONDS
  SONOGLYPH_VENV=$venv tests/python_wheel.sh
  package=$PWD/build/python_wheel/package
  echo "== the wheel: $((SECONDS - begin)) s"
fi
export PYTHONPATH=$package${PYTHONPATH:+:$PYTHONPATH}
[ -n "${SONOGLYPH_VENV:-}" ] || export SONOGLYPH_ALL_LIBRARIES=1
export SONOGLYPH_MODELS=$PWD/models  # tiny as well, which is in no wheel
export SONOGLYPH_SOURCE=$PWD PYTHONDONTWRITEBYTECODE=1
export SONOGLYPH_CLI=${SONOGLYPH_CLI:-$PWD/build/release/app/sonoglyph}
export SONOGLYPH_FIXTURES=${SONOGLYPH_FIXTURES:-$(dirname "$PWD")/shared/fixtures/simvq}
[ -x "$SONOGLYPH_CLI" ] || { echo "python_formats: no $SONOGLYPH_CLI: ./dev build first" >&2; exit 1; }
parallel=
"$venv/bin/python" -c "import xdist" 2>/dev/null && parallel="-n $(nproc)"
exec "$venv/bin/python" -m pytest -q -p no:cacheprovider -rs $parallel tests/python_formats "$@"
