#!/bin/sh
# translations.sh LUPDATE SOURCE_FOLDER   every text of the window has a German translation, and no
# translation is left of a text that is gone. gui/CMakeLists.txt says how to mend it.
set -eu
scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT
cp "$2"/gui/translations/sonoglyph_de.ts "$scratch/de.ts"
cd "$2"
"$1" gui -I . -locations none -ts "$scratch/de.ts" > "$scratch/log"
grep -q 'Found [1-9][0-9][0-9][0-9]* source text' "$scratch/log" || { cat "$scratch/log" >&2; exit 1; }
lacking='type="unfinished"'; gone='type="vanished"\|type="obsolete"'
if grep -B 4 "$lacking\|$gone" "$scratch/de.ts" >&2; then exit 1; fi
