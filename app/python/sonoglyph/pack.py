"""Tokens of a corpus in shards that dataset libraries load: Parquet, Arrow, Lhotse's cuts, Shar.

    python -m sonoglyph pack speech/ --to parquet --out tokens
    datasets.load_dataset("parquet", data_files="tokens/*.parquet")

Columns: id, path, duration (seconds), codes (Q lists of T), frames, text, speaker, language, fields
(what else the source's list said, as JSON), model, fingerprint, sample_rate and hop (of the model),
codebook_size, source_rate, length (samples of the source), gain_db.

A shard appears under its name when it is whole. With --resume those are kept whose sources and
settings are unchanged, as .sonoglyph-pack.jsonl in the folder (of Shar beside it) tells; a shard with
a source that failed is made again. --check makes nothing: it names the sources that no whole shard
holds. WebDataset tars, Megatron's files and JSONL: `sonoglyph batch --to`.
"""

import argparse
import hashlib
import itertools
import json
import os
import shutil
import sys
import tempfile
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Union

import numpy as np

from . import Codec, Error, Tokens
from .sources import Source, sources

__all__ = ["check", "pack"]

_AnyPath = Union[str, "os.PathLike[str]"]
_ALIKE = {
    "text": ("text", "transcript", "transcription", "sentence", "normalized_text"),
    "speaker": ("speaker", "speaker_id", "spk", "spk_id"),
    "language": ("language", "lang", "locale"),
}


def _ledger_path(folder: Path, to: str) -> Path:
    """Lhotse takes every file of a Shar folder for a field: there it stands beside the folder."""
    folder = folder.absolute()
    beside = folder.parent / f".{folder.name}.sonoglyph-pack.jsonl"
    return beside if to == "shar" else folder / ".sonoglyph-pack.jsonl"


def _row(source: Source, tokens: Tokens) -> Dict[str, Any]:
    fields = dict(source.fields)
    known: Dict[str, Optional[str]] = {}
    for name, alike in _ALIKE.items():
        found = next((key for key in alike if isinstance(fields.get(key), (str, int))), None)
        known[name] = None if found is None else str(fields.pop(found))
    rate, length = tokens.sample_rate, tokens.length
    frames = tokens.codes.shape[1]
    seconds = frames * tokens.hop / tokens.model_sample_rate
    return {
        "id": source.id,
        "path": source.path,
        "duration": seconds if length is None else length / rate,
        "codes": tokens.codes,
        "frames": frames,
        **known,
        "fields": json.dumps(fields, ensure_ascii=False, default=str) if fields else None,
        "model": tokens.model,
        "fingerprint": tokens.fingerprint,
        "sample_rate": tokens.model_sample_rate,
        "hop": tokens.hop,
        "codebook_size": tokens.codebook_size,
        "source_rate": rate,
        "length": length,
        "gain_db": tokens.gain_db,
    }


# --- Formats: files of a shard, written under the names given; in the end they have their final ones ---


def _table(rows: Sequence[Dict[str, Any]]):
    import pyarrow as pa

    wide = any(row["codebook_size"] > 32768 for row in rows)
    codes = pa.list_(pa.list_(pa.uint16() if wide else pa.int16()))
    schema = pa.schema(
        [("id", pa.string()), ("path", pa.string()), ("duration", pa.float64()), ("codes", codes)]
        + [("frames", pa.int64())]
        + [(name, pa.string()) for name in ("text", "speaker", "language", "fields", "model", "fingerprint")]
        + [(name, pa.int32()) for name in ("sample_rate", "hop", "codebook_size", "source_rate")]
        + [("length", pa.int64()), ("gain_db", pa.float64())]
    )
    columns = {f.name: [row[f.name] for row in rows] for f in schema}
    columns["codes"] = [list(codes) for codes in columns["codes"]]
    return pa.Table.from_pydict(columns, schema=schema)


def _write_parquet(rows, paths: List[Path], final: List[Path]) -> None:
    import pyarrow.parquet as pq

    pq.write_table(_table(rows), paths[0], compression="zstd")


def _write_arrow(rows, paths: List[Path], final: List[Path]) -> None:
    import pyarrow as pa

    table = _table(rows)
    with pa.ipc.new_stream(paths[0], table.schema) as writer:
        writer.write_table(table, max_chunksize=100)


def _cut(row):
    """Lhotse's cut of no recording, whose supervision holds text, speaker and language."""
    from lhotse import MonoCut, SupervisionSegment

    about = {k: v for k, v in row.items() if k not in ("codes", "duration", "id") and v is not None}
    supervision = SupervisionSegment(
        id=row["id"], recording_id=row["id"], start=0.0, duration=row["duration"],
        text=row["text"], speaker=row["speaker"], language=row["language"],
    )  # fmt: skip
    return MonoCut(
        id=row["id"], start=0.0, duration=row["duration"], channel=0,
        supervisions=[supervision], custom=about,
    )  # fmt: skip


# Codes are arrays of no time: lhotse would cut others to the cut's length, and the last frame off.


