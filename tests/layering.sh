#!/bin/sh
# layering.sh ROOT: fails, naming the line, where an include points against the order
# quantizer <- codec <- gui <- app, or where libtorch enters what must start without it.
cd "$1" || exit 2
bad=0
forbid() {  # forbid PATTERN FOLDER WHY
  if grep -rnE --include='*.h' --include='*.cpp' "$1" "$2"; then
    echo "layering: $3"
    bad=1
  fi
}
for folder in quantizer codec gui app; do
  if ! find "$folder" -name '*.cpp' | grep -q .; then
    echo "layering: no sources in $folder: the test looks in the wrong place"
    bad=1
  fi
done
forbid '#include [<"](codec|gui|app)/' quantizer 'quantizer knows only libtorch'
forbid '#include [<"](gui|app)/' codec 'codec knows neither gui nor app'
forbid '#include [<"](Q[A-Z]|portaudio|pa_)' codec 'nothing below gui knows Qt or PortAudio'
forbid '#include [<"](Q[A-Z]|portaudio|pa_)' quantizer 'nothing below gui knows Qt or PortAudio'
forbid '#include [<"]app/' gui 'gui does not know app'
forbid '#include [<"](torch|ATen|c10)/' gui 'gui includes no torch header'
for header in network synthesis losses trainer recipe optimizer checkpoint crop_source tensor_io \
    bf16_linear; do
  forbid "#include \"codec/training/$header.h\"" gui 'gui does not train'
done
exit $bad
