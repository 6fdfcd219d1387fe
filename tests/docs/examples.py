"""Rule sets made of the base in this folder, with an example of the documents put where its label says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from starcheck import load_ruleset, parse_period
from starcheck.assessing import assess_tables
from starcheck.documents import read_document
from starcheck.ledger import read_ledger
from starcheck.ledger.tables import united as united_tables
from starcheck.model import Assessment
from starcheck.rules.check.kinds import may_be_undefined
from starcheck.rules.load import Loaded
from starcheck.rules.schema.measures import parse_measure
from tests.docs.pages import ROOT, Block, blocks

PAGE = ROOT / "docs" / "rule-language.md"
BASE = Path(__file__).with_name("base.yaml")
INCLUDED = ("tables.yaml", "a-politics.yaml")
TEN_POINTS = {"title": "例", "points": 10}

Raw: TypeAlias = Any  # what YAML holds
_GIVES = re.compile(r"^(.*?)# gives (.+?)\s*$", flags=re.MULTILINE)
_ID = re.compile(r"(?:\bid: |^(?=(?:ladder|levels|points):))([\w-]+)", flags=re.MULTILINE)
"""An id; a ladder, the level and the total need none."""


@dataclass(frozen=True)
class Promise:
    """What an example says that something gives."""

    id: str
    gives: str


@dataclass(frozen=True)
class Example:
    """A rule set with the example in it, what it promises, and whether the ledger's marks and papers belong to it."""

    ruleset: Mapping[str, Raw]
    promises: tuple[Promise, ...]
    is_marked: bool = True


def examples() -> list[Block]:
    """The blocks of the rule language that hold examples."""
    return [block for block in blocks(PAGE, "yaml") if block.label not in ("ledger", "others")]


def ledger_text() -> str:
    """The ledger that the examples speak of."""
    return _only("ledger")


def _only(label: str) -> str:
    (block,) = (block for block in blocks(PAGE, "yaml") if block.label == label)
    return block.text


def _ledger(example: Example, folder: Path) -> Path:
    file = folder / "ledger.yaml"
    file.write_text(ledger_text() if example.is_marked else ledger_text().partition("\nmarks:")[0], encoding="utf-8")
    return file


def examples_in(block: Block) -> list[Example]:
    """The base with the example where its label says; a list of roundings is a rule set for each."""
    base = yaml.safe_load(BASE.read_text(encoding="utf-8"))
    return list(_roundings(base, block)) if block.label == "rounding" else [_PLACED[block.label](base, block)]


def assessed(example: Example, folder: Path) -> Assessment:
    """The ledger of the examples, judged together with the other branches by the rule set of one."""
    return judged_together(load_ruleset(written(example.ruleset, folder)), _ledger(example, folder), _only("others"))


def judged_together(loaded: Loaded, ledger: Path, others: str) -> Assessment:
    """A branch judged together with others, which differ from it in some facts."""
    document: Raw = read_document(ledger)
    period = parse_period(document.data["period"])
    assert period is not None
    branches = {
        str(number): read_ledger(
            replace(document, data={**document.data, "branch": {**document.data["branch"], **facts}}), loaded.ruleset
        ).tables
        for number, facts in enumerate(({}, *yaml.safe_load(others)))
    }
    tables = united_tables(list(branches.items()), loaded.ruleset.tables)
    tables = tables.judged_together(dict.fromkeys(branches, "examples"))
    return dict(assess_tables(loaded, tables, period=period))["0"]


def written(ruleset: Mapping[str, Raw], folder: Path) -> Path:
    """The file of a rule set; what it includes is taken out of it."""
    head = dict(ruleset)
    parts = [{"tables": head.pop("tables")}, {key: head.pop(key) for key in ("measures", "sections", "levels")}]
    for name, part in zip(INCLUDED, parts, strict=True):
        (folder / name).write_text(yaml.safe_dump(part, allow_unicode=True, sort_keys=False), encoding="utf-8")
    file = folder / "ruleset.yaml"
    text = yaml.safe_dump({**head, "include": list(INCLUDED)}, allow_unicode=True, sort_keys=False)
    file.write_text(text, encoding="utf-8")
    return file


