"""What a bill run makes of a use: its usage, and the late charges as days and amounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.bill_run import RunOrder, Use, price_use, usage_of
from cashier_app.domain.tariffs import PricingRefused, Usage, price, read_tariff
from tests.support.tariff_texts import tariff_text

ORDER = RunOrder(date(2026, 10, 1), "", date(2026, 11, 3), date(2026, 11, 20))
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
ENERGY = 'code = "energy"\nform = "flat"\nprice = 7.31'
DEMAND = 'code = "demand"\nform = "demand"\nunit = "kVA"\nprice = 10\nratchet_percent = 80'


def use_of(*registers: tuple[str, str, str], **more: object) -> Use:
    found = tuple((code, unit, Decimal(used)) for code, unit, used in registers)
    return Use("T", FIRST, LAST, found, **more)  # type: ignore[arg-type]


def test_the_higher_maximum_counts_when_a_meter_was_replaced() -> None:
    use = use_of(("max", "kVA", "40"), ("max", "kVA", "31"), ("total", "kWh", "5"))
    assert usage_of(use, read_tariff(tariff_text(ENERGY)), ORDER).kva == 40


@pytest.mark.parametrize(("before", "billed"), [((), 31), ((("kVA", "100"),), 80)])
def test_a_ratchet_looks_back_and_a_new_customer_has_nothing_behind(
    before: tuple[tuple[str, str], ...], billed: int
) -> None:
    maxima = tuple((unit, Decimal(most)) for unit, most in before)
    use = use_of(("max", "kVA", "31"), ("total", "kWh", "5"), maxima_before=maxima)
    tariff = read_tariff(tariff_text(ENERGY, DEMAND, head="valid_from = 2020-01-01\n"))
    (line,) = [one for one in price_use(use, tariff, ORDER).lines if one.code == "demand"]
    assert line.quantity == billed


RULES = st.sampled_from([
    'form = "flat once"\namount = 25',
    'form = "percent once"\npercent = 5\nof = ["total"]\nat_most = 40',
    'form = "percent per month"\npercent = 1.5\nof = ["total"]',
    'form = "percent per month"\npercent = 1.5\nof = ["energy"]\nmonths = "completed"',
    'form = "percent per month"\npercent = 2\nof = ["total"]\ninterest = "compound"',
    ('form = "percent per month"\npercent = 2\nof = ["total"]\ninterest = "compound"\n'
    "rounds_each_month = true\nat_most_percent = 9"),
    'form = "percent per month"\npercent = 1\nof = ["total"]\ndays_in_month = 30',
    'form = "percent per month"\npercent = 1\nof = ["total"]\ndays_in_month = 30.4375',
    ('form = "percent per month"\npercent = 1\nof = ["total"]\ndays_in_month = 7\n'
    'months = "completed"'),
    ('form = "stepped"\nof = ["energy"]\n'
    "steps = [{ upto_days = 3, percent = 5 }, { upto_days = 40, percent = 9 }, { amount = 5000 }]"),
])  # fmt: skip


@given(
    st.lists(RULES, min_size=1, max_size=3),
    st.integers(0, 20),
    st.sampled_from(["due", "grace"]),
    st.sampled_from(['{ mode = "half up", step = 1 }', '{ mode = "down", step = 0.05 }']),
    st.integers(1, 3000),
    st.integers(-5, 360),
)
def test_what_is_posted_up_to_a_day_is_what_the_rules_say_for_it(
    rules: list[str], grace: int, counts_from: str, rounding: str, kwh: int, days: int
) -> None:
    """Every rule, every day of a year: the postings of a bill and `--paid-on` are one figure."""
    late = "".join(
        f'\n[[late]]\n{rule}\ngrace_days = {grace}\ncounts_from = "{counts_from}"\n'
        f"round = {rounding}\n"
        for rule in rules
    )
    tariff = read_tariff(tariff_text(ENERGY, head="valid_from = 2020-01-01\n") + late)
    on = ORDER.due_on + timedelta(days)
    postings = price_use(use_of(("total", "kWh", str(kwh))), tariff, ORDER).late
    usage = Usage(kwh=Decimal(kwh), starts_on=FIRST, ends_on=LAST, due_on=ORDER.due_on, paid_on=on)
    said = sum((one.amount for one in price(tariff, usage).late), Decimal(0))
    assert sum((one.amount for one in postings if one.post_on <= on), Decimal(0)) == said
    assert all(one.amount > 0 and one.post_on > ORDER.due_on for one in postings)
    assert len({one.post_on for one in postings}) == len(postings)


@pytest.mark.parametrize("months", ['months = "daily"\ndays_in_month = 30', "days_in_month = 1"])
def test_a_charge_that_grows_by_the_day_is_refused_by_its_name(months: str) -> None:
    late = f'\n[[late]]\nform = "percent per month"\npercent = 1\nof = ["total"]\n{months}\n'
    tariff = read_tariff(tariff_text(ENERGY, head="valid_from = 2020-01-01\n") + late)
    with pytest.raises(PricingRefused, match="Late charge: a late charge that grows by the day"):
        price_use(use_of(("total", "kWh", "5")), tariff, ORDER)


@given(st.integers(0, 900), st.sampled_from(["", "payable_of_exact = true\n"]))
def test_lines_without_rounding_are_stored_in_thousandths_and_still_make_the_total(
    kwh: int, head: str
) -> None:
    """A column of amounts holds three decimals: what is lost there stands in the rounding."""
    exact = 'valid_from = 2020-01-01\nround_lines = { mode = "none" }\n' + head
    text = tariff_text(
        'code = "energy"\nform = "flat"\nprice = 1.1115',
        'code = "network"\nform = "flat"\nprice = 3.0317',
        'code = "vat"\nform = "levy"\npercent = 23\nof = ["energy", "network"]',
        head=exact,
    )
    tariff = read_tariff(text)
    found = price_use(use_of(("total", "kWh", str(kwh))), tariff, ORDER)
    assert sum((line.amount for line in found.lines), Decimal(0)) == found.total
    assert all(line.amount == round(line.amount, 3) for line in found.lines)
    assert (
        found.total
        == price(tariff, usage_of(use_of(("total", "kWh", str(kwh))), tariff, ORDER)).total
    )
    assert [line.code for line in found.lines if line.kind == "rounding" and not line.amount] == []


@pytest.mark.parametrize(
    ("days", "months"), [(10, 1), (31, 1), (44, 1), (45, 2), (61, 2), (75, 3), (135, 5)]
)
def test_half_a_month_counts_as_one_more(days: int, months: int) -> None:
    use = replace(use_of(("total", "kWh", "5")), ends_on=FIRST + timedelta(days - 1))
    assert usage_of(use, read_tariff(tariff_text(ENERGY)), ORDER).months == months


def test_what_a_tariff_leaves_uncounted_is_not_billed_as_used() -> None:
    """What a roof gave to the grid is not what its house took from it."""
    head = 'valid_from = 2020-01-01\nuncounted_registers = ["export"]\n'
    tariff = read_tariff(tariff_text('code = "energy"\nform = "flat"\nprice = 1', head=head))
    use = use_of(("export", "kWh", "400"), ("total", "kWh", "100"))
    priced = price_use(use, tariff, ORDER)
    assert priced.total == priced.kwh == 100
