#!/usr/bin/env bash
# hardened.sh FILE|FOLDER...: fails, saying what is missing, unless each program or library, and each
# below the folders, is as what is built for others must be (SONOGLYPH_HARDEN): position-independent,
# all relocations read-only and bound at the start, no executable stack, stack protector, checked
# libc calls, and no path of the machine that built it inside.
# hardened.sh --mutate: fails unless programs that lack one of these are seen.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
root=$PWD

check() {
  local file=$1 bad=0
  lacks() { echo "hardened: $file $1"; bad=1; }
  [ -f "$file" ] || { lacks "is missing"; return 1; }
  readelf -hW "$file" | grep -q 'Type: *DYN' || lacks "is not position-independent"
  readelf -lW "$file" | grep -q GNU_RELRO || lacks "has no RELRO"
  readelf -dW "$file" | grep -qE 'BIND_NOW|FLAGS_1.*NOW' || lacks "binds lazily: RELRO is partial"
  readelf -lW "$file" | awk '/GNU_STACK/ && $7 ~ /E/ {bad = 1} END {exit bad}' || lacks "has an executable stack"
  readelf -W --dyn-syms "$file" | grep -q __stack_chk_fail || lacks "has no stack protector"
  readelf -W --dyn-syms "$file" | grep -qE '__[a-z]+_chk(@|$)' || lacks "calls no checked libc function"
  local place
  place=$(strings -a "$file" | grep -m1 -E "(^|[^[:alnum:]_.-])(/home|/root|/work|/tmp/pip-[[:alnum:]-]+)/" ||
    strings -a "$file" | grep -m1 -F "$root/") && lacks "holds the path $place"
  return $bad
}

if [ "${1:-}" = --mutate ]; then
  work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
  cat >"$work/a.c" <<'C'
#include <stdio.h>
#include <string.h>
int main(int n, char **words) {
  char text[64];
  strcpy(text, words[n - 1]);
  printf("%s %s\n", text, PLACE);
  return 0;
}
C
  good="-O2 -fPIE -pie -Wl,-z,relro,-z,now -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2"
  build() { cc -w -DPLACE="\"${place:-none}\"" "$@" "$work/a.c" -o "$work/a"; }
  build $good
  check "$work/a" || { echo "hardened: a good program fails"; exit 1; }
  for worse in "-no-pie -fno-pie" "-Wl,-z,lazy" "-fno-stack-protector" "-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=0" \
    "-Wl,-z,execstack" "-Wl,-z,norelro"; do
    build $good $worse
    check "$work/a" >/dev/null && { echo "hardened: $worse is not seen"; exit 1; }
  done
  for place in "$root/tests/a.c" /home/user/sonoglyph/a.c /root/a.c; do
    build $good
    check "$work/a" >/dev/null && { echo "hardened: the path $place is not seen"; exit 1; }
  done
  exit 0
fi
[ $# -gt 0 ] || exit 2
code=0
count=0
for place in "$@"; do
  if [ ! -d "$place" ]; then
    check "$place" || code=1
    count=$((count + 1))
    continue
  fi
  while IFS= read -r -d '' file; do
    [ "$(head -c 4 "$file" | tr -d '\0')" = $'\x7fELF' ] || continue
    check "$file" || code=1
    count=$((count + 1))
  done < <(find "$place" -type f -print0)
done
[ $count -gt 0 ] || { echo "hardened: no program in $*"; exit 1; }
[ $code -eq 0 ] && echo "hardened: $count programs and libraries"
exit $code
