"""Every published bill, each line and total to the last printed digit."""

from __future__ import annotations

import pytest

from cashier_app.domain.tariffs import price
from tests.support.tariff_cases import Case, published


@pytest.mark.parametrize("case", [*published(), *published("by_hand")], ids=lambda case: case.name)
def test_a_published_bill_is_priced_to_the_last_printed_digit(case: Case) -> None:
    priced = price(case.tariff, case.usage)
    named = {code for code, _ in case.lines}
    found = [(line.code, line.amount) for line in priced.lines if line.code in named]
    assert [line for line in found if line[0] in named] == list(case.lines)
    sums = {
        "total": priced.total,
        "late": sum(late.amount for late in priced.late),
        "payable": priced.payable,
        "energy": priced.amount_of("energy"),
    }
    assert {key: sums[key] for key in case.printed} == case.printed
    assert priced.total == sum(line.amount for line in priced.lines if line.is_counted)


def test_the_open_last_block_never_makes_a_larger_use_cheaper() -> None:
    totals = [case.printed["energy"] for case in published() if "energy" in case.printed]
    assert totals == sorted(totals)
