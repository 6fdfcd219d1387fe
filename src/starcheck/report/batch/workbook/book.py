"""What every sheet of a workbook of results is made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl
from xlsxwriter import Workbook

from starcheck.assessing import BatchResult
from starcheck.engine.results import BEST, LOW, SCORE, WORST
from starcheck.language import Lang, Text, say
from starcheck.ledger.naming import sheet_name
from starcheck.ledger.tables import KEY
from starcheck.report.batch.request import Batch
from starcheck.report.batch.workbook.looks import Looks
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True)
class Book:
    """A workbook in the making.

    Attributes:
        batch: what came of judging many branches.
        result: the same as frames.
        lang: the language of the workbook.
    """

    workbook: Workbook
    batch: Batch
    result: BatchResult
    lang: Lang

    @property
    def ruleset(self) -> RuleSet:
        """The rule set by which the branches were judged."""
        return self.batch.loaded.ruleset

    @cached_property
    def looks(self) -> Looks:
        """How the cells look."""
        return Looks.of(self.workbook, self.ruleset.unit, self.lang)

    @cached_property
    def ranked(self) -> pl.DataFrame:
        """The results, the best first; who has no rank last."""
        results = self.result.results
        if BEST not in results.columns:
            return results.sort(KEY)
        return results.sort(BEST, WORST, -pl.col(f"{SCORE}_{LOW}"), KEY, nulls_last=True)

    @property
    def between(self) -> str:
        """What stands between the things of a list."""
        return self.say(["", ""])

    def sheet(self, title: Text) -> str:
        """The name of a sheet."""
        return sheet_name(self.say(title))

    def say(self, words: object) -> str:
        """Words in the language of the workbook."""
        return say(words, self.lang)
