"""Fixtures. tests/python_formats.sh sets SONOGLYPH_SOURCE and SONOGLYPH_CLI."""

import importlib
import os
import pathlib

import numpy as np
import pytest

import sonoglyph

if os.environ.get("SONOGLYPH_ALL_LIBRARIES"):  # a test of a library that is not there fails
    pytest.importorskip = importlib.import_module

SOURCE = pathlib.Path(os.environ["SONOGLYPH_SOURCE"])
CLIPS = [SOURCE / "tests/data/kathleen.flac", SOURCE / "tests/data/kerstin.flac"]
MODELS = ["tiny", "speech-16k", "speech-16k-semantic"]


@pytest.fixture(scope="session", params=MODELS)
def codec(request):
    return sonoglyph.Codec.load(SOURCE / f"models/{request.param}.json")


def at_model_rate(codec, path):
    """The clip at the model's rate, by a windowed sinc; with a whole number of frames."""
    samples, rate = sonoglyph.read_audio(path, channel="auto")
    step = rate // codec.sample_rate
    assert step * codec.sample_rate == rate
    if step > 1:
        at = np.arange(-32 * step, 32 * step + 1)
        samples = np.convolve(samples, np.sinc(at / step) * np.hanning(len(at)) / step, "same")[::step]
    return np.ascontiguousarray(samples[: len(samples) // codec.hop * codec.hop], np.float32)


@pytest.fixture(scope="session", params=CLIPS, ids=lambda path: path.stem)
def clip(request, codec):
    return at_model_rate(codec, request.param)
