"""What lists of `python -m sonoglyph pack` mean is what `sonoglyph batch` makes of them."""

import json
import os
import subprocess

import numpy as np
import pytest

import sonoglyph
from conftest import CLIP, SOURCE
from sonoglyph.sources import sources

MODEL = SOURCE / "models/tiny.json"
PARTS = [
    {},
    {"offset": 0.5, "duration": 0.75},
    {"offset": "0.5", "duration": " 0.75 "},
    {"offset": 0, "duration": 0.5},
    {"duration": 0.5},
    {"duration": 1.5},
    {"duration": 1.4},  # of 1.437 s: all of it, rounded
    {"duration": -1},
    {"start_sec": 0.25, "end_sec": 0.5},
    {"Start": 0.25, "endTime": "0.5"},
    {"onset": 0.25, "offset": 0.5},
    {"segment": "part-7", "channels": 2, "timestamp": [[0, 1], [1, 2]]},
    {"channels": [1], "from": "a corpus"},
    {"channel": "1"},
    {"channel": [0], "offset": 0.1, "end": 0.9},
    {"offset": None, "duration": ""},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    samples, rate = sonoglyph.read_audio(CLIP, channel="auto")
    samples = samples[rate // 2 : rate // 2 + round(1.437 * rate)]
    sonoglyph.write_audio(folder / "a.wav", np.stack([samples, samples[::-1].copy()]), rate)
    return folder


def listed(folder, lines):
    path = folder / "list.jsonl"
    path.write_text("".join(json.dumps({"audio_filepath": "a.wav", "id": f"u{i}", **line}) + "\n" for i, line in lines))
    return path


@pytest.mark.skipif("SONOGLYPH_CLI" not in os.environ, reason="the command line is not built")
def test_parts_are_those_of_batch(folder):
    path = listed(folder, enumerate(PARTS))
    command = [os.environ["SONOGLYPH_CLI"], "batch", "--manifest", path, "--to", "npy", "--out", folder / "out"]
    done = subprocess.run([*command, "--model", MODEL, "--pattern", "{id}.{ext}"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    codec = sonoglyph.Codec.load(MODEL)
    lengths = set()
    for source, part in zip(sources([path]), PARTS):
        codes = source.tokens(codec).codes
        assert np.array_equal(codes, np.load(folder / "out" / (source.id + ".npy"))), part
        lengths.add(codes.shape[1])
    assert len(lengths) > 3


@pytest.mark.parametrize(
    "line, words",
    [
        ({"offset": "soon"}, "no number of seconds"),
        ({"offset": True}, "no number of seconds"),
        ({"frame_offset": 8000}, "told in seconds"),
        ({"start_time_ms": 500}, "told in seconds"),
        ({"channel": [0, 1]}, "no one channel"),
        ({"offset": 1, "start": 2}, "contradicts"),
        ({"offset": 1, "end": 0.5}, "not behind"),
        ({"offset": 1, "duration": 0}, "a part of 0 s"),
        ({"offset": -1}, "before the sound"),
        ({"offset": 1, "end": 1.3, "duration": 1.2}, "contradict"),
    ],
)
def test_what_cannot_be_told_is_refused(folder, tiny, line, words):
    (source,) = sources([listed(folder, [(0, line)])])
    with pytest.raises(sonoglyph.Error, match=words):
        source.tokens(tiny)


def test_a_part_of_codes_is_refused(folder, tiny):
    tiny.encode_file(folder / "a.wav", folder / "a.sgl")
    whole = sonoglyph.read_sgl(folder / "a.sgl").codes
    for line, is_all in ({"duration": 1.4}, True), ({}, True), ({"offset": 0.5}, False), ({"duration": 0.5}, False):
        (source,) = sources([listed(folder, [(0, {**line, "audio_filepath": "a.sgl"})])])
        if is_all:
            assert np.array_equal(source.tokens(tiny).codes, whole)
        else:
            with pytest.raises(sonoglyph.Error, match="a part of codes"):
                source.tokens(tiny)
