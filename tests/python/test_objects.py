"""The classes themselves: what they say of themselves, pickles, and objects that are none."""

import copy
import inspect
import pickle
import subprocess
import sys

import numpy as np
import pytest

import sonoglyph
from conftest import SOURCE

CLASSES = [sonoglyph.Codec, sonoglyph.StreamEncoder, sonoglyph.StreamDecoder, sonoglyph.Tokens]


@pytest.mark.parametrize("kind", CLASSES)
def test_an_object_without_init_raises(kind, noise, tmp_path):
    bare = kind.__new__(kind)
    arguments = {"encode": (noise, 16000), "decode": (np.zeros((1, 3), int),), "push": (noise,),
                 "encode_file": ("a.wav", "a.sgl"), "decode_file": ("a.sgl", "a.wav"),
                 "__exit__": (None, None, None)}
    for name in dir(kind):
        if name.startswith("__") and not (name in ("__enter__", "__exit__", "__repr__") and name in vars(kind)):
            continue
        member = inspect.getattr_static(kind, name)
        if isinstance(member, staticmethod):
            continue
        with pytest.raises(TypeError):
            member = getattr(bare, name)
            member(*arguments.get(name, ()))
    for use in (copy.copy, pickle.dumps):
        with pytest.raises(TypeError):
            use(bare)


def test_a_bare_object_as_an_argument_raises(tiny, tmp_path):
    codec = sonoglyph.Codec.__new__(sonoglyph.Codec)
    tokens = sonoglyph.Tokens.__new__(sonoglyph.Tokens)
    codes = np.zeros((1, 3), int)
    for call in (lambda: sonoglyph.Tokens(codec, codes), lambda: sonoglyph.StreamEncoder(codec),
                 lambda: sonoglyph.StreamDecoder(codec), lambda: tiny.decode(tokens),
                 lambda: sonoglyph.write_sgl(tmp_path / "a.sgl", tokens),
                 lambda: sonoglyph.write_tokens(tmp_path / "a.npy", tokens),
                 lambda: sonoglyph.read_sgl(tmp_path / "a.sgl", codec)):
        with pytest.raises(TypeError):
            call()


def test_none_and_nonsense_as_any_argument_raise(tiny, noise, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    codes = tiny.encode(noise, 16000)
    tokens = sonoglyph.Tokens(tiny, codes)
    calls = [
        (sonoglyph.StreamEncoder, [tiny, 1, 16000]),
        (sonoglyph.StreamDecoder, [tiny, 16000]),
        (sonoglyph.Tokens, [tiny, codes, 16000, len(noise)]),
        (sonoglyph.Codec.load, ["tiny"]),
        (tiny.encode, [noise, 16000, 1]),
        (tiny.decode, [codes, 16000]),
        (tiny.encode_file, ["no.wav", tmp_path / "a.sgl", 1]),
        (tiny.decode_file, ["no.sgl", tmp_path / "a.wav", 1, 16000]),
        (sonoglyph.StreamEncoder(tiny).push, [noise]),
        (sonoglyph.StreamDecoder(tiny).push, [codes]),
        (sonoglyph.read_sgl, ["no.sgl", tiny]),
        (sonoglyph.write_sgl, [tmp_path / "a.sgl", tokens]),
        (sonoglyph.read_tokens, ["no.npy", 0]),
        (sonoglyph.write_tokens, [tmp_path / "a.npy", tokens]),
        (sonoglyph.read_audio, ["no.wav"]),
        (sonoglyph.write_audio, [tmp_path / "a.wav", noise, 16000]),
    ]
    may_be_none = {(sonoglyph.StreamEncoder, 1), (sonoglyph.StreamEncoder, 2), (sonoglyph.StreamDecoder, 1),
                   (sonoglyph.Tokens, 2), (sonoglyph.Tokens, 3), (sonoglyph.Codec.load, 0), (tiny.encode, 2),
                   (tiny.decode, 1)}
    nonsense = [None, object(), 1.5, "no such", b"", [], {}, (), np.zeros(3, bool), np.zeros((2, 2, 2), np.int16),
                np.array(["a"]), np.array(None), np.zeros((0, 0), np.float32), float("nan"), -1, 1 << 100, tiny, tokens]
    for call, arguments in calls:
        for place in range(len(arguments)):
            for value in nonsense:
                if value is None and any(call == c and place == p for c, p in may_be_none):
                    continue
                if value is tokens and call == tiny.decode and place == 0:
                    continue
                wrong = list(arguments)
                if wrong[place] is value:
                    continue
                wrong[place] = value
                try:
                    call(*wrong)
                except (TypeError, ValueError, OverflowError, sonoglyph.Error) as raised:
                    assert "incompatible" in str(raised) or "\n" not in str(raised)
                else:
                    # A number that is a rate, or a name that is a file, is none.
                    assert isinstance(value, (str, bytes)) and place == 0, (call, place, value)


@pytest.mark.parametrize("kind", CLASSES)
def test_help_tells_signatures_and_texts(kind):
    assert len(inspect.getdoc(kind)) > 30
    for name, member in vars(kind).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property):
            continue
        function = getattr(kind, name)
        assert inspect.getdoc(function), name
        assert str(inspect.signature(function)) != "(*args, **kwargs)", name
    for name in sonoglyph.__all__:
        assert inspect.getdoc(getattr(sonoglyph, name)), name
    assert list(inspect.signature(sonoglyph.Codec.encode).parameters) == [
        "self", "samples", "sample_rate", "codebooks", "channel"]
    assert "channel" in inspect.signature(sonoglyph.read_audio).parameters


