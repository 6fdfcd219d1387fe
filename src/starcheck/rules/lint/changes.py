"""What a rule set says without effect."""

from __future__ import annotations

from fractions import Fraction

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, plain, written
from starcheck.rules.check.paths import criteria, groups
from starcheck.rules.lint import walk
from starcheck.rules.lint.smells import Smells
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import Comparison, Test
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.papers import PAPER_WORDS
from starcheck.rules.schema.ruleset import RuleSet, Section
from starcheck.rules.schema.score import AllPoints, Amount, Score, Tier
from starcheck.rules.uses import names_in


def never_changes(ruleset: RuleSet) -> Smells:
    """A part, row, cap or veto that no branch ever notices."""
    yield from _vetoes(ruleset)
    yield from _papers(ruleset)
    yield from _caps(ruleset)
    for placed in walk.nodes(ruleset):
        yield from _after_the_last(placed.node, placed.at)
        yield from _covered_tiers(placed.node, placed.at)
        yield from _nothing(placed)
        if not placed.above:
            yield from _the_same_for_all(placed.node, placed.at)


def _vetoes(ruleset: RuleSet) -> Smells:
    for index, veto in enumerate(ruleset.vetoes):
        if ruleset.levels and veto.effect.at_most == ruleset.levels[0].id:
            message = t("{id} caps the level at the highest one.", id=veto.id)
            yield Flaw(("vetoes", index, "effect", "at_most"), message, t("Name a lower level."))


def _papers(ruleset: RuleSet) -> Smells:
    """Papers that nothing of the criterion asks for."""
    for criterion, _, at in criteria(ruleset):
        if criterion.papers and not set(PAPER_WORDS) & set(names_in(criterion)):
            message = t("Whether these papers are there changes no points.")
            hint = t("Use “missing_papers” in the score, or list them under “evidence”.")
            yield Flaw((*at, "papers"), message, hint, on_key=True)


def _caps(ruleset: RuleSet) -> Smells:
    for section, at in groups(ruleset):
        if not isinstance(section, Section):
            continue
        if section.up_to is not None and section.up_to.value >= section.points.value:
            message = t(
                "Section {id} never has more than its {points} points.",
                id=section.id,
                points=plain(section.points.value),
            )
            yield Flaw((*at, "up_to"), message, t("Leave the cap out, or lower it."), on_key=True)


def _after_the_last(node: Score, at: Path) -> Smells:
    """Children of ``first`` behind one without a condition."""
    for key, taken in (("first", node.first), ("deduct", node.deduct if node.combine == "first" else None)):
        parts = taken or ()
        last = next((index for index, part in enumerate(parts) if part.when is None), len(parts))
        for index in range(last + 1, len(parts)):
            message = t("This part is never reached: the one before has no “when”.")
            yield Flaw((*at, key, index), message, t("Put the part without “when” last."))


def _covered_tiers(node: Score, at: Path) -> Smells:
    """Tiers that an earlier one leaves nothing for."""
    rows = node.tiers or ()
    for index, row in enumerate(rows):
        if any(_covers(earlier, row) for earlier in rows[:index]):
            message = t("This tier is never reached: a tier before takes everything it fits.")
            hint = t("Put the tier that fewer reach first.")
            yield Flaw((*at, "tiers", index), message, hint)


def _covers(earlier: Tier, later: Tier) -> bool:
    match earlier.condition, later.condition:
        case (
            Test(comparisons=(Comparison(op=first, operand=Constant(value=wide)),)),
            Test(comparisons=(Comparison(op=second, operand=Constant(value=narrow)), *_)),
        ):
            return first == second and _is_wider(first, wide, narrow)
        case _:
            return False


def _is_wider(operator: str, wide: Fraction, narrow: Fraction) -> bool:
    return wide <= narrow if operator in {"at_least", "more_than"} else wide >= narrow


def _nothing(placed: walk.PlacedNode) -> Smells:
    """Parts of no points, where they do not stand for “nothing more”."""
    if placed.above and placed.above[-1].sum is None and placed.above[-1].deduct is None:
        return
    for key in ("gain", "lose"):
        amount = getattr(placed.node, key)
        if isinstance(amount, Constant) and amount.value == 0:
            yield Flaw(
                (*placed.at, key),
                t("This part changes nothing: it is 0 points."),
                t("Leave it out, or give it points."),
            )


def _the_same_for_all(node: Score, at: Path) -> Smells:
    """Criteria that every branch gets the same points for."""
    if node.gain is not None and node.when is None and node.per is None and _is_fixed(node.gain):
        yield Flaw((*at, "gain"), t("Every branch gets these points."), t("Add “when” or “per”."))
    ranked = () if node.by_rank is None else (*node.by_rank.points, node.by_rank.otherwise)
    listed = {key: [row.points for row in getattr(node, key) or ()] for key in ("tiers", "cases")}
    for key, amounts in {**listed, "by_rank": list(ranked)}.items():
        if len(amounts) > 1 and all(_is_fixed(amount) and amount == amounts[0] for amount in amounts):
            message = t("Every row gives {points}.", points=written(amounts[0]))
            yield Flaw((*at, key), message, t("Give the rows different points."), on_key=True)


def _is_fixed(amount: Amount) -> bool:
    return isinstance(amount, Constant | AllPoints)
