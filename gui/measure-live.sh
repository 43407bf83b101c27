#!/bin/bash
# measure-live.sh STUDIO SECONDS SOUND...   records with codec and monitor while the SOUNDs are spoken into a virtual
# microphone, one after the other and again; prints memory, late frames, xruns and delay every ten seconds as CSV, and
# between them, where tests/machine_stalls.cpp is built and may, every time that the machine itself stopped for 4 ms or more.
set -eu
[ $# -ge 3 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
here=$(dirname "$(realpath "$0")")
exec "$here/../tests/with-headless.sh" -r 16000 -p bash -c '
  studio=$1; seconds=$2; shift 2
  stalls=$(dirname "$studio")/../tests/machine_stalls
  [ ! -x "$stalls" ] || "$stalls" "$seconds" &
  while :; do for f; do paplay --device=micfeed --latency-msec=50 "$f"; done; done & speaker=$!
  trap "kill $speaker" EXIT
  "$studio" --record-for "$seconds"
' live "$@"
