"""What lint found, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from starcheck.language import Lang, say
from starcheck.rules.lint import LintFinding

SCHEMA = "starcheck/lint/1"


def terminal(findings: Sequence[LintFinding], lang: Lang) -> str:
    """One line for each finding."""
    return "".join(f"{finding.say(lang)}\n" for finding in findings)


def document(findings: Sequence[LintFinding], lang: Lang) -> str:
    """All findings as one JSON document; its keys stay as they are within a version of the schema."""
    written = [
        {
            "code": finding.code,
            "source": finding.place.source,
            "line": finding.place.line,
            "column": finding.place.column,
            "message": say(finding.message, lang),
            "hint": None if finding.hint is None else say(finding.hint, lang),
        }
        for finding in findings
    ]
    return json.dumps({"schema": SCHEMA, "findings": written}, ensure_ascii=False, indent=2) + "\n"


LINT_RENDERERS: Mapping[str, Callable[[Sequence[LintFinding], Lang], str]] = MappingProxyType(
    {"terminal": terminal, "json": document}
)
"""Every format by the name that users give it."""
