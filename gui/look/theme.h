// Light, dark or the system's: the palette of the widgets and the colours of the views.
#pragma once

#include <QColor>

namespace gui {

enum class Theme { system, light, dark };

// Pairs that must be told apart (original and reconstruction, good and bad) differ in hue along
// blue-orange and in lightness, which all common kinds of colour blindness keep.
struct Colours {
  QColor plot;            // ground of every view
  QColor header;          // ground beside and above the views
  QColor grid;            // lines
  QColor text;            // on plot and header
  QColor dim;             // secondary text
  QColor original;        // the source's waveform and bars
  QColor reconstruction;  // what the codec gives back
  QColor accent;          // focus, marked codes
  QColor selection;       // translucent
  QColor cursor;
  QColor good;
  QColor warn;
  QColor bad;
};

// Sets palette and style of the application. GUI thread; views repaint on the palette change.
void applyTheme(Theme theme);
bool isDark();

// While it lives, colours() and isDark() answer as in that theme; palettes stay. For figures, which
// are light whatever the window is. Threads: GUI.
class ColoursOf {
 public:
  explicit ColoursOf(bool dark);
  ~ColoursOf();
  ColoursOf(const ColoursOf&) = delete;
  ColoursOf& operator=(const ColoursOf&) = delete;

 private:
  bool before_;
};
const Colours& colours();

}  // namespace gui
