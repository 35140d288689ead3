"""Cards set on paper as large as they can be: what does not depend on the area is worked out once.

The largest setting is searched for each page, each small print and each way to write the heads, and
again whenever the paper changes in the export dialog. The texts, the columns and the shelves that
are tried stay the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from model.chart import Chart, Stack
from model.hanging import Hanging, Hung
from model.layout import Metrics, Shape
from ui.chart.faces import HEAD_LINE
from ui.chart.paper import (
    CARD_WIDTH,
    HEAD,
    HEAD_INDENT,
    LONGEST_HEAD,
    ROOT_PAD,
    PaperFaces,
    paper_metrics,
    width_of,
)

_WORTH_IT = 1.03
"""Heads take more lines only if that makes everything larger by this."""

Stacks = Mapping[str, Sequence[Stack]]


class Fitting:
    """Some cards under their regions, to be set in any area.

    Parameters
    ----------
    note : str
        Follows the regions' names.
    """

    def __init__(
        self,
        faces: PaperFaces,
        stacks: Stacks,
        *,
        card_width: float = CARD_WIDTH,
        note: str = "",
    ) -> None:
        self.faces = faces
        self.stacks = stacks
        self.note = note
        self._metrics = _with_root(replace(paper_metrics(), card_width=card_width), faces)
        self._hanging = Hanging(self._shape(), self._metrics)
        self._broad = tuple(faces.head_width(region, note) for region in stacks)

    def _shape(self) -> Shape:
        faces = self.faces
        cards = [stack for of_region in self.stacks.values() for stack in of_region]
        return Shape(
            [len(of_region) for of_region in self.stacks.values()],
            [faces.stack_header(card) for card in cards],
            [sum(faces.row_height(*row) for row in card.rows) for card in cards],
        )

    def largest(self, width: float, height: float, most: float = float("inf")) -> Setting:
        """Return the setting that is the largest in an area.

        Parameters
        ----------
        width, height : float
            Of the area, points.
        most : float
            The most points that a scene unit may take.
        """
        # Either regions are broad enough for heads on one line, or heads take more lines.
        broad, narrow = (self._largest(width, height, most, least) for least in (self._broad, ()))
        return broad if broad.scale * _WORTH_IT >= narrow.scale else narrow

    def _largest(
        self, width: float, height: float, most: float, least_widths: Sequence[float]
    ) -> Setting:
        head = self._metrics.region_head
        while True:
            hung = self._hanging.best(
                width, height, most=most, least_widths=least_widths, region_head=head
            )
            need = self._head_need(hung)
            if need <= head:
                scale = min(width / hung.width, height / hung.height, most)
                return Setting(self, hung, scale)
            head = need

    def _head_need(self, hung: Hung) -> float:
        """Return the height that the highest head of a region needs in its width."""
        foot = max(
            self.faces.head_pieces(region, width - HEAD_INDENT, self.note)[-1][-1].y
            for region, width in zip(self.stacks, hung.region_widths, strict=True)
        )
        return HEAD + (foot if foot >= HEAD_LINE else 0.0)

    def chart(self, hung: Hung) -> Chart:
        """Return the chart as it is set."""
        faces = self.faces
        return Chart(
            faces.option.state,
            faces.header_height,
            metrics=hung.metrics,
            stacks=self.stacks,
            arrange=lambda _: self._hanging.place(hung),
            stack_header=faces.stack_header,
            row_height=faces.row_height,
        )


@dataclass(frozen=True)
class Setting:
    """A way to set cards.

    Attributes
    ----------
    scale : float
        Points that a scene unit takes.
    """

    fitting: Fitting
    hung: Hung
    scale: float

    @cached_property
    def chart(self) -> Chart:
        """The chart, made when it is first asked for: most settings are only tried."""
        return self.fitting.chart(self.hung)


def _with_root(metrics: Metrics, faces: PaperFaces) -> Metrics:
    root = faces.option.state.root
    for room in (410.0, LONGEST_HEAD):
        lines = faces.head_pieces(root, room)
        if len(lines) == 1:
            break
    height = lines[-1][-1].y + 2 * 9.5 + 17
    return replace(metrics, root_width=width_of(lines) + 2 * ROOT_PAD, root_height=height)
