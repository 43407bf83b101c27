#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>
#include <memory>
#include <vector>

#include "codec/files/code_index.h"
#include "gui/document/session.h"
#include "gui/views/spectrogram.h"

namespace gui {

// Where codes or phones occur: in the open file, or in an index of a corpus. Every hit has its
// spectrogram and can be heard; Space hears it, Return goes to it.
// Threads: GUI; an index is searched on the session's worker.
class SearchPanel : public QWidget {
  Q_OBJECT
 public:
  struct Hit {
    codec::CodeHit hit;
    int source = -1;  // of the index; -1: the open file
  };
  static constexpr std::size_t kMostHits = 500;

  explicit SearchPanel(Session* session, QWidget* parent = nullptr);

  void search(const QString& pattern, int level);  // in what is chosen
  void focusPattern();
  // An index of `sonoglyph index`. What is wrong with it is told.
  void openIndex(const QString& path);
  const std::vector<Hit>& hits() const { return hits_; }
  const codec::CodeIndex* index() const { return index_.get(); }
  QString summary() const { return summary_->text(); }
  QListWidget& list() { return *list_; }
  void setStyle(const SpectrogramStyle& style) { style_ = style; }

 Q_SIGNALS:
  // Of the open file.
  void goToWanted(const gui::TimeSpan& span, qint64 frame);
  void openWanted(const QString& path, const gui::TimeSpan& span);
  void hearSpan(const gui::TimeSpan& span);
  void hearCodes(const codec::Codes& codes);

 private:
  void run();
  void showHits(std::vector<Hit> hits, bool more, double seconds);
  void askIndex();
  void refreshScope();
  void go(int row);
  void hear(int row);
  void paintNext();
  QIcon pictureOf(const Hit& hit) const;
  bool inIndex() const;
  codec::Codes codesAround(const Hit& hit) const;

  Session* session_;
  SpectrogramStyle style_;
  std::shared_ptr<const codec::CodeIndex> index_;
  QString indexName_;
  QLineEdit* pattern_;
  QSpinBox* level_;
  QComboBox* scope_;
  QPushButton* find_;
  QLabel* summary_;
  QListWidget* list_;
  QPushButton* go_;
  QPushButton* hear_;
  std::vector<Hit> hits_;
  std::size_t painted_ = 0;
  QTimer painter_;  // one picture a turn, so that the window does not wait
};

}  // namespace gui
