"""What a structure comes to: how many boards and accountable officers, in how many layers."""

from __future__ import annotations

from collections.abc import Mapping

from model.changes import Field
from model.pack import Body, Pack, Structure, Tier
from model.records import record
from model.state import State
from model.wording import counted


@record
class Counts:
    """How many of what a structure has.

    Attributes
    ----------
    boards, accountable : int
        Boards, and persons accountable for money, the root's own included.
    chains : tuple of tuples of str
        What the layers are called, from the root down: one line for each kind that has nothing
        below it.
    bodies : tuple of (Body, int)
        How many of each there are, from the top down.
    """

    boards: int
    accountable: int
    chains: tuple[tuple[str, ...], ...]
    bodies: tuple[tuple[Body, int], ...]

    @property
    def layers(self) -> int:
        """How many layers the longest chain has."""
        return max(map(len, self.chains), default=0)


def count_bodies(
    structure: Structure, numbers: Mapping[str, int], *, are_legal: bool = False
) -> Counts:
    """Return what a structure comes to.

    Parameters
    ----------
    numbers : mapping of kind id to int
        How many organisations there are of each kind; none, if not given.
    are_legal : bool
        Whether those are legal bodies of which users choose.
    """
    bodies = tuple((body, numbers.get(body.kind, 0)) for body in structure.bodies)
    governed = [(b, n, b.optional and are_legal) for b, n in bodies]
    return Counts(
        sum(n for b, n, chosen in governed if b.board or chosen),
        sum(n for b, n, chosen in governed if b.accountable or chosen),
        _chains(structure),
        bodies,
    )


def _chains(structure: Structure) -> tuple[tuple[str, ...], ...]:
    """Return the lines of answering from the root down to each kind that nobody answers to."""
    above = {body.under for body in structure.bodies}
    chains = []
    for body in structure.bodies:
        if body.kind not in above:
            chain, at = [body.label], body
            while at.under:
                at = _one_above(structure, at)
                chain.insert(0, at.label)
            chains.append(tuple(chain))
    return tuple(chains)


def _one_above(structure: Structure, body: Body) -> Body:
    found = structure.body(body.under)
    assert found is not None, body.under  # a pack is read only if it is there
    return found


def counts_of(state: State) -> Counts | None:
    """Return what the structure that an option looks ahead to comes to; None for no structure."""
    structure = state.structure
    return None if structure is None else counts_in(state, structure, are_legal=state.are_legal)


def counts_in(state: State, structure: Structure, *, are_legal: bool) -> Counts:
    """Return what a structure would come to with the organisations that there are now.

    Boards and accountable officers that users gave to single organisations are counted too.

    Parameters
    ----------
    are_legal : bool
        Whether successors would be legal bodies where the structure leaves that open.
    """
    there = _organisations(state)
    counts = count_bodies(
        structure, {kind: len(found) for kind, found in there.items()}, are_legal=are_legal
    )
    boards = accountable = 0
    for body in structure.bodies:
        has_chosen = body.optional and are_legal
        for organisation in there.get(body.kind, ()):
            legal = bool(state.field(organisation, Field.LEGAL))
            board = legal or bool(state.field(organisation, Field.BOARD))
            officer = legal or bool(state.field(organisation, Field.ACCOUNTABLE))
            boards += board and not (body.board or has_chosen)
            accountable += officer and not (body.accountable or has_chosen)
    return Counts(
        counts.boards + boards, counts.accountable + accountable, counts.chains, counts.bodies
    )


def _organisations(state: State) -> dict[str, list[str]]:
    """Return what a structure counts, by kind: the root, groups with units in them, successors."""
    there = {
        state.kind(state.root).id: [state.root],
        state.pack.kind_at(Tier.GROUP).id: [g for g in state.at_tier(Tier.GROUP) if state.count(g)],
    }
    kind = successor_kind(state.pack)
    return there if kind is None else {**there, kind: state.at_tier(Tier.SUCCESSOR)}


def successor_kind(pack: Pack) -> str | None:
    """Return the id of the kind that takes over from units, None if the pack has none."""
    return next((kind.id for kind in pack.kinds if kind.tier is Tier.SUCCESSOR), None)


def entered_mark(state: State, successor: str, measure: str) -> str:
    """Return what follows the number of a successor's area: " (entered)", "" for a sum."""
    return "" if state.own_area(successor, measure) is None else " (entered)"


def counts_text(counts: Counts) -> str:
    """Return what a structure comes to in words."""
    bodies = ", ".join(counted(n, body.label, body.plural) for body, n in counts.bodies[1:])
    boards = counted(counts.boards, "board", "boards")
    officers = counted(counts.accountable, "accountable officer", "accountable officers")
    layers = counted(counts.layers, "layer", "layers")
    chains = "; ".join(" – ".join(chain) for chain in counts.chains)
    return f"{bodies}: {boards}, {officers}, {layers} ({chains})."
