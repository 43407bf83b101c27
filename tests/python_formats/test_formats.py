"""What `sonoglyph batch --to` and `python -m sonoglyph pack` write, read by whom it is for."""

import json
import os
import pathlib
import struct
import subprocess
import sys

import numpy as np
import pytest

import sonoglyph

from conftest import CLIPS, SOURCE

MODEL = SOURCE / "models/tiny.json"
TEXTS = ["a first text", "ein zweiter, mit Ümlaut"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Five recordings of 0.5 to 1.5 s with a NeMo manifest, and their codes by id."""
    folder = tmp_path_factory.mktemp("corpus")
    codec = sonoglyph.Codec.load(MODEL)
    lines, codes = [], {}
    for i in range(5):
        samples, rate = sonoglyph.read_audio(CLIPS[i % 2], channel="auto")
        path = folder / f"sound{i}.wav"
        sonoglyph.write_audio(path, samples[: rate * (i + 2) // 4], rate)
        line = {"id": f"spk/utt.{i}", "audio_filepath": path.name, "text": TEXTS[i % 2], "speaker": f"s{i % 2}"}
        lines.append(json.dumps(line))
        codec.encode_file(path, folder / "one.npy")
        codes[line["id"]] = np.load(folder / "one.npy")
        (folder / "one.npy").unlink()
        (folder / "one.npy.json").unlink()
    (folder / "list.jsonl").write_text("\n".join(lines) + "\n")
    return folder, codes


def run(*command, code=0):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def batch(corpus, to, out, *more, code=0):
    return run(
        os.environ["SONOGLYPH_CLI"], "batch", "--manifest", corpus[0] / "list.jsonl", "--to", to,
        "--out", out, "--model", MODEL, "--shard-size", 2, *more, code=code,
    )  # fmt: skip


def pack(inputs, to, out, *more, code=0):
    return run(
        sys.executable, "-m", "sonoglyph", "pack", *inputs, "--to", to, "--out", out, "--model", MODEL,
        "--shard-size", 2, *more, code=code,
    )  # fmt: skip


# --- Native ---


def test_tar_is_webdatasets(corpus, tmp_path):
    wds = pytest.importorskip("webdataset")
    batch(corpus, "tar", tmp_path)
    shards = str(tmp_path / "shard-{000000..000002}.tar")
    rows = list(wds.WebDataset(shards, shardshuffle=False).decode())
    assert [row["json"]["id"] for row in rows] == list(corpus[1])
    for row in rows:
        about = row["json"]
        assert np.array_equal(row["npy"], corpus[1][about["id"]])
        assert about["text"] in TEXTS and about["speaker"] in ("s0", "s1")
        assert about["fingerprint"] == sonoglyph.Codec.load(MODEL).fingerprint
        assert about["duration"] > 0 and about["path"].endswith(".wav")
        assert row["__key__"] == about["id"].replace(".", "_")


def read_indexed(stem):
    """Megatron-LM's core/datasets/indexed_dataset.py, _IndexReader: the documents."""
    with open(f"{stem}.idx", "rb") as file:
        assert file.read(9) == b"MMIDIDX\x00\x00"
        version, kind, sequences, documents = struct.unpack("<QBQQ", file.read(25))
        offset = file.tell()
    assert version == 1
    index = np.memmap(f"{stem}.idx", mode="r")
    lengths = np.frombuffer(index, np.int32, sequences, offset)
    places = np.frombuffer(index, np.int64, sequences, offset + lengths.nbytes)
    ends = np.frombuffer(index, np.int64, documents, offset + lengths.nbytes + places.nbytes)
    assert offset + lengths.nbytes + places.nbytes + ends.nbytes == os.path.getsize(f"{stem}.idx")
    assert list(ends) == list(range(sequences + 1))
    dtype = {4: np.int32, 8: np.uint16}[kind]
    ids = np.memmap(f"{stem}.bin", dtype, "r")
    return [ids[p // ids.itemsize :][:n] for p, n in zip(places, lengths)]


def test_megatron_is_megatrons(corpus, tmp_path):
    batch(corpus, "megatron", tmp_path)
    codec = sonoglyph.Codec.load(MODEL)
    offsets = np.arange(codec.levels)[:, None] * codec.codebook_size
    seen = []
    for number in range(3):
        stem = tmp_path / f"shard-{number:06d}"
        about = [json.loads(line) for line in open(f"{stem}.jsonl")]
        documents = read_indexed(stem)
        assert len(about) == len(documents)
        for row, ids in zip(about, documents):
            seen.append(row["id"])
            assert np.array_equal(ids, (corpus[1][row["id"]] + offsets).T.reshape(-1))
    assert seen == list(corpus[1])


@pytest.mark.filterwarnings("ignore")
def test_megatron_is_read_by_megatron(corpus, tmp_path):
    indexed = pytest.importorskip("megatron.core.datasets.indexed_dataset")
    batch(corpus, "megatron", tmp_path)
    offsets = np.arange(3)[:, None] * 64
    shards = [indexed.IndexedDataset(str(tmp_path / f"shard-{number:06d}")) for number in range(3)]
    documents = [shard[i] for shard in shards for i in range(len(shard))]  # views: as long as the shards
    assert len(documents) == len(corpus[1])
    for ids, codes in zip(documents, corpus[1].values()):
        assert np.array_equal(ids, (codes + offsets).T.reshape(-1))


def test_megatron_is_memmaps(corpus, tmp_path):
    batch(corpus, "megatron", tmp_path)
    ids = np.concatenate([np.memmap(path, np.uint16, "r") for path in sorted(tmp_path.glob("*.bin"))])
    offsets = np.arange(3)[:, None] * 64
    assert np.array_equal(ids, np.concatenate([(c + offsets).T.reshape(-1) for c in corpus[1].values()]))


def test_jsonl_has_rows(corpus, tmp_path):
    datasets = pytest.importorskip("datasets")
    batch(corpus, "jsonl", tmp_path)
    rows = datasets.load_dataset(
        "json", data_files=str(tmp_path / "shard-*.jsonl"), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert rows["id"] == list(corpus[1]) or list(rows["id"]) == list(corpus[1])
    for row in rows:
        assert np.array_equal(row["codes"], corpus[1][row["id"]])
    tokens = sonoglyph.read_tokens(tmp_path / "shard-000000.jsonl", index=1)
    assert np.array_equal(tokens.codes, corpus[1][rows[1]["id"]])


# --- Of the Python package ---


@pytest.fixture(scope="module")
def parquet(corpus, tmp_path_factory):
    pytest.importorskip("pyarrow")
    out = tmp_path_factory.mktemp("parquet")
    pack([corpus[0] / "list.jsonl"], "parquet", out)
    return out


def assert_rows(rows, codes):
    rows = list(rows)
    assert [row["id"] for row in rows] == list(codes)
    for row in rows:
        assert np.array_equal(np.stack([np.asarray(q) for q in row["codes"]]), codes[row["id"]])
        assert row["text"] in TEXTS and row["model"] == "tiny" and row["duration"] > 0


def test_parquet_is_datasets(corpus, parquet, tmp_path):
    datasets = pytest.importorskip("datasets")
    rows = datasets.load_dataset(
        "parquet", data_files=str(parquet / "*.parquet"), split="train", cache_dir=str(tmp_path)
    )
    assert_rows(rows, corpus[1])


def test_parquet_is_pandas_and_pyarrow(corpus, parquet):
    pd = pytest.importorskip("pandas")
    pq = pytest.importorskip("pyarrow.parquet")
    files = sorted(parquet.glob("*.parquet"))
    assert_rows((row for f in files for row in pd.read_parquet(f).to_dict("records")), corpus[1])
    assert_rows(pq.read_table(parquet).to_pylist(), corpus[1])


def test_arrow_is_datasets(corpus, tmp_path):
    datasets = pytest.importorskip("datasets")
    pack([corpus[0] / "list.jsonl"], "arrow", tmp_path / "out")
    rows = datasets.load_dataset(
        "arrow", data_files=str(tmp_path / "out/*.arrow"), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert_rows(rows, corpus[1])


def test_shar_is_lhotses(corpus, tmp_path):
    lhotse = pytest.importorskip("lhotse")
    pack([corpus[0] / "list.jsonl"], "shar", tmp_path)
    cuts = list(lhotse.CutSet.from_shar(in_dir=str(tmp_path)))
    assert [cut.id for cut in cuts] == list(corpus[1])
    for cut in cuts:
        assert np.array_equal(cut.load_codes(), corpus[1][cut.id])
        assert cut.supervisions[0].text in TEXTS and cut.custom["model"] == "tiny"


def test_lhotse_is_lhotses(corpus, tmp_path, monkeypatch):
    lhotse = pytest.importorskip("lhotse")
    pytest.importorskip("h5py")
    monkeypatch.chdir(tmp_path)  # a relative --out is found from everywhere
    pack([corpus[0] / "list.jsonl"], "lhotse", "out")
    monkeypatch.chdir("/")
    cuts = [
        cut
        for number in range(3)
        for cut in lhotse.CutSet.from_file(tmp_path / f"out/cuts.{number:06d}.jsonl.gz")
    ]
    assert [cut.id for cut in cuts] == list(corpus[1])
    for cut in cuts:
        assert np.array_equal(cut.load_codes(), corpus[1][cut.id])
        assert cut.supervisions[0].text in TEXTS and cut.custom["model"] == "tiny"


def test_a_finished_batch_packs_again(corpus, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    run(
        os.environ["SONOGLYPH_CLI"], "batch", "--manifest", corpus[0] / "list.jsonl", "--to", "sgl",
        "--out", tmp_path / "sgl", "--model", MODEL,
    )  # fmt: skip
    pack([tmp_path / "sgl"], "parquet", tmp_path / "out")
    rows = pq.read_table(tmp_path / "out").to_pylist()
    assert len(rows) == 5
    for row, codes in zip(rows, corpus[1].values()):
        assert np.array_equal(row["codes"], codes)


# --- Resume, shards, errors ---


def bytes_of(folder):
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if not p.name.startswith(".")}


@pytest.mark.parametrize("to", ["tar", "megatron", "jsonl"])
def test_batch_resumes_by_shard(corpus, tmp_path, to):
    batch(corpus, to, tmp_path)
    made = bytes_of(tmp_path)
    assert "already" in batch(corpus, to, tmp_path, code=1)
    assert "5 kept" in batch(corpus, to, tmp_path, "--resume")
    victim = sorted(made)[-1]
    (tmp_path / victim).write_bytes(made[victim][:-3])  # cut
    assert "4 kept" in batch(corpus, to, tmp_path, "--resume")
    assert bytes_of(tmp_path) == made
    stray = tmp_path / sorted(made)[0].replace("000000", "000003")
    stray.write_bytes(b"")
    assert "longer list" in batch(corpus, to, tmp_path, "--resume", code=1)


@pytest.mark.parametrize("to", ["parquet", "arrow", "lhotse", "shar"])
def test_pack_check_names_what_is_missing(corpus, tmp_path, to):
    pytest.importorskip("lhotse" if to in ("lhotse", "shar") else "pyarrow")
    given = [corpus[0] / "list.jsonl"]
    told = pack(given, to, tmp_path / "out", "--check", code=1)
    assert "sound0.wav: missing" in told and "5 missing" in told and not (tmp_path / "out").exists()
    pack(given, to, tmp_path / "out")
    assert "5 there, 0 missing" in pack(given, to, tmp_path / "out", "--check")
    sorted(p for p in (tmp_path / "out").iterdir() if "000002" in p.name)[-1].unlink()
    told = pack(given, to, tmp_path / "out", "--check", code=1)
    assert "sound4.wav: missing" in told and "sound3.wav" not in told
    pack(given, to, tmp_path / "out", "--resume")
    pack(given, to, tmp_path / "out", "--check")
    pack(given, to, tmp_path / "out", "--check", "-q", "2", code=1)  # other settings, other shards


@pytest.mark.parametrize("to", ["parquet", "arrow", "lhotse", "shar"])
def test_pack_resumes_by_shard(corpus, tmp_path, to):
    pytest.importorskip("lhotse" if to in ("lhotse", "shar") else "pyarrow")
    given = [corpus[0] / "list.jsonl"]
    pack(given, to, tmp_path)
    names = sorted(bytes_of(tmp_path))
    assert "already" in pack(given, to, tmp_path, code=1)
    assert "5 kept" in pack(given, to, tmp_path, "--resume")
    (tmp_path / names[-1]).unlink()
    assert "4 kept" in pack(given, to, tmp_path, "--resume")
    assert sorted(bytes_of(tmp_path)) == names


def test_a_bad_source_is_told_and_the_rest_is_packed(corpus, tmp_path):
    pytest.importorskip("pyarrow")
    folder = tmp_path / "in"
    folder.mkdir()
    for i in range(3):
        (folder / f"{i}.wav").write_bytes((corpus[0] / f"sound{i}.wav").read_bytes())
    (folder / "1.wav").write_bytes(b"RIFF no sound")
    for to, command in (("tar", "batch"), ("parquet", "pack")):
        out = tmp_path / to
        if command == "pack":
            text = pack([folder], to, out, code=1)
            again = pack([folder], to, out, "--resume", code=1)
        else:
            base = [os.environ["SONOGLYPH_CLI"], "batch", folder, "--to", to, "--out", out, "--model", MODEL]
            text = run(*base, code=1)
            again = run(*base, "--resume", code=1)
        assert "1.wav" in text and "1.wav" in again
        assert (out / f"shard-000000.{to}").exists()
    import tarfile

    names = tarfile.open(tmp_path / "tar/shard-000000.tar").getnames()
    assert names == ["0.json", "0.npy", "2.json", "2.npy"]


# --- Inputs ---


def ids_of(out):
    import pyarrow.parquet as pq

    rows = pq.read_table(out).to_pylist()
    return {row["id"]: row for row in rows}


def test_kaldi_folders(corpus, tmp_path):
    pytest.importorskip("pyarrow")
    data = tmp_path / "data"
    data.mkdir()
    (data / "wav.scp").write_text(
        f"rec1 {corpus[0] / 'sound3.wav'}\nrec2 sph2pipe -f wav x.sph |\nrec3 raw.ark:123\n"
    )
    (data / "segments").write_text("utt1 rec1 0.10 0.50\nutt2 rec1 0.5 1.0\nutt3 rec2 0 1\nutt4 rec3 0 1\n")
    (data / "text").write_text("utt1 hello there\nutt2 good bye\n")
    (data / "utt2spk").write_text("utt1 anna\nutt2 bert\n")
    told = pack([data], "parquet", tmp_path / "out", code=1)
    assert "sph2pipe -f wav x.sph |" in told and "raw.ark:123" in told
    rows = ids_of(tmp_path / "out")
    assert set(rows) == {"utt1", "utt2"}
    assert rows["utt1"]["text"] == "hello there" and rows["utt2"]["speaker"] == "bert"
    assert abs(rows["utt1"]["duration"] - 0.4) < 1e-4
    codec = sonoglyph.Codec.load(MODEL)
    samples, rate = sonoglyph.read_audio(corpus[0] / "sound3.wav")
    part = codec.encode(samples[round(0.1 * rate) : round(0.5 * rate)], rate)
    assert np.array_equal(rows["utt1"]["codes"], part)


def test_kaldi_goes_into_the_native_batch(corpus, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "wav.scp").write_text(f"rec1 {corpus[0] / 'sound3.wav'}\nrec2 sph2pipe x.sph |\n")
    (data / "segments").write_text("utt1 rec1 0.10 0.50\nutt2 rec1 0.5 1.0\nutt3 rec2 0 1\n")
    (data / "text").write_text("utt1 hello there\nutt2 good bye\n")
    listed = subprocess.run([sys.executable, "-m", "sonoglyph", "list", data], capture_output=True, text=True)
    assert listed.returncode == 1 and "sph2pipe x.sph |" in listed.stderr
    command = [os.environ["SONOGLYPH_CLI"], "batch", "--manifest", "-", "--to", "jsonl", "--shard-size", "9",
               "--out", tmp_path / "out", "--model", MODEL]  # fmt: skip
    subprocess.run(command, input=listed.stdout, text=True, check=True)
    rows = [json.loads(line) for line in open(tmp_path / "out/shard-000000.jsonl")]
    assert [(row["id"], row["text"]) for row in rows] == [("utt1", "hello there"), ("utt2", "good bye")]
    codec = sonoglyph.Codec.load(MODEL)
    samples, rate = sonoglyph.read_audio(corpus[0] / "sound3.wav")
    part = codec.encode(samples[round(0.1 * rate) : round(0.5 * rate)], rate)
    assert np.array_equal(rows[0]["codes"], part)


def test_lhotse_and_gzip(corpus, tmp_path):
    lhotse = pytest.importorskip("lhotse")
    pytest.importorskip("pyarrow")
    recording = lhotse.Recording.from_file(str(corpus[0] / "sound3.wav"), recording_id="rec")
    lhotse.RecordingSet.from_recordings([recording]).to_file(tmp_path / "recordings.jsonl.gz")
    cut = recording.to_cut().truncate(offset=0.25, duration=0.5)
    cut.supervisions = [
        lhotse.SupervisionSegment("s", "rec", 0.0, 0.5, text="hello", speaker="anna", language="en")
    ]
    lhotse.CutSet.from_cuts([cut]).to_file(tmp_path / "cuts.jsonl.gz")
    pack([tmp_path / "recordings.jsonl.gz"], "parquet", tmp_path / "a")
    pack([tmp_path / "cuts.jsonl.gz"], "parquet", tmp_path / "b")
    assert list(ids_of(tmp_path / "a")) == ["rec"]
    (row,) = ids_of(tmp_path / "b").values()
    assert abs(row["duration"] - 0.5) < 1e-4 and row["text"] == "hello" and row["language"] == "en"


def test_webdataset_tars_and_parquet_of_audio(corpus, tmp_path):
    wds = pytest.importorskip("webdataset")
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    sounds = {f"utt{i}": (corpus[0] / f"sound{i}.wav").read_bytes() for i in range(3)}
    with wds.TarWriter(str(tmp_path / "in.tar")) as tar:
        for key, content in sounds.items():
            tar.write({"__key__": key, "wav": content, "txt": "said " + key, "json": {"speaker": "anna"}})
    table = {
        "audio": [{"bytes": content, "path": key + ".wav"} for key, content in sounds.items()],
        "sentence": ["said " + key for key in sounds],
    }
    pq.write_table(pa.table(table), tmp_path / "in.parquet")
    pack([tmp_path / "in.tar"], "parquet", tmp_path / "a")
    pack([tmp_path / "in.parquet"], "parquet", tmp_path / "b")
    expected = list(corpus[1].values())
    for out in ("a", "b"):
        rows = ids_of(tmp_path / out)
        assert list(rows) == list(sounds)
        for i, (key, row) in enumerate(rows.items()):
            assert row["text"] == "said " + key
            assert np.array_equal(row["codes"], expected[i])


def test_audio_folders_of_hugging_face(corpus, tmp_path):
    pytest.importorskip("pyarrow")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.wav").write_bytes((corpus[0] / "sound0.wav").read_bytes())
    (folder / "metadata.csv").write_text("file_name,transcription\na.wav,hello\nmissing.wav,nobody\n")
    assert "missing.wav" in pack([folder], "parquet", tmp_path / "out", code=1)
    assert ids_of(tmp_path / "out")["a"]["text"] == "hello"
