#!/usr/bin/env bash
# Compiles quantizer, training and trainer against PyPI's libtorch (2.x, of CUDA) as GPU machines have
# it: --device cuda, and several GPUs through NCCL. Compiles only: nothing is linked or run, and the machine needs no CUDA.
#
#   tests/newer_torch.sh
#
# Needs PyPI for what python_formats.sh needs, in the same virtual environment.
#   SONOGLYPH_VENV  a virtual environment with torch
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/support/python_venv.sh
venv=${SONOGLYPH_VENV:-}
[ -n "$venv" ] || venv=$(formats_venv)
package=$("$venv/bin/python" -c 'import os, torch; print(os.path.dirname(torch.__file__))')
echo "== libtorch $("$venv/bin/python" -c 'import torch; print(torch.__version__)')"
# CUDA's and NCCL's headers come with PyPI's torch, each library's in a folder of its own.
headers=$(find "$venv"/lib/python3*/site-packages/nvidia -name include -type d -printf '-isystem %p ')
build=build/newer-torch
# As ./dev: without it ccache knows no object of a precompiled header again.
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
cmake -S . -B $build -G Ninja -DSONOGLYPH_TRAIN_ONLY=ON -DCMAKE_BUILD_TYPE=Debug \
  -DSONOGLYPH_WERROR=OFF `# what is always optimized takes no precompiled header of -O0` \
  -DCMAKE_CXX_FLAGS="$headers" -DCMAKE_CXX_FLAGS_DEBUG=-O0 \
  -DTorch_DIR="$PWD/tests/support/newer_torch" -DSONOGLYPH_TORCH_PACKAGE="$package" >/dev/null
grep -q 'SONOGLYPH_HAS_NCCL:INTERNAL=1' $build/CMakeCache.txt || { echo "newer_torch: no NCCL"; exit 1; }
# The objects that see torch, and no program: that would want CUDA's libraries.
objects=$(ninja -C $build -t targets all |
  sed -nE 's#^(quantizer/.*|.*/training/.*|app/.*)(\.cpp\.o): CXX_COMPILER.*#\1\2#p')
[ -n "$objects" ]
# shellcheck disable=SC2086
nice cmake --build $build -- $objects
