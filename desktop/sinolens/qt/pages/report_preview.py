"""The report as it will be printed: its real pages, set in the background, with a list of pages and a zoom."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QListWidgetItem, QScrollArea, QVBoxLayout, QWidget

from sinolens.qt.base.cards import GRID, Card
from sinolens.qt.base.labels import label
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis
    from sinolens.services.exports import Choice

WAIT_MS = 350
"""How long the form must be left alone before the pages are set anew."""
_INCH = 96.0
_SHARPEST = 240.0
_PALE = 0.35
_THUMB = 76
_ZOOMS = (("fit", "Fit width"), ("0.5", "50 %"), ("0.75", "75 %"), ("1.0", "100 %"), ("1.5", "150 %"), ("2.0", "200 %"))
_STEPS = (0.5, 0.75, 1.0, 1.5, 2.0)


@dataclass(frozen=True)
class Pages:
    """The pages as PNG with small pictures of them, and the resolution they were drawn at."""

    choice: Choice
    images: tuple[bytes, ...]
    thumbs: tuple[QImage, ...]
    resolution: float


class _Setting:
    """The work of setting the pages; knows no widget."""

    def __init__(
        self, analysis: Analysis, previous: Analysis | None, choice: Choice, resolution: float, thumb: int
    ) -> None:
        self._analysis, self._previous, self._choice = analysis, previous, choice
        self._resolution, self._thumb = resolution, thumb

    def __call__(self, task: Task) -> Pages:
        from sinolens.reporting.pdf import preview_pages
        from sinolens.services.exports import compose_choice

        task.report(0, 0, "Composing")
        report = compose_choice(self._analysis, self._choice, self._previous)
        task.check()
        task.report(0, 0, "Setting the pages")
        images = preview_pages(report, self._resolution)
        thumbs = []
        for image in images:
            task.check()
            thumbs.append(
                QImage.fromData(image, "PNG").scaledToWidth(self._thumb, Qt.TransformationMode.SmoothTransformation)
            )
        return Pages(self._choice, tuple(images), tuple(thumbs), self._resolution)


class Sheet(QWidget):
    """One page of paper. It is decoded when it is first seen and forgotten when it is far away."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.image = b""
        self.stale = False
        self._pixmap: QPixmap | None = None

    def age(self) -> None:
        """What is shown is of an earlier choice, and pale until the new page comes."""
        self.stale = True
        self.update()

    def show_page(self, image: bytes, size: QSize, of: int) -> None:
        """Show a page at a size in logical pixels."""
        if image is not self.image:
            self.image, self._pixmap, self.stale = image, None, False
        self.setFixedSize(size)
        self.setAccessibleName(f"Page {self.number} of {of}")
        self.update()

    def forget(self) -> None:
        """Free the decoded picture."""
        self._pixmap = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page on white, with a hairline round it."""
        del event
        if self._pixmap is None and self.image:
            self._pixmap = QPixmap.fromImage(QImage.fromData(self.image, "PNG"))
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        if self._pixmap is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(_PALE if self.stale else 1.0)
            painter.drawPixmap(self.rect(), self._pixmap)
            painter.setOpacity(1.0)
        painter.setPen(QPen(self.palette().mid().color(), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class PreviewCard(Card):
    """Shows what `show_choice` asks for. A newer choice stops the work on an older one.

    Signals:
        shown: pages that are now on screen.
        failed: what went wrong.
    """

    shown = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Preview", "", parent)
        self._workspace = workspace
        self._wanted: tuple[Analysis, Choice, Analysis | None] | None = None
        self._task: Task | None = None
        self.pages: Pages | None = None
        self._sheets: list[Sheet] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._set)
        self.zoom = QComboBox()
        self.zoom.setAccessibleName("Zoom")
        for key, words in _ZOOMS:
            self.zoom.addItem(words, key)
        self.zoom.activated.connect(self._zoomed)
        self.state = label("", "caption")
        self.head.addWidget(self.state)
        self.head.addWidget(self.zoom)
        self.list = QListWidget()
        self.list.setAccessibleName("Pages of the report")
        self.list.setIconSize(QSize(_THUMB, _THUMB * 4 // 3))
        self.list.setFixedWidth(_THUMB + 56)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setUniformItemSizes(True)
        self.list.currentRowChanged.connect(self._go)
        self._area = QScrollArea()
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._area.setAccessibleName("Pages")
        # Always there: were it to come and go, pages of the width of the window would never fit it.
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._holder = QWidget()
        self._holder.setObjectName("well")
        self._column = QVBoxLayout(self._holder)
        self._column.setSpacing(GRID * 2)
        self._column.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        self._area.setWidget(self._holder)
        self._area.verticalScrollBar().valueChanged.connect(self._scrolled)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.list)
        row.addWidget(self._area, 1)
        self.body.addLayout(row, 1)
        self._holder.hide()
        self._following = False

    def show_choice(self, analysis: Analysis | None, choice: Choice, previous: Analysis | None = None) -> None:
        """Show a report, compared with an earlier analysis, once the form is left alone; None shows nothing."""
        self._wanted = (analysis, choice, previous) if analysis is not None else None
        if self._task is not None:
            self._task.cancel()
        if self._wanted is None:
            self._timer.stop()
            self._clear()
        else:
            self.state.setText("Updating…" if self.pages else "Setting the pages…")
            for sheet in self._sheets:
                sheet.age()
            self._timer.start()

    def stop(self) -> None:
        """Set nothing more, until the next choice."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()

    @property
    def scale(self) -> float:
        """Size of a page on screen to its size on paper."""
        key = self.zoom.currentData()
        if key != "fit":
            return float(key)
        width = self._paper()[0]
        return max(0.2, (self._area.viewport().width() - 4 * GRID - 2) / width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(event)
        if self.zoom.currentData() == "fit":
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl with plus, minus and zero: larger, smaller, fit."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
                self._step(larger=event.key() != Qt.Key.Key_Minus)
                return
            if event.key() == Qt.Key.Key_0:
                self.zoom.setCurrentIndex(0)
                self._zoomed()
                return
        super().keyPressEvent(event)

    def _step(self, *, larger: bool) -> None:
        now = self.scale
        found = [step for step in _STEPS if (step > now + 0.01 if larger else step < now - 0.01)]
        if found:
            self.zoom.setCurrentIndex(self.zoom.findData(str(found[0] if larger else found[-1])))
            self._zoomed()

    def _paper(self) -> tuple[float, float]:
        """Width and height of a page in logical pixels at 100 %."""
        if self.pages is None or not self.pages.images:
            return 8.5 * _INCH, 11 * _INCH
        width, height = struct.unpack(">II", self.pages.images[0][16:24])
        return width * _INCH / self.pages.resolution, height * _INCH / self.pages.resolution

    def _resolution(self) -> float:
        return min(_SHARPEST, max(_INCH, _INCH * self.scale * self.devicePixelRatioF()))

    def _set(self) -> None:
        if self._wanted is None:
            return
        if self._task is not None:
            # One at a time: `_ended` begins with the newest choice when the stopped one has let go.
            return
        analysis, choice, previous = self._wanted
        work = _Setting(analysis, previous, choice, self._resolution(), round(_THUMB * self.devicePixelRatioF()))
        self._task = self._workspace.tasks.run(
            "Setting the preview", work, self._take, self._fail, cancelled=self._ended, quiet=True)

    def _take(self, pages: Pages) -> None:
        self._task = None
        if self._wanted is None:
            return
        if pages.choice is not self._wanted[1]:
            self._again()
            return
        self.pages = pages
        self._fill()
        self._arrange()
        count = len(pages.images)
        self.state.setText(f"{count:,} page{'' if count == 1 else 's'}")
        self.shown.emit(pages)

    def _fail(self, error: Exception) -> None:
        self._task = None
        self.state.setText("The pages could not be set.")
        self.failed.emit(error)

    def _ended(self) -> None:
        self._task = None
        self._again()

    def _again(self) -> None:
        if self._wanted is not None and not self._timer.isActive():
            self._timer.start()

    def _clear(self) -> None:
        self.pages = None
        self.state.setText("")
        self._fill()

    def _fill(self) -> None:
        images = self.pages.images if self.pages else ()
        row, place = self.list.currentRow(), self._area.verticalScrollBar().value()
        self._following = True
        while len(self._sheets) > len(images):
            sheet = self._sheets.pop()
            self._column.removeWidget(sheet)
            sheet.deleteLater()
            self.list.takeItem(self.list.count() - 1)
        while len(self._sheets) < len(images):
            sheet = Sheet(len(self._sheets) + 1)
            self._sheets.append(sheet)
            self._column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
            self.list.addItem(QListWidgetItem(str(sheet.number)))
        for number, thumb in enumerate(self.pages.thumbs if self.pages else ()):
            shown = QPixmap.fromImage(thumb)
            shown.setDevicePixelRatio(self.devicePixelRatioF())
            item = self.list.item(number)
            picture = QIcon(shown)
            # The page keeps its colours when it is the one chosen.
            picture.addPixmap(shown, QIcon.Mode.Selected)
            item.setIcon(picture)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"Page {number + 1}")
        if images:
            self.list.setCurrentRow(min(max(row, 0), len(images) - 1))
        self._following = False
        self._holder.setVisible(bool(images))
        self._area.verticalScrollBar().setValue(place)

    def _arrange(self) -> None:
        if self.pages is None:
            return
        width, height = self._paper()
        size = QSize(round(width * self.scale), round(height * self.scale))
        for sheet, image in zip(self._sheets, self.pages.images, strict=True):
            sheet.show_page(image, size, len(self._sheets))
        self._holder.adjustSize()

    def _zoomed(self) -> None:
        self._arrange()
        self._go(self.list.currentRow())
        if self.pages is not None and self._wanted is not None and self._resolution() > 1.2 * self.pages.resolution:
            self._timer.start()

    def _go(self, row: int) -> None:
        if self._following or not 0 <= row < len(self._sheets):
            return
        self._following = True
        self._column.activate()
        self._area.verticalScrollBar().setValue(self._sheets[row].y() - 2 * GRID)
        self._following = False

    def _scrolled(self, place: int) -> None:
        height = self._area.viewport().height()
        for sheet in self._sheets:
            if sheet.y() > place + 3 * height or sheet.geometry().bottom() < place - 2 * height:
                sheet.forget()
        if self._following:
            return
        middle = place + height // 2
        row = next((i for i, sheet in enumerate(self._sheets) if sheet.geometry().bottom() >= middle), -1)
        if row >= 0:
            self._following = True
            self.list.setCurrentRow(row)
            self._following = False
