"""How colours look to people with a colour vision deficiency, and how far apart they are to them.

Full protanopia, deuteranopia and tritanopia: what is told apart then is told apart in all milder
forms. The matrices are those of Machado, Oliveira and Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics
15 (6), 2009, at severity 1.0; they apply to linear light.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

Colours = NDArray[np.float64]
"""Red, green and blue in the last axis, linear, from 0 to 1."""


class Sight(Enum):
    """How somebody sees colours."""

    USUAL = "usual"
    PROTAN = "protan"
    DEUTAN = "deutan"
    TRITAN = "tritan"


_MATRICES: Final = {
    Sight.USUAL: ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    Sight.PROTAN: (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    Sight.DEUTAN: (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    Sight.TRITAN: (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_TO_CONES: Final = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB: Final = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
"""OKLab (Ottosson 2020), the space that the map's own colours are taken from."""


def linear(bytes_: NDArray[np.uint8]) -> Colours:
    """Return colours of sRGB as linear light."""
    share = bytes_ / 255.0
    found: Colours = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return found


def seen(colours: Colours, sight: Sight) -> Colours:
    """Return colours as somebody sees them, cut to what a screen can show."""
    found: Colours = np.clip(colours @ np.array(_MATRICES[sight]).T, 0.0, 1.0)
    return found


def simulate(picture: QImage, sight: Sight) -> QImage:
    """Return a picture as somebody sees it."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB888)
    shape = plain.height(), plain.bytesPerLine()
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(shape)[:, : 3 * plain.width()]
    light = seen(linear(rows.reshape(plain.height(), plain.width(), 3)), sight)
    share = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    made = np.ascontiguousarray(np.round(share * 255).astype(np.uint8))
    kind = QImage.Format.Format_RGB888
    found = QImage(made.data, plain.width(), plain.height(), 3 * plain.width(), kind).copy()
    found.setDevicePixelRatio(picture.devicePixelRatio())
    return found


def distance(one: int, other: int, sight: Sight) -> float:
    """Return how far apart two colours, 0xRRGGBB, are to somebody.

    In hundredths of OKLab, in which black and white are 100 apart; about 2 is just to be seen where
    two areas meet.
    """
    parts = [[c >> 16 & 255, c >> 8 & 255, c & 255] for c in (one, other)]
    cones = np.cbrt(seen(linear(np.array(parts, np.uint8)), sight) @ np.array(_TO_CONES).T)
    places = cones @ np.array(_TO_LAB).T
    return float(100 * np.linalg.norm(places[0] - places[1]))
