#!/usr/bin/env bash
# parallel.sh LIST OUT N [PARALLEL OPTION...] [-- BATCH OPTION...]: tokens of LIST into OUT, N shards
# over the cores of this machine or, with --sshloginfile HOSTS, of several that share the folders.
#   app/cluster/parallel.sh corpus.jsonl tokens 400 --sshloginfile hosts -- --to npy -q 1
# Again, it does what is left. A shard that fails or is killed is tried three times.
set -euo pipefail
list=$(realpath "$1") out=$(realpath -m "$2") shards=$3
shift 3
parallel=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do parallel+=("$1") && shift; done
[ $# -eq 0 ] || shift
program=$(command -v "${SONOGLYPH:-sonoglyph}")
batch=("$program" batch --manifest "$list" --out "$out" "$@")
mkdir -p "$out"
"${batch[@]}" --split "$shards"
seq "$shards" | parallel --retries 3 --joblog "$out/.parallel.log" "${parallel[@]}" \
  "$(printf '%q ' "${batch[@]}") --resume --quiet -j 1 --shard {}"
"${batch[@]}" --check --manifest-out "$out.jsonl"
