"""A wrong file is refused with the line, the place and the reason."""

from __future__ import annotations

import pytest

from cashier_app.domain.tariffs import TariffRefused, read_tariff
from tests.support.tariff_texts import HEAD, tariff_text

ENERGY = 'code = "energy"\nform = "flat"\nprice = 0.1'
LEVY = 'code = "tax"\nform = "levy"\npercent = 5\n'

# Line 4 of a file of one charge is its [[charge]], line 5 its code, line 7 what follows the form.
WRONG = [
    ("", "line 1: code", "must be a text"),
    ('code = "energy"\nform = "power-factor"', "line 6", '"power-factor" is not known'),
    ('code = "energy"\nform = "flat"\nprice = "a"', "line 7", '"a" is not a number'),
    ('code = "energy"\nform = "flat"\nprice = 0.1234567891', "line 7", "more than 9 decimals"),
    ('code = "energy"\nform = "flat"\nprice = inf', "line 7", "finite"),
    ('code = "energy"\nform = "flat"', "line 4", 'one of "price", "dated" is missing'),
    ('code = "all"\nform = "flat"\nprice = 1', "line 5", "meaning of its own"),
    (ENERGY + "\nprise = 2", "line 8", "is not known here"),
    (ENERGY + "\nfirst_kwh = 10\nabove_kwh = 10", "line 8", "nothing is left"),
    (ENERGY + '\nround = { mode = "nearest", step = 1 }', "line 8", '"nearest" is not known'),
    (ENERGY + '\nround = { mode = "up", step = 0 }', "line 8", "above zero"),
    (ENERGY + "\nat_least = 5\nat_most = 4", "line 9", "below at_least"),
    (ENERGY + "\nwhen = { kwh_above = 5, kwh_upto = 5 }", "line 8", "nothing fits"),
    ('code = "e"\nform = "telescopic"\nblocks = [{ upto = 9, price = 1 }]', "line 7", "open"),
    (
        'code = "e"\nform = "telescopic"\nblocks = [\n{ price = 1 },\n{ price = 2 }]',
        "line 8",
        "only the last row is open",
    ),
    (
        (
            'code = "e"\nform = "telescopic"\nblocks = [\n{ upto = 9, price = 1 },\n'
            "{ upto = 9, price = 2 },\n{ price = 3 }]"
        ),
        "line 9",
        "must be above 9",
    ),
    (
        (
            'code = "e"\nform = "telescopic"\nblocks = [\n{ upto = 9, price = 1 },\n'
            "{ above = 10, price = 2 }]"
        ),
        "line 9",
        "a gap",
    ),
    (
        (
            'code = "e"\nform = "telescopic"\nblocks = [\n{ upto = 9, price = 1 },\n'
            "{ above = 8, price = 2 }]"
        ),
        "line 9",
        "an overlap",
    ),
    (
        'code = "e"\nform = "non-telescopic"\nblocks = [{ upto = 9, amount = 1 }, { price = 1 }]',
        "line 7",
        '"price" is missing',
    ),
    (
        'code = "e"\nform = "schedules"\nschedules = [{ blocks = [{ price = 1 }] }]',
        "line 7",
        "two schedules",
    ),
    (LEVY + 'of = ["enrgy"]', 'line 8: charge "tax" of', 'no charge "enrgy"'),
    (LEVY + 'of = ["tax"]', "line 8", "circle: tax → tax"),
    (LEVY + 'of = ["all"]', "line 8", "nothing stands above it"),
    (LEVY, "line 4", '"of" is missing'),
    (
        (
            'code = "f"\nform = "adjustment"\ndated = [\n{ from = 2024-02-01, price = 1 },\n'
            "{ from = 2024-02-01, price = 2 }]"
        ),
        "line 9",
        "after the row before",
    ),
]


@pytest.mark.parametrize(("charge", "place", "reason"), WRONG)
def test_a_wrong_charge_is_refused_with_its_line(charge: str, place: str, reason: str) -> None:
    text = tariff_text(charge) if charge else "code = 7"
    with pytest.raises(TariffRefused) as refused:
        read_tariff(text)
    assert str(refused.value).startswith(place)
    assert reason in str(refused.value)


def test_a_circle_over_two_taxes_is_refused() -> None:
    text = tariff_text(
        'code = "a"\nform = "levy"\npercent = 5\nof = ["b"]',
        'code = "b"\nform = "levy"\npercent = 5\nof = ["a"]',
    )
    with pytest.raises(TariffRefused, match="circle: a → b → a"):
        read_tariff(text)


def test_a_base_that_would_count_twice_is_refused() -> None:
    text = tariff_text(
        ENERGY,
        'code = "sum"\nform = "subtotal"\nof = ["energy"]',
        LEVY + 'of = ["sum", "energy"]',
    )
    with pytest.raises(TariffRefused, match='"energy" would count twice'):
        read_tariff(text)


def test_every_wrong_charge_is_said_at_once() -> None:
    with pytest.raises(TariffRefused) as refused:
        read_tariff(tariff_text('code = "a"\nform = "x"', 'code = "b"\nform = "y"'))
    assert [problem.line for problem in refused.value.problems] == [6, 10]


def test_a_text_that_is_not_toml_is_refused_with_its_line() -> None:
    with pytest.raises(TariffRefused, match="line 3: This is not TOML"):
        read_tariff(HEAD + "charge = [")


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ('round_payable = { mode = "up", step = 0.005 }\n', "line 3: round_payable"),
        ("decimals = 4\n", "line 3: decimals"),
        ('months = { count = "days", normal_days = [34, 26] }\n', "line 3: months normal_days"),
        ('due = { days = 5, after = "payment" }\n', '"payment" is not known'),
    ],
)
def test_a_wrong_head_is_refused(head: str, reason: str) -> None:
    with pytest.raises(TariffRefused) as refused:
        read_tariff(tariff_text(ENERGY, head=head))
    assert reason in str(refused.value)


def test_two_versions_of_one_day_are_refused() -> None:
    version = f"\n[[version]]\nvalid_from = 2024-01-01\n[[version.charge]]\n{ENERGY}\n"
    with pytest.raises(TariffRefused, match="same day"):
        read_tariff(HEAD + version + version)


def test_prompt_discounts_of_different_days_are_refused() -> None:
    prompt = 'code = "{}"\nform = "prompt-discount"\npercent = 1\nof = ["energy"]\n'
    text = tariff_text(ENERGY, prompt.format("p"), prompt.format("q") + "days_before_due = 3")
    with pytest.raises(TariffRefused, match="same day"):
        read_tariff(text)
