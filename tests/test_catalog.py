from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from starcheck.language import DEFAULT_LANG, LANGS, LOCALE

SOURCE = LOCALE.parent
FOLDERS = [LOCALE / lang / "LC_MESSAGES" for lang in LANGS if lang != "en"]

every_catalog = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)


@cache
def templates() -> frozenset[str]:
    """Every template in the source."""
    found = extract_from_dir(SOURCE, method_map=[("**.py", "python")], keywords={"t": None})
    return frozenset(message for _, _, message, _, _ in found if isinstance(message, str))


def read(folder: Path) -> Catalog:
    return read_po(BytesIO((folder / "starcheck.po").read_bytes()), locale=folder.parent.name)


def entries(folder: Path) -> Iterator[tuple[str, str]]:
    return ((str(entry.id), str(entry.string)) for entry in read(folder) if entry.id)


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_the_default_language_has_a_catalog() -> None:
    assert DEFAULT_LANG in {folder.parent.name for folder in FOLDERS}


@every_catalog
def test_every_message_is_translated(folder: Path) -> None:
    translated = {template for template, words in entries(folder) if words}
    assert sorted(templates() - translated) == []


@every_catalog
def test_no_translation_is_left_over(folder: Path) -> None:
    assert sorted({template for template, _ in entries(folder)} - templates()) == []


@every_catalog
def test_a_translation_fills_the_same_places(folder: Path) -> None:
    assert [template for template, words in entries(folder) if places(template) != places(words)] == []


def test_no_chinese_word_is_followed_by_a_latin_mark() -> None:
    mark = re.compile(r"[\u4e00-\u9fff”）][,.;:!?](?!\w)|[\u4e00-\u9fff][,;!?]")
    yaml = re.compile(r"“[^“”]*: [^“”]*”|\[.*?\]|\{\{.*\}\}")
    chinese = chain.from_iterable(entries(folder) for folder in FOLDERS if folder.parent.name == "zh")
    assert [words for _, words in chinese if mark.search(yaml.sub("", words))] == []


@every_catalog
def test_no_translation_is_a_guess(folder: Path) -> None:
    assert [entry.id for entry in read(folder) if entry.id and entry.fuzzy] == []


@every_catalog
def test_the_compiled_catalog_is_fresh(folder: Path) -> None:
    compiled = BytesIO()
    write_mo(compiled, read(folder))
    compiled.seek(0)
    shipped = read_mo(BytesIO((folder / "starcheck.mo").read_bytes()))
    fresh = read_mo(compiled)
    assert {entry.id: entry.string for entry in shipped if entry.id} == {
        entry.id: entry.string for entry in fresh if entry.id
    }


@every_catalog
def test_writing_the_catalog_anew_changes_nothing(folder: Path) -> None:
    first, second = BytesIO(), BytesIO()
    write_po(first, read(folder), width=120, no_location=True)
    first.seek(0)
    write_po(second, read_po(first, locale=folder.parent.name), width=120, no_location=True)
    assert first.getvalue() == second.getvalue()
