#!/usr/bin/env bash
# slurm.sh LIST OUT N [SBATCH OPTION...] [-- BATCH OPTION...]: tokens of LIST into OUT by an array of
# N tasks, then a job that checks and lists what is finished in OUT.jsonl. Prints the ids of both.
#   app/cluster/slurm.sh corpus.jsonl tokens 400 --partition=cpu --mem=1G -- --to npy -q 1
# N is cut into the list here, so no task can take more than its part, whatever the array is.
# Again, it does what is left. A task that is preempted, or whose node fails, goes on where it was;
# one that was killed (out of memory, say) is put back into the queue three times.
set -euo pipefail
list=$(realpath "$1") out=$(realpath -m "$2") shards=$3
shift 3
slurm=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do slurm+=("$1") && shift; done
[ $# -eq 0 ] || shift
program=$(command -v "${SONOGLYPH:-sonoglyph}")
batch=("$program" batch --manifest "$list" --out "$out" "$@")
mkdir -p "$out"
"${batch[@]}" --split "$shards" >&2

quoted=$(printf '%q ' "${batch[@]}")
array=$(sbatch --parsable --job-name=sonoglyph --array="1-$shards" --requeue --open-mode=append \
  --output="$out/.slurm-%a.log" "${slurm[@]}" <<TASK
#!/usr/bin/env bash
$quoted --resume --quiet --shard "\$SLURM_ARRAY_TASK_ID" -j "\${SLURM_CPUS_PER_TASK:-1}"
status=\$?
if [ \$status -gt 128 ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt 3 ]; then
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_\$SLURM_ARRAY_TASK_ID" && sleep 600
fi
exit \$status
TASK
)
check=$(sbatch --parsable --job-name=sonoglyph-check --dependency="afterany:$array" \
  --output="$out/.slurm-check.log" "${slurm[@]}" <<CHECK
#!/usr/bin/env bash
$quoted --check --manifest-out $(printf %q "$out.jsonl")
CHECK
)
echo "$array $check"
