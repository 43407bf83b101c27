#include "gui/document/unhurried_thread.h"

#include <QCoreApplication>
#include <QThreadPool>

#include "gui/audio/thread_urgency.h"

namespace gui {

QThreadPool* unhurriedThread(QThread::Priority priority) {
  auto* pool = new QThreadPool(QCoreApplication::instance());
  pool->setMaxThreadCount(1);
  pool->setThreadPriority(priority);
  pool->setExpiryTimeout(-1);  // so that the thread stays as unhurried as its first job makes it
  pool->start([] { setUrgency(Urgency::background); });
  return pool;
}

}  // namespace gui
