"""What the pages of an option are made of, kept from one choice of settings to the next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from db.errors import InputError
from model.before_after import BeforeAfter, What
from model.chart import PostDetail, Stack, stacks_of
from model.option import Option
from model.pack import Tier
from model.report.imprint import imprint
from model.report.outline import Section, outline
from model.report.parts import Part
from ui.chart.fitting import Fitting, Stacks
from ui.chart.paper import CARD_WIDTH, PaperFaces
from ui.pages.flow import Flow, Leaf
from ui.version import PROGRAM

if TYPE_CHECKING:
    from ui.map.land import Land


class Material:
    """What does not depend on the paper, made when it is first asked for.

    The option must not change meanwhile.

    Parameters
    ----------
    source_name : str
        Name of the scenario file.
    """

    def __init__(self, option: Option, source_name: str) -> None:
        self.option = option
        self.imprint = imprint(option, "", source_name, PROGRAM)
        self._faces: dict[tuple[type[PaperFaces], float, bool, PostDetail], PaperFaces] = {}
        self._flows: dict[tuple[object, ...], list[Leaf]] = {}
        self._sections: dict[Part, tuple[Section, ...]] = {}
        self._stacks: dict[str, list[Stack]] = {}
        self._fittings: dict[tuple[object, ...], Fitting] = {}

    @cached_property
    def has_locks(self) -> bool:
        """Whether anything on the chart is locked."""
        state = self.option.state
        return any(map(state.is_locked, (*state.at_tier(Tier.GROUP), *state.at_tier(Tier.UNIT))))

    @cached_property
    def land(self) -> Land:
        """What the map shows that no plan alters.

        Raises
        ------
        InputError
            If the pack has no boundaries, or they are damaged.
        """
        from db.boundaries import read_atlas  # few exports have a map
        from ui.map.land import Land

        pack = self.option.pack
        if not pack.boundaries:
            raise InputError(
                f"there is no map: {pack.name} has no boundaries", remedy="leave it out"
            )
        return Land(pack, read_atlas(pack))

    @cached_property
    def _counts(self) -> BeforeAfter:
        return BeforeAfter(self.option.state)

    def before(self, organisation: str) -> tuple[int, int]:
        """Return officers and accountable persons with every unit in a place alone.

        As on screen: with the team that each has in this option.
        """
        found = {line.what: line.before for line in self._counts.lines([organisation])}
        return found[What.OFFICERS], found[What.ACCOUNTABLE]

    def faces(
        self,
        kind: type[PaperFaces] = PaperFaces,
        width: float = CARD_WIDTH,
        *,
        brief: bool = False,
        posts: PostDetail = PostDetail.OFF,
    ) -> PaperFaces:
        """Return the faces of a kind, for cards of a width."""
        key = (kind, width, brief, posts)
        if key not in self._faces:
            made = self._faces[key] = kind(self.option, width, brief=brief)
            if posts is not PostDetail.OFF:
                made.show_posts(posts)
        return self._faces[key]

    def sections(self, part: Part) -> tuple[Section, ...]:
        """Return what a part of a report says."""
        if part not in self._sections:
            self._sections[part] = outline(self.option, (part,))
        return self._sections[part]

    def flowed(
        self, sections: Sequence[tuple[str, Section]], room: float, height: float, k: float
    ) -> list[Leaf]:
        """Return sections with their titles in pages of so much room; see `Flow`."""
        key = (*((title, section.id) for title, section in sections), room, height, k)
        if key not in self._flows:
            flow = Flow(room, height, k)
            for title, section in sections:
                flow.chapter(title, section)
            self._flows[key] = flow.pages()
        return self._flows[key]

    def stacks(self, region: str) -> list[Stack]:
        """Return a region's cards."""
        if region not in self._stacks:
            self._stacks[region] = stacks_of(self.option.state, region)
        return self._stacks[region]

    def fitting(
        self, faces: PaperFaces, stacks: Stacks, *, card_width: float = CARD_WIDTH, note: str = ""
    ) -> Fitting:
        """Return what sets some cards in any area."""
        # Rows are told by their number: a card is shown whole, without rows, or in even parts.
        cards = (
            (region, stack.card, stack.waiting, stack.part, stack.parts, len(stack.rows))
            for region, of_region in stacks.items()
            for stack in of_region
        )
        key = (id(faces), card_width, note, *stacks, *cards)
        if key not in self._fittings:
            self._fittings[key] = Fitting(faces, stacks, card_width=card_width, note=note)
        return self._fittings[key]
