"""The items of a plot, kept: an edit reads those anew that it reached, and no others."""

from __future__ import annotations

from model.changes import Change
from model.errors import ChangeRefusedError
from model.events import Changed
from model.option import Option
from model.plots.plot import Item, Outcome, Plot, changed


class Items:
    """The items of a plot by key, in the chart's order."""

    def __init__(self, plot: Plot) -> None:
        self.plot = plot
        self._found: dict[str, Item] = {}
        self.reset()

    def reset(self) -> None:
        """Read everything anew."""
        found = ((key, self.plot.item(key)) for key in self.plot.list_keys())
        self._found = {key: item for key, item in found if item is not None}

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, key: object) -> bool:
        return key in self._found

    def __getitem__(self, key: str) -> Item:
        return self._found[key]

    def get(self, key: str) -> Item | None:
        """Return an item, None if there is none."""
        return self._found.get(key)

    def all(self) -> list[Item]:
        """Return all items."""
        return list(self._found.values())

    def follow(self, event: Changed) -> bool:
        """Take up what an edit altered; whether any item is another one, or stands elsewhere."""
        plot = self.plot
        reached = event.totals | event.edited | event.moved | event.created | event.removed
        plot.forget(reached)
        stale = plot.stale(reached)
        before = self._found
        # Which items there are, and in which order, follows from where organisations hang, and
        # from which of them have figures.
        keys = plot.list_keys() if event.structure or event.edited else list(before)
        after: dict[str, Item] = {}
        for key in keys:
            item = None if key in stale else before.get(key)
            item = plot.item(key) if item is None else item
            if item is not None:
                after[key] = item
        self._found = after
        return list(after.items()) != list(before.items())

    def would(self, option: Option, change: Change) -> Outcome:
        """Return what a change would make of the items.

        Nothing is altered by that. What the option refuses would alter nothing.
        """
        plot = self.plot
        try:
            with option.tried(change) as touched:
                reached = frozenset(
                    touched.groups
                    | touched.units
                    | touched.moved
                    | touched.created
                    | touched.removed
                    | touched.edited
                )
                stale = plot.stale(reached)
                found = changed(self._found, {key: plot.item(key, reached) for key in stale})
                lost = {key: plot.lost(key) for key, item in found.items() if item is None}
                then = [item for item in {**self._found, **found}.values() if item is not None]
                return Outcome(found, lost, plot.about(then) if found else "")
        except ChangeRefusedError:  # it was made meanwhile
            return Outcome({}, {})
