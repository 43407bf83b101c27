#!/usr/bin/env bash
# cluster.sh SONOGLYPH PYTHON_FOLDER [ENGINE...]: app/cluster/ for real, on this machine: slurm (slurmctld,
# slurmd and munge on loopback), parallel, ray, dask; without names all four. Each makes tokens of
# the same list, has a worker killed in the middle, and must end with every source once, each output
# byte for byte that of one undisturbed process, and one list of them all.
# Installs what is missing (apt as root, pip into a folder of its own). Minutes; not part of ctest.
set -euo pipefail
program=$(realpath "$1") python_folder=$(realpath "$2")
shift 2
engines=("${@:-slurm parallel ray dask}")
read -ra engines <<<"${engines[*]}"
source=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
venv=${SONOGLYPH_CLUSTER_VENV:-$work/venv}
export SONOGLYPH=$program SONOGLYPH_MODELS=$source/models
export RAY_DISABLE_DASHBOARD=1 RAY_USAGE_STATS_ENABLED=0 PYTHONPATH=$python_folder
stop_slurm() { :; }
trap 'stop_slurm; rm -rf "$work"' EXIT
begin=$(date +%s)
say() { printf '%4d s  %s\n' $(($(date +%s) - begin)) "$*"; }
wrong() { echo "cluster: $*" >&2; exit 1; }

need() {  # need COMMAND PACKAGE...
  command -v "$1" >/dev/null && return
  shift
  say "installing $*"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 ||
    wrong "cannot install $*"
}
need_python() {  # need_python PACKAGE...
  [ -x "$venv/bin/python3" ] || python3 -m venv --system-site-packages "$venv"
  "$venv/bin/pip" install -q "$@" || wrong "cannot install $*"
}

# 24 pieces of two voices in two folders, of SECONDS_EACH to three times as much (less and nobody can be
# killed in the middle); one of them is named twice.
seconds=${SECONDS_EACH:-20}
say "the corpus"
mkdir "$work/corpus"
for voice in kathleen kerstin; do
  "$program" decode <("$program" encode "$source/tests/data/$voice.flac" - --model tiny) \
    "$work/$voice.wav" --rate 16000 >/dev/null
