"""Links lead somewhere, words are used once, names that a page promises exist."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, Block, blocks

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", flags=re.MULTILINE)
PYTHON = [block for page in PAGES for block in blocks(page, "python")]


def text_of(page: Path) -> str:
    """A page without what is fenced in it."""
    return re.sub(r"^ *```.*?^ *```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchor(heading: str) -> str:
    """The anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(text_of(page)):
        if "://" in target:
            continue
        file, _, part = target.partition("#")
        linked = (page.parent / file).resolve() if file else page
        if not linked.exists() or (part and part not in map(anchor, HEADING.findall(text_of(linked)))):
            broken.append(target)
    assert broken == []


def test_the_index_leads_to_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / target.partition("#")[0]).resolve() for target in LINK.findall(text_of(index))}
    pages = {*(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "language").glob("*.md")}
    assert pages - linked - {index, ROOT / "docs" / "language-next.md"} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_target_of_make_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert named <= targets


def test_every_path_of_the_architecture_exists() -> None:
    text = text_of(ROOT / "docs" / "architecture.md")
    source = ROOT / "src" / "starcheck"
    named = set(re.findall(r"`([a-z_]+/[a-z_/]*(?:\.py)?)`", text))
    assert named
    assert [
        path
        for path in sorted(named)
        if not any((folder / path).exists() for folder in (ROOT, source, source / "rules"))
    ] == []


def test_every_module_of_the_engine_has_its_step() -> None:
    steps = text_of(ROOT / "docs" / "architecture.md").split("## One engine")[1].split("What holds in every step")[0]
    modules = {file.stem for file in (ROOT / "src" / "starcheck" / "engine").iterdir()} - {
        "__init__",
        "__pycache__",
        "program",
    }
    assert modules - set(re.findall(r"`([a-z_]+)`", steps)) == set()


def test_every_layer_is_described_in_its_order() -> None:
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("layers = [")[1].split("]")[0]
    layers = re.findall(r'"\(?([a-z_]+)\)?"', contract)
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    described = re.findall(r"^\| `([a-z_]+)` \|", text, flags=re.MULTILINE)
    assert described == layers


def glossary() -> list[list[str]]:
    """The rows of the glossary, one word in the first cell of each."""
    rows = re.findall(
        r"^\| (?!word|-)(.+) \|$", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    return [[cell.strip() for cell in row.split("|")] for row in rows]


def test_every_word_of_the_glossary_stands_there_once() -> None:
    rows = glossary()
    words, chinese = [row[0] for row in rows], [row[2] for row in rows]
    assert len(rows) > 20
    assert sorted(set(words)) == sorted(words)
    assert sorted(set(chinese)) == sorted(chinese)


def test_no_word_of_the_glossary_is_one_not_to_say() -> None:
    rows = glossary()
    avoided = {word for row in rows for word in row[3].split(", ")}
    assert avoided & {row[0] for row in rows} == set()


def test_a_readme_has_an_example_in_python() -> None:
    assert {"README.md", "README.zh-CN.md"} <= {block.page for block in PYTHON}


@pytest.mark.parametrize("block", PYTHON, ids=str)
def test_an_example_in_python_prints_what_it_says(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(block.text, str(block), "exec"), {})  # noqa: S102 - our own page
    assert printed.getvalue().splitlines() == re.findall(r"^print.*# (.+)$", block.text, flags=re.MULTILINE)
