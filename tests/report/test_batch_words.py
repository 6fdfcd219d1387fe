from __future__ import annotations

from dataclasses import replace

import pytest

from starcheck.language import say
from starcheck.ledger.collected import Refused
from starcheck.report.batch.words import left_out
from tests.report.test_results_workbook import judged


@pytest.mark.parametrize(
    ("branches", "after_quotas", "words"),
    [
        (1, False, "它可能排在所有支部前面，名次已经留出余地。其他数字都不含这个支部。"),
        (2, False, "每一个都可能排在所有支部前面，名次已经留出余地。其他数字都不含这些支部。"),
        (2, True, "每一个都可能排在所有支部前面，名次和名额已经留出余地。其他数字都不含这些支部。"),
        (None, False, "无法给出最差名次。其他数字都不含这些支部。"),
        (None, True, "无法给出最差名次，也没有支部能确定得到名额。其他数字都不含这些支部。"),
    ],
)
def test_of_those_left_out_is_said_what_they_leave_open(branches: int | None, after_quotas: bool, words: str) -> None:
    batch, _ = judged()
    refused = (Refused("x.yaml", (), branches),)
    told = replace(batch, refused=refused, overview=replace(batch.overview, after_quotas=after_quotas))
    assert say(left_out(told)[0], "zh").endswith(words)
