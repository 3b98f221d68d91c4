"""Takes a picture elsewhere: to the clipboard, to a file, to a printer. Always in the light theme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPaintDevice, QPainter
from PySide6.QtWidgets import QDialog, QFileDialog

from sinolens.figures.framing import frame_picture
from sinolens.figures.primitives import Picture
from sinolens.figures.svg import to_svg
from sinolens.figures.theme import LIGHT
from sinolens.qt.base.painting import draw
from sinolens.qt.base.question import ask

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog

    from sinolens.qt.charts.picture import PictureWidget

SCALE = 3.0
"""Pixels of a copied image to one on screen: sharp on paper and in slides."""


def picture_image(widget: PictureWidget, scale: float = SCALE) -> QImage:
    """The picture as an image on the light surface, with its title and source line where it has them."""
    framed = _framed(widget)
    image = QImage(round(framed.width * scale), round(framed.height * scale), QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    painter.scale(scale, scale)
    draw(framed, painter, LIGHT, widget.font())
    painter.end()
    return image


def picture_svg(widget: PictureWidget) -> bytes:
    """The picture as SVG, with its title and source line where it has them."""
    return to_svg(_framed(widget), LIGHT, widget.accessibleName()).encode()


def _framed(widget: PictureWidget) -> Picture:
    """What leaves the window must say what it is true for."""
    source = widget.source() if widget.source is not None else ""
    return frame_picture(widget.picture, widget.accessibleName(), source) if source else widget.picture


def copy_picture(widget: PictureWidget) -> None:
    """Put the picture on the clipboard, as image and as SVG: the receiving program takes what it likes."""
    mime = QMimeData()
    image = picture_image(widget)
    mime.setImageData(image)
    mime.setData("image/png", _png(image))
    mime.setData("image/svg+xml", QByteArray(picture_svg(widget)))
    QGuiApplication.clipboard().setMimeData(mime)


def save_picture(widget: PictureWidget) -> None:
    """Ask for a file and write the picture to it, by its ending."""
    name, _ = QFileDialog.getSaveFileName(
        widget, "Save picture", f"{widget.accessibleName()}.svg", "SVG drawing (*.svg);;PNG image (*.png)",
    )
    if name:
        keep_picture(widget, Path(name))


def keep_picture(widget: PictureWidget, path: Path) -> None:
    """Write the picture, and say it where the file cannot be written."""
    try:
        write_picture(widget, path)
    except OSError as error:
        why = error.strerror or "the system gives no reason"
        ask(widget, "Save picture", f"{path.name} could not be written: {why}.",
            f"{path.parent} · Nothing was kept. Choose a folder you may write to, or close the file where it is open.",
            (("again", "Choose another place…"), ("cancel", "Cancel")),
            lambda answer: save_picture(widget) if answer == "again" else None)


def write_picture(widget: PictureWidget, path: Path) -> None:
    """Write the picture as .png or .svg.

    Raises:
        OSError: the file cannot be written.
    """
    if path.suffix.lower() == ".png":
        path.write_bytes(bytes(_png(picture_image(widget)).data()))
    else:
        path.write_bytes(picture_svg(widget))


def _png(image: QImage) -> QByteArray:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    buffer.close()
    return data


def print_picture(widget: PictureWidget) -> QPrintDialog:
    """Ask for a printer, without stopping the window, and print the picture on one page."""
    # Loaded late: the start of the window does not need it.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    # The dialog uses the printer without owning it: it lives as long as what is connected to the dialog.
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, widget)
    dialog.setWindowTitle("Print picture")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def print_now() -> None:
        # The picture of now: the filter may have changed while the printer was chosen.
        if not print_on(widget, printer, QRectF(printer.pageRect(QPrinter.Unit.DevicePixel))):
            ask(widget, "Print picture", "The picture could not be printed.",
                f"{printer.outputFileName() or printer.printerName() or 'The printer'} takes nothing now. Look "
                "whether it is on and can be written to, then print again.", (("close", "Close"),), _forget)

    dialog.accepted.connect(print_now)
    # The print dialog's own `open` takes a slot by its name; the one every dialog has is meant.
    QDialog.open(dialog)
    return dialog


def print_on(widget: PictureWidget, device: QPaintDevice, page: QRectF) -> bool:
    """Print the picture as large as the page allows, in its own shape. False: the device takes nothing."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    scale = min(page.width() / max(widget.width(), 1), page.height() / max(widget.height(), 1))
    painter.scale(scale, scale)
    widget.draw(painter, light=True)
    return painter.end()


def _forget(answer: str) -> None:
    """There is one answer only."""
    del answer
