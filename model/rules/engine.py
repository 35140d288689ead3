"""All findings of one option, kept up to date: only what an edit can reach is checked again.

An organisation is checked when somebody first asks about it, so that a large plan is on screen
before the last of its rules has been looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from model.events import Touched
from model.pack import Tier
from model.records import altered
from model.rules.checks import VOCABULARY, Test, compile_rule
from model.rules.limits import with_limits
from model.rules.rule import WAIVABLE, Finding, Rule, Severity, Verdict, Waiver
from model.rules.standing import Standing, is_judged, sign_of, standing_of, tally_of
from model.rules.tallies import ABOVE_UNITS, Tallies, Tried
from model.state import State
from model.texts import read_day
from model.wording import day

Found = dict[str, Finding]
"""Findings of one organisation by rule id."""
Asked = tuple[Rule, Test]
"""A rule with the test that asks it."""


class Findings:
    """The result of every rule for every organisation it is asked of.

    Raises
    ------
    RuleError
        If a rule's data do not fit its check.
    """

    def __init__(self, state: State, rules: Iterable[Rule]) -> None:
        self._state = state
        self._rules = tuple(rules)
        self._compiled: dict[str, Asked] = {}
        self._read_rules()
        self._found: dict[str, Found] = {}
        self._is_complete = False
        self._tallies = Tallies(state, self._each)

    def _read_rules(self) -> None:
        """Have the tests ask for what the limits and the rules in force are now."""
        state = self._state
        self._limits, self._on = state.limits, state.on
        self._tests: dict[Tier, list[Asked]] = {tier: [] for tier in Tier}
        # Rules asked of a unit whose answer depends on the other members of its group.
        self._of_members: list[Asked] = []
        # Of these, rules that read how many they are.
        self._of_size: list[Asked] = []
        # Rules whose answer may name people, who may have posts anywhere.
        self._of_people: list[Asked] = []
        # Worst first among findings of one verdict, so that only verdicts need be put in order.
        for published in sorted(self._rules, key=lambda r: (r.severity.rank, r.id)):
            rule = with_limits(published, self._limits)
            asked = self._compiled.get(rule.id)
            if asked is None or asked[0] != rule:
                asked = self._compiled[rule.id] = (rule, compile_rule(rule, state.pack))
            check = VOCABULARY[rule.check]
            if not rule.in_force(self._on):
                self._tests[Tier(rule.scope)].append((rule, _out_of_force(rule)))
                continue
            self._tests[Tier(rule.scope)].append(asked)
            if rule.scope == Tier.UNIT and check.reads_group:
                self._of_members.append(asked)
                if check.reads_size:
                    self._of_size.append(asked)
            if check.reads_people:
                self._of_people.append(asked)

    def over(self, state: State) -> Findings:
        """Return the findings of another state that was made by the same changes.

        What was worked out for this one need not be worked out again.
        """
        twin = Findings(state, self._rules)
        twin._found, twin._is_complete = dict(self._found), self._is_complete
        twin._tallies = self._tallies.over(state, twin._each)
        return twin

    # -- reading ---------------------------------------------------------------------------

    def __iter__(self) -> Iterator[Finding]:
        """Iterate over all findings, in no particular order."""
        self._complete()
        for found in self._found.values():
            yield from found.values()

    def of(self, organisation: str) -> tuple[Finding, ...]:
        """Return an organisation's findings, worst first."""
        return worst_first(self._of(organisation))

    def _of(self, organisation: str) -> Found:
        found = self._found.get(organisation)
        if found is None:
            tests = self._tests_of(organisation)
            if not tests:
                return {}
            found = self._found[organisation] = self._ask(organisation, tests)
        return found

    def _each(self, organisation: str) -> Iterable[Finding]:
        """Return an organisation's findings in no particular order."""
        return self._of(organisation).values()

    def standing(self, organisation: str) -> Standing:
        """Return how an organisation stands with all below it: the worst of both is its sign."""
        tallies = self._tallies
        return standing_of(tallies.whole(organisation), tallies.own(organisation))

    def standing_together(self, organisations: Iterable[str]) -> Standing:
        """Return how some organisations stand together, with all below each."""
        tallies = [self._tallies.whole(organisation) for organisation in organisations]
        return standing_of([sum(numbers) for numbers in zip(*tallies, strict=True)] or tally_of(()))

    def own_standing(self, organisation: str) -> Standing:
        """Return how an organisation stands by its own findings alone."""
        return standing_of(self._tallies.own(organisation))

    def judged_below(self, organisation: str) -> list[Finding]:
        """Return what breaks or is an accepted exception below an organisation, worst first."""
        found: list[Finding] = []
        waiting = self._state.children(organisation)
        while waiting:
            at = waiting.pop()
            whole, own = self._tallies.whole(at), self._tallies.own(at)
            if is_judged(whole):
                if is_judged(own):
                    found += (f for f in self._each(at) if f.verdict in _JUDGED)
                waiting += self._state.children(at)
        return sorted(found, key=lambda f: f.order)

    @property
    def state(self) -> State:
        """What the rules are asked about."""
        return self._state

    def one(self, organisation: str, rule: str) -> Finding | None:
        """Return what one rule says of an organisation, None if it is not asked of it."""
        if organisation not in self._found:
            self.of(organisation)
        return self._found.get(organisation, {}).get(rule)

    def ask(self, organisation: str, rule: str) -> Finding | None:
        """Return what one rule says of an organisation as the state is now; nothing is kept.

        None if the rule is not asked of it.
        """
        tests = [asked for asked in self._tests_of(organisation) if asked[0].id == rule]
        return self._ask(organisation, tests).get(rule)

    def _complete(self) -> None:
        if not self._is_complete:
            self._found = {**self._evaluate_all(), **self._found}
            self._is_complete = True

    def _tests_of(self, organisation: str) -> list[Asked]:
        """Return what is asked of an organisation; nothing of one that is gone."""
        state = self._state
        if state.limits is not self._limits or state.on != self._on:
            self._read_rules()
        return self._tests[state.tier(organisation)] if organisation in state else []

    def worst_first(self) -> list[Finding]:
        """Return all findings, worst first."""
        return sorted(self, key=lambda f: f.order)

    def problems(self) -> list[Finding]:
        """Return the findings that break, are accepted exceptions or not yet known."""
        open_ones = (Verdict.BREAKS, Verdict.WAIVED, Verdict.INCOMPLETE)
        return [f for f in self.worst_first() if f.verdict in open_ones]

    def summary(self) -> dict[str, dict[str, int]]:
        """Return the number of findings by severity and verdict, both in their fixed order."""
        counts = Counter((f.rule.severity, f.verdict) for f in self)
        return {
            severity.value: {verdict.value: counts[severity, verdict] for verdict in Verdict}
            for severity in Severity
        }

    # -- keeping up ------------------------------------------------------------------------

    def evaluate(self, touched: Touched) -> dict[str, Found]:
        """Return the findings that an edit can have altered, by the state as it is now.

        All findings of every organisation that has some which were worked out anew are in the
        result; `update` stores them.
        """
        if touched.everything:
            return self._evaluate_all()
        return {o: self._anew(o, asked) for o, asked in self.stale(touched).items()}

    def _anew(self, organisation: str, asked: Sequence[Asked]) -> Found:
        found = self._ask(organisation, asked)
        if len(found) == len(self._tests_of(organisation)):
            return found  # whatever there was may be of another organisation that had its id
        return {**self._found.get(organisation, {}), **found}

    def stale(self, touched: Touched) -> dict[str, Sequence[Asked]]:
        """Return what has to be asked anew after an edit: the rules, for each organisation."""
        state = self._state
        if touched.everything:
            self._read_rules()
            return {o: tests for tier, tests in self._tests.items() for o in state.at_tier(tier)}
        stale: dict[str, Sequence[Asked]] = {}
        if touched.people and self._of_people:
            for organisation in self._namers(touched.people) - touched.units - touched.groups:
                if organisation in self._found:
                    tests = [t for t in self._of_people if t in self._tests_of(organisation)]
                    stale[organisation] = tests
        if self._of_members:
            as_before = self._as_before(touched)
            for group in touched.groups:
                asked = self._of_size if group in as_before else self._of_members
                for unit in state.members(group) if group in state and asked else ():
                    stale[unit] = asked if unit in self._found else self._tests[Tier.UNIT]
        for organisation in self._reached(touched):
            if organisation in state:
                stale[organisation] = self._tests_of(organisation)
        return stale

    def ask_anew(self, organisation: str, asked: Sequence[Asked]) -> None:
        """Ask some rules of an organisation anew."""
        old = self._found.get(organisation, {})
        new = self._found[organisation] = self._anew(organisation, asked)
        # In most strokes few of all that are asked anew come out another way.
        pairs = ((old.get(rule.id), new[rule.id]) for rule, _ in asked)
        if len(old) != len(new) or any(a is None or sign_of(a) is not sign_of(b) for a, b in pairs):
            self._tallies.put_off(organisation)

    def follow(self, touched: Touched) -> None:
        """Take it that organisations hang elsewhere, before rules are asked anew (`ask_anew`)."""
        self._tallies.follow(touched)

    def _as_before(self, touched: Touched) -> set[str]:
        """Return groups of which only who is in them differs, while all posts are as usual.

        A unit's seats depend on the other members only where somebody has set something on posts:
        just what reads their number (`Check.reads_size`) has to be asked of them again.
        """
        state = self._state
        if touched.edited or touched.created or touched.removed:
            return set()
        if not all(state.has_usual_posts(unit) for unit in touched.units if unit in state):
            return set()
        return {g for g in touched.groups if g in state and state.has_usual_team(g)}

    def _reached(self, touched: Touched) -> set[str]:
        """Return the organisations of which an edit asks every rule anew."""
        state = self._state
        reached = {state.root} | touched.regions | touched.groups | touched.units
        if self._tests[Tier.SUCCESSOR]:
            reached |= touched.successors
            for place in touched.groups | touched.units:
                reached.update(state.serving(place) if place in state else ())
        return reached

    def update(self, touched: Touched) -> tuple[frozenset[str], frozenset[str]]:
        """Check again what an edit can have reached; return whose findings and standings differ.

        Findings that nobody has asked about yet count as differing. A standing that differs may
        be in the result although it reads the same.
        """
        changed: set[str] = set()
        for organisation in touched.removed:
            if self._found.pop(organisation, None) or not self._is_complete:
                changed.add(organisation)
        for organisation, new in self.evaluate(touched).items():
            if new != self._found.get(organisation, {}):
                self._found[organisation] = new
                changed.add(organisation)
        self._is_complete = self._is_complete or touched.everything
        if touched.everything:
            return frozenset(changed), frozenset(self._tallies.forget())
        restated = self._tallies.follow(touched)
        for organisation in changed:
            restated |= self._tallies.recount(organisation)
        return frozenset(changed), frozenset(restated)

    def tried(self, touched: Touched, found: Mapping[str, Found]) -> Tried:
        """Return what a change does to standings that is being tried, with what it is found.

        To be asked while it is tried; `would_stand` says afterwards what comes of it.
        """
        state = self._state
        hung = touched.moved | touched.created
        reached = {d for o in hung for d in state.below(o, include=True)} if hung else set()
        reached |= found.keys() | touched.removed
        own = {o: tally_of(new.values()) for o, new in found.items()}
        above = {o: (o, *state.ancestors(o)) if o in state else () for o in reached}
        return Tried(own, above)

    def would_stand(
        self, tried: Tried, places: Iterable[str]
    ) -> dict[str, tuple[Standing | None, Standing | None]]:
        """Return how places stand, and would stand after a change that was tried and taken back.

        Also others above units that have something below them which it reaches: findings may name
        people, who may have posts anywhere. None where a place is not there.
        """
        state = self._state
        own, whole = self._tallies.would(tried)
        result: dict[str, tuple[Standing | None, Standing | None]] = {}
        above = (p for p in whole if p in state and state.tier(p) in ABOVE_UNITS)
        for place in sorted({*places, *above}):
            old = self.standing(place) if place in state else None
            is_gone = place in tried.above and not tried.above[place]
            new = None if is_gone else old
            if not is_gone and place in whole:
                new = standing_of(whole[place], own.get(place) or self._tallies.own(place))
            result[place] = (old, new)
        return result

    def _namers(self, people: Iterable[str]) -> set[str]:
        """Return the organisations with a post that one of those people is named in."""
        posts = {post for name in people for post in self._state.posts_held(name)}
        reached = {organisation for organisation, _, _ in posts if organisation in self._state}
        return reached | {g for o in reached if (g := self._state.group_of(o)) is not None}

    def _evaluate_all(self) -> dict[str, Found]:
        state = self._state
        self._read_rules()
        asked = [tier for tier, tests in self._tests.items() if tests]
        return {o: self._ask(o, self._tests[tier]) for tier in asked for o in state.at_tier(tier)}

    def _ask(self, organisation: str, tests: Sequence[Asked]) -> Found:
        state = self._state
        found = {rule.id: test(state, organisation) for rule, test in tests}
        if state.has_waivers:
            for rule, finding in found.items():
                waiver = state.waiver(organisation, rule)
                # What is not in force is nothing to accept.
                if waiver is not None and finding.rule.in_force(state.on):
                    found[rule] = _waived(finding, waiver)
        return found


