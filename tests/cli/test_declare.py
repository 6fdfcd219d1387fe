from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ROOT, Command
from tests.insight.comparison.folders import folder, frame, result

ROWS = [result("a", "5", "2"), result("b", "4", "1")]
BY = ("--by", "区委", "--lang", "en")
OBJECTION = (*BY, "--on", "2025-01-05", "--window", "2025-01-06..2025-01-10")
FINAL = (*BY, "--on", "2025-01-11")
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a folder of results."""

    def make(name: str, rows: list[dict[str, object]] | None = None, **said: object) -> Path:
        return folder(tmp_path / name, frame(ROWS if rows is None else rows), None, **said)

    return make


def summary_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((path / "summary.json").read_text(encoding="utf-8"))
    return found


def told(starcheck: Command, *arguments: object) -> list[str]:
    """What stands against a declaration, without the places; nothing is written then."""
    said = starcheck("declare", *arguments)
    assert (said.code, said.out) == (1, "")
    return [line.split(": ", maxsplit=1)[1] for line in said.err.splitlines()]


def test_results_stand_open_to_objection_before_they_are_final(make: Make, starcheck: Command) -> None:
    results = make("results")
    before = summary_of(results)
    opened = starcheck("declare", results, "objection", *OBJECTION)
    assert (opened.code, opened.err) == (0, "")
    assert "open to objection, 2025-01-06 to 2025-01-10; declared by 区委 on 2025-01-05." in " ".join(
        opened.out.split()
    )
    final = starcheck("declare", results, "final", *FINAL)
    assert (final.code, final.err) == (0, "")
    after = summary_of(results)
    digest = before["files"]["results.parquet"]["sha256"]
    window = {"start": "2025-01-06", "end": "2025-01-10"}
    declarations = [
        {"state": "objection", "on": "2025-01-05", "by": "区委", "results": digest, "window": window},
        {
            "state": "final", "on": "2025-01-11", "by": "区委", "results": digest,
            "after": {"results": digest, "window": window, "changed": 0, "gone": 0},
        },
    ]  # fmt: skip
    assert after == before | {"state": "final", "declarations": declarations}


def test_it_speaks_chinese(make: Make, starcheck: Command) -> None:
    said = starcheck("declare", make("r"), "objection", *OBJECTION, "--lang", "zh")
    assert "公示中，2025-01-06至2025-01-10；区委2025-01-05宣布。" in "".join(said.out.split())


def test_final_results_may_differ_from_those_that_were_open(make: Make, starcheck: Command) -> None:
    opened = make("opened", [*ROWS, result("c")])
    starcheck("declare", opened, "objection", *OBJECTION)
    other = make("other", [result("a", "6", "2"), result("b", "4", "1")])
    said = starcheck("declare", other, "final", *FINAL, "--after", opened)
    assert said.code == 0
    assert [line.split(": ", maxsplit=2)[2] for line in said.err.splitlines()] == [
        "No longer there: c.",
        "Branches with another result than was open to objection: 1. “starcheck compare” says what.",
    ]
    (final,) = summary_of(other)["declarations"]
    assert (final["after"]["changed"], final["after"]["gone"]) == (1, 1)
    assert final["after"]["results"] == summary_of(opened)["files"]["results.parquet"]["sha256"]


def test_results_that_were_never_open_do_not_become_final(make: Make, starcheck: Command) -> None:
    results, other = make("results"), make("other")
    held = summary_of(results)
    (alone,) = told(starcheck, results, "final", *FINAL)
    assert alone == (
        "These results were never open to objection. "
        "Declare objection first; or name with --after the results of which it was declared."
    )
    assert told(starcheck, results, "final", *FINAL, "--after", other) == [
        f"The results in {other} are not open to objection. Name the folder of which that was declared."
    ]
    assert summary_of(results) == held


@pytest.mark.parametrize("day", ["2025-01-06", "2025-01-10"])
def test_results_are_not_final_while_somebody_may_object(day: str, make: Make, starcheck: Command) -> None:
    results = make("results")
    starcheck("declare", results, "objection", *OBJECTION)
    assert told(starcheck, results, "final", *BY, "--on", day) == [
        "Objections are possible until 2025-01-10. Declare it on a later day."
    ]


def test_final_results_are_of_the_same_rules_period_and_branches(make: Make, starcheck: Command) -> None:
    opened = make("opened")
    starcheck("declare", opened, "objection", *OBJECTION)
    rows = [*ROWS, *(result(each) for each in "cdefgh")]
    said = {
        "ruleset": {"id": "own", "edition": "2", "digest": "s"},
        "period": {"start": "2024-01-01", "end": "2024-06-30"},
        "as_of": "2024-06-30",
    }
    other = make("other", rows, **said)
    assert told(starcheck, other, "final", *FINAL, "--after", opened) == [
        f"{message} Let them be open to objection first."
        for message in (
            "The results that were open to objection were judged by another rule set: own@1 r.",
            "The results that were open to objection are of another period: 2024.",
            "Nobody could object to the results of: c, d, e, f, g, ….",
        )
    ]


def test_what_is_final_stays_so(make: Make, starcheck: Command) -> None:
    results = make("results")
    starcheck("declare", results, "objection", *OBJECTION)
    starcheck("declare", results, "final", *FINAL)
    later = ("--on", "2025-02-01", "--window", "2025-02-01..2025-02-05")
    (only,) = told(starcheck, results, "objection", *BY, *later)
    assert only == (
        "These results are final since 2025-01-11. "
        "Judge anew into another folder; “starcheck compare” says what is otherwise."
    )


def test_a_window_may_be_declared_anew_or_withdrawn(make: Make, starcheck: Command) -> None:
    results = make("results")
    starcheck("declare", results, "objection", *OBJECTION)
    longer = ("--on", "2025-01-08", "--window", "2025-01-08..2025-01-17")
    assert starcheck("declare", results, "objection", *BY, *longer).code == 0
    assert told(starcheck, results, "final", *FINAL) == [
        "Objections are possible until 2025-01-17. Declare it on a later day."
    ]
    assert starcheck("declare", results, "provisional", *BY, "--on", "2025-01-20").code == 0
    found = summary_of(results)
    assert found["state"] == "provisional"
    assert [each["state"] for each in found["declarations"]] == ["objection", "objection", "provisional"]


def test_everything_that_is_wrong_is_told_at_once(make: Make, starcheck: Command) -> None:
    results = make("results")
    wrong = ("--by", " ", "--on", "2024-12-01", "--window", "2024-11-01..2024-11-05", "--lang", "en")
    assert told(starcheck, results, "objection", *wrong, "--after", results) == [
        "It is not said who declares it. Name who does with --by.",
        "The results are as of 2024-12-31; nobody knew them on 2024-12-01. Name the day of the declaration with --on.",
        "The days for objections begin on 2024-11-01, before 2024-12-01, when they are declared.",
        "Only final results come after others. Leave out --after.",
    ]
    assert told(starcheck, results, "provisional", *FINAL, "--window", "2025-01-06..2025-01-10") == [
        "These results are provisional as they are.",
        "Only results that are open to objection have a window. Leave out --window.",
    ]
    assert told(starcheck, results, "objection", *FINAL) == [
        "The days for objections are missing. Name them with --window, as 2025-01-06..2025-01-10."
    ]


def test_days_do_not_run_backwards(make: Make, starcheck: Command) -> None:
    results = make("results")
    starcheck("declare", results, "objection", *OBJECTION)
    assert told(starcheck, results, "provisional", *BY, "--on", "2025-01-04") == [
        "Something was declared of them on 2025-01-05, which is after 2025-01-04."
    ]


def test_what_deserves_a_look_is_told_and_does_not_stop_it(make: Make, starcheck: Command) -> None:
    period = {"start": "2024-07-01", "end": "2025-06-30"}
    rows = [result("a", "5", "2", level_low="1"), result("b", "4", "1")]
    said = starcheck("declare", make("r", rows, period=period, left_out={"ledgers": 3}), "objection", *OBJECTION)
    assert said.code == 0
    assert [line.split(": ", maxsplit=2)[2] for line in said.err.splitlines()] == [
        "Ledgers left out: 3; their branches have no result.",
        "The period is not over before 2025-06-30.",
        "Branches whose level is not certain: 1.",
    ]


def levels_public_for(days: int, of: str) -> list[dict[str, object]]:
    return [{"level": "1", "title": "", "publicity": {"days": days, "of": of}}, {"level": "none", "title": ""}]


@pytest.mark.parametrize("of", ["calendar_days", "working_days"])
def test_a_window_is_as_long_as_the_rule_set_wants(of: str, make: Make, starcheck: Command) -> None:
    assert told(starcheck, make("short", levels=levels_public_for(6, of)), "objection", *OBJECTION) == [
        "The rule set has levels made public for 6 days; there are 5. Name a longer window."
    ]
    enough = starcheck("declare", make("enough", levels=levels_public_for(5, of)), "objection", *OBJECTION)
    assert (enough.code, enough.err) == (0, "")


def test_a_window_over_a_weekend_is_remarked_on(make: Make, starcheck: Command) -> None:
    results = make("results", levels=levels_public_for(5, "working_days"))
    window = ("--on", "2025-01-05", "--window", "2025-01-08..2025-01-13")
    said = starcheck("declare", results, "objection", *BY, *window)
    assert said.code == 0
    assert said.err.split(": ", maxsplit=2)[2].strip() == (
        "Levels are made public for 5 working days; from Monday to Friday there are 4. "
        "Count holidays, and the days worked instead of them."
    )


def test_a_batch_says_how_long_its_levels_are_made_public(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    rules = tmp_path / "own" / "ruleset.yaml"
    shutil.copytree(ROOT / "rules" / "five-star" / "2024", tmp_path / "2024")
    rules.parent.mkdir()
    rules.write_text(
        "ruleset: five-star\nedition: own\ntitle: 自定\nextends: ../2024/ruleset.yaml\neffective_from: 2024-01-01\n"
        "changes:\n  - {change: 5, with: {publicity: {days: 7, of: calendar_days}}}\n",
        encoding="utf-8",
    )
    out = tmp_path / "out"
    assert starcheck("batch", samples / "veto.yaml", "--rules", rules, "-o", out, "--quiet").code == 0
    five, four, *_ = summary_of(out)["levels"]
    assert (five["publicity"], four["publicity"]) == ({"days": 7, "of": "calendar_days"}, None)
    assert told(starcheck, out, "objection", *OBJECTION) == [
        "The rule set has levels made public for 7 days; there are 5. Name a longer window."
    ]


def test_a_state_that_nobody_declared_is_refused(make: Make, starcheck: Command) -> None:
    made_up = make("results", state="final")
    assert told(starcheck, made_up, "objection", *OBJECTION)[0].startswith("“state” is final, but nobody declared it.")
    last = {"state": "objection", "on": "2025-01-05", "by": "x", "results": "other"}
    of_others = make("others", state="objection", declarations=[last])
    assert told(starcheck, of_others, "objection", *OBJECTION)[0].startswith(
        "“objection” was declared of other results than those in the folder."
    )
    unlike = make("unlike", state="final", declarations=[last])
    assert told(starcheck, unlike, "objection", *OBJECTION)[0].startswith(
        "“state” is final, but objection was declared last."
    )


def test_every_file_that_is_made_public_is_whole(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    starcheck("batch", samples / "veto.yaml", "-o", out, "--quiet")
    text = (out / "results.csv").read_text(encoding="utf-8")
    (out / "results.csv").write_text(text.replace("none", "5"), encoding="utf-8")
    (only,) = told(starcheck, out, "objection", *OBJECTION)
    assert only.startswith("The file is not the one that summary.json lists: its digest is another.")


def test_declared_results_are_not_replaced(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "out", ("batch", samples / "veto.yaml", "-o", tmp_path / "out", "--quiet", "--lang", "en")
    assert starcheck(*again).code == starcheck(*again).code == 0
    assert starcheck("declare", out, "objection", *OBJECTION).code == 0
    said = starcheck(*again)
    assert said.code == 1
    assert said.err.strip() == (
        f"{out}: The results there were declared to be more than provisional. "
        "Choose another folder; they were not touched."
    )
    assert starcheck("declare", out, "provisional", *BY, "--on", "2025-01-07").code == 0
    assert starcheck(*again).code == 0


def test_adjustments_that_change_nothing_are_told_once_more(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    row = "{branch: demo-99, criterion: A-04, points: 2, reason: 课件缺失, authority: 评审组, on: 2025-01-04}"
    review, out = tmp_path / "review.yaml", tmp_path / "out"
    review.write_text(f"adjustments:\n  - {row}\n", encoding="utf-8")
    judged = starcheck("batch", samples / "veto.yaml", "--adjustments", review, "-o", out, "--quiet", "--lang", "en")
    assert judged.code == 3
    said = starcheck("declare", out, "objection", *OBJECTION)
    assert said.code == 0
    assert said.err.strip() == (
        f"Note: {out}: An adjustment without effect: {review}:2:34: “demo-99” is none of the branches that are judged; "
        "its adjustments change nothing. If it should count, correct it and judge anew."
    )


def test_of_many_adjustments_without_effect_the_first_are_named(make: Make, starcheck: Command) -> None:
    unused = [{"source": "r.csv", "sheet": "", "row": row, "column": 2, "message": "–"} for row in range(2, 10)]
    results = make("results", review={"digest": "1", "unused": unused})
    told_lines = starcheck("declare", results, "objection", *OBJECTION).err.splitlines()
    assert [line.split(": ")[3] for line in told_lines[:-1]] == [
        "r.csv!B2",
        "r.csv!B3",
        "r.csv!B4",
        "r.csv!B5",
        "r.csv!B6",
    ]
    assert told_lines[-1].endswith("Further adjustments without effect: 3; summary.json has all.")


def test_what_was_declared_so_far_is_told(make: Make, starcheck: Command) -> None:
    results = make("results")
    before = starcheck("declare", results, "--lang", "en")
    assert (before.code, before.err) == (0, "")
    said = f"{results}: provisional; nothing was declared of them."
    assert "".join(before.out.split()) == "".join(said.split())  # a long path is broken between lines
    starcheck("declare", results, "objection", *OBJECTION)
    starcheck("declare", results, "final", *FINAL)
    held = summary_of(results)
    words = " ".join(starcheck("declare", results, "--lang", "en").out.split())
    assert words.index("open to objection, 2025-01-06 to 2025-01-10;") < words.index("final; declared by 区委")
    assert summary_of(results) == held


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [(["final", "--by", "区委"], "--on"), (["final", "--on", "2025-01-11"], "--by"), (["--by", "区委"], "[STATE]")],
)
def test_half_a_declaration_is_a_wrong_command_line(
    arguments: list[str], missing: str, make: Make, starcheck: Command
) -> None:
    said = starcheck("declare", make("results"), *arguments, "--lang", "en")
    assert (said.code, said.out) == (2, "")
    assert f"“{missing}” is missing." in said.err


def test_a_state_may_be_named_in_chinese(make: Make, starcheck: Command) -> None:
    results = make("results")
    assert starcheck("declare", results, "公示", *OBJECTION).code == 0
    assert starcheck("declare", results, "最终", *FINAL).code == 0
    assert summary_of(results)["state"] == "final"
    wrong = starcheck("declare", results, "公布", *FINAL)
    assert (wrong.code, "公示" in wrong.err) == (2, True)
