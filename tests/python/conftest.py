"""Fixtures. CTest sets SONOGLYPH_SOURCE, SONOGLYPH_REFERENCE and, where it is built, SONOGLYPH_CLI."""

import os
import pathlib
import subprocess

import numpy as np
import pytest

import sonoglyph

SOURCE = pathlib.Path(os.environ["SONOGLYPH_SOURCE"])
CLIP = SOURCE / "tests/data/kathleen.flac"
MODELS = [name for name in ("tiny", "speech-16k") if (SOURCE / f"models/{name}.json").exists()]


@pytest.fixture(scope="session", params=MODELS)
def codec(request):
    return sonoglyph.Codec.load(SOURCE / f"models/{request.param}.json")


@pytest.fixture(scope="session")
def tiny():
    return sonoglyph.Codec.load("tiny")


@pytest.fixture(scope="session")
def clip():
    return sonoglyph.read_audio(CLIP)


@pytest.fixture(scope="session")
def reference(codec, tmp_path_factory):
    """Codes (Q, T) and sound of the clip as the C++ functions make them."""
    folder = tmp_path_factory.mktemp("reference")
    model = SOURCE / f"models/{codec.name}.json"
    subprocess.run(
        [os.environ["SONOGLYPH_REFERENCE"], model, CLIP, folder / "codes.npy", folder / "sound.wav"],
        check=True,
    )
    return np.load(folder / "codes.npy"), sonoglyph.read_audio(folder / "sound.wav")[0]


@pytest.fixture
def noise():
    return np.random.default_rng(1).normal(0, 0.1, 16000).astype(np.float32)
