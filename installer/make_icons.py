"""Makes the icons that others must find as files: the program's own in every size, the picture beside the setup's first
and last page, and the few drawings that a Qt style sheet can only name.

Run after a change of the tokens: `python -m installer.make_icons`.
"""

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QRadialGradient,
)

import resources
from ui.theme.tokens import DARK, LIGHT, Token

SIZES = (16, 20, 24, 32, 40, 48, 64, 96, 128, 256)
_ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
SHEET = {"down": ("chevron-down", Token.MUTED), "up": ("chevron-up", Token.MUTED), "check": ("check", Token.ON_BRASS)}
SETUP_PICTURE = Path(__file__).parent / "windows" / "setup.bmp"
_WOOD = ("#4A382B", "#2A2019")
_BRASS = ("#FBE1A0", "#E3A93C", "#A66E12")


def sheet_drawing(name: str, colours: dict[Token, str]) -> str:
    """One drawing of the style sheet, in its colour."""
    icon, token = SHEET[name]
    source = resources.path("icons", f"{icon}.svg").read_text(encoding="utf-8")
    return source.replace("currentColor", colours[token]).replace('stroke-width="1.75"', 'stroke-width="2.25"')


def make_sheet_drawings() -> None:
    for scheme, tokens in (("light", LIGHT), ("dark", DARK)):
        for name in SHEET:
            file = resources.path("icons", "sheet", f"{scheme}-{name}.svg")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(sheet_drawing(name, dict(tokens)), encoding="utf-8", newline="\n")


def draw_program(size: int) -> QImage:
    """The brass bell on a walnut counter."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    wood = QLinearGradient(0, 0, 0, size)
    wood.setColorAt(0, QColor(_WOOD[0]))
    wood.setColorAt(1, QColor(_WOOD[1]))
    painter.setBrush(wood)
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.22, size * 0.22)
    painter.setBrush(_brass(size))
    painter.drawPath(_bell(size))
    if size >= 48:
        _shine(painter, size)
    painter.end()
    return image


def draw_setup() -> QImage:
    """The counter with the bell on it, at the size that NSIS asks for, in 256 colours."""
    wide, high, bell = 164, 314, 112
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    wood = QLinearGradient(0, 0, 0, high)
    wood.setColorAt(0, QColor(_WOOD[0]))
    wood.setColorAt(1, QColor(_WOOD[1]))
    painter.fillRect(image.rect(), wood)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.translate((wide - bell) / 2, (high - bell) / 2)
    painter.setBrush(_brass(bell))
    painter.drawPath(_bell(bell))
    _shine(painter, bell)
    painter.end()
    return image.convertToFormat(QImage.Format.Format_Indexed8)


def _brass(size: int) -> QRadialGradient:
    light = QRadialGradient(QPointF(size * 0.4, size * 0.34), size * 0.62)
    for at, colour in zip((0.0, 0.45, 1.0), _BRASS, strict=True):
        light.setColorAt(at, QColor(colour))
    return light


def _bell(size: int) -> QPainterPath:
    """Dome, plate and button, on whole pixels where there are few of them."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    inset = 0.14 if size >= 32 else 0.09
    left, right = round(size * (inset + 0.05)), size - round(size * (inset + 0.05))
    plate = max(round(size * 0.075), 2)
    foot = round(size * 0.79)
    base = foot - plate - max(round(size * 0.035), 1)
    radius = (right - left) / 2
    path.moveTo(right, base)
    path.arcTo(QRectF(left, base - radius, radius * 2, radius * 2), 0, 180)
    path.closeSubpath()
    wide = round(size * inset)
    path.addRoundedRect(QRectF(wide, foot - plate, size - 2 * wide, plate), plate / 2, plate / 2)
    top, knob = base - radius, max(round(size * 0.2) // 2 * 2, 4)
    height, stem = max(round(size * 0.06), 2), max(round(size * 0.07) // 2 * 2, 2)
    path.addRect(QRectF((size - stem) / 2, top - size * 0.05, stem, size * 0.07 + 1))
    path.addRoundedRect(QRectF((size - knob) / 2, top - size * 0.04 - height, knob, height), height / 2, height / 2)
    return path


def _shine(painter: QPainter, size: int) -> None:
    """The window's light on the dome."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QColor(255, 248, 224, 150), size * 0.022)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    side = size * 0.48
    painter.drawArc(QRectF((size - side) / 2, size * 0.435, side, side), 118 * 16, 38 * 16)


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon of those PNG pictures, by their side."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(head) + 16 * len(pictures)
    for side, picture in pictures.items():
        told = 0 if side == 256 else side
        head += struct.pack("<BBBBHHII", told, told, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return head + b"".join(pictures.values())


def main() -> int:
    app = QGuiApplication(sys.argv[:1])
    make_sheet_drawings()
    folder = resources.path("icons", "app")
    folder.mkdir(parents=True, exist_ok=True)
    files = {size: folder / f"campanello-{size}.png" for size in SIZES}
    for size, file in files.items():
        draw_program(size).save(str(file))
    pictures = {size: file.read_bytes() for size, file in files.items()}
    (folder / "campanello.ico").write_bytes(ico({size: pictures[size] for size in _ICO_SIZES}))
    draw_setup().save(str(SETUP_PICTURE))
    app.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
