"""Lists of app/cluster/ray_tokens.py, and what its actors make of them; Ray itself: tests/cluster.sh."""

import importlib.util
import json

import pytest

import sonoglyph
from conftest import CLIP, SOURCE


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("ray_tokens", SOURCE / "app/cluster/ray_tokens.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(script, folder, *lines):
    path = folder / "list.jsonl"
    path.write_text("\ufeff" + "\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return script.rows_of(path, folder / "out", "npy")


def test_outputs_lie_below_the_folder(script, tmp_path):
    got = rows(script, tmp_path, {"audio_filepath": "a\u2028b/c.wav", "offset": 0.0}, {"audio_filepath": "/data/d.flac"})
    assert [row["target"] for row in got] == [str(tmp_path / "out/a\u2028b/c.npy"), str(tmp_path / "out/data/d.npy")]


@pytest.mark.parametrize(
    "lines, words",
    [
        ([{"audio_filepath": "a.wav", "offset": 1.5}], "'offset'"),
        ([{"audio_filepath": "a.wav", "channel": 1}], "'channel'"),
        ([{"audio_filepath": "../a.wav"}], "leads out"),
        ([{"audio_filepath": "a.wav"}, {"audio_filepath": "a.flac"}], "would both become"),
        ([{"recording": "a"}], "no 'audio_filepath'"),
    ],
)
def test_what_would_be_another_sound_is_refused(script, tmp_path, lines, words):
    with pytest.raises(SystemExit, match=words):
        rows(script, tmp_path, *lines)


def test_a_shorter_duration_is_no_whole_sound(script, tmp_path):
    actor = script.Tokenizer(SOURCE / "models/tiny.json", tmp_path)
    samples, rate = sonoglyph.read_audio(CLIP, channel="auto")
    seconds = len(samples) / rate
    sonoglyph.write_audio(tmp_path / "a.wav", samples, rate)
    lines = [{"audio_filepath": "a.wav", "duration": duration} for duration in (1.0, seconds)]
    for line, state in zip(lines, ("failed: the list means 1 s", "done")):
        batch = {key: [value] for key, value in rows(script, tmp_path, line)[0].items()}
        assert actor(batch)["state"][0].startswith(state)
        assert (tmp_path / "out/a.npy").exists() == (state == "done")
