#!/usr/bin/env python3
"""dask_tokens.py LIST OUT N [--scheduler HOST:PORT] [--workers N] [BATCH OPTION...]: tokens by Dask.

The N shards of the list (`sonoglyph batch --split N`) are N tasks; each is the program itself, so a
worker needs no Python package of ours. A worker that dies hands its shard to another one, which goes on
where it was.
"""
import argparse
import os
import subprocess
import sys

from dask.distributed import Client, LocalCluster, as_completed


def run_shard(command, shard):
    done = subprocess.run([*command, "--shard", str(shard), "--resume", "--quiet", "-j", "1"],
                          capture_output=True, text=True)
    if done.returncode < 0 or done.returncode > 128:  # killed: somebody else's turn
        raise RuntimeError(f"shard {shard} was ended by a signal")
    return shard, done.returncode, done.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("list")
    parser.add_argument("out")
    parser.add_argument("shards", type=int)
    parser.add_argument("--scheduler")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    a, more = parser.parse_known_args()
    command = [os.environ.get("SONOGLYPH", "sonoglyph"), "batch", "--manifest", os.path.abspath(a.list),
               "--out", os.path.abspath(a.out), *more]
    subprocess.run([*command, "--split", str(a.shards)], check=True)
    if a.scheduler:
        client = Client(a.scheduler)
    else:
        client = Client(LocalCluster(n_workers=a.workers, threads_per_worker=1, dashboard_address=None))
    with client:
        tasks = client.map(lambda shard: run_shard(command, shard), range(1, a.shards + 1),
                           retries=3, pure=False)
        for task in as_completed(tasks):
            shard, code, words = task.result()
            if code:
                print(f"shard {shard}: exit code {code}\n{words}", end="", file=sys.stderr)
    return subprocess.run([*command, "--check", "--manifest-out", os.path.abspath(a.out) + ".jsonl"]).returncode


if __name__ == "__main__":
    raise SystemExit(main())
