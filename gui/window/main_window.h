#pragma once

#include <QActionGroup>
#include <QDockWidget>
#include <QLabel>
#include <QMainWindow>
#include <QProgressBar>
#include <QSlider>
#include <QStackedWidget>
#include <QToolBar>
#include <QToolButton>

#include "gui/document/audio_controller.h"
#include "gui/document/export.h"
#include "gui/document/session.h"
#include "gui/look/message_bar.h"
#include "gui/look/roving_focus.h"
#include "gui/look/switch_button.h"
#include "gui/look/theme.h"
#include "gui/panels/atlas_panel.h"
#include "gui/panels/quality_panel.h"
#include "gui/panels/search_panel.h"
#include "gui/panels/sound_panel.h"
#include "gui/panels/usage_panel.h"
#include "gui/views/level_meter.h"
#include "gui/views/view_stack.h"
#include "gui/window/start_page.h"

namespace gui {

// Menus, tool bar, docks, and the wires between session, sound and views.
// Threads: GUI.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  // model: a name or path for codec::find_model(); empty: the one used last, or the default.
  explicit MainWindow(const QString& model = {}, QWidget* parent = nullptr);
  ~MainWindow() override;

  Session& session() { return session_; }
  AudioController& audio() { return audio_; }
  ViewStack& views() { return *views_; }
  UsagePanel& usage() { return *usage_; }
  QualityPanel& quality() { return *quality_; }
  SearchPanel& search() { return *search_; }
  AtlasPanel& atlas() { return *atlas_; }
  void raisePanel(const QString& name);  // codes, quality, search, atlas or sound
  void goToPanel(const QString& name);
  // The span as it was, then as it came back.
  void hearBoth(TimeSpan span);
  class AbxDialog* showBlindTest();  // of what the quality panel has chosen; nullptr: nothing
  class MushraDialog* showRating();  // the same
  MessageBar& messages() { return *messages_; }

  void openPath(const QString& path);
  // One file is opened; several, or a folder, are for the batch.
  void openPaths(const QStringList& paths);
  // By the extension: .sgl, tokens, sound, or a picture of the views. Replaces what is there.
  // A recording that is saved as .sgl is kept beside it as FLAC, as it was captured.
  void saveTo(const QString& path);
  void saveFigureTo(const QString& path, const FigureOptions& options);
  // Labels in and out, by the extension (codec/files/label_file.h). Out with the phones that the
  // codes tell: in a TextGrid as a tier, to Audacity where there are no labels.
  void importLabels(const QString& path);
  void exportLabels(const QString& path);
  // Of the frames that are selected, in the codebooks that sound.
  void copyCodes();
  void pasteCodes();
  void swapCodes();
  void setCodes(codec::Code code);
  // Tells where the file clips, and offers to write it again at a gain at which it does not.
  void exportSound(const QString& path, AudioExport what, const QString& verb, const QString& done);
  void setTheme(Theme theme);   // and keeps it for the next start
  void showTheme(Theme theme);  // for this run
  void setLevelsUpTo(int levels);
  // Recordings of a program that ended without saving them.
  void offerRecovery();
  // Those recordings, oldest first, without the one that is open.
  std::vector<std::filesystem::path> lostRecordings() const;
  QString inspectorText(qint64 frame) const;
  class BatchDialog* showBatch();
  // Of a point in a view: what can be done there.
  void fillContextMenu(QMenu* menu, QWidget* view, const QPoint& at);
  // Nothing runs, and every view shows what it should.
  bool isSettled() const;

