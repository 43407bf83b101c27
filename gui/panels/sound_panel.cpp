#include "gui/panels/sound_panel.h"

#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QSettings>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "gui/look/decimal.h"
#include "gui/look/icons.h"

namespace gui {

SoundPanel::SoundPanel(AudioController* audio, QWidget* parent) : QWidget(parent), audio_(audio) {
  const auto box = [](const QString& name) {
    auto* b = new QComboBox;
    b->setAccessibleName(name);
    b->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    b->setMinimumContentsLength(10);
    b->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return b;
  };
  input_ = box(tr("Input device"));
  output_ = box(tr("Output device"));
  refresh_ = new QToolButton;
  refresh_->setIcon(icon(Symbol::refresh));
  refresh_->setToolTip(tr("Refresh devices (F5)"));
  refresh_->setAccessibleName(tr("Refresh devices"));
  inputMeter_ = new LevelMeter(tr("Input level"));
  outputMeter_ = new LevelMeter(tr("Output level"));
  monitor_ = new QCheckBox(tr("Monitor while recording"));
  monitor_->setToolTip(tr("Hear the input through the codec (M). Use headphones."));
  match_ = new QLabel;
  match_->setForegroundRole(QPalette::PlaceholderText);
  delay_ = new DelayPanel;

  auto* form = new QFormLayout;
  form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
  auto* inputRow = new QHBoxLayout;
  inputRow->addWidget(input_, 1);
  inputRow->addWidget(refresh_);
  form->addRow(tr("Input"), inputRow);
  form->addRow(QString(), inputMeter_);
  form->addRow(tr("Output"), output_);
  form->addRow(QString(), outputMeter_);
  auto* monitorRow = new QHBoxLayout;
  monitorRow->addWidget(monitor_, 1);
  monitorRow->addWidget(match_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 6, 6, 6);
  layout->addLayout(form);
  layout->addLayout(monitorRow);
  layout->addWidget(delay_);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);

  connect(refresh_, &QToolButton::clicked, audio_, &AudioController::refreshDevices);
  connect(audio_, &AudioController::devicesChanged, this, &SoundPanel::showDevices);
  connect(audio_, &AudioController::inputLevel, inputMeter_, &LevelMeter::setLevel);
  connect(audio_, &AudioController::outputLevel, this, [this](float peak, float rms) {
    if (peak > 0.0F) outputMeter_->setLevel(peak, rms, peak >= 1.0F);
  });
  connect(audio_, &AudioController::ticked, this, &SoundPanel::showFigures);
  connect(audio_, &AudioController::transportChanged, this, [this] {
    const bool idle = audio_->transport() == Transport::idle;
    input_->setEnabled(idle && input_->count() > 1);
    output_->setEnabled(idle && output_->count() > 1);
  });
  connect(monitor_, &QCheckBox::toggled, audio_, &AudioController::setMonitor);
  const auto choose = [this](QComboBox* b, Side side, const QString& key) {
    connect(b, &QComboBox::activated, this, [this, b, side, key] {
      audio_->setDevice(side, b->currentData().toString());
      QSettings().setValue(key, b->currentData().toString());
    });
    audio_->setDevice(side, QSettings().value(key).toString());
  };
  choose(input_, Side::input, QStringLiteral("audio/input"));
  choose(output_, Side::output, QStringLiteral("audio/output"));
  showDevices();
}

void SoundPanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) refresh_->setIcon(icon(Symbol::refresh));
  QWidget::changeEvent(event);
}

void SoundPanel::fill(QComboBox* box, Side side) {
  const QSignalBlocker quiet(box);
  box->clear();
  const bool input = side == Side::input;
  for (const DeviceInfo& d : audio_->devices()) {
    if ((input ? d.inputs : d.outputs) == 0) continue;
    const QString id = QString::fromStdString(d.id);
    if (box->count() == 0) box->addItem(tr("Default device"), QString());
    box->addItem(QString::fromStdString(d.name), id);
    box->setItemData(box->count() - 1, id, Qt::ToolTipRole);
  }
  if (box->count() == 0) {
    box->addItem(audio_->devicesKnown() ? (input ? tr("No input device") : tr("No output device"))
                                        : tr("Looking for devices …"));
    box->setEnabled(false);
    box->setToolTip(
        tr("Files open, encode and save without one. Connect a device or start the "
           "sound server, then refresh."));
    return;
  }
  box->setEnabled(true);
  box->setToolTip(QString());
  const QString wanted = audio_->device(side);
  const int index = box->findData(wanted);
  if (index >= 0) {
    box->setCurrentIndex(index);
  } else {
    // The chosen one is away: said here, and again with what to do when it is used.
    box->addItem(tr("%1 (not connected)").arg(wanted), wanted);
    box->setCurrentIndex(box->count() - 1);
  }
}

void SoundPanel::showDevices() {
  fill(input_, Side::input);
  fill(output_, Side::output);
}

void SoundPanel::showFigures() {
  DelayFigures f;
  f.stats = audio_->stats();
  f.counters = audio_->counters();
  const Transport transport = audio_->transport();
  f.live = transport == Transport::recording;
  const StreamInfo& in = audio_->stream(Side::input);
  const StreamInfo& out = audio_->stream(Side::output);
  if (f.live) {
    f.inputMs = 1000.0 * in.latencyS;
    f.blockMs = 1000.0 * in.blockS;
  }
  if (out.rateHz > 0) f.outputMs = 1000.0 * out.latencyS;
  delay_->setFigures(f);
  match_->setText(transport == Transport::idle
                      ? QString()
                      : tr("A/B match %1 dB").arg(decimal(f.stats.matchDb, 1)));
  const QSignalBlocker quiet(monitor_);
  monitor_->setChecked(audio_->monitor());
}

}  // namespace gui
