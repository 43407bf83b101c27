#!/usr/bin/env python3
"""ray_tokens.py LIST OUT [--actors N] [--to npy] [--model NAME]: tokens of a list, by Ray Data.

LIST has one JSON object a line with "audio_filepath", each a whole sound: a line that means a part of
one (offset, channel, a shorter duration) is an error, `sonoglyph batch` takes those. A file OUT/PATH.TO
appears when it is complete, so what is there is passed over: an actor that is killed costs the one file
that it had in hand, which another one makes again, and a second run does what is left. Where Ray already schedules a pipeline
this is its tokenising stage; where it does not, `sonoglyph batch` with shards needs no Python.
"""
import argparse
import json
import os
import pathlib

# Keys of a list that mean a part of the sound, where they are not 0: in lower case, without what joins their words.
PARTS = (
    "offset start starttime startsec begin begintime onset segmentstart end endtime endsec stop segmentend channel channelid channels "
    "supervisions"
).split()


def rows_of(path, out, to):
    """One row a source: its path, its output below `out`, how long the list says it is (0: not at all)."""
    rows = {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        row = json.loads(line)
        source = row.get("audio_filepath")
        if not source:
            raise SystemExit(f"{path}:{number}: no 'audio_filepath'; sonoglyph batch takes other lists")
        for key, value in row.items():
            if key.lower().replace("_", "").replace(" ", "") in PARTS and value not in (None, 0, "0", "", []):
                raise SystemExit(f"{path}:{number}: '{key}': a part of a sound; sonoglyph batch takes those")
        name = pathlib.PurePosixPath(source.lstrip("/")).with_suffix("." + to)
        if ".." in name.parts:
            raise SystemExit(f"{path}:{number}: {source}: leads out of {out}")
        target = str(out / name)
        other = rows.get(target, {"audio_filepath": source})["audio_filepath"]
        if other != source:
            raise SystemExit(f"{path}:{number}: {other} and {source} would both become {target}")
        rows[target] = {"audio_filepath": source, "target": target, "duration": float(row.get("duration") or 0)}
    return list(rows.values())


class Tokenizer:
    """One codec in one actor, one core."""

    def __init__(self, model, folder):
        import sonoglyph  # in the actor: the driver needs no model

        self.sonoglyph = sonoglyph
        self.codec = sonoglyph.Codec.load(model)
        self.errors = (OSError, ValueError, sonoglyph.Error)
        self.folder = folder

    def one(self, source, target, duration):
        if target.exists():
            return "kept"
        target.parent.mkdir(parents=True, exist_ok=True)
        self.codec.encode_file(self.folder / source, target)
        read = self.sonoglyph.read_sgl if target.suffix == ".sgl" else self.sonoglyph.read_tokens
        made = read(target)
        seconds = made.length / made.sample_rate if made.length else 0
        if 0 < duration < seconds - 0.1:
            target.unlink()
            return f"failed: the list means {duration:g} s of its {seconds:g}; sonoglyph batch takes parts"
        return "done"

    def __call__(self, batch):
        states = []
        for source, target, duration in zip(batch["audio_filepath"], batch["target"], batch["duration"]):
            try:
                state = self.one(source, pathlib.Path(target), duration)
            except self.errors as error:
                state = f"failed: {error}"
            states.append(f"{state} {os.getpid()}")
        return {"audio_filepath": batch["audio_filepath"], "tokens_filepath": batch["target"], "state": states}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("list", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--actors", type=int, default=0, help="0: one a core")
    parser.add_argument("--to", default="npy")
    parser.add_argument("--model", default=None)
    a = parser.parse_args()
    rows = rows_of(a.list, a.out.resolve(), a.to)
    import ray

    if not ray.is_initialized():
        ray.init(log_to_driver=False)
    actors = a.actors or int(ray.cluster_resources()["CPU"])
    data = ray.data.from_items(rows, override_num_blocks=min(len(rows), 8 * actors))
    done = data.map_batches(
        Tokenizer,
        fn_constructor_args=(a.model, a.list.resolve().parent),
        concurrency=actors,
        batch_size=1,
        max_restarts=-1,  # a killed actor starts again,
        max_task_retries=-1,  # and what it had in hand with it
    ).take_all()
    failed = [row for row in done if row["state"].startswith("failed")]
    for row in failed:
        print(row["audio_filepath"], row["state"])
    workers = {row["state"].rsplit(" ", 1)[1] for row in done}
    print(f"{len(done)} files, {len(failed)} failed, by {len(workers)} processes")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
