"""What `merge` does without a window: puts a colleague's copy of a scenario into another copy."""

from __future__ import annotations

from db.errors import InputError
from model.errors import MergeRefusedError
from model.merge import Conflict, Merge, Outcome, Side, check_related, decided_by, outcome_text
from model.merging import Merging
from model.scenario import Scenario
from model.wording import counted, listed
from ui.headless import Document, headline, option_named
from ui.plain_text import plain

MERGE = "footprint.merge/1"
"""The `schema` field of the document."""
MOST_OUTCOMES = 50
"""Of how many conflicts it is worked out what each choice comes to."""


def merging_of(mine: Scenario, theirs: Scenario, name: str, files: tuple[str, str]) -> Merging:
    """Return what there is to merge.

    Parameters
    ----------
    name : str
        Name or id of the one option to merge, as mine has it; "" for all, and for the list of them.

    Raises
    ------
    MergeRefusedError
        If they are no copies of one scenario, or options have no past in common.
    InputError
        If an option of that name is not in both.
    """
    only = ""
    if name:
        check_related(mine, theirs)
        option = option_named(mine, name, files[0])
        only = option.id
        if all(other.id != only for other in theirs.options):
            raise InputError(
                f"has no copy of the option {option.state.name!r}",
                where=files[1],
                remedy=f"its options: {listed([o.state.name for o in theirs.options], 9)}",
            )
    merging = Merging(mine, theirs, only=only)
    if merging.faults:
        raise MergeRefusedError(merging.faults[0])
    return merging


def put_in(merging: Merging, prefer: Side | None, *, when: str, who: str) -> None:
    """Merge theirs into mine; conflicts that nobody decides are none then."""
    decisions = [decided_by(merge.conflicts, prefer or Side.MINE) for merge in merging.merges]
    changes = merging.changes(decisions)
    for merge, change, chosen in zip(merging.merges, changes, decisions, strict=True):
        why = merge.why(chosen, who)
        merge.mine.commit(
            change, when=when, who=who, why=why, text=merge.text(), brings=merge.brings
        )
    for edit in (*merging.additions(when=when, who=who), *merging.edits):
        merging.mine.apply(edit)


def are_decided(merging: Merging, prefer: Side | None) -> bool:
    """Whether no conflict waits for a person."""
    return prefer is not None or not any(merge.conflicts for merge in merging.both)


# -- documents -----------------------------------------------------------------------------------


def merge_document(
    files: tuple[str, str, str],
    merging: Merging,
    prefer: Side | None,
) -> Document:
    """Return what is merged, or what has to be decided; nothing is merged before this is made.

    Parameters
    ----------
    files : (str, str, str)
        Mine, theirs and the result.
    """
    return {
        "schema": MERGE,
        "mine": files[0],
        "theirs": files[1],
        "out": files[2],
        "written": are_decided(merging, prefer),
        "options": [_option(merge, prefer) for merge in merging.both],
        "added": [{"id": o.id, "name": o.state.name} for o in merging.only_theirs],
        "kept": merging.kept,
    }


def _option(merge: Merge, prefer: Side | None) -> Document:
    return {
        "id": merge.mine.id,
        "name": merge.mine.state.name,
        "authors": merge.authors,
        "changes": len(merge.met.after_theirs),
        "taken": [{"what": t.title, "from": t.before, "to": t.after} for t in merge.taken],
        "conflicts": [
            {
                "what": conflict.title,
                "mine": conflict.mine,
                "theirs": conflict.theirs,
                "decided": prefer.value if prefer else None,
                **{
                    f"with_{side}": [_outcome(merge, o) for o in merge.outcomes(number, side)]
                    if number < MOST_OUTCOMES
                    else None
                    for side in Side
                },
            }
            for number, conflict in enumerate(merge.conflicts)
        ],
    }


def _outcome(merge: Merge, outcome: Outcome) -> Document:
    totals = None
    if outcome.totals is not None:
        totals = {"units": outcome.totals.units, "officers": outcome.totals.officers}
        for measure in headline(merge.mine.pack):
            total = outcome.totals.sums[measure.id]
            totals[measure.id] = None if total.is_missing else total.value  # type: ignore[assignment]  # no figure is no number
    return {
        "organisation": outcome.name,
        "totals": totals,
        "breaks": [{"rule": f.rule.id, "sentence": f.sentence} for f in outcome.breaks],
    }


# -- text ----------------------------------------------------------------------------------------


def merge_text(
    files: tuple[str, str, str],
    merging: Merging,
    prefer: Side | None,
) -> str:
    """Return the same for people."""
    lines = []
    for merge in merging.both:
        name = merge.mine.state.name
        if merge.is_nothing:
            lines.append(
                f"{name}: nothing to merge; {files[1]} has nothing that {files[0]} has not."
            )
            continue
        who = f" by {merge.authors}" if merge.authors else ""
        changes = counted(len(merge.met.after_theirs), "change", "changes")
        taken = counted(len(merge.taken), "difference", "differences")
        lines.append(f"{name}: {changes}{who}; {taken} taken.")
        lines += [f"  {t.title}: {t.before} → {t.after}" for t in merge.taken]
        for number, conflict in enumerate(merge.conflicts):
            lines += _conflict_lines(merge, number, conflict, prefer)
    lines += [f"{o.state.name}: added, an option that only they have." for o in merging.only_theirs]
    lines += merging.kept
    left = sum(len(merge.conflicts) for merge in merging.both)
    if not are_decided(merging, prefer):
        conflicts = counted(left, "conflict needs", "conflicts need")
        lines.append(
            f"{conflicts} a person; nothing was written. --prefer mine or theirs settles all."
        )
    else:
        lines.append(f"{files[2]} written.")
    return "\n".join(map(plain, lines))


def _conflict_lines(
    merge: Merge, number: int, conflict: Conflict, prefer: Side | None
) -> list[str]:
    lines = [f"  Conflict: {conflict.title}"]
    for side in Side:
        chosen = " (chosen)" if side is prefer else ""
        lines.append(f"    {side}{chosen}: {conflict.text(side)}")
        found = merge.outcomes(number, side) if number < MOST_OUTCOMES else []
        lines += [f"      {outcome_text(merge.mine.pack, o)}" for o in found]
    return lines
