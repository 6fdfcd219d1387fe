"""Rule sets laid over the small one in tests/invalid_rules."""

from __future__ import annotations

from pathlib import Path

from starcheck.rules.load import Loaded, load_ruleset

BASE = Path(__file__).parents[2] / "invalid_rules" / "base.yaml"
HEAD = 'ruleset: small\nedition: "{edition}"\ntitle: 小标准\neffective_from: 2025-01-01\n'


def write_over(folder: Path, text: str, *, base: str = "", name: str = "ruleset.yaml", edition: str = "2") -> Path:
    """A file that extends the base, or another file of the folder."""
    if not base:
        base = BASE.name
        (folder / base).write_text(BASE.read_text(encoding="utf-8"), encoding="utf-8")
    file = folder / name
    file.write_text(f"{HEAD.format(edition=edition)}extends: {base}\n{text}", encoding="utf-8")
    return file


def load_over(folder: Path, text: str) -> Loaded:
    """Load the base with a text laid over it."""
    return load_ruleset(write_over(folder, text))
