"""Rule sets made of the small one in tests/invalid_rules with something added."""

from __future__ import annotations

from pathlib import Path

from starcheck.rules.load import Loaded, load_ruleset

BASE = Path(__file__).parents[1] / "invalid_rules" / "base.yaml"


def load_with(folder: Path, addition: str) -> Loaded:
    """Load the small rule set with an addition, from a folder of its own."""
    (folder / BASE.name).write_text(BASE.read_text(encoding="utf-8"), encoding="utf-8")
    file = folder / "ruleset.yaml"
    file.write_text(f"include: [{BASE.name}]\n{addition}", encoding="utf-8")
    return load_ruleset(file)
