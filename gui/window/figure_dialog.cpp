#include "gui/window/figure_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QScreen>
#include <QSignalBlocker>
#include <array>

namespace gui {
namespace {

constexpr QSize kPreview{620, 460};
constexpr std::array kPanes{
    &FigureOptions::originalWave,     &FigureOptions::reconstructionWave,
    &FigureOptions::originalSpectrum, &FigureOptions::reconstructionSpectrum,
    &FigureOptions::difference,       &FigureOptions::quality,
    &FigureOptions::phones,           &FigureOptions::codes};

}  // namespace

FigureDialog::FigureDialog(const Session& session, const FigureOptions& first, QWidget* parent)
    : QDialog(parent), session_(session), first_(first) {
  setWindowTitle(tr("Export picture"));
  title_ = new QLineEdit(first.title);
  title_->setPlaceholderText(tr("None"));
  format_ = new QComboBox;
  for (const auto& [name, extension] :
       {std::pair{tr("Pixels, PNG"), "png"}, std::pair{tr("Vector drawing, SVG"), "svg"},
        std::pair{tr("Vector drawing, PDF"), "pdf"}}) {
    format_->addItem(name, QLatin1String(extension));
  }
  preset_ = new QComboBox;
  for (const auto& [name, size] :
       {std::pair{tr("One column"), QSizeF(88, 100)},
        std::pair{tr("Two columns"), QSizeF(180, 120)},
        std::pair{tr("Slide, 16:9"), QSizeF(254, 143)}, std::pair{tr("Own size"), QSizeF()}}) {
    preset_->addItem(name, size);
  }
  const auto side = [](double value) {
    auto* spin = new QDoubleSpinBox;
    spin->setRange(40.0, 1000.0);
    spin->setDecimals(1);
    spin->setSuffix(QStringLiteral(" mm"));
    spin->setValue(value);
    return spin;
  };
  width_ = side(first.sizeMm.width());
  width_->setAccessibleName(tr("Width"));
  height_ = side(first.sizeMm.height());
  height_->setAccessibleName(tr("Height"));
  dpi_ = new QSpinBox;
  dpi_->setRange(72, 1200);
  dpi_->setValue(first.dpi);
  dpi_->setSuffix(tr(" dpi"));
  ground_ = new QComboBox;
  ground_->addItems({tr("Light"), tr("Dark")});
  ground_->setCurrentIndex(first.dark ? 1 : 0);
  range_ = new QComboBox;
  range_->addItem(tr("What is shown"));
  range_->addItem(tr("All"));
  if (!session.axis().selection().empty()) range_->addItem(tr("Selection"));

  const QStringList names{tr("Waveform A"),    tr("Waveform B"), tr("Spectrogram A"),
                          tr("Spectrogram B"), tr("Difference"), tr("Quality"),
                          tr("Phones"),        tr("Codes")};
  auto* grid = new QGridLayout;
  for (int i = 0; i < names.size(); ++i) {
    auto* box = new QCheckBox(names[i]);
    box->setChecked(first.*kPanes[static_cast<std::size_t>(i)]);
    connect(box, &QCheckBox::toggled, this, &FigureDialog::later);
    grid->addWidget(box, i / 2, i % 2);
    panes_.push_back(box);
  }
  auto* size = new QHBoxLayout;
  size->addWidget(width_);
  size->addWidget(new QLabel(QStringLiteral("×")));
  size->addWidget(height_);
  auto* form = new QFormLayout;
  form->addRow(tr("Title"), title_);
  form->addRow(tr("Kind"), format_);
  form->addRow(tr("For"), preset_);
  form->addRow(tr("Size"), size);
  form->addRow(tr("Resolution"), dpi_);
  form->addRow(tr("Ground"), ground_);
  form->addRow(tr("Range"), range_);
  form->addRow(tr("Panes"), grid);
  picture_ = new QLabel;
  picture_->setAlignment(Qt::AlignCenter);
  picture_->setMinimumSize(QSize(420, 320));
  picture_->setAccessibleName(tr("How it will look"));
  picture_->setWordWrap(true);
  picture_->setFrameShape(QFrame::StyledPanel);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  choose_ = buttons->addButton(tr("Choose the file …"), QDialogButtonBox::AcceptRole);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* columns = new QHBoxLayout;
  columns->addLayout(form);
  columns->addWidget(picture_, 1);
  auto* layout = new QVBoxLayout(this);
  layout->addLayout(columns, 1);
  layout->addWidget(buttons);
  resize(QSize(1000, 560).boundedTo(screen()->availableSize() - QSize(40, 80)));

  preset_->setCurrentIndex(preset_->count() - 1);
  for (int i = 0; i + 1 < preset_->count(); ++i) {
    if (preset_->itemData(i).toSizeF() == first.sizeMm) preset_->setCurrentIndex(i);
  }
  connect(preset_, &QComboBox::activated, this, [this](int i) {
    const QSizeF mm = preset_->itemData(i).toSizeF();
    if (!mm.isValid()) return;
    const QSignalBlocker a(width_);
    const QSignalBlocker b(height_);
    width_->setValue(mm.width());
    height_->setValue(mm.height());
    later();
  });
  for (QDoubleSpinBox* spin : {width_, height_}) {
    connect(spin, &QDoubleSpinBox::valueChanged, this, [this] {
      preset_->setCurrentIndex(preset_->count() - 1);
      later();
    });
  }
  connect(title_, &QLineEdit::textChanged, this, &FigureDialog::later);
  connect(dpi_, &QSpinBox::valueChanged, this, &FigureDialog::later);
  for (QComboBox* box : {ground_, range_}) {
    connect(box, &QComboBox::currentIndexChanged, this, &FigureDialog::later);
  }
  timer_.setSingleShot(true);
  connect(&timer_, &QTimer::timeout, this, &FigureDialog::showPreview);
  showPreview();
}

FigureOptions FigureDialog::options() const {
  FigureOptions o = first_;
  o.title = title_->text();
  o.sizeMm = {width_->value(), height_->value()};
  o.dpi = dpi_->value();
  o.dark = ground_->currentIndex() == 1;
  if (range_->currentIndex() == 1) o.span = {0, session_.document().length};
  if (range_->currentIndex() == 2) o.span = session_.axis().selection();
  for (std::size_t i = 0; i < panes_.size(); ++i) o.*kPanes[i] = panes_[i]->isChecked();
  return o;
}

void FigureDialog::showPreview() {
  FigureOptions o = options();
  const double fits =
      std::min(kPreview.width() / o.sizeMm.width(), kPreview.height() / o.sizeMm.height());
  const qreal ratio = devicePixelRatioF();
  o.dpi = static_cast<int>(fits * 25.4 * ratio);
  preview_ = figureImage(session_, o);
  choose_->setEnabled(!preview_.isNull());
  if (preview_.isNull()) {
    return picture_->setText(
        tr("There is no room for this. Make the figure larger, or show less."));
  }
  QPixmap pixels = QPixmap::fromImage(preview_);
  pixels.setDevicePixelRatio(ratio);
  picture_->setPixmap(pixels);
}

}  // namespace gui
