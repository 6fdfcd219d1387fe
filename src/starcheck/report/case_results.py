"""The result of running the cases of a rule set, for the terminal."""

from __future__ import annotations

from starcheck.insight.casework import CaseRun, Mismatch
from starcheck.language import Lang, Text, say, t
from starcheck.report.request import Style
from starcheck.rules.cases import Expectation


def render_case_run(run: CaseRun, style: Style) -> str:
    """Every expectation that did not hold, then the count."""
    lines = [line for mismatch in run.mismatches for line in _mismatch(mismatch, style.lang)]
    if run.cases == 0:
        summary = t("There are no cases: nothing shows that this rule set means what it should.")
    elif run.mismatches:
        summary = t(
            "{failed} of {n} expectations in {cases} cases did not hold.",
            failed=len(run.mismatches),
            n=run.expectations,
            cases=run.cases,
        )
    else:
        summary = t("All {n} expectations in {cases} cases hold.", n=run.expectations, cases=run.cases)
    return "\n".join([*lines, say(summary, style.lang)]) + "\n"


def _mismatch(mismatch: Mismatch, lang: Lang) -> list[str]:
    expectation = mismatch.expectation
    message = t(
        "{id}: expected {expected}, got {got}.", id=expectation.id, expected=_expected(expectation), got=mismatch.got
    )
    return [f"{expectation.place}: {mismatch.case.name}", f"    {say(message, lang)}"]


def _expected(expectation: Expectation) -> Text | str:
    parts = [
        expectation.outcome,
        *(_range(ends) for ends in (expectation.points, expectation.level) if ends is not None),
    ]
    return ", ".join(part for part in parts if part is not None)


def _range(ends: tuple[object, object]) -> str:
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"
