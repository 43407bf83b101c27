// A thread for work that sound and window come before.
#pragma once

#include <QThread>

class QThreadPool;

namespace gui {

// A new pool of one thread of background urgency (gui/audio/thread_urgency.h), which stays; the
// priority counts where that means nothing. The application owns it.
QThreadPool* unhurriedThread(QThread::Priority priority);

}  // namespace gui
