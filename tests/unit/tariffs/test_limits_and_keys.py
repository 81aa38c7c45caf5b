"""Limits to the kWh, and keys: what a form does not know is never left out in silence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cashier_app.domain.tariffs import TariffRefused, read_tariff
from cashier_app.domain.tariffs.terms import FORMS
from tests.support.tariff_texts import billed, tariff_text

TWO_SETS = (
    "schedules = [{ upto = 100, blocks = [{ price = 1 }] },"
    " { blocks = [{ upto = 100, price = 2 }, { price = 3 }] }]"
)
BANDS = "bands = [{ upto = 100, amount = 1 }, { amount = 3 }]"
LIMITED = [
    ("telescopic", "blocks = [{ upto = 100, price = 1 }, { price = 3 }]", 100, 103),
    ("telescopic", "blocks = [{ upto = 100, amount = 50 }, { price = 3 }]", 50, 53),
    ("non-telescopic", "blocks = [{ upto = 100, price = 1 }, { price = 3 }]", 100, 303),
    ("schedules", TWO_SETS, 100, 203),
    ("fixed", BANDS, 1, 3),
    ("levy", BANDS, 1, 3),
    ("subsidy", BANDS, -1, -3),
    ("flat", "price = 3\nabove_kwh = 100", 0, 3),
    ("flat", "price = 3\nfirst_kwh = 100", 300, 300),
    ("flat", "price = 3\nleast_kwh = 101", 303, 303),
    ("flat", "price = 3\nwhen = { kwh_above = 100 }", 0, 303),
    ("flat", "price = 3\nwhen = { kwh_upto = 100 }", 300, 0),
    ("subsidy", "price = 3\nfirst_kwh = 100", -300, -300),
    ("adjustment", "price = -3\nwhen = { kwh_above = 100 }", 0, -303),
]


@pytest.mark.parametrize(("form", "terms", "at", "after"), LIMITED)
def test_the_limit_itself_is_inside_and_the_next_kwh_is_not(
    form: str, terms: str, at: int, after: int
) -> None:
    text = tariff_text(f'code = "c"\nform = "{form}"\n{terms}')
    assert billed(text, 100).total == at
    assert billed(text, 101).total == after


@pytest.mark.parametrize(
    ("form", "terms", "at", "after"),
    [
        ("telescopic", "blocks = [{ upto = 100, price = 1 }, { price = 3 }]", 200, 203),
        ("telescopic", "blocks = [{ upto = 100, amount = 50 }, { price = 3 }]", 100, 103),
        ("non-telescopic", "blocks = [{ upto = 100, price = 1 }, { price = 3 }]", 200, 603),
        ("schedules", TWO_SETS, 200, 403),
        ("fixed", f'{BANDS}\nper = "bill"', 1, 3),
        ("flat", "price = 3\nabove_kwh = 100", 0, 3),
        ("flat", "price = 3\nwhen = { kwh_above = 100 }", 0, 603),
    ],
)
def test_two_months_double_every_limit(form: str, terms: str, at: int, after: int) -> None:
    text = tariff_text(f'code = "c"\nform = "{form}"\nlimits_per = "month"\n{terms}')
    assert billed(text, 200, months=Decimal(2)).total == at
    assert billed(text, 201, months=Decimal(2)).total == after


KEYS = {
    "price": "1",
    "percent": "1",
    "amount": "1",
    "blocks": "[{ price = 1 }]",
    "bands": "[{ amount = 1 }]",
    "dated": "[{ from = 2024-01-01, price = 1 }]",
    "prices": "{ a = 1 }",
    "schedules": "[]",
    "register": '"a"',
    "chosen_by": '"total"',
    "one_line": "true",
    "per": '"month"',
    "load_unit": '"kW"',
    "unit": '"kW"',
    "ratchet_percent": "80",
    "of": '["base"]',
    "of_exact": "true",
    "included": "true",
    "first_kwh": "5",
    "above_kwh": "4",
    "round_kwh": '{ mode = "up", step = 1 }',
    "round_load": '{ mode = "up", step = 1 }',
    "round_demand": '{ mode = "up", step = 1 }',
    "default": "1",
    "days_after_issue": "3",
    "limits_per": '"day"',
    "power_factor": "0.9",
    "ratchet_months": "11",
}
PLAINEST = {
    "flat": "price = 1",
    "telescopic": "blocks = [{ price = 1 }]",
    "non-telescopic": "blocks = [{ price = 1 }]",
    "time-of-use": "prices = { a = 1 }",
    "schedules": TWO_SETS,
    "fixed": "amount = 1",
    "minimum": 'amount = 1\nof = ["base"]',
    "demand": 'unit = "kW"\nprice = 1',
    "adjustment": "price = 1",
    "levy": "price = 1",
    "subsidy": "price = 1",
    "prompt-discount": "price = 1",
    "subtotal": 'of = ["base"]',
    "given": "",
}
TAKEN = {
    "flat": {"register", "first_kwh", "above_kwh", "round_kwh"},
    "telescopic": {"register", "one_line", "round_kwh", "limits_per"},
    "non-telescopic": {"one_line", "round_kwh", "limits_per"},
    "schedules": {"one_line", "round_kwh", "limits_per"},
    "time-of-use": set(),
    "fixed": {"per", "load_unit"},
    "minimum": {"per", "load_unit"},
    "demand": {"per", "ratchet_percent", "round_demand"},
    "adjustment": {"register", "first_kwh", "above_kwh", "round_kwh"},
    "levy": {"register", "first_kwh", "above_kwh", "round_kwh"},
    "subsidy": {"register", "first_kwh", "above_kwh", "round_kwh"},
    "prompt-discount": {"register", "first_kwh", "above_kwh", "round_kwh", "days_after_issue"},
    "subtotal": set(),
    "given": {"default"},
}


def refused(form: str, key: str) -> TariffRefused | None:
    """What the file with this key beside the plainest terms of the form is refused for."""
    base = 'code = "base"\nform = "flat"\nprice = 1'
    body = f'code = "c"\nform = "{form}"\n{PLAINEST[form]}\n{key} = {KEYS[key]}'
    try:
        read_tariff(tariff_text(base, body))
    except TariffRefused as error:
        return error
    return None


@pytest.mark.parametrize("form", FORMS)
def test_a_key_of_another_form_is_refused_with_its_line(form: str) -> None:
    """Also a second way of saying the price: one of the two would be left out."""
    there = PLAINEST[form].split("[")[0]
    found = {key: refused(form, key) for key in KEYS if f"{key} = " not in there}
    assert {key for key, error in found.items() if error is None} == TAKEN[form]
    lines = [problem.line for error in found.values() if error for problem in error.problems]
    assert min(lines) >= 9  # the second [[charge]]
