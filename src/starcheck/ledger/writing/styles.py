"""How the cells of a workbook look: few colours, none of which says anything alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from starcheck.language import Lang
from starcheck.rules.schema.dictionary import NUMERIC, Field, FieldType

INK, QUIET, LINE, GRID = "#262B33", "#6B7280", "#C9CED6", "#DFE3E8"
ACCENT, REQUIRED, OPTIONAL, MISSING = "#8C2F27", "#F6E3DC", "#EEF1F5", "#FBE9E7"
FONTS: Mapping[Lang, str] = {"zh": "Microsoft YaHei", "en": "Calibri"}

Properties = dict[str, object]


@dataclass(frozen=True)
class Styles:
    """The formats of one workbook.

    Attributes:
        workbook: what the formats belong to.
        lang: which letters they have to show.
    """

    workbook: Workbook
    lang: Lang

    def text(self, **more: object) -> Format:
        """Words on the page."""
        return self.made({"text_wrap": True, "valign": "vcenter"} | more)

    def heading(self, field: Field, *, required: bool) -> Format:
        """The heading of a column, aligned as what stands below it."""
        return self.made(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "vcenter",
                "font_color": ACCENT if required else INK,
                "bg_color": REQUIRED if required else OPTIONAL,
                "border": 1,
                "border_color": LINE,
            }
            | _aligned(field)
        )

    def cell(self, field: Field, *, aside: bool) -> Format:
        """A cell of a table, or a remark beside it."""
        own = {"num_format": _NUMBERS[field.type](field), "valign": "vcenter", "border": 1, "border_color": GRID}
        return self.made(own | _aligned(field) | ({"font_color": QUIET} if aside else {}))

    def missing(self) -> Format:
        """A required cell that is empty although its row is not."""
        return self.workbook.add_format({"bg_color": MISSING})

    def title(self) -> Format:
        """The title of the instructions."""
        return self.made({"bold": True, "font_size": 18, "font_color": ACCENT, "valign": "vcenter"})

    def subtitle(self) -> Format:
        """A line below the title."""
        return self.made({"font_color": QUIET, "valign": "vcenter"})

    def warning(self) -> Format:
        """A line that must not be missed."""
        return self.text(font_color=ACCENT, bold=True)

    def aside(self) -> Format:
        """A line that says what others rest on."""
        return self.text(font_color=QUIET)

    def section(self) -> Format:
        """The heading of a part of the instructions."""
        return self.made({"bold": True, "font_size": 12, "bottom": 1, "bottom_color": LINE, "valign": "vcenter"})

    def link(self) -> Format:
        """A name that leads to its sheet."""
        return self.text(font_color="#2F5D8C", underline=1)

    def made(self, properties: Properties) -> Format:
        """A format in the letters of the workbook; what is stated wins."""
        return self.workbook.add_format(
            {"font_name": FONTS[self.lang], "font_size": 11, "font_color": INK} | properties
        )


def _aligned(field: Field) -> Properties:
    return {"align": "center"} if field.type in _CENTRED else {"align": "left", "indent": 1}


def _percent(field: Field) -> str:
    return f"0.{'0' * field.places}%" if field.places else "0%"


_NUMBERS: Mapping[FieldType, Callable[[Field], str]] = {
    "text": lambda _: "@",
    "integer": lambda _: "0",
    "decimal": lambda _: "General",  # a format with fixed places would hide those that are too many
    "percent": _percent,
    "boolean": lambda _: "General",
    "date": lambda _: "yyyy-mm-dd",
    "choice": lambda _: "@",
    "evidence": lambda _: "@",
    "files": lambda _: "@",
}
_CENTRED: frozenset[FieldType] = NUMERIC | {"boolean", "date"}
