"""What the commands print for people: tables and lists of plain text that paste well.

Names come from files that anyone may have written: whatever would not print as text (control
characters, marks that turn the direction of writing) is replaced before it reaches a terminal.
"""

from __future__ import annotations

import itertools
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from db.packs import PackInfo
from model.before_after import BeforeAfter, What, title
from model.option import Option, Preview
from model.pack import Measure, Tier
from model.remarks import limits_set
from model.rules.limits import changed_text
from model.rules.rule import Finding, Rule, Verdict
from model.rules.standing import EXCEPTION, SEVERITY_WORDS, UNKNOWN
from model.series import series_point
from model.state import State
from model.structures import counts_of, counts_text, entered_mark
from model.totals import Sum, Totals, add_sums
from model.wording import (
    DASH,
    MINUS,
    STAR,
    counted,
    day,
    grouped,
    listed,
    noun,
    sum_note,
    sum_text,
)
from ui.headless import headline, is_binding

PARTLY = "†"
"""Follows a sum that some figures are missing from."""

_WIDTH = 100
"""Columns that running text is wrapped at; tables take what they need."""
_HEADING = 16
"""Columns that a table's headings are wrapped at."""


def plain(text: str) -> str:
    """Return a text on one line with nothing in it that a terminal would act upon."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)


def wrapped(text: str, indent: str) -> list[str]:
    """Return running text in lines that are set in by an indent."""
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False
    )


# -- tables --------------------------------------------------------------------------------------


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) != 0 for c in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _columns(text))
    return space + text if right else text + space


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table: the first column to the left, the others to the right."""
    wrapped = [textwrap.wrap(h, _HEADING) or [""] for h in headings]
    depth = max(len(lines) for lines in wrapped)
    head = list(zip(*([""] * (depth - len(lines)) + lines for lines in wrapped), strict=True))
    everything = [*head, *rows]
    widths = [max(_columns(cell) for cell in column) for column in zip(*everything, strict=True)]
    rule = ["-" * width for width in widths]
    return [
        "  ".join(
            _padded(cell, width, right=place > 0)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [*head, rule, *rows]
    ]


def _cell(measure: Measure, total: Sum, marks: int) -> str:
    """Return a sum with its marks, or as many spaces in their place, so that digits line up."""
    mark = STAR * total.is_starred + PARTLY * (bool(total.missing) and not total.is_missing)
    return sum_text(measure, total).removesuffix(STAR) + mark.ljust(marks)


# -- show ----------------------------------------------------------------------------------------


def show(file: str, option: Option, *, everything: bool = False) -> str:
    """Return the totals of an option as a table by region, and what must be said of them."""
    state = option.state
    lines = [
        plain(f"{file}: {state.name}, as on {day(state.on)}"),
        plain(f"{state.pack.name} (pack {state.pack.id} {state.pack.version})"),
        "",
        *_totals_table(state, everything),
        "",
        *_notes(state),
        *_before_and_after(state),
        *_tray(state),
        *_looking_ahead(state),
    ]
    return "\n".join(lines)


def _totals_table(state: State, everything: bool) -> list[str]:
    measures = headline(state.pack)
    whole = state.totals(state.root)
    marks = 1 + any(whole.sums[measure.id].missing for measure in measures)
    labels = [measure.label for measure in measures]
    words = state.pack.words
    units = state.pack.kind_at(Tier.UNIT).plural
    rows = [
        [
            plain(name),
            grouped(totals.units),
            *(_cell(m, totals.sums[m.id], marks) for m in measures),
            grouped(totals.officers),
            grouped(totals.accountable_officers),
        ]
        for name, totals in _rows(state, everything)
    ]
    return table(["", units, *labels, words.officers, words.accountables], rows)


def _rows(state: State, everything: bool) -> Iterator[tuple[str, Totals]]:
    """Iterate over the rows of the table of totals; what is in the tray follows the groups."""
    for place in (o for o in state if state.tier(o) in (Tier.ROOT, Tier.REGION)):
        yield _label(state, place, 0), state.totals(place)
        below = state.children(place)
        for group in (o for o in below if state.tier(o) is Tier.GROUP):
            yield _label(state, group, 1), state.totals(group)
            if everything:
                yield from _rows_below(state, state.children(group), 2)
        waiting = [o for o in below if state.tier(o) is Tier.UNIT]
        if waiting:
            yield "  in the tray", _together(state, waiting)
            if everything:
                yield from _rows_below(state, waiting, 2)


def _rows_below(
    state: State, organisations: Iterable[str], depth: int
) -> Iterator[tuple[str, Totals]]:
    for organisation in organisations:
        yield _label(state, organisation, depth), state.totals(organisation)
        yield from _rows_below(state, state.children(organisation), depth + 1)


def _label(state: State, organisation: str, depth: int) -> str:
    return f"{'  ' * depth}{state.code(organisation)} {state.label(organisation)}"


def _together(state: State, units: Sequence[str]) -> Totals:
    """Return what units that share no post come to."""
    parts = [state.totals(unit) for unit in units]
    sums = {m.id: add_sums(part.sums[m.id] for part in parts) for m in state.pack.measures}
    return Totals(
        sum(part.units for part in parts),
        sums,
        sum(part.officers for part in parts),
        sum(part.board_seats for part in parts),
        sum(part.accountable_officers for part in parts),
    )


def _notes(state: State) -> list[str]:
    """Return what the marks in the table mean, and how much of the whole they concern."""
    lines = []
    for measure in headline(state.pack):
        total = state.sum(state.root, measure.id)
        whole = f"{measure.label}, {state.label(state.root)}"
        if total.is_starred:
            note = sum_note(measure, replace(total, missing=0))
            lines += wrapped(plain(f"{STAR} contains estimates. {whole}: {note}."), "")
        if total.missing:
            known = replace(total, estimated=0, low=total.value, high=total.value)
            note = sum_note(measure, known)
            lines += wrapped(plain(f"{PARTLY} figures are missing. {whole}: {note}."), "")
    return lines


def _looking_ahead(state: State) -> list[str]:
    """Return what the structure that the option looks ahead to comes to, and its successors."""
    counts = counts_of(state)
    if counts is None or state.structure is None:
        return []
    lines = wrapped(plain(f"{state.structure.label}: {counts_text(counts)}"), "")
    measure = next(iter(headline(state.pack)), None)
    for successor in state.at_tier(Tier.SUCCESSOR):
        what = [counted(len(state.joined(successor)), "member", "members")]
        if measure is not None:
            people = f"{sum_text(measure, state.area(successor, measure.id))} {measure.short}"
            what.append(f"{people}{entered_mark(state, successor, measure.id)}")
        lines += wrapped(plain(f"{_label(state, successor, 0)}: {', '.join(what)}."), "  ")
    return ["", *lines]


def _before_and_after(state: State) -> list[str]:
    """Return posts and persons with every unit alone and as the option has them, for checking."""
    unit = state.pack.kind_at(Tier.UNIT).label
    lines = []
    for line in BeforeAfter(state).lines([state.root]):
        if line.what in (What.OFFICERS, What.ACCOUNTABLE):
            lines.append(
                f"{title(line, state.pack)}: {grouped(line.before)} with every {unit} alone, "
                f"{grouped(line.after)} in this option{_difference(line.before, line.after)}."
            )
            lines.append(f"  Check: {line.sum_text}.")
    return [plain(line) for line in [*lines, *_series(state)]]


def _series(state: State) -> list[str]:
    """Return the option's accountable persons beside those of the past."""
    past = state.pack.series
    if not past:
        return []
    point = series_point(state)
    years = listed([f"{grouped(p.total)} in {p.year}" for p in past], len(past))
    return [
        f"With {grouped(point.regional)} {point.regional_label}: {grouped(point.total)} "
        f"{state.pack.words.accountables}; {years}."
    ]


def _difference(before: int, after: int) -> str:
    if before == after:
        return ": the same"
    sign = "+" if after > before else MINUS
    share = f" ({sign}{100 * abs(after - before) / before:.1f}%)" if before else ""
    return f": {sign}{grouped(abs(after - before))}{share}"


def _tray(state: State) -> list[str]:
    waiting = state.tray()
    kind = state.pack.kind_at(Tier.UNIT)
    if not waiting:
        return [f"In the tray: 0 {kind.plural}. The option is complete."]
    names = ", ".join(f"{state.code(u)} {state.label(u)}" for u in waiting)
    counts = counted(len(waiting), kind.label, kind.plural)
    return wrapped(plain(f"In the tray: {counts}. {names}."), "")


# -- check ---------------------------------------------------------------------------------------

_HEADINGS: Mapping[Verdict, str] = {
    Verdict.BREAKS: "BREAKS",
    Verdict.WAIVED: f"{EXCEPTION[1].upper()}: on record, or accepted by a user",
    Verdict.INCOMPLETE: f"{UNKNOWN.upper()}: a figure, a name or an answer is missing",
}


def check(file: str, option: Option) -> str:
    """Return what breaks, is accepted or not yet known, worst first, and a line that sums up."""
    state = option.state
    lines = [plain(f"{file}: {state.name}, checked as on {day(state.on)}"), ""]
    for verdict, of_verdict in itertools.groupby(option.findings.problems(), _verdict):
        lines.append(_HEADINGS[verdict])
        for _, of_rule in itertools.groupby(of_verdict, _rule_id):
            lines += _of_rule(state, list(of_rule))
        lines.append("")
    return "\n".join([*lines, *_limits(state), _summary(option)])


def _limits(state: State) -> list[str]:
    lines = [line for text in limits_set(state) for line in wrapped(plain(f"{text}."), "  ")]
    return ["LIMITS SET FOR THIS PLAN", *lines, ""] if lines else []


def _own_limits(state: State, rule: Rule) -> str:
    text = changed_text(rule, state.pack)
    return f"{text[:1].upper()}{text[1:]}."


def _verdict(finding: Finding) -> Verdict:
    return finding.verdict


def _rule_id(finding: Finding) -> str:
    return finding.rule.id


def _of_rule(state: State, findings: Sequence[Finding]) -> list[str]:
    """Return the lines about one rule; where inputs are missing, a count and one example."""
    first = findings[0]
    rule = first.rule
    head = f"{rule.id} ({SEVERITY_WORDS[rule.severity]}) {rule.title}"
    own = wrapped(plain(_own_limits(state, rule)), "    ") if rule.changed else []
    if first.verdict is not Verdict.INCOMPLETE:
        return [
            *wrapped(plain(f"{head}: {len(findings)}"), "  "),
            *own,
            *(line for f in findings for line in _sentence(state, f)),
            *wrapped(plain(f"Source: {rule.source}"), "    "),
        ]
    kind = state.kind(first.organisation)
    head = f"{head}: {counted(len(findings), kind.label, kind.plural)}"
    return [
        *wrapped(plain(head), "  "),
        *own,
        *_sentence(state, first, "e.g. " if len(findings) > 1 else ""),
    ]


def _sentence(state: State, finding: Finding, before: str = "") -> list[str]:
    code, name = state.code(finding.organisation), state.label(finding.organisation)
    return wrapped(plain(f"{before}{code} {name}: {finding.sentence}"), "    ")


def _summary(option: Option) -> str:
    findings = list(option.findings)
    number = {verdict: sum(f.verdict is verdict for f in findings) for verdict in Verdict}
    binding = sum(is_binding(f) for f in findings)
    accepted = number[Verdict.WAIVED]
    by_users = accepted - sum(f.exception for f in findings)
    of_these = f", of which {by_users:,} accepted by users" if by_users else ""
    return (
        f"{counted(binding, 'finding breaks', 'findings break')} law or instruction, "
        f"{number[Verdict.BREAKS] - binding:,} guidance or a norm; "
        f"{counted(accepted, *EXCEPTION)}{of_these}; "
        f"{number[Verdict.INCOMPLETE]:,} {UNKNOWN}; {number[Verdict.MEETS]:,} met."
    )


# -- move, new, packs ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Step:
    """A number before and after a move."""

    before: str
    after: str

    def __str__(self) -> str:
        return self.after if self.before == self.after else f"{self.before} → {self.after}"


def moved(option: Option, text: str, preview: Preview) -> str:
    """Return what a move has done: a line for each group whose totals it altered."""
    state = option.state
    lines = [plain(f"{text}.")]
    for organisation, (before, after) in preview.totals.items():
        if before is None or after is None or state.tier(organisation) is not Tier.GROUP:
            continue
        parts = [f"{_Step(str(before.units), str(after.units))} {_units(state, after.units)}"]
        for measure in headline(state.pack):
            old, new = before.sums[measure.id], after.sums[measure.id]
            step = _Step(sum_text(measure, old), sum_text(measure, new))
            parts.append(f"{measure.label} {step}")
        officers = _Step(grouped(before.officers), grouped(after.officers))
        parts.append(f"{state.pack.words.officers} {officers}")
        stood = preview.standing(organisation, option.findings)
        verdict = _Step(*(one.word or DASH for one in stood))
        lines.append(plain(f"  {_label(state, organisation, 0)}: {', '.join(parts)}; {verdict}"))
    return "\n".join(lines)


def _units(state: State, number: int) -> str:
    kind = state.pack.kind_at(Tier.UNIT)
    return noun(number, kind.label, kind.plural)


def made(file: str, option: Option) -> str:
    """Return what is in a file that was just made."""
    state = option.state
    group = state.pack.kind_at(Tier.GROUP)
    waiting = len(state.tray())
    groups = counted(len(state.at_tier(Tier.GROUP)), group.label, group.plural)
    total = state.count(state.root)
    return plain(
        f"{file}: {state.name}; {total:,} {_units(state, total)}, {groups}, "
        f"{waiting:,} in the tray."
    )


def packs(found: Sequence[PackInfo]) -> str:
    """Return a list of what is installed, each with its options or with what is wrong with it."""
    lines = []
    for pack in found:
        if pack.problem:
            lines.append(plain(f"{pack.id}  can't be used: {pack.problem}"))
        else:
            lines.append(plain(f"{pack.id}  {pack.name}, version {pack.version}"))
            lines.append(plain(f"  options: {', '.join(pack.options) or DASH}"))
    return "\n".join(lines) if lines else "No pack is installed."
