"""A scenario: the pack as used and one or more options over it; what a file holds."""

from __future__ import annotations

from collections.abc import Iterable

from model.option import Option
from model.pack import Pack, ReadyOption


class Scenario:
    """What is open in a window.

    Attributes
    ----------
    id : str
        Same in all copies of a scenario, however they are renamed: they share a past.
    created : str
        ISO date and time, UTC.
    active : str
        Id of the option that is shown first.
    """

    def __init__(
        self,
        identifier: str,
        pack: Pack,
        created: str,
        options: Iterable[Option] = (),
        active: str = "",
    ) -> None:
        self.id = identifier
        self.pack = pack
        self.created = created
        self.options = [*options]
        self.active = active

    def option(self, identifier: str = "") -> Option:
        """Return an option by id or name; the active one, if empty.

        Raises
        ------
        KeyError
            If the scenario has no such option.
        """
        wanted = identifier or self.active
        # An id first: a user may call an option by another one's id.
        for option in self.options:
            if option.id == wanted:
                return option
        for option in self.options:
            if option.state.name == wanted:
                return option
        raise KeyError(wanted)


def from_ready(pack: Pack, ready: ReadyOption, identifier: str, *, when: str, who: str) -> Scenario:
    """Return a new scenario with one option, made from one that the pack offers."""
    option = Option.from_ready(pack, ready, "A", when=when, who=who)
    return Scenario(identifier, pack, when, [option], option.id)
