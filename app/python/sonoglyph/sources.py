"""Sounds and tokens as corpora hold them, one after the other, none kept in memory.

    for one in sources(["speech/", "cuts.jsonl.gz", "train-{000..007}.tar"]):
        tokens = one.tokens(codec)

What is understood:
  a folder               all sound and .sgl files below it; a Kaldi data folder (wav.scp, and
                         segments, text, utt2spk where they are there); a folder of Hugging Face's
                         (metadata.csv or metadata.jsonl with file_name)
  .jsonl .ndjson (.gz)   NeMo, Lhotse recordings and cuts, and others of their kind
  wav.scp                of Kaldi; a command (a line that ends with "|") is refused, and named
  .tar                   WebDataset: a sound, a .json, .txt or .cls a key
  .parquet               an "audio" column of bytes, or of Hugging Face's {bytes, path}
  else                   a sound or a .sgl
"""

import csv
import gzip
import io
import json
import math
import os
import re
import tarfile
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, ContextManager, Dict, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Tuple, Union

import numpy as np

from . import Codec, Error, Tokens, read_audio, read_sgl, write_audio

__all__ = ["Source", "manifest_line", "sources"]

SOUND = set("wav flac ogg oga opus mp3 aiff aif aifc au snd caf w64 rf64 voc sph nist paf svx sf".split())


class Source(NamedTuple):
    id: str
    path: str  # "ARCHIVE:MEMBER" inside of one
    fields: Dict[str, Any]  # text, speaker, ...: as the list has them
    stamp: str  # changes where the source does
    file: Callable[[], ContextManager[Path]]  # a file of it, for as long as it is held
    start: float = 0.0  # seconds
    duration: Optional[float] = None  # to the end
    channel: Any = "auto"
    slack: float = 0.0  # seconds that `duration` may be short of the whole sound, which is meant then
    fault: Optional[str] = None  # why it cannot be read

    @property
    def is_whole(self) -> bool:
        return self.start == 0.0 and self.duration is None

    def tokens(self, codec: Codec, codebooks: Optional[int] = None) -> Tokens:
        """As `sonoglyph batch` makes them, its levelling of too quiet and too loud sounds included.

        Of a .sgl: its own. Raises sonoglyph.Error or OSError, whose text names the source."""
        if self.fault is not None:
            raise Error(f"{self.path}: {self.fault}")
        with self.file() as path, tempfile.TemporaryDirectory() as folder:
            if path.suffix.lower() == ".sgl":
                tokens = read_sgl(path)
                if not self._is_all(tokens.length or 0, tokens.sample_rate):
                    raise Error(f"{self.path}: a part of codes is not taken, only all of them")
                if codebooks is not None and codebooks < len(tokens.codes):
                    raise Error(f"{self.path}: has {len(tokens.codes)} codebooks: convert it with -q")
                return tokens
            part = path
            if not self.is_whole:
                samples, rate = read_audio(path)
                if not self._is_all(samples.shape[-1], rate):
                    part = Path(folder) / "part.wav"
                    write_audio(part, self._part(samples, rate), rate, sample_format="float32")
            out = Path(folder) / "tokens.sgl"
            codec.encode_file(part, out, codebooks, channel=self.channel)
            return read_sgl(out, codec)

    def _is_all(self, length: int, rate: int) -> bool:
        """Whether a sound of that many samples is what is meant."""
        if self.is_whole:
            return True
        return self.slack > 0 and length <= math.floor((self.duration + self.slack) * rate + 0.5) + 1

    def _part(self, samples: np.ndarray, rate: int) -> np.ndarray:
        nearest = lambda seconds: math.floor(seconds * rate + 0.5)  # noqa: E731
        first = nearest(self.start)
        count = samples.shape[-1] - first if self.duration is None else nearest(self.duration)
        slack = nearest(0.025)
        if first < 0 or count <= 0 or first + count > samples.shape[-1] + slack:
            raise Error(f"{self.path}: has no {self.start:g} s + {self.duration} s")
        return np.ascontiguousarray(samples[..., first : first + count])


