"""Every script of app/python/examples does what it says."""

import os
import subprocess
import sys

import numpy as np
import pytest

import sonoglyph

from conftest import CLIPS, SOURCE

EXAMPLES = SOURCE / "app/python/examples"


@pytest.fixture(scope="module")
def speech(tmp_path_factory):
    """Two seconds of it."""
    folder = tmp_path_factory.mktemp("speech")
    samples, rate = sonoglyph.read_audio(CLIPS[0], channel="auto")
    sonoglyph.write_audio(folder / "speech.wav", samples[rate : 3 * rate], rate)
    return folder / "speech.wav"


def run(name, *arguments):
    done = subprocess.run(
        [sys.executable, EXAMPLES / name, *map(str, arguments)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_all_are_tested():
    tested = {"folder_to_ids.py", "stream.py", "bigrams.py", "finetune.py", "onnx_stream.py"}
    assert {path.name for path in EXAMPLES.glob("*.py")} == tested


def test_folder_to_ids(speech, tmp_path):
    run("folder_to_ids.py", speech.parent, tmp_path)
    ids = np.load(tmp_path / "speech.npy")
    codec = sonoglyph.Codec.load()
    codes = codec.encode(*sonoglyph.read_audio(speech))
    assert np.array_equal(ids.reshape(-1, codec.levels).T % codec.codebook_size, codes)


def test_stream(speech, tmp_path):
    run("stream.py", speech, tmp_path / "out.wav")
    codec = sonoglyph.Codec.load()
    samples, rate = sonoglyph.read_audio(speech)
    whole = codec.decode(codec.encode(samples, rate), rate)[: len(samples)]
    assert np.abs(sonoglyph.read_audio(tmp_path / "out.wav")[0] - whole).max() < 1e-3  # 16 bits


def test_bigrams(speech, tmp_path):
    subprocess.run(
        [os.environ["SONOGLYPH_CLI"], "batch", speech, "--to", "megatron", "--out", tmp_path, "--semantic-only"],
        check=True,
    )
    run("bigrams.py", tmp_path / "shard-000000.bin", tmp_path / "out.wav")
    assert len(sonoglyph.read_audio(tmp_path / "out.wav")[0]) == 101 * 320


def test_finetune(speech, tmp_path):
    pytest.importorskip("torch")
    said = run("finetune.py", speech, tmp_path)
    far = [float(line.split(": ")[1]) for line in said.splitlines()[:3]]
    assert far[2] < far[0]
    assert sonoglyph.Codec.load(tmp_path / "tuned.json").name == "tuned"


def test_onnx_stream(speech, tmp_path):
    pytest.importorskip("onnxruntime")
    pytest.importorskip("onnxscript")
    run("onnx_stream.py", speech, tmp_path / "out.wav", tmp_path)
    assert len(sonoglyph.read_audio(tmp_path / "out.wav")[0]) > 31000
