"""Standings read off a row: the level, with every rule that gives, limits, denies or opens one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from starcheck.engine.consequences import Followed
from starcheck.engine.findings import basis_of
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program
from starcheck.engine.rows import Measured
from starcheck.engine.truth import Truth, is_known
from starcheck.engine.unknown import Unknown, missing_reader
from starcheck.language import Text, Title, t
from starcheck.model import Check, Consequence, LevelId, LevelRange, Quantity, Standing
from starcheck.rules.check.consequences import is_percent
from starcheck.rules.schema import consequences as schema
from starcheck.rules.schema.levels import DirectAward, Eligibility, Requirement, Veto
from starcheck.rules.uses import Uses
from starcheck.rules.wording import (
    LADDER,
    STATES,
    Scope,
    award_in_words,
    condition_in_words,
    effect_in_words,
    limit_in_words,
)


def standing_of(holds: bool | None, *, bad: bool = False) -> Standing:
    """Where a demand stands, or something bad."""
    return Standing.OPEN if holds is None else Standing.CLEAR if holds is not bad else Standing.TRIGGERED


@dataclass(frozen=True)
class StandingReader:
    """Turns rows of a program into checks, and into the level."""

    program: Program
    outputs: Outputs

    def vetoes(self) -> list[Callable[[Row], Check]]:
        """What read the vetoes."""
        return [
            self._check(veto.id, veto.title, truth, effect_in_words(veto.effect, self.program.ruleset), veto, bad=True)
            for veto, truth in self.program.leveled.vetoes
        ]

    def direct(self) -> list[Callable[[Row], Check]]:
        """What read the direct awards."""
        return [
            self._check(award.id, award.title, truth, award_in_words(award, self.program.ruleset), award, bad=True)
            for award, truth in self.program.leveled.direct
        ]

    def eligibility(self) -> list[Callable[[Row], Check]]:
        """What read the conditions of eligibility."""
        return [
            self._check(rule.id, rule.title, truth, STATES[rule.otherwise], rule)
            for rule, truth in self.program.leveled.eligibility
        ]

    def requires(self) -> list[Callable[[Row], Check]]:
        """What read the requirements of the levels."""
        scope = Scope(self.program.ruleset)
        return [
            self._check(
                f"{level.id}.{number}",
                requirement.title or condition_in_words(requirement.when, scope),
                truth,
                t("not {level}", level=level.title),
                requirement,
                level=level.id,
            )
            for number, (level, requirement, truth) in enumerate(self.program.leveled.demands, start=1)
        ]

    def ladder(self) -> Callable[[Row], Check] | None:
        """What reads the ladder."""
        out, limited = self.outputs, self.program.leveled.ladder
        if limited is None:
            return None
        ladder, levels = limited.ladder, self.program.ruleset.levels
        low, high, applies = out.column(limited.low), out.column(limited.high), out.truth(limited.applies)
        basis, missing = basis_of(ladder.basis), self._missing(ladder, limited.applies)

        def read(row: Row) -> Check:
            answer = applies(row)
            outcome = Standing.OPEN if answer is None else Standing.TRIGGERED if answer else Standing.CLEAR
            effect = limit_in_words(levels[low(row)].title, levels[high(row)].title)
            title, why = ladder.title or LADDER, missing(row, outcome)
            return Check("ladder", title, outcome, effect, basis, ladder.remedy, missing=why)

        return read

    def consequences(self) -> list[Callable[[Row], Consequence]]:
        """What read the consequences."""
        return [self._consequence(followed) for followed in self.program.followed]

    def _consequence(self, followed: Followed) -> Callable[[Row], Consequence]:
        each, applies = followed.consequence, self.outputs.truth(followed.applies)
        amount = None if followed.amount is None else self._amount(each, followed.amount)
        basis, missing = basis_of(each.basis), self._missing(each, followed.applies)

        def read(row: Row) -> Consequence:
            worth, outcome = None if amount is None else amount(row), standing_of(applies(row), bad=True)
            return Consequence(each.id, each.title, outcome, worth, basis, missing(row, outcome))

        return read

    def _amount(self, consequence: schema.Consequence, amount: Measured) -> Callable[[Row], Quantity]:
        out = self.outputs
        low, high, defined = out.q(amount.interval.lo), out.q(amount.interval.hi), out.truth(amount.defined)
        assert consequence.amount is not None
        kind: Literal["number", "percent"] = (
            "percent" if is_percent(self.program.ruleset, consequence.amount) else "number"
        )
        return lambda row: Quantity("amount", low(row), high(row), kind, consequence.unit, defined(row))

    def _check(
        self,
        name: str,
        title: Title | Text,
        truth: Truth,
        effect: Text,
        rule: Veto | DirectAward | Eligibility | Requirement,
        *,
        bad: bool = False,
        level: LevelId | None = None,
    ) -> Callable[[Row], Check]:
        answer, missing = self.outputs.truth(truth), self._missing(rule, truth)
        basis, remedy = basis_of(getattr(rule, "basis", None)), getattr(rule, "remedy", None)

        def read(row: Row) -> Check:
            holds = answer(row)
            outcome = standing_of(holds, bad=bad)
            return Check(name, title, outcome, effect, basis, remedy, level, missing(row, outcome))

        return read

    def _missing(self, rule: object, truth: Truth) -> Callable[[Row, Standing], tuple[Text, ...]]:
        """What leaves a rule open."""
        if is_known(truth):
            return lambda *_: ()
        unknown = missing_reader(Unknown(self.program, Uses.of(self.program.ruleset, rule)).missing(), self.outputs)
        return lambda row, outcome: tuple(unknown(row)) if outcome is Standing.OPEN else ()

    def level(self) -> Callable[[Row], LevelRange]:
        """Ranks and states as levels; a state that is certain stands at both ends, a possible one at the lower."""
        out, leveled = self.outputs, self.program.leveled
        names: list[tuple[LevelId, Title | Text]] = [(level.id, level.title) for level in self.program.ruleset.levels]
        names.append(("none", STATES["none"]))
        low, high = out.column(leveled.low), out.column(leveled.high)
        standings = [(out.truth(self.program.total.rated), "not_rated")]
        standings += [(out.truth(truth), rule.otherwise) for rule, truth in leveled.eligibility]

        def read(row: Row) -> LevelRange:
            ends = [names[low(row)], names[high(row)]]
            answers = [(truth(row), state) for truth, state in standings]
            certain = next((state for truth, state in answers if truth is False), None)
            possible = next((state for truth, state in answers if truth is None), None)
            if state := certain or possible:
                ends[0] = (state, STATES[state])
            if certain:
                ends[1] = ends[0]
            return LevelRange(ends[0][0], ends[1][0], ends[0][1], ends[1][1])

        return read
