// The window by itself: pictures for the README, a long live run, a profile of opening a file.
#pragma once

#include <QString>
#include <QStringList>

#include "gui/window/main_window.h"

namespace gui {

bool isScene(const QString& name);

// All give the exit status; problems go to stderr in one line.
// Arranges the scene with files[0] (scene start: none; live: recorded from the input device;
// batch: all files), waits until nothing moves, and writes what the window shows.
int takeScreenshot(MainWindow& window, const QString& scene, const QString& png,
                   const QStringList& files);
// Records with monitor and prints every ten seconds: seconds, resident MB, MB of sound in it,
// frames, late frames, xruns, dropped samples, mean and p99 of the computing time, buffer and codec
// delay in ms.
int recordFor(MainWindow& window, double seconds);
// Opens files[0], waits until it is encoded, scrolls and zooms meanwhile, and prints the longest
// times between two turns of the event loop.
int profileOpening(MainWindow& window, const QStringList& files);

}  // namespace gui
