"""Nobody is said to require what nobody is known to have required."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from model.changes import OptionField, SetOption
from model.pack import Pack
from model.rules.rule import Rule, Severity
from tests.england import installed_pack
from tests.packs.examples import FOLDER, do, start
from ui.panels.why import why

ROOT = FOLDER.parents[2]
PROSE = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *FOLDER.parent.glob("*/*.md")])

_WHO = (
    r"(?:DH|DoH|Department(?: of Health)?|SHAs?(?!-256)|[Gg]uidance|Operating Framework|Parliament)"
)
_VERB = r"(?:requir\w+|must|demand\w*|instruct\w*|order\w*|insist\w*|oblig\w+|mandat\w+|compel\w*)"
CLAIM = re.compile(rf"\b{_WHO}\b[^.;]*\b{_VERB}\b|\b{_VERB}\b[^.;]*\b{_WHO}\b")
"""An authority and a word of command in one sentence, in either order."""


def may_claim(rule: Rule) -> bool:
    """Whether a rule's evidence and severity bear the words "DH requires"."""
    letters = set(re.findall(r"\b[A-Z]\b", rule.confidence))
    binding = (Severity.LAW, Severity.MUST, Severity.SHOULD)
    return bool(letters) and letters <= set("RQS") and rule.severity in binding


@pytest.mark.parametrize(
    "text",
    [
        "DH requires each cluster to have one chief executive.",
        "Clusters are required by DH to be in place.",
        "A cluster must, says the guidance, have a million people.",
        "The SHA insists on it.",
    ],
)
def test_a_claim_is_known_for_one(text: str) -> None:
    assert CLAIM.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "No official minimum was found.",
        "DH left the split to SHAs and PCTs. What is required of each is not known.",
        "Nobody asked for that split: it is shown to compare with.",
    ],
)
def test_what_claims_nothing_is_not(text: str) -> None:
    assert CLAIM.search(text) is None


def test_only_what_is_known_to_be_required_is_said_to_be(pack: Pack) -> None:
    claims = {
        rule.id
        for rule in pack.rules
        if CLAIM.search(" | ".join((rule.title, rule.text, rule.advice)))
    }
    allowed = {rule.id for rule in pack.rules if may_claim(rule)}
    assert claims - allowed == set()
    assert 0 < len(allowed) < len(pack.rules)


@pytest.mark.parametrize("ready", ["june-2011", "blank", "alone"])
@pytest.mark.parametrize("on", ["2010-05-01", "2010-12-01", "2011-06-01", "2011-11-01"])
def test_no_sentence_says_more_than_its_rule_may(pack: Pack, ready: str, on: str) -> None:
    option = start(pack, ready)
    do(option, SetOption(OptionField.ON, on))
    said = {f.rule.id for f in option.findings if CLAIM.search(f.sentence)}
    assert said <= {rule.id for rule in pack.rules if may_claim(rule)}


def test_information_is_never_judged(pack: Pack) -> None:
    for ready in ("june-2011", "blank", "alone"):
        found = [f for f in start(pack, ready).findings if f.rule.severity is Severity.INFO]
        assert {f.verdict.value for f in found} == {"not applicable"}


def test_the_reasons_that_the_window_gives_say_no_more_than_they_may(pack: Pack) -> None:
    """But for who said so: a source may say what its author pleased."""
    said = {
        rule.id: [text for text, _ in why(rule, pack) if not text.startswith("Source: ")]
        for rule in pack.rules
    }
    claims = {rule for rule, texts in said.items() if any(map(CLAIM.search, texts))}
    assert claims <= {rule.id for rule in pack.rules if may_claim(rule)}
    binding = [text for text in said["DH-04"] if text.startswith("How binding")]
    assert binding == [
        "How binding: an instruction, as far as can be inferred; in force to 31 March 2013."
    ]


@pytest.mark.parametrize("name", ["pct-2011", "pct-2011-practices"])
def test_what_a_pack_says_besides_its_rules_claims_nothing(name: str) -> None:
    pack = installed_pack(name)
    texts = [pack.summary, *(m.explanation for m in pack.measures)]
    texts += [text for g in pack.governances for text in (g.label, g.text)]
    texts += [text for s in pack.structures for text in (s.label, s.text, s.notice)]
    texts += [option.summary for option in pack.options]
    assert [text for text in texts if CLAIM.search(text)] == []


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_what_is_written_about_the_program_claims_nothing(path: Path, pack: Pack) -> None:
    """In the list of rules those may that bear it; "must" in a table there is a severity."""
    bearing = [rule.id for rule in pack.rules if may_claim(rule)]
    for section in re.split(r"^#+ ", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
        if section.split(" ", 1)[0] not in bearing:
            lines = [line for line in section.splitlines() if "| must |" not in line]
            assert [line for line in lines if CLAIM.search(line)] == []
