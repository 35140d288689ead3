"""Posts as an option has them: derived from who is where, never stored.

A unit has one post for each role of the pack's default team. In a group, the roles that merge
(or that the user shares) are filled by one post of the group, whose holder takes the seat
on every sharing member's board; leaving the group gives the seats back.
"""

from __future__ import annotations

from model.pack import Role
from model.records import record


@record
class Post:
    """A position on one or more units' boards.

    Attributes
    ----------
    organisation : str
        Id of the unit or group that the post belongs to.
    holder : str
        Name of the person in it, "" if nobody is named.
    boards : tuple of str
        Ids of the units on whose boards its holder sits.
    """

    organisation: str
    role: Role
    holder: str
    boards: tuple[str, ...]