def united(base: Raw, more: Raw) -> Raw:
    """Mappings key by key, lists of things with an id by their ids; anything else is replaced."""
    if isinstance(base, dict) and isinstance(more, dict):
        return {
            key: united(base[key], more[key]) if key in base and key in more else (base | more)[key]
            for key in base | more
        }
    if isinstance(base, list) and all(isinstance(item, dict) and "id" in item for item in [*base, *more]):
        return list(({item["id"]: item for item in base} | {item["id"]: item for item in more}).values())
    return more


def words(raw: Raw) -> Iterator[str]:
    """Every key and text of a document."""
    match raw:
        case dict():
            for key, value in raw.items():
                yield str(key)
                yield from words(value)
        case list():
            for item in raw:
                yield from words(item)
        case str():
            yield raw


def promises(block: Block) -> tuple[Promise, ...]:
    """What a block of things with ids promises of them."""
    return tuple(Promise(_ID.findall(text)[0], gives) for text, gives in _promises(block))


def _promises(block: Block) -> Iterator[tuple[str, str]]:
    """The text before each promise, and the promise."""
    return ((found[1], found[2]) for found in _GIVES.finditer(block.text))


def _numbered(
    block: Block, body: Callable[[Raw], Raw], criterion: Mapping[str, Raw] = TEN_POINTS
) -> tuple[list[Raw], tuple[Promise, ...]]:
    """A list, each item a criterion of its own."""
    items = yaml.safe_load(block.text)
    promises = [gives for _, gives in _promises(block)]
    assert len(items) == len(promises), "every line promises something"
    criteria = [{"id": f"N-{index}", **criterion, **body(item)} for index, item in enumerate(items)]
    return criteria, tuple(Promise(f"N-{index}", gives) for index, gives in enumerate(promises))


def _with_criteria(base: Raw, criteria: Iterable[Raw]) -> Raw:
    """The criteria in the last section; those of the base that have their id are replaced."""
    new = list(criteria)
    ids = {criterion["id"] for criterion in new}
    sections = [
        {**section, "criteria": [kept for kept in section["criteria"] if kept["id"] not in ids]}
        for section in base["sections"]
    ]
    sections[-1]["criteria"] += new
    return {**base, "sections": sections}


def _add(base: Raw, block: Block) -> Example:
    return Example(united(base, yaml.safe_load(block.text)), promises(block))


def _whole(base: Raw, block: Block) -> Example:
    """The parts of the base that the example states are replaced."""
    promises = tuple(Promise(_ID.findall(text)[0], gives) for text, gives in _promises(block))
    return Example({**base, **yaml.safe_load(block.text)}, promises, is_marked=False)


def _head(base: Raw, block: Block) -> Example:
    head = yaml.safe_load(block.text)
    assert head.pop("include") == list(INCLUDED)
    return Example({**base, **head}, ())


def _fields(base: Raw, block: Block) -> Example:
    added = {"tables": {"matters": {"fields": yaml.safe_load(block.text)}}}
    promises = [(text.split(":")[0].strip(), gives) for text, gives in _promises(block)]
    criteria = [_measuring({"sum": f"matters.{name}"}, f"F-{name}") for name, _ in promises]
    return Example(
        _with_criteria(united(base, added), criteria), tuple(Promise(f"F-{name}", gives) for name, gives in promises)
    )


def _measures(base: Raw, block: Block) -> Example:
    measures = yaml.safe_load(block.text)
    promises = [(text.split(":")[0].strip(), gives) for text, gives in _promises(block)]
    assert [name for name, _ in promises] == list(measures), "every measure promises something"
    criteria = [_measuring(measure, f"M-{name}") for name, measure in measures.items()]
    promised = tuple(Promise(f"M-{name}", gives) for name, gives in promises)
    return Example(_with_criteria(united(base, {"measures": measures}), criteria), promised)


