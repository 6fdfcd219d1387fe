"""The rule sets that come with starcheck."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from starcheck.errors import Place, Problem, RuleSetError, nearest
from starcheck.language import t
from starcheck.rules.editions import in_force, in_order, read_edition

FILE_NAME = "ruleset.yaml"
SUFFIXES = (".yaml", ".yml")
"""What the name of a file ends in that a person writes."""
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
        reference: ``five-star`` (the latest edition), ``five-star@2024``, or the path of a file, of its folder, or
            of the folder of all editions (the latest). A bundled id wins over a path, so that it means the same in
            every folder.

    Raises:
        RuleSetError: if it is neither bundled nor a path that exists.
    """
    editions = {rule_set.reference: rule_set.path for rule_set in bundled()}
    latest = {rule_set.id: rule_set.path for rule_set in bundled()}
    if known := editions.get(reference) or latest.get(reference):
        return known
    path = Path(reference)
    with suppress(OSError):  # a name that no file can have
        if editions_of_path := [read_edition(str(file.parent), file) for file in _editions_in(path)]:
            return in_order(editions_of_path)[-1].path
        if path.is_dir():
            return path / FILE_NAME
        if path.exists():
            return path
    raise RuleSetError([_unknown(reference, editions if "@" in reference else latest)])


def _unknown(reference: str, bundled_names: Iterable[str]) -> Problem:
    """That nothing is called so, told by what was probably meant: a path, an edition, a name."""
    near = nearest(reference, bundled_names)
    if Path(reference).name != reference or Path(reference).suffix in SUFFIXES:
        message = t("There is no such file or folder.")
        return Problem(Place(reference), message, t("Check the path; it is followed from the folder you are in."))
    if "@" in reference:
        message = t("No rule set that comes with starcheck is called “{name}”.", name=reference)
        return Problem(Place(reference), message, near or t("“starcheck rules list” shows them all."))
    message = t(
        "No rule set that comes with starcheck is called “{name}”, nor is there such a file or folder.", name=reference
    )
    own = t("A standard of your own is named by its folder: --rules FOLDER.")
    return Problem(Place(reference), message, own if near is None else t("{problem} {hint}", problem=near, hint=own))


def find_in_force(reference: str, day: date) -> Path:
    """The file of a rule set; of a standard without edition, the edition in force on a day.

    Args:
        reference: as for `find`, or a folder with a folder for each edition.
        day: mostly the last day of a period.

    Raises:
        RuleSetError: there is no such rule set, or not exactly one of its editions is in force.
    """
    editions = [read_edition(rule_set.reference, rule_set.path) for rule_set in bundled() if rule_set.id == reference]
    if not editions:
        editions = [read_edition(str(file.parent), file) for file in _editions_in(Path(reference))]
    return in_force(reference, editions, day).path if editions else find(reference)


def _editions_in(folder: Path) -> list[Path]:
    """The files of the editions of a committee's own standard; none if the folder is itself one."""
    with suppress(OSError):
        return [] if (folder / FILE_NAME).exists() else sorted(folder.glob(f"*/{FILE_NAME}"))
    return []
