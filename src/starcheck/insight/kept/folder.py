"""A folder of results, checked against what its summary says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from pydantic import ValidationError

from starcheck.engine.placing import AFTER
from starcheck.engine.results import BEST, HIGH, LEVEL, LOW, NAME, OPEN_VETOES, SCORE, VETOES, WORST
from starcheck.errors import InputError, Place, Problem, reason_of
from starcheck.insight.kept.header import SCHEMA, Header
from starcheck.insight.kept.state import Declaration, State
from starcheck.language import Text, t
from starcheck.ledger.digest import DIGEST
from starcheck.ledger.sources.results import SUMMARY
from starcheck.ledger.tables import KEY

RESULTS, FINDINGS, DIGESTS = "results.parquet", "findings.parquet", "digests.parquet"
ADJUSTMENTS = "adjustments.parquet"
_NEEDED: Mapping[str, tuple[str, ...]] = {
    RESULTS: (KEY, "name"),
    DIGESTS: (KEY, DIGEST),
    ADJUSTMENTS: (KEY, "criterion", "authority", "on", "reason", "points_low_before", "points_high_before"),
    FINDINGS: (KEY, "criterion", "section", "points_low", "points_high"),
}
"""The tables that are read back, with the columns without which they say nothing."""
_TEXTS = frozenset(
    {KEY, NAME, "criterion", "section", *(f"{level}_{end}" for level in (LEVEL, AFTER) for end in (LOW, HIGH))}
)
_RANKS, _LISTS, _POINTS = frozenset({BEST, WORST}), frozenset({VETOES, OPEN_VETOES}), (f"{SCORE}_", "points_")
"""What columns of these names hold, or whose names begin so."""
_NAME_IT = t("Name a folder that “starcheck batch” wrote.")
_ANEW = t("Judge anew with “starcheck batch”; what was changed by hand cannot be vouched for.")


@dataclass(frozen=True, slots=True)
class Kept:
    """Results as a folder keeps them.

    Attributes:
        path: the folder, as it was named.
        header: what they rest on.
        results: lazy; one row for each branch.
        findings: lazy; one row for each branch and criterion; None if they were not kept.
        digests: lazy; the digest of what each branch provided; None if they were not kept.
        adjustments: lazy; what reviewers changed; None if nobody did.
    """

    path: Path
    header: Header
    results: pl.LazyFrame
    findings: pl.LazyFrame | None
    digests: pl.LazyFrame | None
    adjustments: pl.LazyFrame | None


def read_kept(path: Path) -> Kept:
    """Open a folder of results; all its files are as they were written, or this refuses them.

    Raises:
        InputError: it is no such folder, or something in it is missing or damaged; with every problem.
    """
    header = _header(path)
    read = [name for name in _NEEDED if name in header.files or name == RESULTS]
    if problems := [*_damage(path, header, dict.fromkeys([*read, *header.files]))]:
        raise InputError(problems)
    tables = {name: pl.scan_parquet(path / name, glob=False) for name in read}
    if problems := [problem for name, table in tables.items() for problem in _unfit(path / name, table, _NEEDED[name])]:
        raise InputError(problems)
    return Kept(path, header, tables[RESULTS], *map(tables.get, (FINDINGS, DIGESTS, ADJUSTMENTS)))


def read_all(paths: Iterable[Path]) -> list[Kept]:
    """Open several folders; what is wrong with any of them is told at once.

    Raises:
        InputError: one is no such folder, or something in it is missing or damaged; with every problem.
    """
    found: list[Kept] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append(read_kept(path))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return found


def with_declaration(kept: Kept, declaration: Declaration) -> str:
    """The summary of results once something more is declared of them; all else in it stays."""
    document = json.loads((kept.path / SUMMARY).read_text(encoding="utf-8"))
    said = [*document.get("declarations", []), declaration.model_dump(mode="json", exclude_none=True)]
    document |= {"state": declaration.state.value, "declarations": said}
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _header(path: Path) -> Header:
    if not path.is_dir():
        message = t("This is a file, not a folder.") if path.is_file() else t("There is no such folder.")
        raise InputError([Problem(Place(str(path)), message, _NAME_IT)])
    place = Place(str(path / SUMMARY))
    try:
        document = json.loads((path / SUMMARY).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        message = t("The folder holds no results: there is no {name} in it.", name=SUMMARY)
        raise InputError([Problem(Place(str(path)), message, _NAME_IT)]) from error
    except OSError as error:
        raise InputError([Problem(place, t("The file cannot be read: {reason}.", reason=reason_of(error)))]) from error
    except ValueError as error:  # not UTF-8, or not JSON
        raise InputError([Problem(place, t("This is no summary of results: it is not JSON."), _ANEW)]) from error
    form = document.get("schema") if isinstance(document, dict) else None
    if form != SCHEMA:
        message = t("These are no results that can be read here: “schema” is “{read}”.", read=str(form))
        raise InputError([Problem(place, message, t("Allowed: {choices}.", choices=[SCHEMA]))])
    try:
        header = Header.model_validate(document)
    except ValidationError as error:
        raise InputError(Problem(place, _misread(each["loc"]), _ANEW) for each in error.errors()) from error
    if problem := _undeclared(header):
        raise InputError([Problem(place, problem, _ANEW)])
    return header


def _undeclared(header: Header) -> Text | None:
    """That a state is not the one that was declared of these results."""
    if not header.declarations:
        return (
            None
            if header.state is State.PROVISIONAL
            else t("“state” is {state}, but nobody declared it.", state=header.state)
        )
    last, results = header.declarations[-1], header.files.get(RESULTS)
    if last.state is not header.state:
        return t("“state” is {state}, but {declared} was declared last.", state=header.state, declared=last.state)
    if results is not None and results.sha256 != last.results:
        return t("“{state}” was declared of other results than those in the folder.", state=header.state)
    return None


def _misread(at: Iterable[object]) -> Text:
    return t("“{key}” is missing, or is not what starcheck writes there.", key=".".join(map(str, at)))


def _damage(path: Path, header: Header, names: Iterable[str]) -> Iterator[Problem]:
    """What is not as the summary says."""
    for name in names:
        place = Place(str(path / name))
        listed = header.files.get(name)
        if listed is None:
            yield Problem(Place(str(path / SUMMARY)), _misread(("files", name)), _ANEW)
            continue
        try:
            with (path / name).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            yield Problem(place, t("The file is missing, although {summary} lists it.", summary=SUMMARY), _ANEW)
        except OSError as error:
            yield Problem(place, t("The file cannot be read: {reason}.", reason=reason_of(error)))
        else:
            if digest != listed.sha256:
                message = t("The file is not the one that {summary} lists: its digest is another.", summary=SUMMARY)
                yield Problem(place, message, _ANEW)


def _unfit(path: Path, table: pl.LazyFrame, needed: Iterable[str]) -> Iterator[Problem]:
    """What a table lacks that has the right digest and still is not what starcheck writes."""
    try:
        schema = table.collect_schema()
    except (pl.exceptions.PolarsError, OSError):
        yield Problem(Place(str(path)), t("The file is no Parquet file that can be read."), _ANEW)
        return
    if absent := [name for name in needed if name not in schema]:
        yield Problem(Place(str(path)), t("The table lacks columns: {names}.", names=absent), _ANEW)
    if others := [name for name, type_ in schema.items() if not _holds(name, type_)]:
        yield Problem(
            Place(str(path)), t("Columns hold something else than starcheck writes: {names}.", names=others), _ANEW
        )


def _holds(name: str, type_: pl.DataType) -> bool:
    """Whether a column has a type that can be compared."""
    if name in _LISTS:
        return type_ == pl.List(pl.String)
    if name.startswith(_POINTS):
        return isinstance(type_, pl.Decimal)
    if name in _RANKS:
        return type_.is_integer()
    return name not in _TEXTS or type_ == pl.String or isinstance(type_, pl.Enum)
