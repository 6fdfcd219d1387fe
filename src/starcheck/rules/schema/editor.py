"""The JSON Schema of a rule set, for completion and hover in an editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic.json_schema import models_json_schema

from starcheck.language import Lang, say
from starcheck.rules.schema.atoms import FORM, Model
from starcheck.rules.schema.conditions import OPERATORS
from starcheck.rules.schema.keys import KEYS
from starcheck.rules.schema.leniency import Lenient
from starcheck.rules.schema.levels import Requirement
from starcheck.rules.schema.measures import FORMS
from starcheck.rules.schema.numbers import NUMBER_SCHEMA
from starcheck.rules.schema.ruleset import RuleSet

Schema = dict[str, Any]  # JSON Schema is as free as JSON

_VALUE: Schema = {"type": ["number", "string", "boolean"]}
_LIST: Schema = {"type": "array", "items": _VALUE, "minItems": 1}
_ORDERED: Schema = {"anyOf": [{"$ref": "#/$defs/number"}, {"type": "object", "minProperties": 1}]}
_OPERANDS: Mapping[str, Schema] = {
    "one_of": _LIST,
    "none_of": _LIST,
    "between": {"type": "array", "minItems": 2, "maxItems": 2},
    "exists": {"type": "boolean"},
    "within": {"type": "string"},
    "equals": {"anyOf": [_VALUE, {"type": "object"}]},
    "not": {"anyOf": [_VALUE, {"type": "object"}]},
}


def _object(properties: Schema, *required: str, **more: object) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def _comparisons() -> Schema:
    return _object({op: _OPERANDS.get(op, _ORDERED) for op in OPERATORS}, minProperties=1)


def _condition() -> Schema:
    """A measure in place, what a level may ask for, or names with what is asked of them."""
    several = {"type": "array", "items": {"$ref": "#/$defs/condition"}, "minItems": 1}
    ids = {"type": "array", "items": {"type": "string"}, "minItems": 1}
    asked = {"anyOf": [_VALUE, _LIST, {"$ref": "#/$defs/comparisons"}]}
    negated = {"anyOf": [_VALUE, {"$ref": "#/$defs/condition"}]}
    operators = {op: _OPERANDS.get(op, _ORDERED) for op in OPERATORS if op != "not"}
    named = {"all": several, "any": several, "not": negated, "section": {"type": "string"}}
    criteria = {"criterion": {"type": "string"}, "criteria": ids, "outcome": {"const": "met"}}
    required = _object({**criteria, "at_least": {"type": "integer"}}, "outcome")
    return {
        "anyOf": [
            {"type": "object", "anyOf": [{"required": [form]} for form in FORMS], "minProperties": 2},
            {
                "type": "object",
                "minProperties": 1,
                "properties": {**operators, **named},
                "additionalProperties": asked,
            },
            required,
        ]
    }


def _amount() -> Schema:
    spread = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    return {"anyOf": [{"const": "all"}, spread, {"$ref": "#/$defs/number"}]}


def _row(condition: Schema) -> Schema:
    points = {"points": {"$ref": "#/$defs/amount"}}
    return {
        "anyOf": [_object({"else": {"$ref": "#/$defs/amount"}}, "else"), _object({**condition, **points}, "points")]
    }


def _tiers() -> Schema:
    return {"type": "array", "minItems": 1, "items": _row({op: _OPERANDS.get(op, _ORDERED) for op in OPERATORS})}


def _cases() -> Schema:
    return {"type": "array", "minItems": 1, "items": _row({"when": {"$ref": "#/$defs/condition"}})}


def _measure() -> Schema:
    return {"anyOf": [{"$ref": f"#/$defs/{model.__name__}"} for model in FORMS.values()]}


HAND_WRITTEN: Mapping[str, Callable[[], Schema]] = {
    "condition": _condition,
    "comparisons": _comparisons,
    "amount": _amount,
    "tiers": _tiers,
    "cases": _cases,
    "measure": _measure,
    "requirement": lambda: {"anyOf": [{"$ref": "#/$defs/Requirement"}, {"$ref": "#/$defs/condition"}]},
    "lenient": lambda: {"anyOf": [{"const": "none"}, {"$ref": "#/$defs/Lenient"}]},
}
"""What a hand-written parser reads, by the name that its annotation carries."""


def ruleset_schema() -> Schema:
    """The schema of a whole rule set; what hand-written parsers read stands among its definitions."""
    models: list[type[Model]] = [RuleSet, Lenient, Requirement, *FORMS.values()]
    _, generated = models_json_schema([(model, "validation") for model in models], ref_template="#/$defs/{model}")
    written = {name: make() for name, make in HAND_WRITTEN.items()}
    defs: Schema = {**generated["$defs"], "number": NUMBER_SCHEMA, **written}
    document: Schema = _resolved({**defs.pop(RuleSet.__name__), "$defs": defs})
    return document


def described(schema: Schema, lang: Lang) -> Schema:
    """A schema with what each of its keys is for."""
    found: Schema = _described(schema, lang)
    return found


def _resolved(part: Any) -> Any:  # noqa: ANN401 - any part of a JSON Schema
    """The marks of hand-written parsers as references."""
    if isinstance(part, list):
        return [_resolved(item) for item in part]
    if not isinstance(part, dict):
        return part
    inner = {key: _resolved(value) for key, value in part.items() if key != FORM}
    return {"$ref": f"#/$defs/{part[FORM]}", **inner} if FORM in part else inner


def _described(part: Any, lang: Lang) -> Any:  # noqa: ANN401 - any part of a JSON Schema
    """Every key with what it is for."""
    if isinstance(part, list):
        return [_described(item, lang) for item in part]
    if not isinstance(part, dict):
        return part
    inner = {key: _described(value, lang) for key, value in part.items()}
    if isinstance(properties := inner.get("properties"), dict):
        inner["properties"] = {key: _with_words(key, value, lang) for key, value in properties.items()}
    return inner


def _with_words(key: str, value: Schema, lang: Lang) -> Schema:
    return {**value, "description": say(KEYS[key], lang)} if key in KEYS else value
