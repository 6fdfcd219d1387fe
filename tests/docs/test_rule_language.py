"""Every example of docs/rule-language.md is a rule set that loads, and gives what it says."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import yaml

from starcheck.rules.load import load_ruleset
from starcheck.rules.schema import measures, quotas, score, windows
from starcheck.rules.schema.calendars import WorkCalendar
from starcheck.rules.schema.conditions import OPERATORS
from starcheck.rules.schema.consequences import Consequence, LevelBound, ShareBound, Target
from starcheck.rules.schema.dictionary import EVIDENCE_STATES, FIELD_TYPES, Derived, Field, Table
from starcheck.rules.schema.levels import Publicity
from starcheck.rules.schema.numbers import STATISTICS
from starcheck.rules.schema.ratings import Stage, Take
from starcheck.rules.schema.remarks import NotVisible, Source
from starcheck.rules.schema.ruleset import (
    Criterion,
    DirectAward,
    Effect,
    Eligibility,
    Ladder,
    Level,
    Mode,
    Pool,
    Rounding,
    RuleSet,
    Section,
    Veto,
)
from tests.docs.examples import assessed, examples, examples_in, given, ledger_text, words, written
from tests.docs.pages import Block

CONSTRUCTS: dict[str, set[str]] = {
    "keys of a rule set": set(RuleSet.model_fields) - {"effective_to"} | {"include"},
    "keys of a source": set(Source.model_fields),
    "keys of what was not seen": set(NotVisible.model_fields),
    "keys of a table": set(Table.model_fields) - {"note"},
    "keys of a field": set(Field.model_fields) - {"note"},
    "types of fields": set(FIELD_TYPES),
    "derived fields": set(Derived.model_fields) | {"of"},
    "keys of a calendar": {field.alias or name for name, field in WorkCalendar.model_fields.items()},
    "parts of dates": {"weekday"},
    "states of evidence": set(EVIDENCE_STATES),
    "operators": set(OPERATORS),
    "connectives": {"all", "any", "not"},
    "measures": set(measures.FORMS),
    "spans": set(get_args(windows.Span)),
    "keys of measures": {
        "where",
        "within",
        "evidence",
        "over",
        "matching",
        "times",
        "partial",
        "except",
        "from",
        "until",
    }
    | {"unit", "run", "as", "items", "take", "then", "of", "of_where", "sample", "decided_by", "scale", "times"}
    | {"among", "order", "ties"},
    "keys of a rating": {"stages", "of", "of_where", "places", *Stage.model_fields, *get_args(Take)},
    "windows": {"6 months", "5 years", "90 days", "previous period"},
    "numbers": {"by", "table", "else", "bands", "value", "formula", "among", *STATISTICS},
    "scores": set(score.FORMS),
    "keys of a score": set(score.Score.model_fields),
    "keys of an award": set(score.Award.model_fields),
    "keys of a criterion": set(Criterion.model_fields),
    "ways out of nothing": {"full", "zero", "not_applicable"},
    "keys of a section": {field.alias or name for name, field in Section.model_fields.items()},
    "keys of a pool": set(Pool.model_fields),
    "rounding": set(get_args(Mode)) | set(Rounding.model_fields),
    "keys of a direct award": set(DirectAward.model_fields) - {"basis", "remedy", "doubt"},
    "keys of a ladder": {"from", *Ladder.model_fields} - {"from_", "basis", "remedy", "doubt"},
    "effects": set(Effect.model_fields),
    "keys of a level": set(Level.model_fields),
    "keys of a veto": set(Veto.model_fields) - {"tags"},
    "keys of a condition of eligibility": set(Eligibility.model_fields) - {"basis", "remedy"},
    "keys of a quota": set(quotas.Quota.model_fields),
    "keys of a consequence": set(Consequence.model_fields) - {"basis", "doubt"},
    "keys of a target": set(Target.model_fields) - {"basis", "doubt"},
    "levels of a target": set(LevelBound.model_fields),
    "shares of a target": set(ShareBound.model_fields),
    "publicity": set(Publicity.model_fields),
    "requirements": {"section", "criterion", "criteria", "passed", "outcome", "score"},
    "states": {"not_rated", "not_eligible", "scored_only"},
}


@pytest.mark.parametrize("block", examples(), ids=str)
def test_an_example_loads(block: Block, tmp_path: Path) -> None:
    for example in examples_in(block):
        assert load_ruleset(written(example.ruleset, tmp_path)).ruleset.sections


@pytest.mark.parametrize("block", [block for block in examples() if "# gives" in block.text], ids=str)
def test_an_example_gives_what_it_says(block: Block, tmp_path: Path) -> None:
    for example in examples_in(block):
        assessment = assessed(example, tmp_path)
        promised = {promise.id: promise.gives for promise in example.promises}
        assert {promise.id: given(assessment, promise) for promise in example.promises} == promised


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_every_construct_has_an_example(construct: str) -> None:
    texts = [ledger_text(), *(block.text for block in examples())]
    shown = {word for text in texts for word in words(yaml.safe_load(text))}
    assert CONSTRUCTS[construct] - shown == set()
