from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from starcheck import report

SOURCE = Path(report.__file__).parent
CATALOG = SOURCE.parent / "locale/zh/LC_MESSAGES/starcheck.po"
PLACE = re.compile(r"\{\w+\}")


def templates() -> list[str]:
    found = extract_from_dir(SOURCE, keywords={"t": None})
    return sorted({message for _, _, message, _, _ in found if isinstance(message, str)})


@pytest.mark.parametrize("template", templates())
def test_every_word_of_a_report_has_its_chinese(template: str) -> None:
    catalog = read_po(BytesIO(CATALOG.read_bytes()), locale="zh")
    message = catalog.get(template)
    assert message
    assert message.string
    assert sorted(PLACE.findall(str(message.string))) == sorted(PLACE.findall(template))
