"""Rule engines, each with the criteria in its own language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from peers.branches import FIELDS, Branch
from peers.rules import POINTS, QUANTITIES, Node

Operators: TypeAlias = Mapping[str, Callable[..., Any]]
"""How each operator is written."""
Judge: TypeAlias = Callable[[Any], Sequence[float]]
"""The points of one branch, in the order of ``POINTS``."""
Engine: TypeAlias = Callable[[], tuple[Callable[[Branch], Any], Judge]]
"""What an engine makes of a branch beforehand, and how it judges what it made."""


def written(node: Node, operators: Operators) -> Any:  # noqa: ANN401 - a text in most languages, JSON in one
    """A rule in the language of an engine."""
    if isinstance(node, int):
        return operators["number"](node)
    if isinstance(node, str):
        return node
    return operators[str(node[0])](*(written(part, operators) for part in node[1:]))


def _listed(nodes: Iterable[Node], operators: Operators) -> str:
    """One expression for all, so that an engine is entered once."""
    return f"[{', '.join(written(node, operators) for node in nodes)}]"


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"'{text}'" for text in texts)


ARITHMETIC: Operators = {
    "number": str,
    "quantity": lambda name: name,
    "plus": lambda one, other: f"({one} + {other})",
    "times": lambda one, other: f"({one} * {other})",
    "at_least": lambda one, other: f"({one} >= {other})",
    "if": lambda condition, one, other: f"({condition} ? {one} : {other})",
    "always": lambda: "true",
}

ZEN: Operators = {
    **ARITHMETIC,
    "field": lambda name: f"#.{name}",
    "one_of": lambda name, *texts: f"#.{name} in [{_quoted(texts)}]",
    "between": lambda name, least, most: f"#.{name} >= {least} and #.{name} <= {most}",
    "known": lambda name: f"#.{name} != null",
    "true_or": lambda name, unknown: f"#.{name} != false" if int(unknown) else f"#.{name} == true",
    "or_else": lambda name, other: f"(#.{name} ?? {other})",
    "both": lambda one, other: f"{one} and {other}",
    "count": lambda table, condition: f"len(filter({table}, {condition}))",
    "some": lambda table, condition: f"some({table}, {condition})",
    "sum": lambda table, value, condition: f"sum(map(filter({table}, {condition}), {value}))",
    "whole_part": lambda one, other: f"floor({one} / {other})",
    "greatest": lambda one, other: f"max([{one}, {other}])",
}


def zen_engine() -> tuple[Callable[[Branch], Any], Judge]:
    """A decision of two steps, each a node of expressions; a branch is a JSON text already."""
    import zen  # noqa: PLC0415 - comes with the extra

    def step(name: str, expressions: Mapping[str, str]) -> dict[str, object]:
        rows = [{"id": key, "key": key, "value": value} for key, value in expressions.items()]
        return {"id": name, "name": name, "type": "expressionNode", "content": {"expressions": rows}}

    quantities = {name: written(node, ZEN) for name, node in QUANTITIES.items()}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        step("quantities", quantities),
        step("points", {"points": _listed(POINTS.values(), ZEN)}),
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    order = ["in", "quantities", "points", "out"]
    edges = [
        {"id": f"{one}-{other}", "type": "edge", "sourceId": one, "targetId": other} for one, other in pairwise(order)
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    return lambda branch: json.dumps(branch).encode(), lambda text: decision.evaluate(text)["result"]["points"]


LISTS: Operators = {
    **ARITHMETIC,
    "field": lambda name: f"r.{name}",
    "one_of": lambda name, *texts: f"r.{name} in [{_quoted(texts)}]",
    "between": lambda name, least, most: f"r.{name} >= {least} and r.{name} <= {most}",
    "known": lambda name: f"r.{name} != null",
    "true_or": lambda name, unknown: f"r.{name} != false" if int(unknown) else f"r.{name} == true",
    "or_else": lambda name, other: f"(r.{name} ?? {other})",
    "both": lambda one, other: f"{one} and {other}",
    "count": lambda table, condition: f"[r for r in {table} if {condition}].length",
    "some": lambda table, condition: f"([r for r in {table} if {condition}].length > 0)",
    "sum": lambda table, value, condition: f"$sum([{value} for r in {table} if {condition}])",
    "whole_part": lambda one, other: f"{one} // {other}",
    "greatest": lambda one, other: f"$max([{one}, {other}])",
}


def rule_engine() -> tuple[Callable[[Branch], Any], Judge]:
    """Two rules, one after the other."""
    from rule_engine import Rule  # noqa: PLC0415 - comes with the extra

    counting, scoring = (Rule(_listed(nodes.values(), LISTS)) for nodes in (QUANTITIES, POINTS))

    def judge(branch: Branch) -> Sequence[float]:
        counted = dict(zip(QUANTITIES, counting.evaluate(branch), strict=True))
        return [*scoring.evaluate(counted)]

    return lambda branch: branch, judge


CEL: Operators = {
    **ARITHMETIC,
    "field": lambda name: f"r.{name}",
    "one_of": lambda name, *texts: f"r.{name} in [{_quoted(texts)}]",
    "between": lambda name, least, most: f"r.{name} >= {least} && r.{name} <= {most}",
    "known": lambda name: f"has(r.{name})",
    "true_or": lambda name, unknown: f"(has(r.{name}) ? r.{name} : {'true' if int(unknown) else 'false'})",
    "or_else": lambda name, other: f"(has(r.{name}) ? r.{name} : {other})",
    "both": lambda one, other: f"{one} && {other}",
    "count": lambda table, condition: f"{table}.filter(r, {condition}).size()",
    "some": lambda table, condition: f"{table}.exists(r, {condition})",
    "whole_part": lambda one, other: f"{one} / {other}",
    "greatest": lambda one, other: f"({one} > {other} ? {one} : {other})",
}


def _chosen(table: str, value: str, condition: str) -> str:
    """A value of the records that fulfil a condition."""
    return f"{table}.filter(r, {condition}).map(r, {value})"


def _without_empty(branch: Branch) -> Branch:
    """In this language a field that nobody filled in is not there."""
    return {
        table: [{field: value for field, value in record.items() if value is not None} for record in records]
        for table, records in branch.items()
    }


def cel_python() -> tuple[Callable[[Branch], Any], Judge]:
    """Two expressions, interpreted: the compiling runner of 0.5.0 knows no function that adds up."""
    import celpy  # noqa: PLC0415 - comes with the extra

    environment = celpy.Environment()
    operators = {**CEL, "sum": lambda *parts: f"{_chosen(*parts)}.reduce(sum, each, 0, sum + each)"}
    counting, scoring = (
        environment.program(environment.compile(_listed(nodes.values(), operators))) for nodes in (QUANTITIES, POINTS)
    )

    def judge(branch: Any) -> Sequence[float]:  # noqa: ANN401 - as the library wants it
        return scoring.evaluate(dict(zip(QUANTITIES, counting.evaluate(branch), strict=True)))  # type: ignore[no-any-return]

    return lambda branch: celpy.json_to_cel(_without_empty(branch)), judge


def cel_expr() -> tuple[Callable[[Branch], Any], Judge]:
    """The same in C++, with a function that adds up a list, for the language has none."""
    from cel_expr_python import cel  # noqa: PLC0415 - comes with the extra

    total = cel.Overload("total(list)", return_type=cel.Type.INT, parameters=[cel.Type.LIST], impl=sum)
    variables = dict.fromkeys(FIELDS, cel.Type.List(cel.Type.DYN)) | dict.fromkeys(QUANTITIES, cel.Type.INT)
    environment = cel.NewEnv(variables=variables, functions=[cel.FunctionDecl("total", [total])])
    operators = {**CEL, "sum": lambda *parts: f"total({_chosen(*parts)})"}
    counting, scoring = (environment.compile(_listed(nodes.values(), operators)) for nodes in (QUANTITIES, POINTS))

    def judge(branch: Branch) -> Sequence[float]:
        counted = counting.eval(data=branch).plain_value()
        return scoring.eval(data=dict(zip(QUANTITIES, counted, strict=True))).plain_value()  # type: ignore[no-any-return]

    return _without_empty, judge


def _var(name: str, *default: object) -> dict[str, object]:
    return {"var": [name, *default]}


def _filtered(table: str, condition: object) -> object:
    return _var(table) if condition is True else {"filter": [_var(table), condition]}


def _added_up(records: object, value: object) -> dict[str, object]:
    """Sums are folds in this language: the record is in ``current``, the sum so far in ``accumulator``."""
    return {"reduce": [{"map": [records, value]}, {"+": [_var("current"), _var("accumulator")]}, 0]}


JSON_LOGIC: Operators = {
    "number": lambda number: number,
    "quantity": _var,
    "field": _var,
    "plus": lambda one, other: {"+": [one, other]},
    "times": lambda one, other: {"*": [one, other]},
    "at_least": lambda one, other: {">=": [one, other]},
    "if": lambda condition, one, other: {"if": [condition, one, other]},
    "always": lambda: True,
    "one_of": lambda name, *texts: {"in": [_var(name), list(texts)]},
    "between": lambda name, least, most: {"<=": [least, _var(name), most]},
    "known": lambda name: {"!==": [_var(name), None]},
    "true_or": lambda name, unknown: {"!==" if unknown else "===": [_var(name), not unknown]},
    "or_else": lambda name, other: {"if": [{"===": [_var(name), None]}, other, _var(name)]},
    "both": lambda one, other: {"and": [one, other]},
    "count": lambda table, condition: _added_up(_filtered(table, condition), 1),
    "some": lambda table, condition: {"some": [_var(table), condition]},
    "sum": lambda table, value, condition: _added_up(_filtered(table, condition), value),
    "whole_part": lambda one, other: {"/": [{"-": [one, {"%": [one, other]}]}, other]},
    "greatest": lambda one, other: {"max": [one, other]},
}


def datalogic() -> tuple[Callable[[Branch], Any], Judge]:
    """JSON-Logic in Rust: two rules, each a list; a branch is parsed already."""
    from datalogic_py import DataHandle, Engine  # noqa: PLC0415 - comes with the extra

    engine = Engine()
    session = engine.session()
    counting, scoring = (
        engine.compile([written(node, JSON_LOGIC) for node in nodes.values()]) for nodes in (QUANTITIES, POINTS)
    )

    def judge(branch: Any) -> Sequence[float]:  # noqa: ANN401 - as the library wants it
        counted = dict(zip(QUANTITIES, session.evaluate_data(counting, branch), strict=True))
        return session.evaluate(scoring, counted)  # type: ignore[no-any-return]

    return DataHandle, judge


ENGINES: Mapping[str, Engine] = {
    "zen-engine": zen_engine,
    "datalogic-py": datalogic,
    "cel-expr-python": cel_expr,
    "cel-python": cel_python,
    "rule-engine": rule_engine,
}
"""By the name of the package."""
