#!/usr/bin/env bash
# abi.sh LIBRARY HEADER LIST: the library exports LIST and nothing else, all of it under its version,
# the header declares the same, and its soname is libsonoglyph.so.0.
set -euo pipefail
library=$1 header=$2 list=$3
exported=$(nm -D --defined-only "$library" | awk '$2 != "A" {print $3}' | LC_ALL=C sort)
diff <(LC_ALL=C sort "$list" | sed 's/$/@@SONOGLYPH_0/') <(echo "$exported") ||
  { echo "abi: the library (>) is not tests/c/symbols.txt (<)"; exit 1; }
diff <(LC_ALL=C sort "$list") \
  <(grep -oE '\bsonoglyph_[a-z_]+\(' "$header" | tr -d '(' | LC_ALL=C sort -u) ||
  { echo "abi: sonoglyph.h (>) is not tests/c/symbols.txt (<)"; exit 1; }
readelf -d "$library" | grep -q 'SONAME.*\[libsonoglyph\.so\.0\]' ||
  { echo "abi: the soname is not libsonoglyph.so.0"; exit 1; }
