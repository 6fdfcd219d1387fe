from __future__ import annotations

from datetime import date

import pytest

from starcheck.calendar import Period
from starcheck.documents import parse_document
from starcheck.errors import LedgerError
from starcheck.ledger import Heading, read_heading

from .small import ledger

NOTHING = Heading(ruleset=None, period=None, as_of=None)


def heading(text: str, source: str = "ledger.yaml") -> Heading:
    return read_heading(parse_document(text, source))


def test_a_heading_is_read_before_anything_else_of_the_ledger_makes_sense() -> None:
    text = "ruleset: five-star@2024\nperiod: 2024H1\nas_of: 2024-05-31\nbranch: [1, 2]\nwhatever: yes please\n"
    assert heading(text) == Heading("five-star@2024", Period(date(2024, 1, 1), date(2024, 6, 30)), date(2024, 5, 31))


@pytest.mark.parametrize("text", ["branch: {id: b1}\n", "ruleset:\nperiod:\nas_of:\n"])
def test_what_a_ledger_does_not_say_is_left_open(text: str) -> None:
    assert heading(text) == NOTHING


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024Q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-03-15..2024-08-20", date(2024, 3, 15), date(2024, 8, 20)),
    ],
)
def test_a_period_reads_the_same_with_and_without_quotes(written: str, start: date, end: date) -> None:
    period = Period(start, end)
    assert heading(f"period: {written}\n").period == period
    assert heading(f'{{"period": "{written}"}}', "ledger.json").period == period


def test_a_ledger_keeps_its_heading() -> None:
    assert ledger("ruleset: small@1\nas_of: 2024-06-30\n").heading == Heading("small@1", None, date(2024, 6, 30))


@pytest.mark.parametrize("text", ["[]", "七支部", "12"])
def test_a_file_without_keys_is_no_ledger(text: str) -> None:
    with pytest.raises(LedgerError, match="A ledger starts with keys such as “branch”"):
        heading(text)


@pytest.mark.parametrize("line", ["period: 2024.0", "period: true", "period: [2024]", "as_of: 20240630", "ruleset: 5"])
def test_a_malformed_heading_is_refused_at_once(line: str) -> None:
    with pytest.raises(LedgerError) as raised:
        heading(line)
    assert len(raised.value.problems) == 1
