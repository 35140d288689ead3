"""The legal bodies that may employ people, by name: to choose from and to look for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from model.events import Changed
from model.pack import Tier
from model.state import State


def legal_bodies(state: State) -> list[tuple[str, str]]:
    """Return all organisations that may employ people, as (id, name) by name; no parts of units."""
    return by_name(
        state, (o for o in state if state.kind(o).legal_body and state.tier(o) is not Tier.PART)
    )


def by_name(state: State, organisations: Iterable[str]) -> list[tuple[str, str]]:
    """Return organisations as (id, name), by name."""
    named = [(o, state.label(o)) for o in organisations]
    return sorted(named, key=lambda body: (body[1].casefold(), body[0]))


def may_differ(event: Changed | None) -> bool:
    """Whether there may be other legal bodies, or other names of them, after an edit."""
    return event is None or bool(event.created or event.removed or event.edited)


class Bodies:
    """Legal bodies as they are typed: by name, with the code where two have the same."""

    def __init__(self) -> None:
        self._ids: dict[str, str] | None = None
        self._names: list[str] = []

    def forget(self) -> None:
        """Read them anew when they are next asked for."""
        self._ids = None

    def names(self, state: State) -> list[str]:
        """Return what to type for each of them."""
        self._read(state)
        return self._names

    def id_of(self, state: State, text: str) -> str:
        """Return the body that a text names, "" for none.

        Raises
        ------
        ValueError
            With what is wrong, if it names none.
        """
        if not text:
            return ""
        ids = self._read(state)
        found = ids.get(text.casefold()) or state.with_code(text)
        if found is None or found not in ids.values():
            raise ValueError("Only a legal body can employ anybody: choose one from the list.")
        return found

    def _read(self, state: State) -> dict[str, str]:
        if self._ids is None:
            bodies = legal_bodies(state)
            many = Counter(name.casefold() for _, name in bodies)
            named = {
                name if many[name.casefold()] == 1 else f"{name} ({state.code(body)})": body
                for body, name in bodies
            }
            self._names = list(named)
            self._ids = {name.casefold(): body for name, body in named.items()}
        return self._ids