def _write_lhotse(rows, paths: List[Path], final: List[Path]) -> None:
    import h5py
    from lhotse import CutSet
    from lhotse.array import Array

    cuts = []
    with h5py.File(paths[1], "w") as file:
        for number, row in enumerate(rows):
            key = f"{number:06d}"  # ids may hold what HDF5 takes for a path
            file.create_dataset(key, data=row["codes"])
            cut = _cut(row)
            cut.codes = Array("numpy_hdf5", str(final[1].absolute()), key, list(row["codes"].shape))
            cuts.append(cut)
    CutSet.from_cuts(cuts).to_file(paths[0])


def _write_shar(rows, paths: List[Path], final: List[Path]) -> None:
    from lhotse.shar import SharWriter

    folder = paths[0].parent / "shar"
    folder.mkdir()
    with SharWriter(str(folder), fields={"codes": "numpy"}, shard_size=None) as writer:
        for row in rows:
            writer.write(_cut(row).attach_tensor("codes", row["codes"]))
    for made, path in zip(("cuts.jsonl.gz", "codes.tar"), paths):
        (folder / made).replace(path)
    shutil.rmtree(folder)


def _names(to: str, number: int) -> List[str]:
    # What CutSet.from_shar(in_dir=...) looks for. The list of cuts appears last.
    beside = {"shar": "tar", "lhotse": "h5"}.get(to)
    if beside:
        return [f"cuts.{number:06d}.jsonl.gz", f"codes.{number:06d}.{beside}"]
    return [f"shard-{number:06d}.{to}"]


_WRITERS = {
    "parquet": _write_parquet,
    "arrow": _write_arrow,
    "lhotse": _write_lhotse,
    "shar": _write_shar,
}


def _write(to: str, rows, folder: Path, number: int) -> List[str]:
    names = _names(to, number)
    with tempfile.TemporaryDirectory(prefix=".part-", dir=folder) as part:
        _WRITERS[to](rows, [Path(part) / name for name in names], [folder / name for name in names])
        for name in reversed(names):
            with open(Path(part) / name, "rb") as file:
                os.fsync(file.fileno())
            (Path(part) / name).replace(folder / name)
    return names


# --- The run ---


def _ledger(path: Path) -> Dict[int, dict]:
    known = {}
    try:
        for line in path.read_text().splitlines():
            try:
                entry = json.loads(line)
                known[entry["shard"]] = entry
            except (ValueError, KeyError, TypeError):
                pass  # cut by a kill
    except OSError:
        pass
    return known


def _sizes(folder: Path, names: Sequence[str]) -> Optional[List[int]]:
    try:
        return [(folder / name).stat().st_size for name in names]
    except OSError:
        return None


def _in_order(pool: ThreadPoolExecutor, window: int, work, items) -> Iterator:
    """map() that is never more than `window` ahead."""
    waiting: deque = deque()
    for item in items:
        waiting.append((item, pool.submit(work, item)))
        if len(waiting) >= window:
            yield waiting.popleft()
    while waiting:
        yield waiting.popleft()


def _shards(inputs, to, folder, settings, shard_size) -> Iterator:
    """(sources of a shard, what the ledger has to say of it) of each."""
    found = sources(inputs)
    for number in itertools.count():
        shard = list(itertools.islice(found, shard_size))
        if not shard:
            return
        digest = hashlib.sha256(settings.encode())
        for one in shard:
            place = (one.id, one.path, one.stamp, one.start, one.duration, one.channel, one.fields)
            digest.update(json.dumps(place, default=str).encode())
        sizes = _sizes(folder, _names(to, number))
        yield shard, {"shard": number, "of": digest.hexdigest(), "bytes": sizes}


def _is_whole(entry: dict, known: Dict[int, dict]) -> bool:
    return entry["bytes"] is not None and known.get(entry["shard"]) == entry


def _settings(to: str, codec: Codec, codebooks: Optional[int], shard_size: int) -> str:
    if to not in _WRITERS:
        raise ValueError(f"to: '{to}', wanted " + ", ".join(_WRITERS))
    if shard_size < 1:
        raise ValueError(f"shard_size: {shard_size}, wanted 1 or more")
    if codebooks is not None and not 1 <= codebooks <= codec.levels:
        raise ValueError(f"codebooks: {codebooks}, wanted 1..{codec.levels}")
    return f"1 {to} {codec.fingerprint} {codebooks or codec.levels} {shard_size}"


