"""Write `docs/rules.md`: every rule of the pack pct-2011, from its `rules.toml`.

    python -m tools.make_rules_doc

What a check asks is taken from the table of checks in `docs/packs.md`, so that it is explained in
one place. `tests/packs/test_rules_doc.py` holds the page against the pack.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from db.packs import read_pack
from model.pack import Pack, Tier
from model.rules.limits import limit_label, limit_unit, limit_words
from model.rules.rule import Rule
from model.rules.standing import CONFIDENCE_WORDS
from model.wording import counted, day, grouped, per_cent
from ui.panels.why import HOW_BINDING, how_binding

ROOT = Path(__file__).resolve().parents[1]
PACK = ROOT / "resources" / "packs" / "pct-2011"
PAGE = ROOT / "docs" / "rules.md"
PACKS_PAGE = ROOT / "docs" / "packs.md"


def explanations() -> dict[str, str]:
    """Return what each check asks, from the table in `docs/packs.md`."""
    text = PACKS_PAGE.read_text(encoding="utf-8")
    table = text.partition("### Checks")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([\w-]+)` \|[^|]*\|[^|]*\| (.*) \|$", table, re.MULTILINE)
    return dict(rows)


def page() -> str:
    """Return the page."""
    pack = read_pack(PACK)
    checks = explanations()
    lines = [
        "# The rules of pct-2011",
        "",
        "Written by `python -m tools.make_rules_doc` from `resources/packs/pct-2011/rules.toml`: "
        "change that file, not this page.",
        "",
        *_legend(),
        "## At a glance",
        "",
        "| Rule | Title | Asked of | Severity | Confidence | In force |",
        "|---|---|---|---|---|---|",
        *(_line(rule, pack) for rule in pack.rules),
        "",
        "## One by one",
        "",
    ]
    for rule in pack.rules:
        lines += _section(rule, pack, checks[rule.check])
    return "\n".join(lines) + "\n"


def _legend() -> Iterator[str]:
    yield "| Severity | How binding |"
    yield "|---|---|"
    for severity, text in HOW_BINDING.items():
        yield f"| {severity} | {text} |"
    yield ""
    yield "| Confidence | How the source is known |"
    yield "|---|---|"
    for letter, text in CONFIDENCE_WORDS.items():
        yield f"| {letter} | {text} |"
    yield ""
    yield (
        "A finding *meets* or *breaks* its rule, is *not yet known* while a figure or an answer is "
        "missing, an *accepted exception* where it is on record or was accepted by a user (from "
        "guidance and norms only), or *not applicable*: out of force on the plan's date, or "
        "information. A limit that a user has set is shown as changed wherever its rule is."
    )
    yield ""


def _line(rule: Rule, pack: Pack) -> str:
    link = f"[{rule.id}](#{_anchor(rule)})"
    cells = (link, rule.title, _asked_of(rule, pack), rule.severity, rule.confidence, _span(rule))
    return f"| {' | '.join(cells)} |"


def _anchor(rule: Rule) -> str:
    """Return the anchor that a Markdown reader gives the rule's heading."""
    return re.sub(r"[^\w\- ]", "", f"{rule.id} {rule.title}".lower()).replace(" ", "-")


def _asked_of(rule: Rule, pack: Pack) -> str:
    if rule.scope == Tier.ROOT:
        return f"the {pack.kind_at(Tier.ROOT).label}"
    return f"each {pack.kind_at(Tier(rule.scope)).label}"


def _span(rule: Rule) -> str:
    start = f"from {day(rule.start)}" if rule.start else ""
    end = f"to {day(rule.end)}" if rule.end else ""
    return " ".join(filter(None, (start, end))) or "always"


def _section(rule: Rule, pack: Pack, explanation: str) -> Iterator[str]:
    yield f"### {rule.id} {rule.title}"
    yield ""
    yield rule.text
    yield ""
    yield "| | |"
    yield "|---|---|"
    yield f"| Asked of | {_asked_of(rule, pack)} |"
    yield f"| Severity | {rule.severity}: {how_binding(rule)} |"
    yield f"| In force | {_span(rule)} |"
    yield f"| How it is worked out | {explanation} (check `{rule.check}`) |"
    given = "; ".join(_param(rule, key, pack) for key in rule.params if key not in rule.adjustable)
    if given:
        yield f"| With | {given} |"
    if rule.items:
        yield f"| Asks you | {'; '.join(_items(rule, pack))} |"
    if rule.adjustable:
        yield f"| You can set | {'; '.join(_limit(rule, key, pack) for key in rule.adjustable)} |"
    if rule.advice:
        yield f"| What helps | {rule.advice} |"
    yield f"| Source | {rule.source} |"
    yield f"| Confidence | {rule.confidence} |"
    yield ""


def _items(rule: Rule, pack: Pack) -> Iterator[str]:
    for item in rule.items:
        of = f" (each {pack.kind_at(Tier(item.of)).label})" if item.of != rule.scope else ""
        yield f"{item.label}{of}: {'a text' if item.is_text else 'yes or no'}"


def _limit(rule: Rule, key: str, pack: Pack) -> str:
    unit = limit_unit(rule, key, pack)
    of = f" {unit}" if unit not in ("", "date", "pounds", "yes or no") else ""
    return f"{limit_label(key)}: {limit_words(rule, key, pack)}{of}"


def _param(rule: Rule, key: str, pack: Pack) -> str:
    return f"{limit_label(key)}: {_value(rule.params[key], pack)}"


def _value(value: object, pack: Pack) -> str:
    """Return a value of a rule's data as people read it: what is named, by its label."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return grouped(value)
        case datetime.date():
            return day(value)
        case str():
            return _named(value, pack)
        case {"by": by, "cut": int(cut), "of": int(of)}:
            return f"{per_cent(cut * 10_000 // of)} by {_value(by, pack)}"
        case Mapping():
            return ", ".join(_value(inner, pack) for inner in value.values())
        case list() | tuple():
            return ", ".join(_value(inner, pack) for inner in value)
    raise TypeError(f"no words for {value!r}")


def _named(value: str, pack: Pack) -> str:
    for measure in pack.measures:
        if measure.id == value:
            return measure.label
    for role in pack.roles:
        if role.id == value:
            return role.title
    for fact in pack.facts:
        if fact.id == value:
            return fact.label
    organisations = pack.organisations
    if value in organisations.ids:
        return organisations.names[organisations.ids.index(value)]
    return value.rstrip(".")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {counted(len(read_pack(PACK).rules), 'rule', 'rules')}")


if __name__ == "__main__":
    main()
