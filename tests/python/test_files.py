import os
import signal
import subprocess
import sys
import textwrap

import numpy as np
import pytest

import sonoglyph
from conftest import CLIP


def tokens_of(codec, clip):
    samples, rate = clip
    return sonoglyph.Tokens(codec, codec.encode(samples, rate), rate, len(samples))


@pytest.mark.parametrize("name", ["a.sgl", "a.npy", "a.safetensors", "a.json", "a.jsonl", "a.csv"])
def test_round_trip(tiny, clip, tmp_path, name):
    path = tmp_path / name
    write, read = ((sonoglyph.write_sgl, sonoglyph.read_sgl) if name == "a.sgl" else
                   (sonoglyph.write_tokens, sonoglyph.read_tokens))
    tokens = tokens_of(tiny, clip)
    write(path, tokens)
    back = read(str(path))
    np.testing.assert_array_equal(back.codes, tokens.codes)
    for field in ("model", "fingerprint", "sample_rate", "length", "hop", "codebook_size"):
        assert getattr(back, field) == getattr(tokens, field), field
    assert not back.truncated and back.lost == []
    sound = tiny.decode(back)
    assert len(sound) == len(clip[0])
    np.testing.assert_array_equal(sound, tiny.decode(tokens.codes, clip[1])[:len(sound)])


def test_files_through_the_codec_are_those_through_arrays(tiny, clip, tmp_path):
    tiny.encode_file(CLIP, tmp_path / "clip.sgl", codebooks=2)
    tokens = sonoglyph.read_sgl(tmp_path / "clip.sgl")
    np.testing.assert_array_equal(tokens.codes, tiny.encode(*clip, 2))
    tiny.encode_file(CLIP, tmp_path / "clip.npy")
    np.testing.assert_array_equal(np.load(tmp_path / "clip.npy"), tiny.encode(*clip))
    tiny.decode_file(tmp_path / "clip.sgl", tmp_path / "clip.wav")
    sound, rate = sonoglyph.read_audio(tmp_path / "clip.wav")
    assert rate == clip[1]
    exact = np.clip(tiny.decode(tokens), -1, 1)
    assert np.abs(sound - exact).max() <= 1 / 32768


def test_what_numpy_saved_is_decoded(tiny, clip, tmp_path):
    np.save(tmp_path / "codes.npy", tiny.encode(*clip).astype(np.int64))
    tiny.decode_file(tmp_path / "codes.npy", tmp_path / "sound.wav")
    assert sonoglyph.read_audio(tmp_path / "sound.wav")[1] == tiny.sample_rate
    with pytest.raises(sonoglyph.Error, match="nothing else"):
        sonoglyph.read_tokens(tmp_path / "codes.npy")


def test_files_do_not_depend_on_the_locale(tiny, clip, tmp_path):
    """A program that has set a locale with a decimal comma writes what any other writes."""
    subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", tmp_path / "de_DE.UTF-8"],
                   capture_output=True)
    script = textwrap.dedent("""
        import locale, sys
        import sonoglyph
        tokens = sonoglyph.read_tokens("c.json")
        locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")
        assert locale.localeconv()["decimal_point"] == ","
        for kind in ("csv", "json", "jsonl", "npy", "safetensors"):
            sonoglyph.write_tokens("german." + kind, tokens)
            assert (sonoglyph.read_tokens("german." + kind).codes == tokens.codes).all()
    """)
    tokens = tokens_of(tiny, clip)
    for kind in ("csv", "json", "jsonl", "npy", "safetensors"):
        sonoglyph.write_tokens(tmp_path / ("c." + kind), tokens)
    env = dict(os.environ, LOCPATH=str(tmp_path), LC_ALL="de_DE.UTF-8")
    known = subprocess.run([sys.executable, "-c", "import locale; locale.setlocale(0, 'de_DE.UTF-8')"],
                           env=env, capture_output=True)
    if known.returncode != 0:
        pytest.skip("no locale with a comma")
    run = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=env, capture_output=True,
                         text=True)
    assert run.returncode == 0, run.stderr
    for kind in ("csv", "json", "jsonl", "npy", "safetensors"):
        assert (tmp_path / ("german." + kind)).read_bytes() == (tmp_path / ("c." + kind)).read_bytes()