def pack(
    inputs: Sequence[_AnyPath],
    to: str,
    out: _AnyPath,
    *,
    codec: Optional[Codec] = None,
    codebooks: Optional[int] = None,
    shard_size: int = 1000,
    resume: bool = False,
    workers: Optional[int] = None,
    tell: Callable[[str], None] = lambda text: None,
) -> Dict[str, int]:
    """Packs what sources() finds. tell: gets a line for each source that failed.

    Returns how many rows were written, kept (with resume) and failed, and how many shards there
    are. Raises FileExistsError where shards are there already and resume is False, and
    sonoglyph.Error where nothing is to be packed."""
    codec = codec or Codec.load()
    settings = _settings(to, codec, codebooks, shard_size)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    if not resume and any((folder / name).exists() for name in _names(to, 0)):
        raise FileExistsError(f"{folder / _names(to, 0)[0]}: is there already (resume goes on from it)")
    ledger_path = _ledger_path(folder, to)
    known = _ledger(ledger_path) if resume else {}
    workers = workers or os.cpu_count() or 1
    count = {"written": 0, "kept": 0, "failed": 0, "shards": 0}

    def make(source: Source):
        return _row(source, source.tokens(codec, codebooks))

    with ThreadPoolExecutor(workers) as pool, open(ledger_path, "a" if resume else "w") as ledger:
        for shard, entry in _shards(inputs, to, folder, settings, shard_size):
            count["shards"] += 1
            if _is_whole(entry, known):
                count["kept"] += len(shard)
                continue
            rows, failed = [], 0
            for one, result in _in_order(pool, 2 * workers, make, shard):
                try:
                    rows.append(result.result())
                except (Error, OSError, ValueError) as error:
                    text = str(error)
                    tell(text if one.path in text else f"{one.path}: {text}")
                    failed += 1
            count["written"] += len(rows)
            count["failed"] += failed
            if rows:
                names = _write(to, rows, folder, entry["shard"])
                entry["bytes"] = _sizes(folder, names)
                if not failed:
                    ledger.write(json.dumps(entry) + "\n")
                    ledger.flush()
    if count["shards"] == 0:
        raise Error("nothing to pack in what was named")
    count["failed"] += _longer(to, folder, count["shards"], tell)
    return count


def check(
    inputs: Sequence[_AnyPath],
    to: str,
    out: _AnyPath,
    *,
    codec: Optional[Codec] = None,
    codebooks: Optional[int] = None,
    shard_size: int = 1000,
    tell: Callable[[str], None] = lambda text: None,
) -> Dict[str, int]:
    """What of the sources is in whole shards of pack() with the same settings; makes nothing.

    tell: gets the path of each source that is in none. Returns how many are kept and missing, and
    how many shards there are to be."""
    codec = codec or Codec.load()
    settings = _settings(to, codec, codebooks, shard_size)
    folder = Path(out)
    known = _ledger(_ledger_path(folder, to))
    count = {"kept": 0, "missing": 0, "shards": 0}
    for shard, entry in _shards(inputs, to, folder, settings, shard_size):
        count["shards"] += 1
        if _is_whole(entry, known):
            count["kept"] += len(shard)
            continue
        count["missing"] += len(shard)
        for one in shard:
            tell(f"{one.path}: missing")
    if count["shards"] == 0:
        raise Error("nothing to pack in what was named")
    count["missing"] += _longer(to, folder, count["shards"], tell)
    return count


def _longer(to: str, folder: Path, shards: int, tell) -> int:
    longer = folder / _names(to, shards)[0]
    if not longer.exists():
        return 0
    tell(f"{longer}: is of a longer list; remove it")
    return 1


def main(arguments: Optional[Sequence[str]] = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m sonoglyph pack", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("inputs", nargs="+", metavar="IN", help="folders, lists, archives, files")
    parser.add_argument("--to", required=True, choices=sorted(_WRITERS))
    parser.add_argument("--out", "-o", required=True, metavar="DIR")
    parser.add_argument("--model", "-m", help="name or path (default: sonoglyph.Codec.load())")
    parser.add_argument("--codebooks", "-q", type=int, help="the first Q (default: all)")
    parser.add_argument("--shard-size", type=int, default=1000, help="rows a shard (default 1000)")
    parser.add_argument("--resume", action="store_true", help="keep finished shards")
    parser.add_argument(
        "--check", action="store_true", help="make nothing, name what is missing and end with 1"
    )
    parser.add_argument("--workers", "-j", type=int, help="files at once (default: one a core)")
    a = parser.parse_args(arguments)
    say = lambda text: print(f"sonoglyph: {text}", file=sys.stderr)  # noqa: E731
    try:
        settings = {
            "codec": Codec.load(a.model), "codebooks": a.codebooks, "shard_size": a.shard_size, "tell": say,
        }  # fmt: skip
        if a.check:
            count = check(a.inputs, a.to, a.out, **settings)
            print("{shards} shards: {kept} there, {missing} missing".format(**count))
            return 1 if count["missing"] else 0
        count = pack(a.inputs, a.to, a.out, resume=a.resume, workers=a.workers, **settings)
    except (Error, OSError, ValueError) as error:
        say(str(error))
        return 1
    except ModuleNotFoundError as error:
        say(f"--to {a.to} needs {error.name}: pip install 'sonoglyph[{a.to}]'")
        return 1
    except KeyboardInterrupt:
        say("interrupted; the same command with --resume goes on from here")
        return 130
    print(
        "{shards} shards: {written} rows written, {kept} kept, {failed} failed".format(**count)
    )
    return 1 if count["failed"] else 0