done
python3 - "$work" "$seconds" <<'PYTHON'
import json, os, sys, wave
work, shortest = sys.argv[1], int(sys.argv[2])
lines = []
for voice in ("kathleen", "kerstin"):
    sound = wave.open(f"{work}/{voice}.wav")
    all_of_it = sound.readframes(sound.getnframes())
    for i in range(12):
        seconds = shortest * (1 + i % 3)
        size = 2 * sound.getframerate() * seconds
        start = 2 * i * 7919 % len(all_of_it)
        piece = (all_of_it[start:] + all_of_it * (size // len(all_of_it) + 1))[:size]
        path = f"{voice}/{i:02}.wav"
        os.makedirs(f"{work}/corpus/{voice}", exist_ok=True)
        with wave.open(f"{work}/corpus/{path}", "wb") as out:
            out.setparams(sound.getparams())
            out.writeframes(piece)
        lines.append(json.dumps({"audio_filepath": path, "duration": seconds, "speaker": voice}))
open(f"{work}/corpus/list.jsonl", "w").write("\n".join(lines + lines[3:4]) + "\n")
PYTHON
list=$work/corpus/list.jsonl
batch_options=(--to npy)
say "one undisturbed process"
"$program" batch --manifest "$list" --out "$work/alone" --manifest-out "$work/alone.jsonl" \
  "${batch_options[@]}" -j 1 --quiet
[ "$(find "$work/alone" -name '*.npy' | wc -l)" -eq 24 ] || wrong "one process made not 24 files"

# wait_for N OUT: until N outputs are there; fails when it takes longer than ten minutes.
wait_for() {
  for _ in $(seq 6000); do
    [ "$(find "$2" -name '*.npy' 2>/dev/null | wc -l)" -ge "$1" ] && return
    sleep 0.1
  done
  wrong "no $1 outputs in $2 after ten minutes"
}
# is_as_alone NAME: outputs and, where there is one, list.
is_as_alone() {
  diff <(cd "$work/alone" && find . -type f ! -name '.*' | sort | xargs sha256sum) \
    <(cd "$work/$1" && find . -type f ! -name '.*' | sort | xargs sha256sum) ||
    wrong "$1: other outputs than one process makes"
  if [ -f "$work/$1.jsonl" ]; then
    diff "$work/alone.jsonl" <(sed "s#\"$1/#\"alone/#" "$work/$1.jsonl") ||
      wrong "$1: another list than one process makes"
  fi
  [ -z "$(find "$work/$1" -name '*.part-*')" ] || wrong "$1: temporary files are left"
  say "$1: 24 files, each once, byte for byte as one process makes them"
}
# kill_worker PATTERN: one of our processes whose command line has it, as if its machine had failed.
kill_worker() {
  local victim
  victim=$(pgrep -f -- "$1" | head -1) || wrong "nobody to kill ($1)"
  say "killing $victim: $(tr '\0' ' ' <"/proc/$victim/cmdline" | cut -c1-70)"
  kill -9 "$victim"
}

run_parallel() {
  need parallel parallel
  "$source/app/cluster/parallel.sh" "$list" "$work/parallel" 6 -j 2 -- "${batch_options[@]}" \
    >"$work/parallel.log" 2>&1 &
  local job=$!
  wait_for 5 "$work/parallel"
  kill_worker "^$program batch --manifest $list --out $work/parallel .*--shard [0-9]"
  wait $job || wrong "parallel: $(cat "$work/parallel.log")"
  tail -1 "$work/parallel.log"
  is_as_alone parallel
}

run_slurm() {
  need slurmctld slurmctld slurmd slurm-client munge
  etc=$work/slurm  # of stop_slurm as well
  mkdir -p "$etc"/{state,spool,munge}
  dd if=/dev/urandom of="$etc/munge/key" bs=1024 count=1 status=none
  chmod 400 "$etc/munge/key"
  chmod 711 "$work" "$etc" "$etc/munge"
  munged --force --key-file="$etc/munge/key" --socket="$etc/munge/socket" \
    --pid-file="$etc/munge/pid" --log-file="$etc/munge/log" --seed-file="$etc/munge/seed"
  local port=$((20000 + $$ % 20000))
  cat >"$etc/slurm.conf" <<CONF
ClusterName=loopback
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$etc/munge/socket
CredType=cred/munge
StateSaveLocation=$etc/state
SlurmdSpoolDir=$etc/spool
SlurmctldPidFile=$etc/slurmctld.pid
SlurmdPidFile=$etc/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
SchedulerParameters=batch_sched_delay=0,sched_interval=2,sched_min_interval=0
MinJobAge=3600
MaxArraySize=100000
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:2
CONF
  export SLURM_CONF=$etc/slurm.conf
  stop_slurm() {
    for pid in "$etc/slurmd.pid" "$etc/slurmctld.pid" "$etc/munge/pid"; do
      [ -s "$pid" ] && kill "$(cat "$pid")" 2>/dev/null
    done
    sleep 1
  }
  slurmctld -f "$SLURM_CONF" -L "$etc/slurmctld.log"
  slurmd -f "$SLURM_CONF" -L "$etc/slurmd.log" -N "$(hostname -s)"
  for _ in $(seq 100); do
    sinfo -h -o %T 2>/dev/null | grep -q idle && break
    sleep 0.3
  done
  say "slurm $(sinfo --version | cut -d' ' -f2), node $(sinfo -h -o %T)"

  local jobs
  read -ra jobs <<<"$("$source/app/cluster/slurm.sh" "$list" "$work/slurm-out" 6 -- \
    "${batch_options[@]}")"
  say "array ${jobs[0]}, check ${jobs[1]}"
  wait_for 5 "$work/slurm-out"
  kill_worker "^$program batch --manifest $list --out $work/slurm-out .*--shard [0-9]"
  local running
  running=$(squeue -h -r -j "${jobs[0]}" -t R -o %i | tail -1)
  if [ -n "$running" ]; then
    say "requeueing $running, as a preemption would"
    scontrol requeue "$running"
  fi
  for _ in $(seq 3000); do
    [ -z "$(squeue -h -j "${jobs[0]},${jobs[1]}" -t PD,R,CG 2>/dev/null)" ] && break
    sleep 0.3
  done
  tail -1 "$work/slurm-out/.slurm-check.log"
  scontrol -o show job "${jobs[0]}" | grep -oE 'ArrayTaskId=[0-9]+|JobState=[A-Z]+|Restarts=[0-9]+' |
    paste -d' ' - - - | sort -t= -k2n
  mv "$work/slurm-out.jsonl" "$work/slurm-out.list"
  sed 's#"slurm-out/#"alone/#' "$work/slurm-out.list" | diff "$work/alone.jsonl" - ||
    wrong "slurm: another list than one process makes"
  is_as_alone slurm-out

  say "an array of one task alone"
  rm -rf "$work/one" && mkdir "$work/one"
  "$program" batch --manifest "$list" --out "$work/one" "${batch_options[@]}" --split 6
  local one
  one=$(sbatch --parsable --wait --array=1 --output="$work/one.log" --wrap \
    "$program batch --manifest $list --out $work/one ${batch_options[*]} --shard \$SLURM_ARRAY_TASK_ID --quiet")
  grep -qE '^[1-6] files: [1-6] done' "$work/one.log" || wrong "an array of one: $(cat "$work/one.log")"
  say "job $one: $(cat "$work/one.log")"
}

run_ray() {
  need_python "ray[data]"
  "$venv/bin/python3" "$source/app/cluster/ray_tokens.py" "$list" "$work/ray" --actors 2 \
    >"$work/ray.log" 2>&1 &
  local job=$!
  wait_for 5 "$work/ray"
  kill_worker 'ray::.*(MapWorker|Tokenizer)'
  wait $job || wrong "ray: $(tail -20 "$work/ray.log")"
  tail -1 "$work/ray.log"
  is_as_alone ray
}

run_dask() {
  need_python "dask[distributed]"
  "$venv/bin/python3" "$source/app/cluster/dask_tokens.py" "$list" "$work/dask" 6 --workers 2 \
    "${batch_options[@]}" >"$work/dask.log" 2>&1 &
  local job=$!
  wait_for 5 "$work/dask"
  # The worker above the program: what both had is done again.
  local program_pid
  program_pid=$(pgrep -f -- "^$program batch --manifest $list --out $work/dask .*--shard [0-9]" | head -1)
  local worker
  worker=$(ps -o ppid= -p "$program_pid" | tr -d ' ')
  say "killing $worker and its $program_pid: $(tr '\0' ' ' <"/proc/$worker/cmdline" | cut -c1-60)"
  kill -9 "$worker" "$program_pid"
  wait $job || wrong "dask: $(tail -20 "$work/dask.log")"
  tail -1 "$work/dask.log"
  is_as_alone dask
}

for engine in "${engines[@]}"; do
  say "== $engine"
  "run_$engine"
done
say "all well"
