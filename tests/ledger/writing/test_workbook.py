from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from starcheck.language import LANGS, Lang, say
from starcheck.ledger.layout import GUIDE, LEDGER, TEMPLATE
from starcheck.ledger.naming import sheet_names
from starcheck.ledger.writing.contents import empty_contents
from starcheck.ledger.writing.workbook import write_workbook
from starcheck.rules.library import BundledRuleSet, bundled
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.ruleset import RuleSet
from tests.ledger.small import RULES


def template(folder: Path, ruleset: RuleSet = RULES, lang: Lang = "zh") -> Workbook:
    """The empty workbook of a rule set, as somebody else's library reads it."""
    path = folder / "ledger.xlsx"
    write_workbook(empty_contents(ruleset), ruleset, path, lang)
    return load_workbook(path)


@pytest.mark.parametrize("lang", LANGS)
def test_every_table_has_a_sheet_called_by_its_label(lang: Lang, tmp_path: Path) -> None:
    book = template(tmp_path, lang=lang)
    assert book.sheetnames == [say(GUIDE, lang), *sheet_names(RULES, lang).values()]
    assert [sheet.title for sheet in book if sheet.sheet_state == "hidden"] == [TEMPLATE]


@pytest.mark.parametrize("rule_set", bundled(), ids=lambda rule_set: rule_set.reference)
def test_every_rule_set_makes_a_workbook_that_says_what_it_is_for(rule_set: BundledRuleSet, tmp_path: Path) -> None:
    ruleset = load_ruleset(rule_set.path).ruleset
    book = template(tmp_path, ruleset)
    names = sheet_names(ruleset, "zh")
    assert [cell.value for cell in book[names[TEMPLATE]][2]] == [ruleset.ruleset, ruleset.edition]
    assert book[names[LEDGER]]["A2"].value == ruleset.ruleset
    assert all(sheet.freeze_panes == "A2" for sheet in book if sheet.title != GUIDE.zh)
