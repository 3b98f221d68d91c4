"""Labels that show text exactly as it is: a name that is HTML stays text, and `&` stays `&`."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from sinolens.qt.base.named import set_named


def doubled(text: str) -> str:
    """Text for buttons, menus and tabs, where a single `&` would underline the next letter."""
    return text.replace("&", "&&")


def label(text: str = "", kind: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A plain-text label. `kind` is the name the style sheet knows it by ("caption", "cardTitle", …)."""
    made = QLabel()
    set_named(made, textFormat="PlainText")
    made.setText(text)
    made.setObjectName(kind)
    made.setWordWrap(wrap)
    if selectable:
        set_named(made, textInteractionFlags="TextSelectableByMouse|TextSelectableByKeyboard")
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


class ElidedLabel(QLabel):
    """One line of plain text that gives way: it ends in an ellipsis where there is no room, and tells all on hover."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_named(self, textFormat="PlainText")
        self.setObjectName(kind)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._more = ""
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self._tell()

    def explain(self, more: str) -> None:
        """Tell more on hover, after the text itself."""
        self._more = more
        self._tell()

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the tooltip to when it is needed."""
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, shortened to the room there is."""
        # Late, see `named`.
        from PySide6.QtCore import Qt

        del event
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(self.font())
        shown = elide(self.fontMetrics(), self.text(), self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()

    def _tell(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        told = "\n".join(part for part in (self.text() if cut else "", self._more) if part)
        self.setToolTip(as_tooltip(told))


class TwoLines(QLabel):
    """Plain text that wraps to at most two lines; what is longer ends in an ellipsis and is told whole on hover."""

    MOST = 2

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_named(self, textFormat="PlainText")
        self.setObjectName(kind)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        if text != self.text():
            super().setText(text)
            self._fit()

    @property
    def shown_lines(self) -> list[str]:
        """The text as it is shown, line by line."""
        self.ensurePolished()
        metrics, room = self.fontMetrics(), max(self.width(), 1)
        lines, rest = [], self.text()
        while rest and len(lines) < self.MOST - 1:
            layout = QTextLayout(rest, self.font())
            layout.beginLayout()
            line = layout.createLine()
            line.setLineWidth(room)
            layout.endLayout()
            lines.append(rest[:line.textLength()].rstrip())
            rest = rest[line.textLength():].lstrip()
        if rest:
            lines.append(elide(metrics, rest, room))
        return lines

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, from the top."""
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(self.font())
        metrics = self.fontMetrics()
        for place, line in enumerate(self.shown_lines):
            painter.drawText(0, place * metrics.lineSpacing() + metrics.ascent(), line)
        painter.end()

    def _fit(self) -> None:
        """As high as its lines; the tooltip is kept to when it is needed."""
        lines = self.shown_lines
        self.setFixedHeight(max(1, len(lines)) * self.fontMetrics().lineSpacing() + 1)
        cut = "".join(lines).replace(" ", "") != self.text().replace(" ", "")
        self.setToolTip(as_tooltip(self.text()) if cut else "")


def elide(metrics: QFontMetrics, text: str, width: int) -> str:
    """The text, ending in an ellipsis where it is wider than `width` pixels."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    # Late, see `named`.
    from PySide6.QtCore import Qt

    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def as_tooltip(text: str) -> str:
    """Plain text for a tooltip, which has no switch for it: escaped, and wrapped by Qt where it is long."""
    if not text:
        return ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    return f"<qt>{escaped}</qt>"
