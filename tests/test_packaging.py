from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "rules", "src")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the unpacked wheel, built from a copy so that nothing in the checkout changes."""
    checkout, folder = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("installed")
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, checkout / name)
    for catalog in checkout.glob("src/**/*.mo"):
        catalog.unlink()
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel"], cwd=checkout, check=True)
    (wheel,) = (checkout / "dist").glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def files(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_the_wheel_holds_every_bundled_rule_set(installed: Path) -> None:
    assert files(installed / "starcheck" / "_rules") == files(ROOT / "rules")


def test_the_wheel_holds_a_compiled_catalog_for_every_translation(installed: Path) -> None:
    locale = installed / "starcheck" / "locale"
    assert [file.with_suffix(".po") for file in locale.rglob("*.mo")] == list(locale.rglob("*.po"))
    assert (locale / "zh" / "LC_MESSAGES" / "starcheck.mo").is_file()


def test_the_installed_package_finds_its_rule_sets(installed: Path) -> None:
    script = "from starcheck.rules.library import find; print(find('five-star'))"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(installed)!r}); {script}"]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603  # our own words
    assert Path(found.strip()).is_relative_to(installed / "starcheck" / "_rules")