def sources(inputs: Iterable[Union[str, "os.PathLike[str]"]]) -> Iterator[Source]:
    """In the order of the inputs; a folder in that of its names. "{000..007}" in a name counts."""
    for given in inputs:
        for path in _expand(os.fspath(given)):
            yield from _of(Path(path))


def manifest_line(source: Source) -> str:
    """A line of NeMo's of the source, as `sonoglyph batch --manifest` reads it.

    Raises sonoglyph.Error where it cannot be read, or is no file of its own."""
    if source.fault is not None:
        raise Error(f"{source.path}: {source.fault}")
    if not os.path.exists(source.path):
        inside = os.path.exists(source.path.partition(":")[0])
        raise Error(f"{source.path}: " + ("is inside an archive: `pack` reads those" if inside else "no such file"))
    entry: Dict[str, Any] = {"id": source.id, "audio_filepath": os.path.abspath(source.path)}
    if source.path.lower().endswith(".sgl"):
        entry = {"id": source.id, "tokens_filepath": os.path.abspath(source.path)}
    if not source.is_whole:
        if source.slack == 0.0:
            entry["offset"] = source.start
        if source.duration is not None:
            entry["duration"] = source.duration
    if isinstance(source.channel, int):
        entry["channel"] = source.channel
    return json.dumps({**source.fields, **entry}, ensure_ascii=False, default=str)


def _expand(name: str) -> Iterator[str]:
    found = re.search(r"\{(\d+)\.\.(\d+)\}", name)
    if not found or os.path.exists(name):
        yield name
        return
    low, high = found.groups()
    for i in range(int(low), int(high) + 1):
        yield from _expand(name[: found.start()] + str(i).zfill(len(low)) + name[found.end() :])


def _of(path: Path) -> Iterator[Source]:
    name = path.name.lower()
    if path.is_dir():
        if (path / "wav.scp").exists():
            yield from _kaldi(path / "wav.scp")
        elif any((path / f"metadata.{kind}").exists() for kind in ("csv", "jsonl")):
            yield from _audio_folder(path)
        else:
            yield from _folder(path)
    elif not path.exists():
        yield _broken(path.name, str(path), "no such file or folder")
    elif name == "wav.scp":
        yield from _kaldi(path)
    elif name.endswith((".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")):
        yield from _manifest(path)
    elif name.endswith(".tar"):
        yield from _tar(path)
    elif name.endswith(".parquet"):
        yield from _parquet(path)
    else:
        yield _plain(path.stem, path)


