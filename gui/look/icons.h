// The program's own icons, drawn in the colours of the theme.
#pragma once

#include <QIcon>

namespace gui {

enum class Symbol {
  open,
  save,
  record,
  pause,
  play,
  stop,
  loop,
  zoomIn,
  zoomOut,
  zoomAll,
  refresh,
  ear
};

QIcon icon(Symbol symbol);
QIcon applicationIcon();

}  // namespace gui
