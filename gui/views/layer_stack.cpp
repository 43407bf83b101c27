#include "gui/views/layer_stack.h"

#include <algorithm>
#include <functional>

#include "gui/look/icons.h"

namespace gui {
namespace {

constexpr int kLeastLayer = 26;

// Follows the height of the stack that it stands beside.
class Header : public QWidget {
 public:
  explicit Header(std::function<void()> arrange) : arrange_(std::move(arrange)) {}

 protected:
  void resizeEvent(QResizeEvent*) override { arrange_(); }

 private:
  std::function<void()> arrange_;
};

}  // namespace

LayerStack::LayerStack(TimeAxis* axis, QWidget* parent)
    : QWidget(parent),
      axis_(axis),
      header_(new Header([this] { arrange(); })),
      viewFocus_(new RovingFocus(RovingFocus::Follow::focus, this)),
      hearFocus_(new RovingFocus(RovingFocus::Follow::focus, this)) {
  choice_ = new QComboBox(header_);
  choice_->addItems({tr("Sound of the first"), tr("What each adds")});
  choice_->setAccessibleName(tr("What the layers show"));
  choice_->setToolTip(
      tr("The sound of 1, 1 to 2, 1 to 3 … codebooks, or of each the difference that it makes: "
         "orange is louder with it, blue softer"));
  connect(choice_, &QComboBox::currentIndexChanged, this,
          [this](int i) { setShow(static_cast<Show>(i)); });
}

SpectrogramView* LayerStack::make(SpectrogramView::Role role) {
  auto* view = new SpectrogramView(axis_, role, this);
  view->setMinimumHeight(kLeastLayer);
  view->setStyle(style_);
  connect(view, &SpectrogramView::bandWanted, this, &LayerStack::bandWanted);
  Q_EMIT made(view);
  return view;
}

void LayerStack::setLevels(int levels, const QStringList& rates) {
  while (static_cast<int>(layers_.size()) > std::max(0, levels)) {
    const Layer& last = layers_.back();
    delete last.sound;
    delete last.difference;
    delete last.name;
    delete last.hear;
    layers_.pop_back();
  }
  while (static_cast<int>(layers_.size()) < levels) {
    const int level = static_cast<int>(layers_.size());
    Layer layer{make(SpectrogramView::Role::reconstruction),
                level > 0 ? make(SpectrogramView::Role::difference) : nullptr,
                new QLabel(header_),
                {},
                new QToolButton(header_)};
    const QString name = level == 0 ? tr("Codebook 1") : tr("Codebooks 1 to %1").arg(level + 1);
    for (SpectrogramView* view : {layer.sound, layer.difference}) {
      if (view != nullptr) view->setAccessibleName(name);
    }
    layer.hear->setAutoRaise(true);
    layer.hear->setAccessibleName(tr("Hear: %1").arg(name));
    layer.hear->setToolTip(tr("Hear the selection, or what is shown: %1").arg(name));
    connect(layer.hear, &QToolButton::clicked, this, [this, level] { Q_EMIT hearWanted(level); });
    layer.name->show();
    layer.hear->show();
    layers_.push_back(layer);
  }
  showIcons();
  for (int q = 0; q < levels; ++q) layers_[static_cast<std::size_t>(q)].rate = rates.value(q);
  setMinimumHeight(kLeastLayer * std::max(1, levels));
  arrange();
  groupFocus();
}

// One stop of Tab for the views that are seen, one for the buttons.
void LayerStack::groupFocus() {
  std::vector<std::vector<QWidget*>> views;
  std::vector<std::vector<QWidget*>> buttons;
  for (int q = 0; q < levels(); ++q) {
    views.push_back({&view(q)});
    buttons.push_back({&button(q)});
  }
  viewFocus_->setControls(std::move(views));
  hearFocus_->setControls(std::move(buttons));
}

void LayerStack::showIcons() {
  for (const Layer& layer : layers_) layer.hear->setIcon(icon(Symbol::play));
}

void LayerStack::changeEvent(QEvent* event) {
  // The colours of the theme may come after its palette.
  if (event->type() == QEvent::PaletteChange) {
    QMetaObject::invokeMethod(this, &LayerStack::showIcons, Qt::QueuedConnection);
  }
  QWidget::changeEvent(event);
}

void LayerStack::setStyle(const SpectrogramStyle& style) {
  style_ = style;
  for (const Layer& layer : layers_) {
    layer.sound->setStyle(style);
    if (layer.difference != nullptr) layer.difference->setStyle(style);
  }
}

void LayerStack::setShow(Show show) {
  show_ = show;
  choice_->setCurrentIndex(static_cast<int>(show));
  arrange();
  groupFocus();
}

void LayerStack::setHint(const QString& text) {
  for (const Layer& layer : layers_) {
    layer.sound->setHint(text);
    if (layer.difference != nullptr) layer.difference->setHint(text);
  }
}

void LayerStack::showSounds(const PartialSounds& sounds) {
  static const auto silent = std::make_shared<const Sound>();
  std::shared_ptr<const Sound> before;
  for (int q = 0; q < levels(); ++q) {
    const Layer& layer = layers_[static_cast<std::size_t>(q)];
    auto sound = sounds.sound(maskOf(q));
    const auto put = [](SpectrogramView* view, const auto& first, const auto& second) {
      if (view->first() != first || view->second() != second) view->setSounds(first, second);
    };
    put(layer.sound, sound != nullptr ? sound : silent, std::shared_ptr<const Sound>());
    if (layer.difference != nullptr) {
      const bool both = sound != nullptr && before != nullptr;
      put(layer.difference, both ? sound : silent, both ? before : silent);
    }
    before = std::move(sound);
  }
}

SpectrogramView& LayerStack::view(int level) const {
  const Layer& layer = layers_[static_cast<std::size_t>(level)];
  return show_ == Show::difference && layer.difference != nullptr ? *layer.difference
                                                                  : *layer.sound;
}

bool LayerStack::isUpToDate() const {
  return std::all_of(layers_.begin(), layers_.end(), [](const Layer& layer) {
    return layer.sound->isUpToDate() &&
           (layer.difference == nullptr || layer.difference->isUpToDate());
  });
}

void LayerStack::resizeEvent(QResizeEvent*) { arrange(); }

void LayerStack::arrange() {
  const int count = levels();
  const int head = choice_->sizeHint().height();
  choice_->setGeometry(8, 2, std::max(40, header_->width() - 16), head);
  for (int q = 0; q < count; ++q) {
    const Layer& layer = layers_[static_cast<std::size_t>(q)];
    const int top = q * height() / count;
    const QRect box(0, top, width(), (q + 1) * height() / count - top - 1);
    for (SpectrogramView* v : {layer.sound, layer.difference}) {
      if (v == nullptr) continue;
      v->setGeometry(box);
      v->setVisible(v == &view(q));
    }
    // The first one's label stands below the choice.
    const int labelTop = q == 0 ? std::min(top + head + 4, box.bottom() - 20) : top;
    const int labelHigh = std::max(18, box.bottom() - labelTop);
    const bool low = labelHigh < 2 * layer.name->fontMetrics().lineSpacing();
    layer.name->setText(QStringLiteral("<b>%1</b>%2%3")
                            .arg(q == 0 ? QStringLiteral("1") : QStringLiteral("1–%1").arg(q + 1),
                                 low ? QStringLiteral(" · ") : QStringLiteral("<br>"), layer.rate));
    layer.name->setGeometry(10, labelTop, std::max(20, header_->width() - 44), labelHigh);
    layer.hear->setGeometry(header_->width() - 34, labelTop + (labelHigh - 24) / 2, 26, 24);
  }
}

}  // namespace gui
