"""Reading cases from their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from starcheck.calendar import parse_period
from starcheck.documents import Data, Document, Keys, read_document
from starcheck.errors import InputError, Place, Problem, RuleSetError, one_of
from starcheck.language import t
from starcheck.model import Outcome, Standing
from starcheck.rules.cases.case import Case, Expectation
from starcheck.rules.schema.dictionary import BRANCH

FOLDER: Final = "cases"
_CASE_KEYS = ("name", "period", "as_of", "ledger", "others", "expect")
_WORDS = tuple(dict.fromkeys([*Outcome, *Standing]))


def read_cases(ruleset: Path) -> tuple[Case, ...]:
    """The cases in the folder beside a rule set's file.

    Raises:
        RuleSetError: with every problem in the files.
    """
    problems: list[Problem] = []
    cases: list[Case] = []
    for path in sorted((ruleset.parent / FOLDER).glob("*.yaml")):
        try:
            cases.extend(_cases(read_document(path), problems))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise RuleSetError(problems)
    return tuple(cases)


def _cases(document: Document, problems: list[Problem]) -> Iterator[Case]:
    data = document.data
    listed = data.get("cases") if isinstance(data, dict) else None
    base = data.get("base", {}) if isinstance(data, dict) else {}
    if not isinstance(data, dict) or not isinstance(listed, list) or not isinstance(base, dict):
        problems.append(Problem(document.place(()), t("A file of cases has the keys “base” and “cases”.")))
        return
    for index, raw in enumerate(listed):
        keys: Keys = ("cases", index)
        found = _case(document, keys, base, raw, problems)
        if found is not None:
            yield found


def _case(document: Document, keys: Keys, base: Mapping[str, Data], raw: Data, problems: list[Problem]) -> Case | None:
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str) or not isinstance(raw.get("expect"), dict):
        problems.append(Problem(document.place(keys), t("A case has a “name”, a “ledger” and what to “expect”.")))
        return None
    problems.extend(
        Problem(document.key_place((*keys, key)), t("“{key}” is not known here.", key=key), one_of(key, _CASE_KEYS))
        for key in raw
        if key not in _CASE_KEYS
    )
    period = parse_period(raw.get("period", base.get("period")))
    as_of = raw.get("as_of", base.get("as_of"))
    if period is None or not isinstance(as_of, date | None):
        problems.append(
            Problem(document.place(keys), t("A case, or the base of its file, states a period such as 2024."))
        )
        return None
    expect = raw["expect"]
    assert isinstance(expect, dict)
    if not expect:
        hint = t("Write what it must give, such as {{A-01: met}}.")
        problems.append(Problem(document.place((*keys, "expect")), t("This case expects nothing."), hint))
    expectations = [
        _expectation(document, (*keys, "expect", name), name, value, problems) for name, value in expect.items()
    ]
    return Case(
        name=str(raw["name"]),
        place=document.place(keys),
        period=period,
        as_of=as_of,
        ledger=_ledger(document, (*keys, "ledger"), base, raw.get("ledger")),
        expectations=tuple(found for found in expectations if found is not None),
        others=tuple(_others(document, (*keys, "others"), base, raw.get("others", []), problems)),
    )


def _others(
    document: Document, keys: Keys, base: Mapping[str, Data], raw: Data, problems: list[Problem]
) -> Iterator[Document]:
    if not isinstance(raw, list) or not all(isinstance(own, dict) for own in raw):
        hint = t("Write them as [{{branch: {{members: 8}}}}].")
        problems.append(Problem(document.place(keys), t("“others” is a list of ledgers."), hint))
        return
    for index, own in enumerate(raw):
        yield _ledger(document, (*keys, index), base, own)


def _ledger(document: Document, keys: Keys, base: Mapping[str, Data], own: Data) -> Document:
    """The base with whole tables replaced and fields of the branch put over its own."""
    branch = base.get(BRANCH)
    origins: dict[Keys, Keys] = {(name,): ("base", name) for name in base if name not in ("period", "as_of")}
    data: dict[str, Data] = {name: value for name, value in base.items() if (name,) in origins}
    for name, value in own.items() if isinstance(own, dict) else ():
        if name == BRANCH and isinstance(value, dict) and isinstance(branch, dict):
            data[BRANCH] = branch | value
            origins |= {(BRANCH, field): (*keys, BRANCH, field) for field in value}
        else:
            data[name], origins[name,] = value, (*keys, name)
    places = dict(_moved(document.places, origins))
    return Document(
        data, document.source, places | {(): document.place(keys)}, dict(_moved(document.key_places, origins))
    )


def _moved(places: Mapping[Keys, Place], origins: Mapping[Keys, Keys]) -> Iterator[tuple[Keys, Place]]:
    for target, origin in origins.items():
        for keys, place in places.items():
            if keys[: len(origin)] == origin:
                yield target + keys[len(origin) :], place


def _expectation(document: Document, keys: Keys, name: str, raw: Data, problems: list[Problem]) -> Expectation | None:
    place = document.place(keys)
    match raw:
        case _ if name == "level":
            low, high = raw if isinstance(raw, list) and len(raw) == 2 else (raw, raw)
            return Expectation(name, place, level=(low, high))
        case str() if raw in _WORDS:
            return Expectation(name, place, outcome=raw)
        case int() | Decimal() | [int() | Decimal(), int() | Decimal()]:
            return Expectation(name, place, points=_points(raw))
        case {"outcome": str(outcome), "points": points} if outcome in _WORDS and _is_points(points):
            return Expectation(name, place, outcome=outcome, points=_points(points))
        case _:
            problems.append(
                Problem(
                    place,
                    t("An expectation is an outcome, points, or both."),
                    t("Allowed: {choices}.", choices=list(_WORDS)),
                )
            )
            return None


def _is_points(raw: Data) -> bool:
    ends = raw if isinstance(raw, list) and len(raw) == 2 else [raw]
    return all(isinstance(end, int | Decimal) and not isinstance(end, bool) for end in ends)


def _points(raw: Data) -> tuple[Decimal, Decimal]:
    low, high = raw if isinstance(raw, list) else (raw, raw)
    return Decimal(low), Decimal(high)  # type: ignore[arg-type]
