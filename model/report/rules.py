"""Tables of what the rules find, of what was accepted, and of the rules themselves."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from model.option import Option
from model.pack import Tier
from model.report.table import Cell, Column, Holds, Row, Table, text
from model.rules.composition import USUAL, USUAL_EXPLAINED
from model.rules.limits import changed_text, told, with_limits
from model.rules.rule import Finding, Rule, Severity, Verdict
from model.rules.standing import CONFIDENCE_WORDS, EXCEPTION, SEVERITY_WORDS, VERDICT_WORDS, sign_of
from model.state import State
from model.wording import capital, counted, day, grouped

JUDGED = frozenset({Verdict.BREAKS, Verdict.WAIVED})
"""Verdicts that are against the plan, or were."""

OPEN = frozenset({Verdict.BREAKS, Verdict.WAIVED, Verdict.INCOMPLETE})
"""Verdicts that somebody has to look at."""


def findings_table(
    option: Option,
    places: Collection[str] | None = None,
    verdicts: Collection[Verdict] = OPEN,
    *,
    folded: bool = False,
    with_sources: bool = True,
) -> Table:
    """Return what the rules say of places (of all, if None), worst first.

    Parameters
    ----------
    folded : bool
        Whether a rule whose inputs are missing has one row for all organisations of a kind. Their
        sentences differ by little, and there are thousands.
    with_sources : bool
        Whether each row says where its rule is from.
    """
    state = option.state
    columns: tuple[Column, ...] = (
        Column("verdict", "Verdict", Holds.STANDING),
        Column("rule", "Rule", Holds.CODE),
        Column("title", "What it asks", weight=3),
        Column("severity", "Binding as"),
        Column("code", "Code", Holds.CODE),
        Column("organisation", "Of", weight=3),
        Column("sentence", "Finding", weight=6),
        Column("source", "Source", weight=4),
        Column("confidence", "Confidence"),
    )
    if places is None:
        found = option.findings.worst_first()
    else:
        of_places = (f for place in places for f in option.findings.of(place))
        found = sorted(of_places, key=lambda f: f.order)
    wanted = [f for f in found if f.verdict in verdicts]
    together = alike(state, wanted) if folded else [[f] for f in wanted]
    rows = tuple(_finding_row(state, findings) for findings in together)
    title, empty = f"Rules as on {day(state.on)}", "Nothing is broken, accepted or not yet known."
    if not with_sources:
        columns, rows = columns[:-2], tuple(row[:-2] for row in rows)
        return Table(title, columns, rows, empty=empty)
    remarks = _letters(f.rule for f in wanted)
    if any(USUAL in f.sentence for f in wanted):
        remarks = (*remarks, USUAL_EXPLAINED)
    return Table(title, columns, rows, empty=empty, remarks=remarks)


def _letters(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Return what the letters mean that say how well the sources of rules are known."""
    used = {letter for rule in rules for letter in re.findall(r"\b[A-Z]\b", rule.confidence)}
    told = [f"{letter}, {words}" for letter, words in CONFIDENCE_WORDS.items() if letter in used]
    return (f"Confidence: {'; '.join(told)}.",) if told else ()


def alike(state: State, findings: Iterable[Finding]) -> Iterable[list[Finding]]:
    """Return findings, those together that are not yet known by the same rule and of one kind."""
    together: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        rule, place = finding.rule.id, finding.organisation
        is_open = finding.verdict is Verdict.INCOMPLETE
        key = (rule, "", state.kind(place).id) if is_open else (rule, place)
        together.setdefault(key, []).append(finding)
    return together.values()


def _finding_row(state: State, findings: Sequence[Finding]) -> Row:
    first = findings[0]
    rule, place, sentence = first.rule, first.organisation, told(first, state.pack)
    code, name = state.code(place), state.label(place)
    if len(findings) > 1:
        kind = state.kind(place)
        if any(f.sentence != first.sentence for f in findings):
            sentence = f"For example {code} {name}: {sentence}"
        code, name = "", counted(len(findings), kind.label, kind.plural)
    return (
        Cell(VERDICT_WORDS[first.verdict], first.verdict.value, sign_of(first)),
        text(rule.id),
        text(rule.title),
        text(SEVERITY_WORDS[rule.severity]),
        text(code),
        text(name),
        text(sentence),
        text(rule.source),
        text(rule.confidence),
    )


def verdicts_table(option: Option) -> Table:
    """Return how many findings there are of each severity and verdict."""
    verdicts = (Verdict.BREAKS, Verdict.WAIVED, Verdict.INCOMPLETE, Verdict.MEETS)
    columns = (
        Column("severity", "Binding as", weight=2),
        *(Column(v.value, _head(v), Holds.COUNT, adds_up=True) for v in verdicts),
    )
    counts = option.findings.summary()
    judged = [severity for severity in Severity if severity is not Severity.INFO]
    rows = tuple(
        (
            text(SEVERITY_WORDS[severity]),
            *(
                Cell(grouped(counts[severity.value][v.value]), counts[severity.value][v.value])
                for v in verdicts
            ),
        )
        for severity in judged
    )
    sums = [sum(counts[s.value][v.value] for s in judged) for v in verdicts]
    total = (text("All"), *(Cell(grouped(n), n) for n in sums))
    return Table("Findings", columns, rows, total)


def _head(verdict: Verdict) -> str:
    """Return what findings of a verdict are called where they are counted."""
    return capital(EXCEPTION[1] if verdict is Verdict.WAIVED else VERDICT_WORDS[verdict])


def rules_table(option: Option) -> Table:
    """Return the rules that were asked, in words, with their sources; the others by name only."""
    state = option.state
    columns = (
        Column("rule", "Rule", Holds.CODE),
        Column("title", "What it asks", weight=3),
        Column("severity", "Binding as"),
        Column("force", "In force", weight=2),
        Column("text", "In our words", weight=6),
        Column("source", "Source", weight=4),
        Column("confidence", "Confidence"),
    )
    rows, others = [], []
    for published in state.pack.rules:
        if not (published.in_force(state.on) and state.at_tier(Tier(published.scope))):
            others.append(f"{published.id} {published.title}")
            continue
        rule = with_limits(published, state.limits)
        span = [
            f"from {day(rule.start)}" if rule.start else "",
            f"to {day(rule.end)}" if rule.end else "",
        ]
        changed = f" Changed: {changed_text(rule, state.pack)}." if rule.changed else ""
        rows.append(
            (
                text(rule.id),
                text(rule.title),
                text(SEVERITY_WORDS[rule.severity]),
                text(" ".join(filter(None, span)) or "always"),
                text(rule.text + changed),
                text(rule.source),
                text(rule.confidence),
            )
        )
    told = f"Not asked of this plan as on {day(state.on)}: {'; '.join(others)}."
    remarks = (*_letters(state.pack.rules), *([told] if others else []))
    return Table("Rules and their sources", columns, tuple(rows), remarks=remarks)
