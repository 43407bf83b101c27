#pragma once

#include <QLabel>
#include <QPushButton>
#include <QStringList>
#include <QVBoxLayout>
#include <QWidget>
#include <vector>

namespace gui {

// What stands where no document is: how to get one.
// Threads: GUI.
class StartPage : public QWidget {
  Q_OBJECT
 public:
  explicit StartPage(QWidget* parent = nullptr);
  void setRecentFiles(const QStringList& paths);

 Q_SIGNALS:
  void openWanted();
  void recordWanted();
  void fileWanted(const QString& path);
  void clipWanted(const QString& name);  // a resource below :/clips

 private:
  void changeEvent(QEvent* event) override;

  QLabel* recentTitle_;
  QVBoxLayout* recent_;
  QPushButton* open_;
  QPushButton* record_;
  std::vector<QPushButton*> clips_;
};

}  // namespace gui