 protected:
  void closeEvent(QCloseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Actions {
    QAction *open, *save, *exportAs, *exportPicture, *close, *batch, *quit;
    QAction *undo, *redo, *selectAll, *clearSelection, *clearUsage, *find;
    QAction *copyCodes, *pasteCodes, *swapCodes, *setCodes;
    QAction *addLabel, *importLabels, *exportLabels, *showLabels;
    QAction *record, *pause, *play, *stop, *loop, *listen, *monitor, *toStart, *toEnd,
        *playSelected;
    QAction *zoomIn, *zoomOut, *zoomAll, *zoomSelection, *previousMark, *nextMark;
    QAction *higherZoom, *lowerZoom, *allFrequencies;
    QAction *refreshDevices, *allLevels, *shortcuts, *about;
    std::vector<QAction*> panels;  // the lanes, then the inspector's
  };

  QAction* action(const QString& text, const QKeySequence& key, std::function<void()> run);
  void makeActions();
  void makeMenus();
  void makeViewMenu(QMenu* menu);
  void makeToolBar();
  QWidget* makeMeters();
  // Texts shrink before anything hides behind the arrow at the end of the bar.
  void fitToolBar();
  void shrinkToolBar(int step);  // 0: nothing; each step makes it narrower
  void makeDocks();
  void makeStatus();
  void wire();

  void updateActions();
  void showPlay();
  void showListen();
  void updateTitle();
  void updateStatus();
  void updateLevels();
  QString conversionText() const;
  QString sourceText() const;
  void fillChannelMenu();
  void updateIcons();
  void updateModels();
  void showInspector(qint64 frame);

  void askOpen();
  void askSave();
  void askExport();
  void askExportPicture();
  void askImportLabels();
  void askExportLabels();
  void addLabel();
  void askSetCodes();
  FrameSpan framesToEdit() const;
  void editCodes(codec::Codes codes, FrameSpan span, const QString& undoText);
  void showContextMenu(QWidget* view, const QPoint& at, const QPoint& global);
  void openClip(const QString& name);
  bool mayWrite();  // else tells what is not there yet, and offers to make it
  bool mayDiscard();
  bool mayLoseEdits();
  bool mayLoseReplaced();
  void saveAndClose();
  bool mayEndBatch();
  bool mayLoseAnswers();  // of listening tests
  void recover(const std::filesystem::path& spool);
  void askDelete(const std::filesystem::path& spool);
  void fillRecoveryMenu();
  void updateBatchModel();
  void moveCursor(codec::SampleIndex to, bool select);
  void remember(const QString& path);
  void updateRecent();
  void togglePlay();
  void playSpan(TimeSpan span);
  void playOnFrom(codec::SampleIndex at);
  void goOnHearing();
  void raiseWhileRecording();
  void tellWhatIsNoSpeech();
  void hearCode(int level, int code);
  void hearInContext(int level, int code);
  void showSpan(TimeSpan span, qint64 frame);
  void goToOccurrence(int direction);
  void setStyle(const SpectrogramStyle& style);
  void loadSettings();
  void saveSettings();

  Session session_;
  AudioController audio_;
  Actions actions_{};
  QStackedWidget* pages_;
  StartPage* start_;
  ViewStack* views_;
  UsagePanel* usage_;
  SoundPanel* sound_;
  QualityPanel* quality_;
  SearchPanel* search_;
  AtlasPanel* atlas_;
  QString spanPath_;  // a file that is being opened for what is in it
  TimeSpan spanInIt_;
  std::filesystem::path toldOfNoSpeech_;
  FrameSpan copiedFrames_;
  std::weak_ptr<const Sound> seen_;        // the original of the document that had the focus given
  std::weak_ptr<const Sound> copiedFrom_;  // the original of that document
  QDockWidget* soundDock_ = nullptr;
  QDockWidget* beforeRecording_ = nullptr;  // the panel that was in front
  std::optional<TimeSpan> hearAfterwards_;  // as it came back, when the original has been heard
  std::optional<Listen> listenAfterwards_;
  bool closeWhenWritten_ = false;
  MessageBar* messages_;
  QMenu* recentMenu_ = nullptr;
  QMenu* recoveryMenu_ = nullptr;
  QMenu* modelMenu_ = nullptr;
  QActionGroup* themes_ = nullptr;
  QToolBar* bar_ = nullptr;
  int shrunk_ = 0;
  QSlider* levels_ = nullptr;
  QLabel* levelsText_ = nullptr;
  SwitchButton* original_ = nullptr;
  SwitchButton* reconstruction_ = nullptr;
  RovingFocus* heardFocus_ = nullptr;
  QLabel* clock_ = nullptr;
  LevelMeter* inputMeter_ = nullptr;
  LevelMeter* outputMeter_ = nullptr;
  QLabel* badge_ = nullptr;            // REC, PAUSED or empty; its room is always there
  QToolButton* conversion_ = nullptr;  // what was mixed and resampled for the codec; its channels
  QLabel* inspector_ = nullptr;
  QLabel* modelText_ = nullptr;
  QProgressBar* progress_ = nullptr;
  QToolButton* cancel_ = nullptr;
  qint64 inspected_ = -1;
  Theme keptTheme_ = Theme::system;
  QString wantedModel_;
};

}  // namespace gui
