"""How large and how compact a group is on the map: for information, and never judged."""

from __future__ import annotations

from ui.document import Document
from ui.panels.figures import FigureRow, Line
from ui.panels.section import Pool, Section
from ui.theme import Theme

_AREA = "Of the areas that are drawn on the map: clipped to the coast, and simplified"
_PERIMETER = (
    "The length of the outline as it is drawn, coasts and holes too. Lines between members are no"
    " part of it."
)
_POLSBY_POPPER = (
    "The area, over that of a circle whose circumference is as long as the outline: 1 for a circle,"
    " towards 0 the more ragged it is. A coast that is drawn in detail makes it less.\n"
    "Polsby and Popper, The Third Criterion, Yale Law & Policy Review 9 (1991), 301-353."
    " For information: no rule asks for it."
)
_REOCK = (
    "The area, over that of the smallest circle around all of it: 1 for a circle, towards 0 the"
    " longer it is drawn out, or the farther apart its parts are.\n"
    "Reock, Measuring Compactness as a Requirement of Legislative Apportionment, Midwest Journal of"
    " Political Science 5 (1961), 70-74. For information: no rule asks for it."
)


class OnTheMap(Section):
    """Area and compactness of a group; there once a map was shown, which reads the areas."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "On the map")
        self.rows = Pool(self.column, lambda: FigureRow(theme))
        self._document.open.mapped.connect(self._on_mapped)

    def _on_mapped(self) -> None:
        if self.shown and self.shown[0] in self.state:
            self.refresh()

    def refresh(self) -> None:
        """Read anew what is shown."""
        lines = self._lines() if self._document.open.is_mapped else ()
        for row, line in zip(self.rows.take(len(lines)), lines, strict=True):
            row.write(line)
        self.setVisible(bool(lines))

    def _lines(self) -> tuple[Line, ...]:
        members = self.state.members(self.shown[0])
        found = self._document.open.measuring().of(members)
        if found is None:
            return ()
        return (
            Line("Area", f"{found.area / 1e6:,.0f} km²", about=_AREA),
            Line("Outline", f"{found.perimeter / 1e3:,.0f} km", about=_PERIMETER),
            Line("Compactness: Polsby-Popper", f"{found.polsby_popper:.2f}", about=_POLSBY_POPPER),
            Line("Compactness: Reock", f"{found.reock:.2f}", about=_REOCK),
        )
