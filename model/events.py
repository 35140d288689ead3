"""What an option tells those who listen: which kinds of thing changed, and where."""

from __future__ import annotations

from model.records import record


@record
class Changed:
    """One edit, undone or done, as seen from outside.

    Attributes
    ----------
    structure : bool
        Organisations came, went or hang elsewhere: geometry must be worked out anew.
    created, removed, moved, edited : frozenset of str
        Ids of organisations; `edited` ones have another name, note, lock or holder.
    totals : frozenset of str
        Ids of groups, regions and the root whose totals may differ.
    findings : frozenset of str
        Ids of organisations whose findings differ.
    standings : frozenset of str
        Ids of organisations whose standing may differ: their own findings or some below them.
    option : bool
        A field of the option itself differs.
    remarked : str
        Id of the log's entry of which something else is said, "" if it was an edit; the plan is
        as it was then.
    """

    structure: bool = False
    created: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()
    edited: frozenset[str] = frozenset()
    totals: frozenset[str] = frozenset()
    findings: frozenset[str] = frozenset()
    standings: frozenset[str] = frozenset()
    option: bool = False
    remarked: str = ""

    @property
    def reached(self) -> frozenset[str]:
        """Ids of all organisations of which something differs."""
        parts = (self.created, self.removed, self.moved, self.edited, self.totals, self.findings)
        return frozenset().union(*parts, self.standings)


class Touched:
    """What the simple changes of one edit reached; the option fills it while it applies them.

    Attributes
    ----------
    units, groups, regions, successors : set of str
        Ids of organisations whose own data, members or totals differ.
    people : set of str
        Names of those who came into posts or left them: what is found elsewhere may name them.
    everything : bool
        All rules must be checked anew (the as-on date or a limit differs).
    is_wanted : bool
        Whether somebody will ask; a log that is replayed has nobody who does.
    """

    def __init__(self, *, is_wanted: bool = True) -> None:
        self.is_wanted = is_wanted
        self.created: set[str] = set()
        self.removed: set[str] = set()
        self.moved: set[str] = set()
        self.edited: set[str] = set()
        self.units: set[str] = set()
        self.groups: set[str] = set()
        self.regions: set[str] = set()
        self.successors: set[str] = set()
        self.people: set[str] = set()
        self.everything = False
        self.option = False

    def add_created(self, organisation: str) -> None:
        """Note that an organisation came; one that went before, in the same edit, has moved."""
        if organisation in self.removed:
            self.removed.discard(organisation)
            self.moved.add(organisation)
            self.edited.add(organisation)
        else:
            self.created.add(organisation)

    def add_removed(self, organisation: str) -> None:
        """Note that an organisation went; one that came in the same edit was never there."""
        if organisation in self.created:
            self.created.discard(organisation)
        else:
            self.removed.add(organisation)
        self.moved.discard(organisation)
        self.edited.discard(organisation)
