"""Shards of `sonoglyph batch`, read without the libraries they are for (tests/python_formats has those)."""

import io
import json
import os
import struct
import subprocess
import tarfile

import numpy as np
import pytest

import sonoglyph
from conftest import CLIP, SOURCE

pytestmark = pytest.mark.skipif("SONOGLYPH_CLI" not in os.environ, reason="the command line is not built")
MODEL = SOURCE / "models/tiny.json"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Five sounds in a manifest, and their codes by id."""
    folder = tmp_path_factory.mktemp("corpus")
    codec = sonoglyph.Codec.load(MODEL)
    samples, rate = sonoglyph.read_audio(CLIP, channel="auto")
    codes, lines = {}, []
    for i in range(5):
        path = folder / f"sound{i}.wav"
        sonoglyph.write_audio(path, samples[rate // 2 : rate // 2 + rate * (i + 1) // 4], rate)
        line = {"id": f"spk/utt.{i}", "audio_filepath": path.name, "text": "Ümlaut", "levels": 9}
        codes[line["id"]] = codec.encode(*sonoglyph.read_audio(path))
        lines.append(json.dumps(line))
    (folder / "list.jsonl").write_text("\n".join(lines) + "\n")
    return folder, codes


def batch(corpus, to, out, *more, code=0):
    command = [os.environ["SONOGLYPH_CLI"], "batch", "--manifest", corpus[0] / "list.jsonl", "--to", to]
    command += ["--out", out, "--model", MODEL, "--shard-size", "2", *more]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def assert_row(row, codes):
    assert row["text"] == "Ümlaut" and row["manifest_levels"] == 9 and row["levels"] == 3
    assert row["duration"] > 0 and row["path"].endswith(".wav") and len(row["fingerprint"]) == 64


def test_tar(corpus, tmp_path):
    batch(corpus, "tar", tmp_path)
    seen = []
    for number in range(3):
        with tarfile.open(tmp_path / f"shard-{number:06d}.tar") as tar:
            members = {m.name: tar.extractfile(m).read() for m in tar}
        for name in [n for n in members if n.endswith(".json")]:
            row = json.loads(members[name])
            seen.append(row["id"])
            assert name == row["id"].replace(".", "_") + ".json"
            assert_row(row, corpus[1])
            ids = np.load(io.BytesIO(members[name[:-5] + ".npy"]))
            assert np.array_equal(ids, corpus[1][row["id"]])
    assert seen == list(corpus[1])


def test_megatron(corpus, tmp_path):
    batch(corpus, "megatron", tmp_path)
    seen = []
    for number in range(3):
        stem = tmp_path / f"shard-{number:06d}"
        index = open(f"{stem}.idx", "rb").read()
        ids = np.memmap(f"{stem}.bin", np.uint16, "r")
        magic, version, kind, sequences, documents = struct.unpack("<9sQBQQ", index[:34])
        assert (magic, version, kind, documents) == (b"MMIDIDX\0\0", 1, 8, sequences + 1)
        lengths = np.frombuffer(index, np.int32, sequences, 34)
        places = np.frombuffer(index, np.int64, sequences, 34 + 4 * sequences)
        first = np.frombuffer(index, np.int64, documents, 34 + 12 * sequences)
        assert list(first) == list(range(documents)) and len(index) == 34 + 12 * sequences + 8 * documents
        rows = [json.loads(line) for line in open(f"{stem}.jsonl")]
        for row, place, length in zip(rows, places, lengths):
            seen.append(row["id"])
            assert_row(row, corpus[1])
            codes = corpus[1][row["id"]]
            expected = (codes + 64 * np.arange(3)[:, None]).T.reshape(-1)
            assert np.array_equal(ids[place // 2 :][:length], expected)
    assert seen == list(corpus[1])


def test_jsonl(corpus, tmp_path):
    batch(corpus, "jsonl", tmp_path)
    rows = [json.loads(line) for n in range(3) for line in open(tmp_path / f"shard-{n:06d}.jsonl")]
    assert [row["id"] for row in rows] == list(corpus[1])
    for row in rows:
        assert_row(row, corpus[1])
        assert np.array_equal(row["codes"], corpus[1][row["id"]])
    tokens = sonoglyph.read_tokens(tmp_path / "shard-000001.jsonl", index=1)
    assert np.array_equal(tokens.codes, corpus[1]["spk/utt.3"])


@pytest.mark.parametrize("to", ["tar", "megatron", "jsonl"])
def test_shards_are_whole_and_kept(corpus, tmp_path, to):
    batch(corpus, to, tmp_path)
    read = lambda: {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.name[0] != "."}  # noqa: E731
    made = read()
    assert "already" in batch(corpus, to, tmp_path, code=1)
    assert "5 kept" in batch(corpus, to, tmp_path, "--resume")
    for victim in sorted(made)[-1], sorted(made)[0]:
        (tmp_path / victim).write_bytes(made[victim][:-3])  # cut
        again = batch(corpus, to, tmp_path, "--resume")
        assert "4 kept" in again or "3 kept" in again
        assert read() == made
    manifest = corpus[0] / "list.jsonl"
    before = manifest.read_text()
    manifest.write_text(before.replace("\\u00dc", "U", 1))  # a field of the first row
    try:
        assert "3 kept" in batch(corpus, to, tmp_path, "--resume")
        assert read().keys() == made.keys() and read() != made
    finally:
        manifest.write_text(before)
    (tmp_path / sorted(made)[0].replace("000000", "000003")).write_bytes(b"")
    assert "longer list" in batch(corpus, to, tmp_path, "--resume", code=1)


@pytest.mark.parametrize("to", ["tar", "megatron", "jsonl"])
def test_check_names_what_no_whole_shard_holds(corpus, tmp_path, to):
    assert "5 missing" in batch(corpus, to, tmp_path, "--check", code=1)
    batch(corpus, to, tmp_path)
    assert "5 finished, 0 missing" in batch(corpus, to, tmp_path, "--check")
    for victim in tmp_path.glob("shard-000002*"):
        whole = victim.read_bytes()
        for there in (None, whole[:-1]):
            victim.unlink() if there is None else victim.write_bytes(there)
            told = batch(corpus, to, tmp_path, "--check", code=1)
            assert "sound4.wav" in told and "sound3.wav" not in told
        victim.write_bytes(whole)
    batch(corpus, to, tmp_path, "--check")
    assert "5 not finished" in batch(corpus, to, tmp_path, "--check", "-q", "2", code=1)  # other settings
    (corpus[0] / "sound0.wav").rename(corpus[0] / "away.wav")
    told = batch(corpus, to, tmp_path, "--check", code=1)
    (corpus[0] / "away.wav").rename(corpus[0] / "sound0.wav")
    assert "sound1.wav" in told and "2 not finished" in told  # both of the shard
    (tmp_path / f"shard-000003.{dict(megatron='idx').get(to, to)}").write_bytes(b"")
    assert "longer list" in batch(corpus, to, tmp_path, "--check", code=1)


def test_a_bad_source_is_told_and_left_out(corpus, tmp_path):
    for i in range(3):
        (tmp_path / f"{i}.wav").write_bytes((corpus[0] / f"sound{i}.wav").read_bytes())
    (tmp_path / "1.wav").write_bytes(b"RIFF no sound")
    command = [os.environ["SONOGLYPH_CLI"], "batch", tmp_path, "--to", "tar", "--out", tmp_path / "out"]
    for more in [], ["--resume"]:  # a shard without one of its sources is made again
        done = subprocess.run([*command, "--model", MODEL, *more], capture_output=True, text=True)
        assert done.returncode == 1 and "1.wav" in done.stderr
        with tarfile.open(tmp_path / "out/shard-000000.tar") as tar:
            assert tar.getnames() == ["0.json", "0.npy", "2.json", "2.npy"]


def test_names_of_any_bytes(corpus, tmp_path):
    """Members of a tar are named in UTF-8; what is none, or would leave the folder, becomes _."""
    sounds = tmp_path / "in"
    sounds.mkdir()
    names = ["\u00e9t\u00e9", "\u8a9e\u97f3", "b\udcffd", "a b", "\u00e9" * 100]
    for name in names:
        (sounds / (name + ".wav")).write_bytes((corpus[0] / "sound0.wav").read_bytes())
    command = [os.environ["SONOGLYPH_CLI"], "batch", sounds, "--model", MODEL, "--to"]
    for locale in "C", "C.UTF-8":
        for to in "tar", "megatron", "jsonl":
            more = [to, "--shard-size", "9", "--out", tmp_path / (locale + to)]
            environment = {**os.environ, "LC_ALL": locale}
            done = subprocess.run([*command, *more], capture_output=True, text=True, env=environment)
            assert done.returncode == 0, done.stderr
        with tarfile.open(tmp_path / (locale + "tar/shard-000000.tar")) as tar:
            found = {name.rsplit(".", 1)[0] for name in tar.getnames()}
            assert all("hdrcharset" not in member.pax_headers for member in tar)
        assert found == {name.replace("\udcff", "_") for name in names}


def test_a_zero_in_an_id_cuts_no_name(corpus, tmp_path):
    (tmp_path / "list.jsonl").write_text(
        "\n".join(json.dumps({"audio_filepath": str(corpus[0] / "sound0.wav"), "id": i}) for i in ("x\0y", "x\0z"))
    )
    command = [os.environ["SONOGLYPH_CLI"], "batch", "--manifest", tmp_path / "list.jsonl", "--model", MODEL]
    done = subprocess.run([*command, "--pattern", "{id}.{ext}", "--out", tmp_path / "out"], capture_output=True)
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "out").glob("*.sgl")) == ["x_y.sgl", "x_z.sgl"]
