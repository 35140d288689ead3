"""`make bench`: how results are read, targets judged, and the page written."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from tools import bench, bench_doc, bench_picture, bench_results, bench_steps
from tools.bench_picture import Series
from tools.bench_results import Line, Results

TARGET: Line = {
    "id": "t",
    "area": "Files",
    "what": "Something",
    "product": ["b", "m", "product", 10],
    "against": ["b", "m", "peer", 10],
    "ratio_max": 0.5,
    "abs_max": 4,
    "issue": {"ratio_max": 0.9, "abs_max": 9},
}


def line(case: str, *values: float, role: str = "product") -> Line:
    return {
        **{"bench": "b", "metric": "m", "case": case, "n": 10, "role": role, "unit": "ms"},
        "median": sorted(values)[len(values) // 2],
        "values": list(values),
    }


def judged(*lines: Line, stored: Sequence[Line] = ()) -> bench_results.Verdict:
    return bench_results.judge(TARGET, Results(lines), Results(stored))


@pytest.mark.parametrize(
    ("product", "peer", "holds", "issue"),
    [(4.0, 8.0, "yes", True), (4.0, 7.9, "no", True), (4.1, 80.0, "no", True), (8, 8, "no", False)],
)
def test_both_limits_count(product: float, peer: float, holds: str, issue: bool) -> None:
    verdict = judged(line("product", product), line("peer", peer))
    assert (verdict.holds, verdict.issue) == (holds, issue)
    assert verdict.ratio == product / peer
    assert not verdict.is_stored


def test_rounds_are_pooled() -> None:
    verdict = judged(line("product", 1, 2, 3), line("product", 8, 9), line("peer", 100))
    assert verdict.product == 3


def test_a_stored_figure_stands_in_for_a_peer_and_says_so() -> None:
    verdict = judged(line("product", 1), stored=[line("peer", 10, role="peer")])
    assert (verdict.holds, verdict.peer_value, verdict.is_stored) == ("yes", 10, True)


def test_what_was_not_measured_is_not_claimed() -> None:
    assert judged(line("peer", 10)).holds == "not measured"
    assert judged(line("product", 1)).holds == "no figure of the peer"
    failed = {**line("product", 1), "error": "AttributeError: x"}
    assert judged(failed, line("peer", 10)).holds == "failed"
    assert bench_results.failures(Results([failed])) == ["b m of 10: AttributeError: x"]
    later = bench_results.judge({**TARGET, "later": True}, Results(), Results())
    assert later.holds == "not in the product yet (later issue)"


def test_probes_checks_and_noise_are_passed_over() -> None:
    results = Results([line("x", 1, role="check"), {"bench": "b", "role": "machine"}])
    assert results.figures == {}


def test_the_platform_is_part_of_what_a_start_measures() -> None:
    start = {**line("product", 1), "bench": "startup", "metric": "painted"}
    results = Results([{**start, "platform": "offscreen"}, {**start, "platform": "xcb"}])
    assert {key[1] for key in results.figures} == {"painted (offscreen)", "painted (xcb)"}


def test_every_target_is_printed_and_has_a_stored_peer() -> None:
    stored, _ = bench_results.stored_peers()
    targets = bench_results.targets()
    verdicts = [bench_results.judge(t, Results(), stored) for t in targets]
    printed = bench_results.table(verdicts)

    assert len({t["id"] for t in targets}) == len(targets) == 40
    for target, verdict in zip(targets, verdicts, strict=True):
        assert f"\n{target['id']} " in printed
        assert ("against" in target) == (verdict.peer_value is not None)
        assert target["area"] in (*bench.NAMES.values(), "Suggested clusterings")


def test_steps_ask_the_kit_for_what_the_targets_name(tmp_path: Path) -> None:
    kit = bench_steps.Kit(tmp_path, "python")
    plan = bench_steps.Plan(kit)
    words = " ".join(" ".join(s.command) for a in bench_steps.AREAS for s in plan.steps(a))
    for target in bench_results.targets():
        if "against" in target and target["against"][0] in ("layout", "interactive_web"):
            assert target["against"][2] in words or target["against"][2].startswith("c_")
    assert words.count(f"--product {bench_steps.ADAPTER}") >= 9
    assert "--sizes 10000,100000" in words


def test_a_quick_plan_is_smaller_and_needs_no_kit() -> None:
    quick = bench_steps.Plan(None, quick=True)
    full = bench_steps.Plan(None)
    for area in ("chart", "files", "export", "totals", "model"):
        few, all_ = ([s.command for s in plan.steps(area)] for plan in (quick, full))
        assert few
        assert not any("100000" in c for c in few)
        assert any("100000" in c or "1000" in c for c in all_)


def test_a_step_that_fails_gives_the_lines_it_had(tmp_path: Path) -> None:
    said: list[str] = []
    code = 'print("hello\\n{\\"a\\": 1}\\n{\\"b\\": "); raise SystemExit(4)'
    step = bench_steps.Step("try", (sys.executable, "-c", code))
    with (tmp_path / "log").open("w") as log:
        lines = bench_steps.run(step, log, said.append)
    assert lines == [{"a": 1}]
    assert len(said) == 1
    assert "exit code 4" in said[0]


def test_peers_are_stored_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "peers.json"
    stored, _ = bench_results.stored_peers()
    lines = [
        {"bench": b, "metric": m, "case": c, "n": n, "role": "peer", "median": f.median}
        for (b, m, c, n), f in stored.figures.items()
    ]
    monkeypatch.setattr(bench_results, "PEERS", kept)

    bench._keep_peers(Results(lines[1:]))
    assert not kept.exists()

    bench._keep_peers(Results(lines))
    again, when = bench_results.stored_peers()
    assert {k: f.median for k, f in again.figures.items()} == {
        k: f.median for k, f in stored.figures.items()
    }
    assert bench.machine() in when


# -- the page ----------------------------------------------------------------------------------


def page(*lines: Line) -> bench_doc.Page:
    results = Results(lines)
    verdicts = [bench_results.judge(t, results, Results()) for t in [TARGET]]
    return bench_doc.Page(verdicts, results, {"files": "today"}, "a machine", "long ago", [])


def test_what_was_written_by_hand_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_doc, "DOC", tmp_path / "performance.md")
    monkeypatch.setattr(bench_doc, "PICTURE", tmp_path / "growth.svg")
    bench_doc.write(page(line("product", 9), line("peer", 10)))
    first = bench_doc.DOC.read_text(encoding="utf-8")
    by_hand = first.replace(bench_doc.by_hand(), "Because of *this*.\n\n- and that")
    bench_doc.DOC.write_text(by_hand, encoding="utf-8")

    bench_doc.write(page(line("product", 1), line("peer", 10)))
    second = bench_doc.DOC.read_text(encoding="utf-8")

    assert "**no**" in first
    assert "**no**" not in second
    assert "\n\nBecause of *this*.\n\n- and that\n\n" in second
    bench_doc.write(page(line("product", 1), line("peer", 10)))
    assert bench_doc.DOC.read_text(encoding="utf-8") == second


def test_the_page_shows_growth() -> None:
    lines = [
        {**line("product", cost), "bench": "layout", "metric": "layout", "n": n}
        for n, cost in ((152, 1.0), (1_000, 2.0), (10_000, 4.0), (100_000, 658.0))
    ]
    text = bench_doc.text(page(*lines), "", has_picture=True)
    assert "| Tidy layout | 1 | 2 | 4 | 658 | N^1.00 |" in text
    assert "](pictures/growth.svg)" in text


def test_the_picture_is_xml_with_a_label_for_each_line() -> None:
    series = [
        Series("one & all", [(152, 0.02), (100_000, 0.02)]),
        Series("another", [(152, 1.0), (1_000, 3.0), (100_000, 700.0)]),
    ]
    root = ET.fromstring(bench_picture.growth(series))
    texts = {element.text for element in root.iter() if element.tag.endswith("text")}
    assert {"one & all", "another", "organisations", "milliseconds", "100,000"} <= texts
    assert {"0.01", "0.1", "1", "10", "100", "1,000"} <= texts


def test_labels_of_the_picture_do_not_overlap() -> None:
    series = [Series(str(i), [(152, 1.0), (1_000, 2.0 + i / 100)]) for i in range(4)]
    root = ET.fromstring(bench_picture.growth(series))
    at = [
        float(element.attrib["y"])
        for element in root.iter()
        if element.tag.endswith("text") and element.text in "0123"
    ]
    heights = sorted(at)
    assert all(b - a >= 15 for a, b in pairwise(heights))
