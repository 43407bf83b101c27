#!/usr/bin/env python3
"""ray_tokens.py LIST OUT [--actors N] [--to npy] [--model NAME]: tokens of a list, by Ray Data.

LIST has one JSON object a line with "audio_filepath". A file OUT/PATH.TO appears when it is complete,
so what is there is passed over: an actor that is killed costs the one file that it had in hand, which
another one makes again, and a second run does what is left. Where Ray already schedules a pipeline
this is its tokenising stage; where it does not, `sonoglyph batch` with shards needs no Python.
"""
import argparse
import json
import os
import pathlib

import ray


class Tokenizer:
    """One codec in one actor, one core."""

    def __init__(self, model, folder, out, to):
        import sonoglyph  # in the actor: the driver needs no model

        self.codec = sonoglyph.Codec.load(model)
        self.errors = (OSError, ValueError, sonoglyph.Error)
        self.folder, self.out, self.to = folder, out, to

    def __call__(self, batch):
        outputs, states = [], []
        for path in batch["audio_filepath"]:
            target = self.out / pathlib.Path(path).with_suffix("." + self.to)
            state = "kept"
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                try:
                    self.codec.encode_file(self.folder / path, target)
                    state = "done"
                except self.errors as error:
                    state = f"failed: {error}"
            outputs.append(str(target))
            states.append(f"{state} {os.getpid()}")
        return {"audio_filepath": batch["audio_filepath"], "tokens_filepath": outputs, "state": states}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("list", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--actors", type=int, default=0, help="0: one a core")
    parser.add_argument("--to", default="npy")
    parser.add_argument("--model", default=None)
    a = parser.parse_args()
    rows = []
    for line in a.list.read_text().splitlines():
        rows.append({"audio_filepath": json.loads(line)["audio_filepath"]})
    if not ray.is_initialized():
        ray.init(log_to_driver=False)
    actors = a.actors or int(ray.cluster_resources()["CPU"])
    data = ray.data.from_items(rows, override_num_blocks=min(len(rows), 8 * actors))
    done = data.map_batches(
        Tokenizer,
        fn_constructor_args=(a.model, a.list.resolve().parent, a.out.resolve(), a.to),
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
