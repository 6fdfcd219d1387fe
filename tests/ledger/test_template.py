from __future__ import annotations

import re

import pytest

from starcheck.documents import parse_document
from starcheck.language import LANGS, Lang
from starcheck.ledger import empty_ledger, read_ledger
from starcheck.ledger.tables import stored_fields
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.measures import Count
from starcheck.rules.schema.ruleset import RuleSet

from .small import RULES

FIVE_STAR = load_ruleset(find("five-star")).ruleset
RULES_OF_TWO_YEARS = Count.model_validate({"count": "meetings", "within": "2 years"})
SETS = {"small": RULES, "five-star": FIVE_STAR}


@pytest.fixture(params=SETS)
def ruleset(request: pytest.FixtureRequest) -> RuleSet:
    return SETS[request.param]


def with_examples(template: str) -> str:
    """The template as somebody leaves it who takes every example as a fact."""
    tables = re.sub(
        r"^# (\w+:\n)((?:#   .*\n)+)\w+: not_provided$",
        lambda found: found[1] + found[2].replace("#   ", "   "),
        template,
        flags=re.MULTILINE,
    )
    return re.sub(r"^# (marks:)$|^# (  \S+: \{.*)$", r"\1\2", tables, flags=re.MULTILINE)


@pytest.mark.parametrize("lang", LANGS)
def test_the_empty_ledger_can_be_read_and_provides_nothing(ruleset: RuleSet, lang: Lang) -> None:
    ledger = read_ledger(parse_document(empty_ledger(ruleset, lang), "ledger.yaml"), ruleset)
    assert ledger.heading.ruleset == ruleset.ruleset
    assert ledger.heading.period is not None
    assert ledger.heading.period.start.year == ruleset.effective_from.year
    assert ledger.tables.records == {}
    assert ledger.tables.marks is None


@pytest.mark.parametrize("lang", LANGS)
def test_every_example_can_be_read(ruleset: RuleSet, lang: Lang) -> None:
    text = with_examples(empty_ledger(ruleset, lang))
    tables = read_ledger(parse_document(text, "ledger.yaml"), ruleset).tables
    assert {name: frame.collect().height for name, frame in tables.records.items()} == {
        name: 1 for name in ruleset.tables if name != "branch"
    }
    assert tables.marks is not None
    assert all(field.startswith("branch.") for field in tables.nullable)


@pytest.mark.parametrize("lang", LANGS)
def test_every_paper_can_be_filled_in(lang: Lang) -> None:
    text = empty_ledger(RULES, lang).replace("    签到表:\n", "    签到表: accepted\n")
    tables = read_ledger(parse_document(text, "ledger.yaml"), RULES).tables
    assert tables.papers is not None
    assert tables.papers.collect().rows() == [("branch-01", "A-01", "签到表", "accepted")]


@pytest.mark.parametrize("lang", LANGS)
def test_every_field_is_explained_with_its_label(ruleset: RuleSet, lang: Lang) -> None:
    template = empty_ledger(ruleset, lang)
    for name, table in ruleset.tables.items():
        for field, declared in table.fields.items():
            label = declared.label.zh if lang == "zh" else declared.label.en
            assert label in template
            assert name == "branch" or f"#   {field} – {label}" in template


def test_a_field_says_type_unit_bounds_choices_and_what_empty_means() -> None:
    lines = empty_ledger(RULES, "en").splitlines()
    for line in [
        "  # Members: a whole number, in 人, 1 to 500, required",
        "  # Motto: a text, empty if not known. One sentence",
        "#   held_on – Date: a date, the date of the record, required",
        "#   kind – Kind: one of (党课, 支委会, 主题党日), empty if not known",
        "#   attended – Attended: a whole number, at least 0, never more than expected, empty if not known",
        "#   rank – Rank: a whole number, at most 3, empty if not known",
        "#   absent – Absent: computed, not filled in",
        "#   share – Share: a percentage (decimal places: 1), 0% to 100%, empty if not known",
        "#   proof – Evidence: one of (missing, unreviewed, accepted), empty if not known",
    ]:
        assert line in lines


def test_what_the_branch_has_to_state_holds_an_example() -> None:
    lines = empty_ledger(RULES, "en").splitlines()
    assert "  members: 10" in lines
    assert "  founded_on:" in lines


def test_an_example_mark_gives_the_least() -> None:
    template = empty_ledger(RULES, "en")
    assert (
        "#   A-02/order: {points: 0, reason: reason, by: reviewer, on: 2024-01-01}  # Order: points from 0 to 1.5"
        in (template.splitlines())
    )
    assert "#   A-03: {grade: 差, " in template


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "# 瑕疵：扣 0.5 至 1 分（写扣去的分数，不带负号）"),
        ("en", "# Flaws: 0.5 to 1 points taken off, written without a sign"),
    ],
)
def test_an_example_mark_of_a_deduction_is_what_is_taken_off(lang: Lang, words: str) -> None:
    (line,) = [line for line in empty_ledger(RULES, lang).splitlines() if "A-02/flaws" in line]
    assert line.startswith("#   A-02/flaws: {points: 1, ")
    assert line.endswith(words)


def test_computed_fields_have_no_example() -> None:
    assert "absent" not in stored_fields(RULES.tables["meetings"])
    assert "absent:" not in empty_ledger(RULES, "en")
    assert "days:" not in empty_ledger(RULES, "en")


def test_a_choice_that_yaml_would_misread_is_quoted() -> None:
    assert '#   - {level: 市级, rank: 3, shared: "no"}' in empty_ledger(RULES).splitlines()


def test_a_table_whose_window_reaches_back_says_from_when() -> None:
    rules = RULES.model_copy(update={"measures": {"lately": RULES_OF_TWO_YEARS}})
    lines = empty_ledger(rules, "en").splitlines()
    at = lines.index("# meetings:")
    assert lines[at - 1] == (
        "# Records from 2023-01-01 on count. If there are none since then, write:"
        " meetings: {covers: 2023-01-01..2024-12-31, records: []}"
    )
    assert lines[at + 1 : at + 3] == ["#   covers: 2023-01-01..2024-12-31", "#   records:"]
    assert lines[at + 3].startswith("#     - {held_on: ")
    assert "#   covers" not in empty_ledger(RULES)


def test_records_since_then_count_as_complete_once_written_as_shown() -> None:
    rules = RULES.model_copy(update={"measures": {"lately": RULES_OF_TWO_YEARS}})
    (none,) = re.findall(r"write: (meetings: .*)", empty_ledger(rules, "en"))
    ledger = read_ledger(parse_document(f"branch: {{id: b1, members: 9}}\n{none}\n", "ledger.yaml"), rules)
    assert "meetings" in ledger.tables.records
