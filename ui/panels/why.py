"""What stands behind a rule: its words, what helps, how binding it is, and who says so."""

from __future__ import annotations

import re

from model.pack import Pack
from model.rules.limits import changed_text
from model.rules.rule import Rule, Severity
from model.rules.standing import CONFIDENCE_WORDS
from model.wording import CHANGED, capital, day
from ui.panels.parts import Ink, Span

HOW_BINDING = {
    Severity.LAW: "law",
    Severity.MUST: "an instruction",
    Severity.SHOULD: "guidance, not binding",
    Severity.NORM: "a norm for planning, nobody's instruction",
    Severity.INFO: "information, never judged",
}

BINDING = (
    "No exception from a law or an instruction can be accepted: only from guidance and norms. "
    "The plan must change, or what was entered."
)
"""Why a finding can't be accepted."""

INFERRED = "I"
"""The confidence of what nobody is known to have said."""

_LETTER = re.compile(r"([A-Z])(?: \(([^()]*)\))?")


def how_binding(rule: Rule) -> str:
    """Return how binding a rule is, and whether that is no more than inferred."""
    binds = HOW_BINDING[rule.severity]
    if rule.confidence == INFERRED and rule.severity in (Severity.LAW, Severity.MUST):
        return f"{binds}, as far as can be inferred"
    return binds


def confidence(code: str) -> str:
    """Return how well a rule's source is known, with the meaning of each letter."""
    parts = [_LETTER.fullmatch(part.strip()) for part in code.split(",")]
    meanings = []
    for part in parts:
        if part is None or part[1] not in CONFIDENCE_WORDS:
            return code
        meanings.append(f"{CONFIDENCE_WORDS[part[1]]}{f' ({part[2]})' if part[2] else ''}")
    return f"{code} – {'; '.join(meanings)}"


def why(rule: Rule, pack: Pack) -> tuple[Span, ...]:
    """Return what stands behind a rule, paragraph by paragraph."""
    spans: list[Span] = [(rule.title, Ink.STRONG), (rule.text, Ink.PLAIN)]
    if rule.changed:
        spans.append((f"{capital(CHANGED)}: {changed_text(rule, pack)}.", Ink.STRONG))
    if rule.advice:
        spans.append((f"What helps: {rule.advice}", Ink.PLAIN))
    start = f"from {day(rule.start)}" if rule.start else ""
    end = f"to {day(rule.end)}" if rule.end else ""
    span = " ".join(filter(None, (start, end)))
    binding = f"How binding: {how_binding(rule)}"
    spans.append((f"{binding}; in force {span}." if span else f"{binding}.", Ink.QUIET))
    spans.append((f"Source: {rule.source}", Ink.QUIET))
    spans.append((f"Confidence: {confidence(rule.confidence)}", Ink.QUIET))
    return tuple(spans)
