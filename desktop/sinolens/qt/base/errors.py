"""What the user is told: the message bar, and one dialog for what should not have happened."""

from __future__ import annotations

import sys
import threading
import traceback
from collections import deque
from types import TracebackType
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from sinolens import __version__
from sinolens.figures.theme import Theme
from sinolens.qt.base.icons import icon, pixmap
from sinolens.qt.base.labels import as_tooltip, doubled, elide, label

OPENING = "opening"
QUIET_ROOM = 4
"""Above and below the words of what only tells something: it fits the room that pages leave at their foot."""

ABOVE = 12
"""What the style sheet leaves free above the frame of what stays, which the layout within knows nothing of."""


class Message(NamedTuple):
    """One sentence for the user.

    `severity`: "info", "done", "warning" or "error". `action`, `more`: key and words of a button and of a second one.
    `about`: `OPENING` where something was not opened, which the next thing that is opened makes a matter of the past.
    """

    text: str
    severity: str = "info"
    detail: str = ""
    action: tuple[str, str] = ("", "")
    more: tuple[str, str] = ("", "")
    about: str = ""


_ICONS = {"info": ("info", "accent"), "done": ("check", "positive"), "warning": ("warning", "warning"),
          "error": ("error", "danger")}


class MessageBar(QFrame):
    """Shows the latest message until the user closes it or the next one comes; what merely worked goes by itself.

    Signals:
        acted: key of the button that was pressed.
        shown: a message is there; for whoever finds it a place.

    Attributes:
        fade_ms: how long a message stays that says something is done; one with a button stays longer; 0 = until closed.
    """

    acted = Signal(str)
    shown = Signal()
    fade_ms = 8_000
    longer = 3

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self._message: Message | None = None
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.timeout.connect(self._go)
        self._theme: Theme | None = None
        self._icon = label()
        self._text = label("", "strong", wrap=True, selectable=True)
        self._detail = label("", "caption", wrap=True, selectable=True)
        self._action = QPushButton()
        self._action.clicked.connect(self._act)
        self._more = QPushButton()
        self._more.clicked.connect(self._act_more)
        self._close = QToolButton()
        self._close.setToolTip("Close this message")
        self._close.setAccessibleName("Close this message")
        self._close.clicked.connect(self.clear)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._text)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setSpacing(12)
        row.addLayout(_at_top(self._icon))
        row.addLayout(words, 1)
        row.addWidget(self._more)
        row.addWidget(self._action)
        row.addLayout(_at_top(self._close))
        self._row = row
        self.hide()

    @property
    def message(self) -> Message | None:
        """What is shown."""
        return self._message

    def show_message(self, message: Message) -> None:
        """Show a message in place of the one before."""
        self._message = message
        self.setProperty("severity", message.severity)
        self.setProperty("quiet", self.is_quiet)
        self.style().unpolish(self)
        self.style().polish(self)
        room, margin = (QUIET_ROOM, 0) if self.is_quiet else (8, ABOVE)
        self._row.setContentsMargins(12, margin + room, 8, room)
        for part, words in ((self._text, message.text), (self._detail, message.detail)):
            part.setWordWrap(not self.is_quiet)
            part.setText(words)
            part.setToolTip("")
            part.setVisible(bool(words))
        self._action.setText(doubled(message.action[1]))
        self._action.setVisible(bool(message.action[0]))
        self._more.setText(doubled(message.more[1]))
        self._more.setVisible(bool(message.more[0]))
        self.setAccessibleName(message.text)
        self._draw()
        self.show()
        self.shown.emit()
        self._fade.stop()
        if self.fade_ms and message.severity == "done":
            self._fade.start(self.fade_ms * (self.longer if message.action[0] or message.more[0] else 1))

    @property
    def is_quiet(self) -> bool:
        """What is shown only tells: nothing failed and nothing is at stake."""
        return self._message is not None and self._message.severity in ("info", "done")

    def shorten(self, width: int) -> int:
        """Let what only tells something have a line for its text and one for its detail; the width it then takes.

        Args:
            width: most there is, pixels. What does not fit ends in an ellipsis and is told whole on hover.
        """
        message = self._message
        if message is None:
            return width
        parts = ((self._text, message.text), (self._detail, message.detail))
        for part, words in parts:
            part.ensurePolished()
            part.setText(words)
        self._row.activate()
        excess = max(0, self.minimumSizeHint().width() - width)
        room = max((part.sizeHint().width() for part, words in parts if words), default=0) - excess
        for part, words in parts:
            shown = elide(part.fontMetrics(), words, room)
            part.setText(shown)
            part.setToolTip(as_tooltip(words) if shown != words else "")
        self._row.activate()
        return min(width, self.minimumSizeHint().width())

    def clear_quiet(self) -> None:
        """The user went elsewhere: what only told something about the page before goes."""
        if self.is_quiet:
            self.clear()

    def clear_opening(self) -> None:
        """Something was opened: what was said about another thing that was not is over."""
        if self._message is not None and self._message.about == OPENING:
            self.clear()

    def _go(self) -> None:
        if self.underMouse():
            # Somebody is reading it, or about to copy from it.
            self._fade.start(self.fade_ms)
        else:
            self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self._message = None
        self._fade.stop()
        self.hide()

    def tint(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._close.setIcon(icon("close", theme.muted))
        self._draw()

    def _draw(self) -> None:
        if self._theme is not None and self._message is not None:
            name, token = _ICONS[self._message.severity]
            self._icon.setPixmap(pixmap(name, self._theme.colour(token), 20, self.devicePixelRatioF()))

    def _act(self) -> None:
        if self._message is not None:
            self.acted.emit(self._message.action[0])

    def _act_more(self) -> None:
        if self._message is not None:
            self.acted.emit(self._message.more[0])


def _at_top(part: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.addWidget(part)
    column.addStretch(1)
    return column


class Crashes(QObject):
    """Catches what nothing else caught, in any thread, and tells the user once per kind. The window stays usable."""

    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[str, str]] = deque()
        self._told: set[str] = set()
        self._before = (sys.excepthook, threading.excepthook)
        self._arrived.connect(self._tell_soon)

    def install(self) -> None:
        """Take over the hooks of Python."""
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def report(self, error: BaseException) -> None:
        """Tell the user about an exception; safe from any thread."""
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
        text = "".join(traceback.format_exception(error))
        # Desktops write what programs print into files: only places go there, never a value the error may name.
        sys.stderr.write(f"{type(error).__name__} in the program:\n{''.join(traceback.format_tb(error.__traceback__))}")
        self._waiting.append((f"{type(error).__name__}@{place}", text))
        self._arrived.emit()

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.report(error.with_traceback(trace))

    def _caught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self.report(caught.exc_value)

    def _tell_soon(self) -> None:
        # In the window's thread, and not within what failed.
        QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        # Late: most runs never need it, and its class is slow to make.
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QMessageBox

        while self._waiting:
            kind, text = self._waiting.popleft()
            if kind in self._told:
                continue
            self._told.add(kind)
            box = QMessageBox(QMessageBox.Icon.Warning, "Sinolens", "Something went wrong inside the program.")
            box.setTextFormat(Qt.TextFormat.PlainText)
            box.setInformativeText(
                "What you had open is still there; the last step may not have been done. "
                "The details below name places in the program, and may name a value it tripped over."
            )
            box.setDetailedText(f"Sinolens {__version__}\n{text}")
            box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            box.open()
            self._open = box