def test_a_codec_can_be_pickled(codec, noise):
    text = pickle.dumps(codec)
    assert len(text) < 1000
    for again in (pickle.loads(text), copy.copy(codec), copy.deepcopy(codec)):
        assert again.fingerprint == codec.fingerprint
        np.testing.assert_array_equal(again.encode(noise, 16000), codec.encode(noise, 16000))
    child = subprocess.run(
        [sys.executable, "-c", "import pickle, sys; print(pickle.load(sys.stdin.buffer).fingerprint)"],
        input=text, capture_output=True, check=True)
    assert child.stdout.decode().strip() == codec.fingerprint


def test_a_pickle_of_weights_that_are_not_here_says_so(tmp_path, tiny):
    for name in ("tiny.json", "tiny.safetensors"):
        (tmp_path / name).write_bytes((SOURCE / "models" / name).read_bytes())
    load, (name, fingerprint, place, _) = sonoglyph.Codec.load(tmp_path / "tiny.json").__reduce_ex__(4)
    with pytest.raises(sonoglyph.Error, match="other weights") as raised:
        load(name, "0" * 64, place)
    assert raised.value.code == "wrong_model"
    with pytest.raises(sonoglyph.Error) as raised:
        load(name, "0" * 64, str(tmp_path / "absent.json"))
    assert raised.value.code == "io"


def test_tokens_can_be_pickled(tiny, noise, tmp_path):
    tokens = sonoglyph.Tokens(tiny, tiny.encode(noise, 22050, 2), 22050, len(noise))
    for again in (pickle.loads(pickle.dumps(tokens)), copy.deepcopy(tokens)):
        np.testing.assert_array_equal(again.codes, tokens.codes)
        for field in ("model", "fingerprint", "sample_rate", "length", "hop", "codebook_size", "gain_db",
                      "lost", "truncated", "channels"):
            assert getattr(again, field) == getattr(tokens, field), field
    for stream in (sonoglyph.StreamEncoder(tiny), sonoglyph.StreamDecoder(tiny)):
        with pytest.raises(TypeError):
            pickle.dumps(stream)


def test_streams_are_context_managers(tiny, noise):
    fresh = sonoglyph.StreamEncoder(tiny).push(noise)
    with sonoglyph.StreamEncoder(tiny) as encoder:
        np.testing.assert_array_equal(encoder.push(noise), fresh)
    np.testing.assert_array_equal(encoder.push(noise), fresh)  # it was reset
    with pytest.raises(RuntimeError, match="mine"):
        with sonoglyph.StreamDecoder(tiny) as decoder:
            first = decoder.push(fresh)
            raise RuntimeError("mine")
    np.testing.assert_array_equal(decoder.push(fresh), first)


def test_models_are_listed():
    models = {m["name"]: m for m in sonoglyph.models()}
    assert "tiny" in models
    codec = sonoglyph.Codec.load("tiny")
    for field in ("name", "fingerprint", "sample_rate", "frame_rate", "levels", "codebook_size", "description"):
        assert models["tiny"][field] == getattr(codec, field), field
    assert sonoglyph.Codec.load(models["tiny"]["path"]).fingerprint == codec.fingerprint
    assert sum(m["default"] for m in models.values()) == 1


def test_a_decoder_is_chosen_by_name():
    default = sonoglyph.Codec.load()
    assert default.decoders[0] == default.decoder == "studio"
    live = sonoglyph.Codec.load(decoder="live")
    assert (live.decoder, live.fingerprint) == ("live", default.fingerprint)
    assert pickle.loads(pickle.dumps(live)).decoder == "live"
    with pytest.raises(sonoglyph.Error, match="no decoder 'huge'; it has studio, live"):
        sonoglyph.Codec.load(decoder="huge")
    assert (sonoglyph.Codec.load("tiny").decoder, sonoglyph.Codec.load("tiny").decoders) == ("", [])
