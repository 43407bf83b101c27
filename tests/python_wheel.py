"""python_wheel.py CLIP: a wheel that has just been installed does its work, with numpy alone.

Also cibuildwheel's test-command (pyproject.toml)."""

import importlib.util
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import sonoglyph

codec = sonoglyph.Codec.load()
here = pathlib.Path(sonoglyph.__file__).parent
assert all(pathlib.Path(model["path"]).parent == here / "models" for model in sonoglyph.models())
assert {"speech-16k", "speech-16k-semantic"} <= {model["name"] for model in sonoglyph.models()}
assert not (here / "models/tiny.json").exists()

samples, rate = sonoglyph.read_audio(sys.argv[1], channel="auto")
codes = codec.encode(samples, rate)
assert codes.shape[0] == codec.levels and codes.dtype == np.int16
assert len(np.unique(codes[0])) > 20
sound = codec.decode(codes, rate)
# It sounds like the clip: loud where that is loud.
loudness = [np.log(np.square(x[: len(x) // 400 * 400].reshape(-1, 400)).mean(1) + 1e-7) for x in (samples, sound)]
n = min(map(len, loudness))
assert np.corrcoef(loudness[0][:n], loudness[1][:n])[0, 1] > 0.8
with tempfile.TemporaryDirectory() as folder:
    codec.encode_file(sys.argv[1], pathlib.Path(folder) / "a.sgl")
    assert sonoglyph.read_sgl(pathlib.Path(folder) / "a.sgl").codes.shape[0] == codec.levels
told = subprocess.run([sys.executable, "-m", "sonoglyph", "--help"], capture_output=True, text=True)
assert told.returncode == 0, told.stderr
assert importlib.util.find_spec("sonoglyph.torch")
assert (here / "py.typed").exists() and (here / "_core.pyi").exists()
print(f"Python {sys.version.split()[0]}, numpy {np.__version__}: {codec}, {codes.shape[1]} frames")
