"""The ties of a unit, each kept or dropped."""

from __future__ import annotations

from model.changes import KeepLink
from model.pack import Link
from model.wording import capital, grouped
from ui.document import Document
from ui.panels.fields import Box
from ui.panels.section import Pool, Section
from ui.theme import Theme


class Links(Section):
    """A unit's ties, each kept or dropped."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, "Links")
        self.rows = Pool(self.column, self._make)
        self._links: list[Link] = []

    def _make(self) -> Box:
        box = Box()
        place = len(self.rows.rows)
        box.edited.connect(lambda on: self._on_ticked(place, on))
        self.add_editor(box)
        return box

    def refresh(self) -> None:
        """Read anew what is shown."""
        state, unit = self.state, self.shown[0]
        self._links = state.links(unit)
        words = state.pack.words
        self.heading.setText(f"{capital(words.links)} it keeps")
        for box, link in zip(self.rows.take(len(self._links)), self._links, strict=True):
            about = f"{capital(words.link)} {link.name} ({link.code})"
            if link.people is not None:
                about += f": {grouped(link.people)} people live in both"
            box.describe(link.name, about)
            box.set_value(state.keeps_link(unit, link.code))
        self.setVisible(bool(self._links))

    def _on_ticked(self, place: int, on: bool) -> None:
        if self.shown[0] in self.state and place < len(self._links):
            self.commit(KeepLink(self.shown[0], self._links[place].code, on))