def test_errors_about_names_of_any_bytes(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.sgl"
    with pytest.raises(sonoglyph.Error, match="caf\udce9.sgl"):
        sonoglyph.read_sgl(os.fsdecode(path))


def test_flattened_tokens(tiny, noise, tmp_path):
    codes = tiny.encode(noise, 16000)
    tokens = sonoglyph.Tokens(tiny, codes)
    sonoglyph.write_tokens(tmp_path / "flat.npy", tokens, layout="interleave")
    offsets = np.arange(tiny.levels)[:, None] * tiny.codebook_size
    np.testing.assert_array_equal(np.load(tmp_path / "flat.npy").ravel(), (codes + offsets).T.ravel())
    with pytest.raises(ValueError, match="layout: 'zigzag'"):
        sonoglyph.write_tokens(tmp_path / "flat.npy", tokens, layout="zigzag")


def test_semantic_tokens_want_a_semantic_codebook(tiny, clip, tmp_path):
    tokens = tokens_of(tiny, clip)
    with pytest.raises(sonoglyph.Error, match="tiny has no semantic codebook"):
        sonoglyph.write_tokens(tmp_path / "a.npy", tokens, semantic_only=True)
    assert list(tmp_path.iterdir()) == []
    codec = sonoglyph.Codec.load("speech-16k-semantic")
    with pytest.raises(sonoglyph.Error, match="of model tiny .* not of speech-16k-semantic"):
        sonoglyph.write_tokens(tmp_path / "a.npy", tokens, semantic_only=True, codec=codec)
    spoken = tokens_of(codec, clip)
    sonoglyph.write_tokens(tmp_path / "a.npy", spoken, semantic_only=True)
    np.testing.assert_array_equal(np.load(tmp_path / "a.npy"), spoken.codes[:1])
    sonoglyph.write_tokens(tmp_path / "b.npy", spoken, semantic_only=True, dedup=True)
    runs = np.flatnonzero(np.diff(spoken.codes[0], prepend=-1))
    np.testing.assert_array_equal(np.load(tmp_path / "b.npy").ravel(), spoken.codes[0][runs])


def test_damage_is_told_and_silent(tiny, clip, tmp_path):
    path = tmp_path / "clip.sgl"
    sonoglyph.write_sgl(path, tokens_of(tiny, clip))
    data = bytearray(path.read_bytes())
    data[300] ^= 0xFF
    path.write_bytes(data)
    tokens = sonoglyph.read_sgl(path)
    (first, frames), = tokens.lost
    start, end = first * tiny.hop + 80, (first + frames) * tiny.hop  # edges are 5 ms
    sound = tiny.decode(tokens, tiny.sample_rate)  # a resampler rings at -150 dB
    assert np.all(sound[start:end] == 0) and np.abs(sound[end + 1600:]).max() > 0.001
    assert len(tiny.decode(tokens)) == len(clip[0])
    path.write_bytes(data[:len(data) // 2])
    assert sonoglyph.read_sgl(path).truncated
    for made in (tiny.decode_file, tmp_path / "cut.wav"), (tiny.encode_file, tmp_path / "cut.npy"):
        with pytest.warns(UserWarning, match="clip.sgl: damaged: .*, its end is missing"):
            made[0](path, made[1])


def test_another_models_tokens_are_refused(tiny, codec, clip, tmp_path):
    if codec.name == tiny.name:
        pytest.skip("one model")
    with pytest.raises(sonoglyph.Error, match="tiny") as raised:
        codec.decode(tokens_of(tiny, clip))
    assert raised.value.code == "wrong_model" and codec.name in str(raised.value)


def test_errors_are_one_line_and_leave_nothing(tiny, clip, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "text").write_text("not a sound")
    for code, call in [
        ("io", lambda: sonoglyph.read_audio(tmp_path / "absent.wav")),
        ("not_our_format", lambda: sonoglyph.read_audio(tmp_path / "text")),
        ("not_our_format", lambda: sonoglyph.read_sgl(CLIP)),
        ("io", lambda: sonoglyph.write_sgl(tmp_path / "no/such/folder.sgl", tokens_of(tiny, clip))),
        ("not_our_format", lambda: tiny.encode_file(tmp_path / "text", out / "a.sgl")),
        ("unsupported", lambda: sonoglyph.write_audio(out / "a.xyz", clip[0], clip[1])),
    ]:
        with pytest.raises(sonoglyph.Error) as raised:
            call()
        assert raised.value.code == code, raised.value
        assert "\n" not in str(raised.value)
    bad = tokens_of(tiny, clip)
    bad.codes[0, 5] = tiny.codebook_size
    with pytest.raises(ValueError, match="frame 5"):
        sonoglyph.write_sgl(out / "bad.sgl", bad)
    assert list(out.iterdir()) == []


def test_length_must_fit_the_frames(tiny, noise):
    codes = tiny.encode(noise, 16000)
    assert sonoglyph.Tokens(tiny, codes, length=len(noise)).length == len(noise)
    for length in (-1, 0, len(noise) * 2):
        with pytest.raises(ValueError, match="length"):
            sonoglyph.Tokens(tiny, codes, length=length)


def test_audio_files(noise, tmp_path):
    stereo = np.stack([noise, -noise])
    sonoglyph.write_audio(tmp_path / "a.wav", stereo, 22050, sample_format="float32")
    back, rate = sonoglyph.read_audio(tmp_path / "a.wav")
    assert rate == 22050 and back.shape == stereo.shape
    np.testing.assert_array_equal(back, stereo)
    with pytest.raises(ValueError, match="sample_format"):
        sonoglyph.write_audio(tmp_path / "a.wav", noise, 22050, sample_format="pcm8")


def test_one_channel_of_a_file(tiny, noise, tmp_path):
    left = np.roll(noise, 100)
    path = tmp_path / "a.wav"
    sonoglyph.write_audio(path, np.stack([left, noise]), 16000, sample_format="float32")
    mean = ((left.astype(np.float64) + noise) / 2).astype(np.float32)
    for channel, same in [("mix", mean), ("auto", mean), ("left", left), ("right", noise), (1, noise)]:
        back, rate = sonoglyph.read_audio(path, channel=channel)
        assert rate == 16000 and back.shape == noise.shape
        np.testing.assert_array_equal(back, same)
        tiny.encode_file(path, tmp_path / "a.npy", channel=channel)
        np.testing.assert_array_equal(np.load(tmp_path / "a.npy"), tiny.encode(same, 16000))
    sonoglyph.write_audio(path, np.stack([-0.9 * noise, noise]).astype(np.float32), 16000,
                          sample_format="float32")
    np.testing.assert_array_equal(sonoglyph.read_audio(path, channel="auto")[0], noise)
    with pytest.warns(UserWarning, match="cancel in the mix .* channel 2 alone"):
        tiny.encode_file(path, tmp_path / "a.npy")
    with pytest.warns(UserWarning, match="cancel in the mix"):
        tiny.encode_file(path, tmp_path / "a.npy", channel="mix")
    for call in (sonoglyph.read_audio, lambda p, channel: tiny.encode_file(p, tmp_path / "x.sgl", channel=channel)):
        with pytest.raises(sonoglyph.Error, match="channel 3, but it has 2") as raised:
            call(path, channel=2)
        assert raised.value.code == "bad_value"
        with pytest.raises(ValueError):
            call(path, channel="middle")
    assert not (tmp_path / "x.sgl").exists()


def test_quiet_and_loud_files_are_levelled_and_come_back(tiny, clip, tmp_path):
    samples, rate = clip
    level = 20 * np.log10(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))
    for wanted in (-70, 12):
        gain = np.float32(10 ** ((wanted - level) / 20))
        sonoglyph.write_audio(tmp_path / "a.wav", samples * gain, rate, sample_format="float32")
        tiny.encode_file(tmp_path / "a.wav", tmp_path / "a.sgl")
        tokens = sonoglyph.read_sgl(tmp_path / "a.sgl")
        assert wanted + 3 > -23 - tokens.gain_db > wanted - 3 or tokens.gain_db < 0
        sound = tiny.decode(tokens)
        out = 20 * np.log10(np.sqrt(np.mean(sound.astype(np.float64) ** 2)))
        assert abs(out - wanted) < 6
        tiny.encode_file(tmp_path / "a.wav", tmp_path / "a.sgl", auto_gain=False)
        assert sonoglyph.read_sgl(tmp_path / "a.sgl").gain_db == 0
    tiny.encode_file(CLIP, tmp_path / "a.sgl")
    assert sonoglyph.read_sgl(tmp_path / "a.sgl").gain_db == 0


def test_pipes(tiny, clip, tmp_path):
    tiny.encode_file(CLIP, tmp_path / "file.sgl")
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for source, read in [(CLIP, lambda: tiny.encode_file(fifo, tmp_path / "pipe.sgl")),
                         (CLIP, lambda: sonoglyph.read_audio(fifo)),
                         (CLIP, lambda: sonoglyph.read_audio(fifo, channel="auto")),
                         (tmp_path / "file.sgl", lambda: sonoglyph.read_sgl(fifo)),
                         (tmp_path / "file.sgl", lambda: tiny.decode_file(fifo, tmp_path / "pipe.wav"))]:
        with subprocess.Popen(["cp", source, fifo]):
            result = read()
    assert (tmp_path / "pipe.sgl").read_bytes() == (tmp_path / "file.sgl").read_bytes()
    assert (tmp_path / "pipe.wav").stat().st_size > 1000


def test_ctrl_c_ends_a_long_call(tmp_path):
    program = textwrap.dedent("""
        import numpy, sonoglyph, sys
        codec = sonoglyph.Codec.load("tiny")
        sound = numpy.zeros(16000 * 3600 * 5, numpy.int16)
        print("begins", flush=True)
        try:
            codec.encode(sound, 16000)
        except KeyboardInterrupt:
            sys.exit(42)
    """)
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert child.stdout.readline() == b"begins\n"
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.3)  # so that the call has begun
    child.send_signal(signal.SIGINT)
    assert child.wait(20) == 42