_JUDGED = (Verdict.BREAKS, Verdict.WAIVED)


def _waived(finding: Finding, waiver: Waiver) -> Finding:
    """Return a finding as it is once somebody has accepted it; only what is outside a rule is."""
    is_outside = finding.verdict is Verdict.BREAKS and finding.rule.severity in WAIVABLE
    if not (is_outside or finding.exception):
        return finding
    text = f"{finding.sentence} Accepted by {waiver.who} on {day(read_day(waiver.on))}: "
    text += waiver.reason if waiver.reason.endswith((".", "!", "?")) else f"{waiver.reason}."
    return altered(finding, verdict=Verdict.WAIVED, sentence=text, waiver=waiver)


def _out_of_force(rule: Rule) -> Test:
    """Return the test of a rule that is not in force."""
    start = f"from {day(rule.start)}" if rule.start else ""
    end = f"to {day(rule.end)}" if rule.end else ""
    sentence = f"In force only {' '.join(filter(None, (start, end)))}."

    def test(state: State, organisation: str) -> Finding:
        return Finding(rule, organisation, Verdict.NOT_APPLICABLE, sentence)

    return test


def worst_first(found: Found) -> tuple[Finding, ...]:
    """Return one organisation's findings, worst first: those of one verdict are in order."""
    return tuple(sorted(found.values(), key=_by_verdict))


def _by_verdict(finding: Finding) -> int:
    return finding.verdict.rank
