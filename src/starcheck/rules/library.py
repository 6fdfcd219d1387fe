"""The rule sets that come with starcheck."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from starcheck.documents import read_document
from starcheck.errors import Place, Problem, RuleSetError, one_of
from starcheck.language import t

FILE_NAME = "ruleset.yaml"
DEFAULT = "five-star"
EXAMPLES = "library"
"""The folder of the published standards; an id is unique whether it stands there or not."""

_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True, order=True)
class BundledRuleSet:
    """A rule set that comes with starcheck; ids are those of its folders.

    Attributes:
        is_example: a published standard, written down to show how; it is no committee's to be judged by.
    """

    id: str
    edition: str
    path: Path
    is_example: bool = False

    @property
    def reference(self) -> str:
        """How a person names exactly this edition."""
        return f"{self.id}@{self.edition}"


def bundled_root() -> Path:
    """The folder of the bundled rule sets: inside an installed package, or at the root of a checkout."""
    installed = _PACKAGE / "_rules"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "rules"


def bundled() -> tuple[BundledRuleSet, ...]:
    """Every bundled rule set, the examples last, by id and edition; no file is opened."""
    root = bundled_root()
    return (*_in_folder(root, are_examples=False), *_in_folder(root / EXAMPLES, are_examples=True))


def _in_folder(folder: Path, *, are_examples: bool) -> list[BundledRuleSet]:
    files = folder.glob(f"*/*/{FILE_NAME}")
    return sorted(BundledRuleSet(file.parts[-3], file.parts[-2], file, are_examples) for file in files)


def find(reference: str) -> Path:
    """The file of a rule set.

    Args:
        reference: ``five-star`` (the latest edition), ``five-star@2024``, or the path of a file or of its folder. A
            bundled id wins over a path, so that it means the same in every folder.

    Raises:
        RuleSetError: if it is neither bundled nor a path that exists.
    """
    editions = {rule_set.reference: rule_set.path for rule_set in bundled()}
    latest = {rule_set.id: rule_set.path for rule_set in bundled()}
    if known := editions.get(reference) or latest.get(reference):
        return known
    path = Path(reference)
    with suppress(OSError):  # a name that no file can have
        if path.is_dir():
            return path / FILE_NAME
        if path.exists():
            return path
    raise RuleSetError(
        [Problem(Place(reference), t("There is no such rule set."), one_of(reference, [*latest, *editions]))]
    )


def find_in_force(reference: str, day: date) -> Path:
    """The file of a rule set; of a bundled id without edition, the edition in force on a day.

    Raises:
        RuleSetError: there is no such rule set, or none of its editions is in force.
    """
    editions = [rule_set for rule_set in bundled() if rule_set.id == reference]
    if not editions:
        return find(reference)
    spans = {rule_set: _in_force(rule_set.path) for rule_set in editions}
    for rule_set, (first, last) in reversed(spans.items()):
        if first <= day <= last:
            return rule_set.path
    known = [
        f"{rule_set.reference} ({first}–{'' if last == date.max else last})"
        for rule_set, (first, last) in spans.items()
    ]
    message = t("No edition of “{id}” is in force on {day}.", id=reference, day=day)
    hint = t("Editions: {editions}. Choose one with --rules.", editions=known)
    raise RuleSetError([Problem(Place(reference), message, hint)])


def _in_force(path: Path) -> tuple[date, date]:
    """From when to when an edition holds; what is no date is left to loading."""
    data = read_document(path).data
    first, last = (data.get(f"effective_{end}") if isinstance(data, dict) else None for end in ("from", "to"))
    return first if isinstance(first, date) else date.min, last if isinstance(last, date) else date.max
