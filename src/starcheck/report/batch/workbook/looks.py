"""How the cells and charts of a workbook of results look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from starcheck.language import Lang
from starcheck.ledger.writing.styles import FONTS, GRID, INK, LINE, OPTIONAL, Properties, Styles

Kind = Literal["text", "words", "count", "points", "number", "percent", "date"]
"""What stands in a cell: a name that stays on its line, words that go on to the next, a number of things, …"""

PALE = "#DDB7A5"
"""What is only possible, drawn beside what is certain."""


@dataclass(frozen=True)
class Looks:
    """The formats of one workbook.

    Attributes:
        styles: where formats come from.
        cells: the format of each kind of cell.
        heads: the format of the heading above each kind.
    """

    styles: Styles
    cells: Mapping[Kind, Format]
    heads: Mapping[Kind, Format]
    lang: Lang

    @classmethod
    def of(cls, workbook: Workbook, unit: Decimal, lang: Lang) -> Looks:
        """The formats of a workbook.

        Args:
            workbook: what they belong to.
            unit: the grid of all points.
            lang: the language, which decides on the letters.
        """
        styles, kinds = Styles(workbook, lang), get_args(Kind)
        cells = {kind: styles.made(_CELL | _aligned(kind) | _numbered(kind, unit)) for kind in kinds}
        return cls(styles, cells, {kind: styles.made(_HEAD | _aligned(kind)) for kind in kinds}, lang)

    def font(self, size: int = 9, **more: object) -> Properties:
        """The letters of a chart."""
        return {"name": FONTS[self.lang], "size": size, "color": INK} | more


_CELL: Properties = {"valign": "vcenter", "border": 1, "border_color": GRID}
_HEAD: Properties = {
    "bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": OPTIONAL, "border": 1, "border_color": LINE
}  # fmt: skip


def _aligned(kind: Kind) -> Properties:
    match kind:
        case "text":
            return {"align": "left", "indent": 1}
        case "words":
            return {"align": "left", "indent": 1, "text_wrap": True}
        case "number":
            return {"align": "right", "text_wrap": True}
        case "date":
            return {"align": "center"}
        case _:
            return {"align": "right"}


def _numbered(kind: Kind, unit: Decimal) -> Properties:
    places = max(0, -int(unit.normalize().as_tuple().exponent))
    formats: Mapping[Kind, str] = {
        "text": "@",
        "words": "@",
        "count": "#,##0_ ",
        "points": f"0.{'0' * places}_ " if places else "0_ ",
        "percent": "0.00%_ ",
        "date": "yyyy-mm-dd",
    }
    return {"num_format": formats.get(kind, "General_ ")}
