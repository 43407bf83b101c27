#!/usr/bin/env bash
# layering.sh ROOT: fails, naming the line, where an include leaves the table of rooms
# (codec/README.md), or where Qt, PortAudio or libtorch enters what must do without.
# layering.sh --mutate ROOT: fails unless one forbidden include more makes the first fail, and so
# does one word less in that table.
set -u
if [ "$1" = --mutate ]; then
  copy=$(mktemp -d) && trap 'rm -rf "$copy"' EXIT
  cp -r "$2/quantizer" "$2/codec" "$2/gui" "$2/app" "$copy"
  bash "$0" "$copy" >/dev/null || { echo "layering: the unchanged tree fails"; exit 1; }
  includes=$(cat <<'LIST'
quantizer/simvq.h "codec/base/result.h"
codec/base/json.cpp "codec/model/model_config.h"
codec/container/packet.h "codec/engine/model.h"
codec/tokens/token_file.cpp "codec/engine/model.h"
codec/files/manifest.cpp "codec/batch/batch.h"
codec/files/manifest.cpp "codec/container/byte_io.h"
codec/batch/batch.cpp "gui/document/session.h"
codec/base/json.cpp <QString>
gui/look/theme.h "gui/views/time_view.h"
gui/audio/track.h <QWidget>
gui/window/main_window.cpp "codec/training/recipe.h"
app/cli/cli.cpp "codec/study/kmeans.h"
app/c/models.cpp "codec/training/recipe.h"
app/cli/cli.cpp "app/train/train_commands.h"
gui/window/main_window.cpp <torch/torch.h>
LIST
  )
  while read -r file include; do
    cp "$copy/$file" "$copy/kept"
    echo "#include $include" >>"$copy/$file"
    bash "$0" "$copy" >/dev/null && { echo "layering: $include in $file is not seen"; exit 1; }
    cp "$copy/kept" "$copy/$file"
  done <<<"$includes"
  for row in "base, model, sound" "base, container"; do
    sed "s#| $row |#| base |#" "$2/codec/README.md" >"$copy/codec/README.md"
    bash "$0" "$copy" >/dev/null && { echo "layering: '$row' of README.md is not read"; exit 1; }
  done
  exit 0
fi
cd "$1" || exit 2

# Rows of the table in codec/README.md, as those of `table` below.
codec_rooms=$(sed -nE 's/^\| `([a-z]+)\/` \|.*\|([^|]*)\|$/\1:\2/p' codec/README.md |
  awk -F: '{
    gsub(/[`,]/, "", $2)
    n = split($2, may, " ")
    row = "codec/" $1 ":"
    for (i = 1; i <= n; i++) row = row (may[i] ~ /^quantizer/ ? " " : " codec/") may[i]
    print row
  }')
users="quantizer/codebook_usage "
users+=$(cut -d: -f1 <<<"$codec_rooms" | grep -vE '/(corpus|study|training)$' | tr '\n' ' ')
# ROOM: what it may include besides itself (a room, or a header's path as far as it is given).
table="
quantizer:
$codec_rooms
gui/look: $users
gui/audio: $users
gui/document: $users gui/look gui/audio
gui/views: $users gui/look gui/audio gui/document
gui/panels: $users gui/look gui/audio gui/document gui/views
gui/batch: $users gui/look gui/audio gui/document gui/views
gui/window: $users gui/look gui/audio gui/document gui/views gui/panels gui/batch
app/c: $users
app/cli: $users
app/python: $users
app/studio: $users gui
app/train: codec quantizer
"

bad=0
# "For X alone." at the head of a header is a wall as well: its own folder may include it.
for header in $(find codec gui app -name '*.h'); do
  head -5 "$header" | tr '\n' ' ' | grep -qE 'For [a-z_ /]*alone\.' || continue
  others=$(grep -rlF --include='*.h' --include='*.cpp' "#include \"$header\"" quantizer codec gui app |
    grep -v "^$(dirname "$header")/")
  [ -z "$others" ] || { echo "layering: $header is for its folder alone, not for $others"; bad=1; }
done

grep -rnoE --include='*.h' --include='*.cpp' '^ *# *include [<"][^">]+[">]' quantizer codec gui app |
  sed -E 's/: *# *include [<"]/ /; s/[">]$//' |
  awk -v table="$(sed 's/$/;/' <<<"$table" | tr '\n' ' ')" '
    BEGIN {
      n = split(table, rows, ";")
      for (i = 1; i <= n; i++) {
        if (split(rows[i], side, ":") < 2) continue
        gsub(/ /, "", side[1])
        rooms[side[1]] = side[2]
      }
    }
    function under(path, place) {
      return path == place || index(path, place "/") == 1 || index(path, place ".") == 1
    }
    function complain(why) { print "layering: " $1 " includes " $2 ": " why; bad = 1 }
    {
      file = $1; sub(/:[0-9]+$/, "", file)
      room = ""
      for (r in rooms) if (under(file, r)) room = r
      if (room == "") { complain("its folder is no room of the table"); next }
      seen[room] = 1
      if ($2 ~ /^(Q[A-Z]|portaudio|pa_)/ && (room !~ /^gui|^app\/studio/))
        complain("nothing below gui knows Qt or PortAudio")
      if ($2 ~ /^Q[A-Z]/ && room == "gui/audio") complain("gui/audio knows no Qt")
      if ($2 ~ /^(torch|ATen|c10)\// && room !~ /^quantizer|^codec\/training|^app\/train/)
        complain("what a user runs needs no libtorch")
      if ($2 !~ /^(quantizer|codec|gui|app)\// || under($2, room)) next
      split(rooms[room], may, " ")
      good = 0
      for (i in may) if (under($2, may[i])) good = 1
      if (!good) complain(room " may not know it")
    }
    END {
      for (r in rooms) if (!seen[r]) { print "layering: no sources in " r; bad = 1 }
      exit bad
    }' || bad=1
exit $bad