def _measuring(measure: Mapping[str, Raw], name: str) -> Raw:
    """A criterion that measures something."""
    exact = json.loads(json.dumps(measure, default=str), parse_float=Decimal)
    empty = {"if_empty": "zero"} if may_be_undefined({}, parse_measure(exact)) else {}
    return {"id": name, **TEN_POINTS, "measure": measure, "score": {"gain": 1}, **empty}


def _criterion(base: Raw, block: Block) -> Example:
    return Example(_with_criteria(base, yaml.safe_load(block.text)), promises(block))


def _score(base: Raw, block: Block) -> Example:
    ((_, gives),) = _promises(block)
    criterion = {"id": "N-0", **TEN_POINTS, **yaml.safe_load(block.text)}
    return Example(_with_criteria(base, [criterion]), (Promise("N-0", gives),))


def _list_of(body: Callable[[Raw], Raw], criterion: Mapping[str, Raw] = TEN_POINTS) -> Callable[[Raw, Block], Example]:
    def place(base: Raw, block: Block) -> Example:
        criteria, promises = _numbered(block, body, criterion)
        return Example(_with_criteria(base, criteria), promises)

    return place


_TRUTHS = {"true": "10", "false": "0", "unknown": "0..10"}


def _conditions(base: Raw, block: Block) -> Example:
    criteria, promises = _numbered(block, lambda condition: {"score": {"all_or_nothing": condition}})
    as_points = tuple(Promise(promise.id, _TRUTHS[promise.gives]) for promise in promises)
    return Example(_with_criteria(base, criteria), as_points)


def _roundings(base: Raw, block: Block) -> Iterator[Example]:
    for rounding, (_, gives) in zip(yaml.safe_load(block.text), _promises(block), strict=True):
        criterion = {"id": "N-0", **TEN_POINTS, "score": {"gain": {"formula": "2345 / 1000"}}}
        yield Example({**_with_criteria(base, [criterion]), "rounding": rounding}, (Promise("N-0", gives),))


_PLACED: Mapping[str, Callable[[Raw, Block], Example]] = {
    "head": _head,
    "add": _add,
    "whole": _whole,
    "fields": _fields,
    "conditions": _conditions,
    "amounts": _list_of(lambda amount: {"score": {"gain": amount}}, {**TEN_POINTS, "points": 1000}),
    "measures": _measures,
    "criterion": _criterion,
    "score": _score,
    "scores": _list_of(lambda score: {"score": score}),
}


def given(assessment: Assessment, promise: Promise) -> str:
    """What the promised thing gives, in the words of the promise."""
    score, level = assessment.score, assessment.level
    overall = {
        **{check.id: check.outcome.value for check in assessment.rules},
        **{each.id: each.outcome.value for each in assessment.consequences},
        "levels": "..".join(dict.fromkeys(map(str, (level.low, level.high)))),
        "points": "none" if score is None else _interval([Fraction(score.low), Fraction(score.high)]),
    }
    points = {section.id: section.points for section in assessment.sections}
    findings = {finding.criterion: finding for finding in assessment.findings}
    if promise.id in overall:
        return overall[promise.id]
    if promise.id[:2] in ("M-", "F-"):
        value = findings[promise.id].quantities[0]
        sign = 100 if value.kind == "percent" else 1
        ends = [None if end is None else Fraction(str(end)) * sign for end in (value.low, value.high)]
        return "undefined" if value.defined is False else _interval(ends, "%" if value.kind == "percent" else "")
    if promise.id in points:
        return _interval([Fraction(points[promise.id].low), Fraction(points[promise.id].high)])
    finding = findings[promise.id]
    earned = _interval([Fraction(finding.points.low), Fraction(finding.points.high)])
    if finding.outcome != "not_applicable":
        return earned
    return finding.outcome.value + (f", {earned}" if "," in promise.gives else "")


def _interval(ends: Iterable[Fraction | None], unit: str = "") -> str:
    words = [f"{float(end):g}" if end is not None else "" for end in ends]
    return "..".join(dict.fromkeys(words)) + unit
