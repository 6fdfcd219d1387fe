from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from jsonschema import Draft202012Validator

from starcheck.language import LANGS, Lang
from starcheck.model import Quantity
from starcheck.report import RENDERERS, Report, Style, json_schema
from starcheck.report.contract import Assessment, Line, Points
from starcheck.report.json import document

from . import stories
from .builder import finding, level, points
from .stories import STORIES

everything = pytest.mark.parametrize(("name", "lang"), list(product(STORIES, LANGS)))


def test_the_published_schema_is_fresh(golden: Callable[[str, str], None]) -> None:
    text = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    golden("../../docs/assessment.schema.json", text)


def test_the_schema_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@everything
def test_every_report_keeps_the_contract(name: str, lang: Lang) -> None:
    printed = json.loads(RENDERERS["json"](STORIES[name](), Style(lang)))
    assert list(Draft202012Validator(json_schema()).iter_errors(printed)) == []


def test_a_document_outside_the_contract_is_refused() -> None:
    validator = Draft202012Validator(json_schema())
    kept: dict[str, object] = json.loads(RENDERERS["json"](stories.top(), Style()))
    assert not validator.is_valid(kept | {"remark": ""})
    assert not validator.is_valid(kept | {"score": {"low": 100, "high": 100, "max": 100}})
    assert not validator.is_valid({key: value for key, value in kept.items() if key != "gaps"})


@everything
def test_sections_and_lines_add_up_to_the_score(name: str, lang: Lang) -> None:
    out = document(STORIES[name](), lang)
    for section in out["sections"]:
        earned = [finding["points"] for finding in out["findings"] if finding["section"] == section["id"]]
        inner = [each["points"] for each in out["sections"] if each["within"] == section["id"]]
        assert _sums([*earned, *inner, *section["lines"]]) == _ends(section["points"])
    outermost = [each for each in out["sections"] if each["within"] is None and each["counts_toward_level"]]
    assert out["score"] is not None
    assert _sums([*(section["points"] for section in outermost), *out["lines"]]) == _ends(out["score"])


def _ends(summand: Points | Line) -> tuple[Decimal, Decimal]:
    return Decimal(summand["low"]), Decimal(summand["high"])


def _sums(summands: Iterable[Points | Line]) -> tuple[Decimal, Decimal]:
    ends = [_ends(summand) for summand in summands]
    return sum((low for low, _ in ends), Decimal(0)), sum((high for _, high in ends), Decimal(0))


def test_all_points_have_the_decimals_of_the_grid() -> None:
    out = document(stories.settled(), "en")
    assert (out["score"], out["findings"][0]["points"]) == (
        {"low": "83.25", "high": "84.75", "max": "100.00"},
        {"low": "50.00", "high": "51.50", "max": "60.00"},
    )


def test_words_come_in_the_language_asked_for() -> None:
    titles = [document(stories.top(), lang)["findings"][0]["title"] for lang in LANGS]
    assert titles == ["党员年度集中学习不少于 32 学时", "At least 32 hours of study a year for every member"]


def test_chinese_is_written_as_chinese() -> None:
    assert "运维一支部" in RENDERERS["json"](stories.top(), Style("en"))


@pytest.mark.parametrize(
    ("quantity", "ends"),
    [
        (Quantity("value", Fraction(1, 3), Fraction(19, 20), "percent"), ("1/3", "0.95")),
        (Quantity("value", Fraction(7), None, "number"), ("7", None)),
        (Quantity("value", date(2024, 3, 1), date(2024, 4, 1), "date"), ("2024-03-01", "2024-04-01")),
        (Quantity("value", low=False, high=True, kind="boolean"), (False, True)),
        (Quantity("value", "一般", "好", "choice"), ("一般", "好")),
    ],
)
def test_a_value_is_exact_or_null(quantity: Quantity, ends: tuple[object, object]) -> None:
    value = _of(quantity)["findings"][0]["value"]
    assert value is not None
    assert (value["low"], value["high"]) == ends


def test_the_value_is_the_part_that_the_target_speaks_of() -> None:
    missed = Quantity("missing_periods", Fraction(1), Fraction(1), "number")
    counted = Quantity("value", Fraction(3), Fraction(3), "number")
    out = _of(missed, counted)["findings"][0]
    assert out["value"] == out["quantities"][1]
    assert _of(missed)["findings"][0]["value"] is None


def _of(*quantities: Quantity) -> Assessment:
    study = finding("A-01", stories.STUDY, points("1", most="1"), quantities=quantities)
    meetings = finding("B-01", stories.MEETINGS, points("0", most="1"))
    return document(stories.two_sections(study, meetings, reached=level("none")), "en")


@everything
def test_no_number_is_a_float(name: str, lang: Lang) -> None:
    assert [value for value in _leaves(document(STORIES[name](), lang)) if isinstance(value, float)] == []


def _leaves(node: object) -> Iterator[object]:
    match node:
        case dict():
            for value in node.values():
                yield from _leaves(value)
        case list() | tuple():
            for value in node:
                yield from _leaves(value)
        case _:
            yield node


def test_the_same_report_gives_the_same_bytes() -> None:
    assert RENDERERS["json"](stories.between(), Style()) == RENDERERS["json"](stories.between(), Style())


def test_the_width_of_the_terminal_changes_nothing() -> None:
    wide = replace(Style(), width=200, color=True, verbose=True)
    assert RENDERERS["json"](stories.between(), wide) == RENDERERS["json"](stories.between(), Style())


def test_a_report_without_gaps_has_an_empty_list_of_them() -> None:
    assert document(Report(stories.top().assessment), "zh")["gaps"] == []
