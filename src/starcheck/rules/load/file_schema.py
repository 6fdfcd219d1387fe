"""The JSON Schema of the files of a rule set, for editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from starcheck.language import DEFAULT_LANG, Lang
from starcheck.rules.load.changes import CHANGES
from starcheck.rules.load.dated import DATED
from starcheck.rules.load.uniting import EXTENDS, INCLUDE
from starcheck.rules.load.verbs import VERBS
from starcheck.rules.schema.editor import described, ruleset_schema

Schema: TypeAlias = dict[str, Any]  # JSON
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_ID: Schema = {"type": ["string", "integer"], "description": "the id of a thing, or of a part as a mark names it"}
_THING: Schema = {"type": "object"}
_KINDS: Mapping[str, Schema] = {
    "add": _THING,
    "with": _THING,
    "without": {"type": "array", "minItems": 1, "items": {"type": "string"}},
    "title": {"type": ["string", "object"]},
    "points": {},
    "weight": {},
}
"""What stands under the keys of a change that are no ids."""


_DATED: Schema = {
    "type": "object",
    "description": "a value that changes: what holds on the last day of the period counts",
    "required": [DATED],
    "additionalProperties": False,
    "properties": {
        DATED: {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["from", "value"],
                "additionalProperties": False,
                "properties": {
                    "from": {"type": "string", "format": "date"},
                    "value": {"type": ["number", "string"]},
                },
            },
        }
    },
}


def file_schema(lang: Lang = DEFAULT_LANG) -> Schema:
    """The schema of any file of a rule set: its own, one that it includes, or one laid over another.

    No key is required, for the files only make a rule set together.

    Args:
        lang: the language of what is said of every key.
    """
    schema: Schema = _with_dates(ruleset_schema())
    schema["$defs"][DATED] = _DATED
    whole = schema.pop("required")
    schema["description"] = f"A rule set has {', '.join(whole)}; a file of it may have some of them."
    schema["properties"] |= {
        INCLUDE: {
            "type": "array",
            "items": {"type": "string"},
            "description": "further files of the same rule set, beside or below this one",
        },
        EXTENDS: {
            "type": "string",
            "description": "what this rule set starts from: a file such as ../2024/ruleset.yaml, or five-star@2024",
        },
        CHANGES: {"type": "array", "minItems": 1, "items": {"anyOf": [_change(verb) for verb in VERBS]}},
    }
    return {"$schema": DIALECT, **described(schema, lang)}


def _with_dates(schema: Any) -> Any:  # noqa: ANN401 - JSON
    """A schema that takes a dated value wherever it takes a number."""
    if isinstance(schema, list):
        return [_with_dates(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "number" in _types(schema):
        return {"anyOf": [schema, {"$ref": f"#/$defs/{DATED}"}]}
    return {key: _with_dates(part) for key, part in schema.items()}


def _types(schema: Schema) -> list[str]:
    """The types that a schema takes; none if “type” is the name of a key in it."""
    match schema.get("type"):
        case list(types):
            return types
        case str(only):
            return [only]
        case _:
            return []


def _change(verb: str) -> Schema:
    _, companions = VERBS[verb]
    return {
        "type": "object",
        "required": [verb],
        "additionalProperties": False,
        "properties": {key: _KINDS.get(key, _ID) for key in (verb, *companions)},
    }
