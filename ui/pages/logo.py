"""A logo from a file: read with care, for it may come from anywhere, and set in a fixed height."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from db.errors import InputError

_MOST_BYTES = 2_000_000
_MOST_SIDE = 6_000
"""Pixels of a picture."""
_DRAWN = 1_200
"""Pixels of the longer side of an SVG as it is drawn."""
_FORMATS = {".png": b"png", ".jpg": b"jpeg", ".jpeg": b"jpeg"}
_OUTSIDE = re.compile(
    rb"<!ENTITY|<!DOCTYPE|(?:href|src)\s*=\s*[\"'](?!#|data:image/)|@import", re.I
)
"""What in an SVG would have other files read, or grow when it is read."""


def read_logo(path: str) -> QImage:
    """Return the picture in a file.

    Raises
    ------
    InputError
        If it can't be read, is too large or is no PNG, JPEG or SVG that stands alone.
    """
    file = Path(path)
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise InputError(
                f"is larger than {_MOST_BYTES // 1_000_000} MB",
                where=path,
                remedy="make it smaller",
            )
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"can't be read ({error.strerror})", where=path) from error
    return _picture(data, file.suffix.lower(), path)


@lru_cache(maxsize=2)
def _picture(data: bytes, suffix: str, path: str) -> QImage:
    if suffix == ".svg":
        image = _svg(data, path)
    elif suffix in _FORMATS:
        buffer = QBuffer()
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer, QByteArray(_FORMATS[suffix]))
        size = reader.size()
        if max(size.width(), size.height()) > _MOST_SIDE:
            raise InputError(
                f"is {size.width():,} × {size.height():,} pixels",
                where=path,
                remedy=f"choose a picture of at most {_MOST_SIDE:,} either way",
            )
        image = reader.read()
    else:
        image = QImage()
    if image.isNull():
        raise InputError(
            "is no picture that can be shown", where=path, remedy="use PNG, JPEG or SVG"
        )
    return image


def _svg(data: bytes, path: str) -> QImage:
    from PySide6.QtSvg import QSvgRenderer

    if _OUTSIDE.search(data):
        raise InputError(
            "refers to other files", where=path, remedy="save it as a plain SVG, or as PNG"
        )
    renderer = QSvgRenderer(QByteArray(data))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        return QImage()
    size = size.scaled(QSize(_DRAWN, _DRAWN), Qt.AspectRatioMode.KeepAspectRatio)
    if size.isEmpty():
        return QImage()
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image
