"""Pictures as PNG files, written band by band.

Qt's own writer wants the whole picture in memory and can't be stopped: a poster at 300 dots per
inch is half a gigabyte and many seconds. Here a band of rows is drawn, compressed and forgotten.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping

import numpy as np
from PySide6.QtGui import QImage, QPainter

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGB, _BITS = 2, 8
_AS_IT_IS = 0
"""The filter of a row that is none: letters and lines on plain ground pack best unfiltered, a
seventh smaller than as differences to the row above (photographs would not)."""
_LEVEL = 3
"""How hard to pack; 6, the usual, takes twice as long for a twentieth less."""
_INCH_M = 0.0254


class PngWriter:
    """Makes a PNG file out of bands of rows, from the top.

    Parameters
    ----------
    texts : mapping of str to str
        What the file says of itself ("Title").
    """

    def __init__(self, width: int, height: int, dpi: int, texts: Mapping[str, str]) -> None:
        self._packer = zlib.compressobj(_LEVEL)
        self._parts = [SIGNATURE]
        self._chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, _BITS, _RGB, 0, 0, 0))
        per_metre = round(dpi / _INCH_M)
        self._chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
        for key, text in texts.items():
            head = key.encode("latin-1") + b"\0\0\0\0\0"
            self._chunk(b"iTXt", head + text.encode("utf-8"))

    def add(self, image: QImage, skip: int = 0) -> None:
        """Add the rows of an image below the first `skip`."""
        plain = image.convertToFormat(QImage.Format.Format_RGB888)
        # Qt fills each row up to a multiple of four bytes.
        rows = np.frombuffer(plain.constBits(), dtype=np.uint8).reshape(plain.height(), -1)[skip:]
        lines = np.empty((len(rows), 1 + plain.width() * 3), dtype=np.uint8)
        lines[:, 0] = _AS_IT_IS
        lines[:, 1:] = rows[:, : plain.width() * 3]
        self._data(self._packer.compress(lines.data))

    def finish(self) -> bytes:
        """Return the whole file."""
        self._data(self._packer.flush())
        self._chunk(b"IEND", b"")
        return b"".join(self._parts)

    def _data(self, data: bytes) -> None:
        if data:
            self._chunk(b"IDAT", data)

    def _chunk(self, kind: bytes, data: bytes) -> None:
        check = zlib.crc32(data, zlib.crc32(kind))
        self._parts += [struct.pack(">I", len(data)), kind, data, struct.pack(">I", check)]


def picture(
    width: int,
    height: int,
    dpi: int,
    draw: Callable[[QPainter], None],
    *,
    texts: Mapping[str, str],
    band_pixels: int,
    step: Callable[[int, int], None],
) -> bytes:
    """Return a PNG file of what `draw` draws, on white.

    Parameters
    ----------
    draw : callable
        Draws everything with a painter that takes pixels of the whole picture.
    band_pixels : int
        How many pixels to hold at a time.
    step : callable
        Told the number of bands made and of all bands; may raise.

    Raises
    ------
    MemoryError
        If there is not even room for a band.
    """
    writer = PngWriter(width, height, dpi, texts)
    rows = max(1, min(height, band_pixels // width))
    count = -(-height // rows)
    for number in range(count):
        step(number, count)
        # Letters that begin above the image would be up to a row off, so it begins higher.
        skip = min(number * rows, dpi)
        top = number * rows - skip
        bottom = min((number + 1) * rows, height)
        image = QImage(width, bottom - top, QImage.Format.Format_RGB32)
        if image.isNull():
            raise MemoryError
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(0, -top)
            draw(painter)
        finally:
            painter.end()
        writer.add(image, skip)
    step(count, count)
    return writer.finish()
