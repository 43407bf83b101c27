#!/usr/bin/env bash
# appimage.sh BUILD OUT: the desktop app with all that it loads, for any Linux with a glibc as new as
# this one's: OUT/Sonoglyph.AppDir, and from it an AppImage where appimagetool is, else a .tar.xz.
# BUILD is a finished build with the app in it (./dev run makes build/run).
set -euo pipefail
build=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
app=$out/Sonoglyph.AppDir
id=io.github.sonoglyph.Studio
rm -rf "$app"
for component in app studio models; do
  cmake --install "$build" --prefix "$app/usr" --strip --component $component >/dev/null
done
[ -x "$app/usr/bin/sonoglyph-studio" ] || { echo "appimage: no sonoglyph-studio in $build" >&2; exit 1; }

# What the app loads by name: Qt's platforms, image formats and themes.
plugins=$(qmake6 -query QT_INSTALL_PLUGINS 2>/dev/null || qtpaths6 --query QT_INSTALL_PLUGINS)
for kind in platforms imageformats iconengines platforminputcontexts xcbglintegrations \
  wayland-shell-integration wayland-graphics-integration-client wayland-decoration-client; do
  if [ -d "$plugins/$kind" ]; then
    mkdir -p "$app/usr/plugins" && cp -r "$plugins/$kind" "$app/usr/plugins"
  fi
done
translations=$(qmake6 -query QT_INSTALL_TRANSLATIONS 2>/dev/null || qtpaths6 --query QT_INSTALL_TRANSLATIONS)
if compgen -G "$translations/qtbase_*.qm" >/dev/null; then
  mkdir -p "$app/usr/translations" && cp "$translations"/qtbase_*.qm "$app/usr/translations"
fi

printf '[Paths]\nPrefix = ..\nPlugins = plugins\nTranslations = translations\n' >"$app/usr/bin/qt.conf"

# What is linked, of all of it; glibc, graphics and sound servers are the host's.
host='^(ld-linux.*|libc|libm|libdl|librt|libpthread|libresolv|libGL|libEGL|libGLX|libGLdispatch|libOpenGL|libdrm|libgbm|libasound|libpulse.*|libX11|libX11-xcb|libxcb|libfontconfig|libfreetype|libz|libexpat|libstdc\+\+|libgcc_s)\.so'
mkdir -p "$app/usr/lib"
{ find "$app/usr" -type f \( -name '*.so*' -o -perm -u+x \) -exec ldd {} + 2>/dev/null || true; } |
  awk '$2 == "=>" && $3 ~ /^\// {print $1, $3}' | sort -u |
  while read -r name path; do
    if ! grep -qE "$host" <<<"$name"; then cp -L "$path" "$app/usr/lib/$name"; fi
  done

cp "$app/usr/share/applications/$id.desktop" "$app"
cp "$here/sonoglyph.svg" "$app/$(sed -n 's/^Icon=//p' "$app/$id.desktop").svg"
cat >"$app/AppRun" <<'RUN'
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/usr/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
# AppRun --cli COMMAND...: the command line.
if [ "${1:-}" = --cli ]; then shift; exec "$here/usr/bin/sonoglyph" "$@"; fi
exec "$here/usr/bin/sonoglyph-studio" "$@"
RUN
chmod +x "$app/AppRun"
if command -v appimagetool >/dev/null; then
  ARCH=$(uname -m) appimagetool "$app" "$out/Sonoglyph-$(uname -m).AppImage"
else
  tar -C "$out" -I "xz -T0 -3" -cf "$out/Sonoglyph-$(uname -m).tar.xz" Sonoglyph.AppDir
fi
du -sh "$out"/Sonoglyph*
