"""Whole tariffs of every form, drawn at random: lines, segments and limits always hold."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from cashier_app.commands.tariff_report import json_bill
from cashier_app.domain.tariffs import (
    Priced,
    PricingRefused,
    Tariff,
    TariffRefused,
    Usage,
    price,
    read_tariff,
)
from cashier_app.domain.tariffs.terms import FORMS
from tests.support.tariff_texts import HEAD, billed, tariff_text

ZERO, CENT = Decimal(0), Decimal("0.01")
EXACT = 'decimals = 3\nround_lines = { mode = "none" }\n'
MODES = ("half up", "half even", "down", "up")
REGISTERS = ("day", "night")
START = date(2024, 1, 20)

prices = st.decimals(0, 3, places=4)
percents = st.decimals(0, 30, places=2)
amounts = st.decimals(0, 50, places=2)
limits = st.lists(st.integers(1, 400), min_size=1, max_size=3, unique=True).map(sorted)


@st.composite
def rows(draw: st.DrawFn, key: str, values: st.SearchStrategy[Decimal]) -> str:
    upto = draw(limits)
    found = [f"{{ upto = {one}, {key} = {draw(values)} }}" for one in upto]
    return f"[{', '.join([*found, f'{{ {key} = {draw(values)} }}'])}]"


@st.composite
def part(draw: st.DrawFn) -> str:
    first, above = draw(st.integers(200, 400)), draw(st.integers(1, 199))
    keys = (f"first_kwh = {first}", f"above_kwh = {above}")
    return "".join(f"\n{key}" for key in keys if draw(st.booleans()))


@st.composite
def charge_body(draw: st.DrawFn, form: str, of: list[str]) -> str:
    """What follows the form; `of` are the charges above it."""
    bases = json.dumps(draw(st.lists(st.sampled_from(of), min_size=1, unique=True)) if of else [])
    blocks = f"blocks = {draw(rows('price', prices))}"
    grow = draw(st.sampled_from(["", '\nlimits_per = "month"', '\nlimits_per = "day"']))
    whole = draw(st.sampled_from(["", '\nround_limits = { mode = "half up", step = 1 }']))
    percent = f"percent = {draw(percents)}\nof = {bases}"
    per = f'\nper = "{draw(st.sampled_from(["bill", "month", "day", "year"]))}"'
    amount = f"amount = {draw(amounts)}{per}"
    per_kwh = f"price = {draw(prices)}{draw(part())}"
    bands = f"bands = {draw(rows('percent', percents))}\nof = {bases}"
    first = f"{{ from = 2024-01-01, price = {draw(prices)} }}"
    dated = f"dated = [{first}, {{ from = 2024-02-09, price = -0.01 }}]"
    ratchet = draw(st.sampled_from(["", "\nratchet_percent = 80", "\nload_percent = 75"]))
    any_of = [per_kwh, amount, *([percent, bands] if of else [])]
    schedules = f'schedules = [{{ upto = 150, {blocks} }}, {{ kind = "non-telescopic", {blocks} }}]'
    found = {
        "flat": [per_kwh, 'price = 0.2\nregister = "night"', dated],
        "telescopic": [blocks + grow + whole, blocks + "\none_line = true",
                       "blocks = [{ upto = 25, amount = 7.25 }, { price = 0.25 }]"],
        "non-telescopic": [blocks + grow, f'{blocks}\nregister = "day"\nchosen_by = "total"'],
        "schedules": [schedules + grow],
        "time-of-use": [f"prices = {{ day = {draw(prices)}, night = {draw(prices)} }}"],
        "fixed": [amount, f'amount = {draw(amounts)}\nload_unit = "kVA"',
                  f"bands = {draw(rows('amount', amounts))}",
                  f'{blocks}\nload_unit = "kW"'],
        "minimum": [f"amount = {draw(amounts)}\nof = {bases}"],
        "demand": [f'unit = "kVA"\nprice = {draw(prices)}{ratchet}', f'unit = "kW"\n{blocks}'],
        "adjustment": [dated, f"percent = -{draw(percents)}\nof = {bases}"],
        "levy": any_of,
        "subsidy": [*any_of, f"{per_kwh}\nat_most = 12"],
        "prompt-discount": any_of[:-1] if of else any_of,
        "subtotal": [f'of = {bases}\nround = {{ mode = "up", step = 1 }}'],
        "given": ["", "default = 3.25"],
    }  # fmt: skip
    if not of:
        found["adjustment"] = [dated]
    return draw(st.sampled_from(found[form]))


NEED_BASES = {"minimum", "subtotal"}


@st.composite
def charges(draw: st.DrawFn, forms: tuple[str, ...] = tuple(FORMS)) -> list[str]:
    """Nine charges, each of another form; then every form is in most of the tariffs."""
    found: list[str] = []
    summed: set[str] = set()
    for number, form in enumerate(draw(st.permutations(forms))[:9]):
        above = [f"c{n}" for n in range(number) if f"c{n}" not in summed]
        if form in NEED_BASES and not above:
            form = "flat"  # noqa: PLW2901 - nothing stands above it yet
        plain = [code for code in above if "register" not in found[int(code[1:])]]
        body = draw(charge_body(form, plain))
        if not plain and "of = []" in body:
            form, body = "flat", "price = 0.1"  # noqa: PLW2901
        if form == "subtotal":
            summed.update(plain, {f"c{number}"})
        when = draw(st.sampled_from([
            "", "", "", "when = { kwh_above = 100 }", "when = { calendar_months = [2] }",
            'when = { scheme = "senior" }', 'when = { load_upto = 7, load_unit = "kVA" }',
        ]))  # fmt: skip
        found.append(f'code = "c{number}"\nform = "{form}"\n{body}\n{when}')
    return found


@st.composite
def uses(draw: st.DrawFn) -> Usage:
    day, night = draw(st.integers(0, 700)), draw(st.integers(0, 700))
    days = draw(st.integers(1, 62))
    paid = draw(st.sampled_from([None, 10, 40]))
    return Usage(
        registers=(("day", Decimal(day)), ("night", Decimal(night))),
        starts_on=START, ends_on=START + timedelta(days - 1),
        months=draw(st.sampled_from([Decimal(1), Decimal("1.5")])),
        kw=Decimal(5), kva=Decimal(6), previous_kva=Decimal(9),
        load_kva=Decimal(draw(st.integers(5, 9))),
        schemes=frozenset(draw(st.sampled_from([(), ("senior",)]))), due_on=START + timedelta(80),
        paid_on=None if paid is None else START + timedelta(60 + paid),
    )  # fmt: skip


def readable(bodies: list[str], head: str = "") -> Tariff | None:
    """None for what the reader refuses by name: a base without a price per kWh, and the like."""
    known = 'when = { scheme = "senior" }'
    text = tariff_text(*bodies, f'code = "known"\nform = "given"\ndefault = 0\n{known}', head=head)
    try:
        return read_tariff(text)
    except TariffRefused as refused:
        problems = refused.problems
    assert all(problem.line and problem.place for problem in problems)
    return None


def usable(tariff: Tariff, usage: Usage) -> Usage:
    """With every amount that is given, and with just the registers that the tariff prices."""
    given_codes = [c.code for v in tariff.versions for c in v.charges if c.form == "given"]
    amounts_given = tuple((code, Decimal("-4.35")) for code in dict.fromkeys(given_codes))
    priced = {name for v in tariff.versions for c in v.charges for name in c.registers}
    whole = sum((kwh for _, kwh in usage.registers), ZERO)
    if priced == set(REGISTERS):
        return replace(usage, given=amounts_given)
    registers = tuple((name, whole) for name in sorted(priced))
    return replace(usage, kwh=whole, registers=registers, given=amounts_given)


def _priced(tariff: Tariff, usage: Usage) -> Priced | None:
    try:
        return price(tariff, usable(tariff, usage))
    except PricingRefused as refused:
        event(str(refused)[:40])
        return None


@settings(max_examples=60)
@given(charges(), uses(), st.sampled_from(MODES), st.sampled_from(["0.01", "0.05", "1", "10"]))
def test_lines_add_up_whatever_a_tariff_is_made_of(
    bodies: list[str], usage: Usage, mode: str, step: str
) -> None:
    head = f'round_payable = {{ mode = "{mode}", step = {step} }}\n'
    tariff = readable(bodies, head)
    found = None if tariff is None else _priced(tariff, usage)
    if tariff is None or found is None:
        return
    for charge in tariff.versions[0].charges:
        event(f"priced {charge.form}")
    assert found.total == sum(line.amount for line in found.lines if line.is_counted)
    assert found.total % Decimal(step) == 0
    for line in found.lines:
        bounded = " at most " in line.detail or " at least " in line.detail
        if line.quantity is not None and line.price is not None and not bounded:
            assert abs(abs(line.quantity * line.price) - abs(line.amount)) <= CENT, line
    json.dumps(json_bill(tariff, usage, found))
    again = _priced(tariff, usage)
    assert again == found


def _two_versions(bodies: list[str], change: date) -> str:
    """The same charges twice; a label tells the two apart, so that they are two stretches."""
    return HEAD + EXACT_HEAD + "".join(
        f"\n[[version]]\nvalid_from = {day}\n{EXACT_VERSION}"
        + "".join(f"[[version.charge]]\n{body}\nlabel = \"L{day}\"\n" for body in bodies)
        for day in (date(2023, 1, 1), change)
    )  # fmt: skip


EXACT_HEAD, EXACT_VERSION = "decimals = 3\n", 'round_lines = { mode = "none" }\n'
SPLIT_ALIKE = (
    'code = "flat"\nform = "flat"\nprice = 0.1234',
    'code = "hours"\nform = "time-of-use"\nprices = { day = 0.31, night = 0.11 }',
    (
        'code = "jump"\nform = "non-telescopic"\n'
        "blocks = [{ upto = 120, price = 0.2 }, { price = 0.3 }]"
    ),
    'code = "daily"\nform = "fixed"\namount = 1.19\nper = "day"',
    'code = "monthly"\nform = "fixed"\namount = 31',
    'code = "band"\nform = "fixed"\nbands = [{ upto = 120, amount = 5 }, { amount = 9 }]',
    'code = "demand"\nform = "demand"\nunit = "kVA"\nprice = 3\nratchet_percent = 80',
    'code = "fuel"\nform = "adjustment"\nprice = -0.0213',
    'code = "duty"\nform = "levy"\npercent = 7.5\nof = ["flat", "monthly"]',
    'code = "surtax"\nform = "levy"\npercent = 10\nof = ["duty"]',
    (
        'code = "senior"\nform = "subsidy"\nof = ["flat"]\n'
        "bands = [{ upto = 120, percent = 50 }, { percent = 5 }]"
    ),
    'code = "sum"\nform = "subtotal"\nof = ["flat", "duty"]',
)


@given(st.integers(0, 700), st.integers(0, 700), st.integers(2, 40), st.data())
def test_a_change_that_changes_nothing_changes_no_total(
    day: int, night: int, days: int, data: st.DataObject
) -> None:
    change = START + timedelta(data.draw(st.integers(1, days - 1)))
    usage = Usage(
        registers=(("day", Decimal(day)), ("night", Decimal(night))), starts_on=START,
        ends_on=START + timedelta(days - 1), months=Decimal(1), kva=Decimal(6),
        previous_kva=Decimal(9),
    )  # fmt: skip
    cut = price(read_tariff(_two_versions(list(SPLIT_ALIKE), change)), usage)
    whole = price(read_tariff(tariff_text(*SPLIT_ALIKE, head=EXACT)), usage)
    assert len(cut.valid_from) == 2
    for body in SPLIT_ALIKE:
        code = body.split('"')[1]
        assert abs(cut.amount_of(code) - whole.amount_of(code)) < Decimal("0.00001"), code
    assert abs(cut.total - whole.total) <= Decimal("0.001")


RISING = {
    "flat": "price = 0.25\nabove_kwh = 50",
    "telescopic": "blocks = [{ upto = 25, amount = 7 }, { upto = 90, price = 4 }, { price = 1 }]",
    "non-telescopic": "blocks = [{ upto = 100, price = 0.1 }, { price = 0.2 }]",
    "schedules": "schedules = [{ upto = 100, blocks = [{ upto = 50, price = 1 }, { price = 2 }] },"
    " { blocks = [{ upto = 100, price = 1.7 }, { price = 3 }] }]",
    "fixed": "bands = [{ upto = 50, amount = 4 }, { upto = 100, amount = 7 }, { amount = 9 }]",
    "levy": "bands = [{ upto = 100, amount = 0.1 }, { amount = 0.25 }]",
    "adjustment": "price = 0.0213",
}


@pytest.mark.parametrize("form", RISING)
@given(kwh=st.tuples(st.decimals(0, 400, places=2), st.decimals(0, 400, places=2)))
def test_more_use_is_never_cheaper_where_prices_rise(
    form: str, kwh: tuple[Decimal, Decimal]
) -> None:
    text = tariff_text(
        f'code = "c"\nform = "{form}"\n{RISING[form]}',
        'code = "least"\nform = "minimum"\namount = 12\nof = ["c"]',
        'code = "tax"\nform = "levy"\npercent = 16\nof = ["all"]',
    )
    low, high = sorted(kwh)
    assert billed(text, low).total <= billed(text, high).total
