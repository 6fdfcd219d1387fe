"""Build step that adds to the wheel what does not lie ready in ``src``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling exports no configuration type
    """Compiles the message catalogs; puts the bundled rule sets into the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Prepare the tree before hatchling collects its files."""
        for catalog in Path(self.root).glob("src/starcheck/locale/*/LC_MESSAGES/*.po"):
            compile_catalog(catalog)
        if version == "standard":  # an editable install reads rules/ where it is
            build_data["force_include"]["rules"] = "starcheck/_rules"


def compile_catalog(source: Path) -> None:
    """Write the ``.mo`` beside a ``.po``."""
    with source.open("rb") as po:
        catalog = read_po(po)
    with source.with_suffix(".mo").open("wb") as mo:
        write_mo(mo, catalog)