def _stamp(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return "missing"
    return f"{status.st_size} {status.st_mtime_ns}"


@contextmanager
def _held(path: Path) -> Iterator[Path]:
    yield path


@contextmanager
def _spooled(content: bytes, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("sound" + Path(name).suffix)
        path.write_bytes(content)
        yield path


def _plain(id: str, path: Path, fields: Optional[dict] = None, **more) -> Source:
    return Source(id, str(path), fields or {}, _stamp(path), lambda: _held(path), **more)


def _broken(id: str, path: str, why: str) -> Source:
    return Source(id, path, {}, why, lambda: _held(Path(path)), fault=why)


def _is_sound(name: str) -> bool:
    return name.rpartition(".")[2].lower() in SOUND


def _folder(root: Path) -> Iterator[Source]:
    for folder, below, files in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and (_is_sound(name) or name.lower().endswith(".sgl")):
                path = Path(folder) / name
                yield _plain(str(path.relative_to(root).with_suffix("")), path)


# --- Lists ---


def _number(value) -> Optional[float]:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


# Keys that mean a part of a sound, as the command line knows them (codec/files/manifest_excerpt.cpp): in lower case, without
# what joins their words.
_ROLES = {
    name: role
    for role, names in {
        "start": "offset offsets offsetsec offsetseconds onset start starts startsec startseconds starttime begin beginsec begintime "
        "segmentstart segmentstarttime",
        "end": "end ends endsec endseconds endtime stop stoptime segmentend segmentendtime",
        "duration": "duration durations durationsec durationseconds",
        "channel": "channel channelid channelidx channelindex channelselector",
        "channels": "channels",
        "other unit": "frameoffset startsample startsamples startframe beginsample beginframe offsetsamples offsetframes sampleoffset "
        "offsetms startms beginms starttimems endsample endsamples endframe endms endtimems",
        # Where these are numbers, or pairs of them; "segment" may as well be a name.
        "perhaps": "segment timestamp from to t0 t1 tstart tend clipstart clipend cutstart cutend trimstart trimend segstart segend",
    }.items()
    for name in names.split()
}


def _members(entry: dict) -> List[Tuple[str, str, Any]]:
    """What the line tells of a part: role, key and value, in its order."""
    members = []
    for key, value in entry.items():
        role = _ROLES.get(re.sub("[_ -]", "", key).lower())
        if role and value is not None and not (isinstance(value, str) and not value.strip()):
            members.append((role, key, value))
    if any(key.lower() == "onset" for _, key, _ in members):  # a list of events: "offset" is the end
        members = [("end" if key.lower() == "offset" else role, key, value) for role, key, value in members]
    return members


def _finite(value) -> float:
    """A number of a number or a text; nan for all else."""
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return math.nan
    return number if math.isfinite(number) else math.nan


def _seconds(members: List[Tuple[str, str, Any]], wanted: str) -> Optional[float]:
    """What the keys of that role tell; a number may be a text. Raises ValueError where it is none, or two contradict."""
    found: Optional[float] = None
    for role, key, value in members:
        if role != wanted:
            continue
        number = _finite(value)
        if math.isnan(number):
            raise ValueError(f'"{key}" is {value!r}, no number of seconds')
        if found is not None and abs(found - number) > 1e-9:
            raise ValueError(f'"{key}" contradicts another key')
        found = number
    return found


def _channel(members: List[Tuple[str, str, Any]]) -> Any:
    found: Any = "auto"
    for role, key, told in members:
        if role != "channel" and not (role == "channels" and isinstance(told, list)):
            continue  # a number of "channels" says how many there are
        value = told[0] if isinstance(told, list) and len(told) == 1 else told
        if isinstance(value, str) and value.strip().isdigit():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ValueError(f'"{key}" is {told!r}, no one channel (0, 1, ...)')
        found = value
    return found


def _may_be_times(value) -> bool:
    pair = value if isinstance(value, list) and len(value) == 2 else [value]
    return not any(math.isnan(_finite(number)) for number in pair)


def _unit(members: List[Tuple[str, str, Any]]) -> float:
    """One unit of the last decimal of a duration: how far a rounded one may be from the truth."""
    text = next((str(value).strip() for role, _, value in members if role == "duration"), "")
    if "e" in text.lower():
        return 1e-6
    return 10.0 ** -len(text.partition(".")[2]) if "." in text else 0.5


def _span(entry: dict) -> Dict[str, Any]:
    """The part of its sound that a line means. Raises ValueError where it cannot be told."""
    members = _members(entry)
    start, end, duration = (_seconds(members, role) for role in ("start", "end", "duration"))
    for role, key, value in members:
        if role == "other unit" or (role == "perhaps" and start is None and end is None and _may_be_times(value)):
            raise ValueError(f'"{key}": a part is told in seconds (offset, duration)')
    span: Dict[str, Any] = {"channel": _channel(members), "start": start or 0.0}
    if span["start"] < 0.0:
        raise ValueError("a start before the sound")
    if end is not None:
        if end <= span["start"]:
            raise ValueError("an end that is not behind the start")
        span["duration"] = end - span["start"]
        if duration is not None and abs(duration - span["duration"]) > max(0.001, min(0.1, _unit(members))):
            raise ValueError("duration and end contradict each other")
    elif duration is not None and duration > 0.0:
        span["duration"] = duration
        if start is None:  # a list that tells how long its sounds are
            span["slack"] = max(_unit(members), 1e-6)
    elif duration is not None and start is not None:
        raise ValueError(f"a part of {duration:g} s")
    return span


def _line(entry: dict, folder: Path, where: str) -> Source:
    """A line of NeMo's or Lhotse's."""
    id = str(entry.get("id", ""))
    fields = {k: v for k, v in entry.items() if k not in ("id", "sources", "recording", "duration")}
    recording = entry.get("recording", entry if "sources" in entry else None)
    span: Dict[str, Any] = {}
    if isinstance(recording, dict):
        held = recording.get("sources") or [{}]
        if held[0].get("type") not in ("file", None):
            return _broken(id or where, where, f"a source of type {held[0].get('type')}")
        if recording.get("transforms") or entry.get("tracks"):
            return _broken(id or where, where, "a mixed or transformed cut")
        source = held[0].get("source")
        if recording is not entry:
            span["start"] = _number(entry.get("start")) or 0.0
            span["duration"] = _number(entry.get("duration"))
            if span["start"] == 0.0 and span["duration"] == _number(recording.get("duration")):
                span["duration"] = None
            if isinstance(entry.get("channel"), int) and (recording.get("channel_ids") or [0]) != [0]:
                span["channel"] = entry["channel"]
        for supervision in (entry.get("supervisions") or [])[:1]:
            fields.update({k: supervision[k] for k in ("text", "speaker", "language") if supervision.get(k)})
    elif "recording_id" in entry:
        return _broken(id or where, where, "a supervision: name the cuts or recordings")
    else:
        names = ("audio_filepath", "tokens_filepath", "path", "file", "file_name")
        source = next((entry[k] for k in names if isinstance(entry.get(k), str)), None)
        try:
            span = _span(entry)
        except ValueError as error:
            return _broken(id or where, where, str(error))
    if not isinstance(source, str):
        return _broken(id or where, where, "names no sound")
    if source.rstrip().endswith("|"):
        return _broken(id or where, where, f"a command is not run: {source.strip()}")
    path = folder / source
    if not id:
        start = span.get("start", 0.0)
        is_part = start > 0.0 or (span.get("duration") is not None and not span.get("slack"))
        id = str(Path(source).with_suffix("")) + (f"-{start:g}" if is_part else "")
    return _plain(id, path, fields, **span)


def _lines(path: Path) -> Iterator[str]:
    opened = gzip.open(path, "rt", encoding="utf-8-sig") if path.name.endswith(".gz") else open(
        path, encoding="utf-8-sig"
    )
    with opened as file:
        yield from file


def _manifest(path: Path) -> Iterator[Source]:
    try:
        for number, line in enumerate(_lines(path), 1):
            if not line.strip():
                continue
            where = f"{path}:{number}"
            try:
                entry = json.loads(line)
            except ValueError as error:
                yield _broken(where, where, f"no JSON: {error}")
                continue
            if isinstance(entry, dict):
                yield _line(entry, path.parent, where)
            else:
                yield _broken(where, where, "no JSON object")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        yield _broken(str(path), str(path), str(error))


def _audio_folder(root: Path) -> Iterator[Source]:
    if (root / "metadata.jsonl").exists():
        entries: Iterable = ((n, json.loads(t)) for n, t in enumerate(_lines(root / "metadata.jsonl"), 1) if t.strip())
    else:
        with open(root / "metadata.csv", newline="", encoding="utf-8-sig") as file:
            entries = list(enumerate(csv.DictReader(file), 2))
    for number, entry in entries:
        entry = {k: v for k, v in entry.items() if k is not None}
        where = f"{root}/metadata:{number}"
        name = entry.pop("file_name", None)
        if not isinstance(name, str):
            yield _broken(where, where, "no file_name")
        else:
            yield _plain(str(Path(name).with_suffix("")), root / name, entry)


def _table(path: Path) -> Dict[str, str]:
    """Kaldi's: a key, blanks, the rest of the line."""
    if not path.exists():
        return {}
    rows = (line.strip().partition(" ") for line in _lines(path) if line.strip())
    return {key: rest.strip() for key, _, rest in rows}


def _kaldi(scp: Path) -> Iterator[Source]:
    folder = scp.parent
    sounds, text, speaker = _table(scp), _table(folder / "text"), _table(folder / "utt2spk")
    segments = folder / "segments"

    def one(utterance: str, recording: str, start=0.0, duration=None) -> Source:
        if recording not in sounds:
            return _broken(utterance, f"{segments}", f"recording {recording} is not in {scp.name}")
        place = sounds[recording]
        if place.endswith("|"):
            return _broken(utterance, f"{scp} {recording}", f"a command is not run: {place}")
        if re.search(r"\.ark:\d+$", place):
            return _broken(utterance, f"{scp} {recording}", f"an archive is not read: {place}")
        fields = {"text": text.get(utterance), "speaker": speaker.get(utterance)}
        fields = {k: v for k, v in fields.items() if v is not None}
        path = Path(place)  # as Kaldi: relative to where one works, or else to the list
        if not path.is_absolute() and not path.exists():
            path = folder / path
        return _plain(utterance, path, fields, start=start, duration=duration)

    if not segments.exists():
        for key in sounds:
            yield one(key, key)
        return
    for number, line in enumerate(_lines(segments), 1):
        if not line.strip():
            continue
        try:
            utterance, recording, first, last = line.split()[:4]
            start, end = float(first), float(last)
        except ValueError:
            yield _broken(f"{segments}:{number}", f"{segments}:{number}", "wanted ID RECORDING START END")
            continue
        yield one(utterance, recording, start, None if end < 0 else end - start)


# --- Archives ---


def _tar(path: Path) -> Iterator[Source]:
    """Members of one key stand together; what is read is let go with the next key."""
    stamp = _stamp(path)

    def one(key: str, members: Dict[str, bytes]) -> Iterator[Source]:
        kinds = [kind for kind in members if kind.rpartition(".")[2] in SOUND | {"sgl"}]
        fields: Dict[str, Any] = {}
        if "txt" in members:
            fields["text"] = members["txt"].decode("utf-8", "replace").strip()
        if "cls" in members:
            fields["cls"] = members["cls"].decode("utf-8", "replace").strip()
        try:
            found = json.loads(members.get("json", b"{}"))
            fields.update(found if isinstance(found, dict) else {})
        except ValueError:
            yield _broken(key, f"{path}:{key}.json", "no JSON")
            return
        fields.pop("duration", None)
        if not kinds:
            yield _broken(key, f"{path}:{key}", "no sound among " + ", ".join(sorted(members)))
            return
        kind, content = kinds[0], members[kinds[0]]
        name = f"{key}.{kind}"
        id = str(fields.pop("id", key))
        yield Source(id, f"{path}:{name}", fields, f"{stamp} {name}", lambda: _spooled(content, name))

    held, members = None, {}
    try:
        with tarfile.open(path) as tar:
            for member in tar:
                if not member.isfile():
                    continue
                folder, _, base = member.name.rpartition("/")
                stem, _, kind = base.partition(".")
                key = f"{folder}/{stem}" if folder else stem
                if held is not None and key != held:
                    yield from one(held, members)
                    members = {}
                held = key
                members[kind.lower()] = tar.extractfile(member).read()
        if held is not None:
            yield from one(held, members)
    except (tarfile.TarError, OSError, EOFError) as error:
        yield _broken(path.name, str(path), str(error))


def _parquet(path: Path) -> Iterator[Source]:
    import pyarrow.parquet as pq

    stamp = _stamp(path)
    try:
        file = pq.ParquetFile(path)
    except Exception as error:  # pyarrow's own kinds
        yield _broken(path.name, str(path), str(error).splitlines()[0])
        return
    column = next((name for name in ("audio", "flac", "wav", "mp3", "bytes") if name in file.schema_arrow.names), None)
    if column is None:
        yield _broken(path.name, str(path), "no column audio, of bytes or of {bytes, path}")
        return
    number = 0
    for batch in file.iter_batches(batch_size=16):
        for row in batch.to_pylist():
            held = row.pop(column)
            content, name = held, ""
            if isinstance(held, dict):
                content, name = held.get("bytes"), held.get("path") or ""
            where = f"{path}:{number}"
            id = str(row.pop("id", None) or Path(name).stem or f"{path.stem}-{number:06d}")
            row.pop("duration", None)
            number += 1
            if isinstance(content, bytes):
                yield Source(id, where, row, f"{stamp} {where}", _spool_of(content, name))
            elif name:
                yield _plain(id, path.parent / name, row)
            else:
                yield _broken(id, where, "no bytes and no path")


def _spool_of(content: bytes, name: str) -> Callable[[], ContextManager[Path]]:
    return lambda: _spooled(content, name)
