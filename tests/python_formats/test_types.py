"""The type stubs: mypy sees what the package is, in all its modules, from the installed package alone."""

import inspect
import subprocess
import sys

import pytest

import sonoglyph
import sonoglyph.pack
import sonoglyph.sources

GOOD = """
from typing import Iterator, List, Tuple
import numpy as np
import sonoglyph
from sonoglyph.pack import check, pack
from sonoglyph.sources import Source, sources

codec: sonoglyph.Codec = sonoglyph.Codec.load("tiny", decoder=None)
samples, rate = sonoglyph.read_audio("a.wav", channel="auto")
codes = codec.encode(samples, rate, 2, channel="mix")
many: List[np.ndarray] = codec.encode_batch([samples], rate, lengths=[3], workers=1)
runs: List[Tuple[float, float, str, float]] = codec.phones(codes)
with sonoglyph.StreamEncoder(codec, sample_rate=rate) as encoder:
    sonoglyph.write_tokens("a.npy", sonoglyph.Tokens(codec, encoder.push(samples)), layout="delay")
found: Iterator[Source] = sources(["folder"])
count: int = pack(["folder"], "parquet", "out", codec=codec)["written"]
missing: int = check(["folder"], "parquet", "out")["missing"]
name: str = sonoglyph.models()[0]["name"]
"""
BAD = """
import sonoglyph
codec = sonoglyph.Codec.load(3)
codec.encode([1.0], "16000")
codec.encoded(1)
sonoglyph.write_tokens("a.npy", codec)
"""


def errors(text, folder):
    pytest.importorskip("mypy")
    path = folder / "use.py"
    path.write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "--cache-dir", folder / "cache", path],
        capture_output=True, text=True,
    )  # fmt: skip
    return [line for line in done.stdout.splitlines() if ": error:" in line], done.stdout


def test_mypy_takes_what_is_right_and_finds_what_is_wrong(tmp_path):
    found, text = errors(GOOD, tmp_path)
    assert found == [], text
    found, text = errors(BAD, tmp_path)
    assert [int(line.split(":")[1]) for line in found] == [3, 4, 5, 6], text


def unannotated(module):
    for name in module.__all__:
        thing = getattr(module, name)
        if getattr(thing, "__module__", None) != module.__name__ or hasattr(sonoglyph._core, name):
            continue  # of elsewhere, or of C++, whose types the stub tells
        methods = [thing] if inspect.isfunction(thing) else [
            m for k, m in vars(thing).items() if inspect.isfunction(m) and (k == "__init__" or k[0] != "_")
        ]
        for method in methods:
            for parameter in list(inspect.signature(method).parameters.values()):
                untyped = parameter.annotation is inspect.Parameter.empty
                if untyped and parameter.name not in ("self", "cls"):
                    yield f"{method.__qualname__}({parameter.name})"
            if inspect.signature(method).return_annotation is inspect.Signature.empty and method.__name__ != "__init__":
                yield method.__qualname__


def test_every_module_tells_its_types():
    assert list(unannotated(sonoglyph)) == []
    assert list(unannotated(sonoglyph.sources)) == []
    assert list(unannotated(sonoglyph.pack)) == []


def test_the_twin_tells_its_types():
    pytest.importorskip("torch")
    import sonoglyph.torch

    assert list(unannotated(sonoglyph.torch)) == []
