"""Single rules of pricing, each by the smallest tariff that shows it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cashier_app.domain.tariffs import PricingRefused, Usage, price, read_tariff
from tests.support.tariff_texts import HEAD, amounts, billed, tariff_text

ENERGY = 'code = "energy"\nform = "flat"\nprice = 0.333\n'
JULY = {"starts_on": date(2024, 7, 1), "ends_on": date(2024, 7, 31)}
DEMAND = 'code = "demand"\nform = "demand"\nunit = "kW"\nprice = 2\n'


def _total(text: str, kwh: Decimal | int = 0, **usage: object) -> Decimal:
    return billed(text, kwh, **usage).total


def test_a_tax_is_of_rounded_lines_unless_the_file_says_exact() -> None:
    tax = 'code = "tax"\nform = "levy"\npercent = 50\nof = ["energy"]\n'
    assert billed(tariff_text(ENERGY, tax), 5).amount_of("tax") == Decimal("0.84")
    exact = tariff_text(ENERGY, tax + "of_exact = true\n")
    assert billed(exact, 5).amount_of("tax") == Decimal("0.83")


def test_a_payable_of_exact_amounts_has_its_difference_as_a_line() -> None:
    half = ENERGY.replace("energy", "network")
    text = tariff_text(ENERGY, half, head="payable_of_exact = true\n")
    priced = billed(text, 5)
    assert amounts(priced) == [
        ("energy", Decimal("1.67")),
        ("network", Decimal("1.67")),
        ("rounding", Decimal("-0.01")),
    ]
    assert priced.total == Decimal("3.33")


@pytest.mark.parametrize(
    ("recorded", "billed_kw"), [(10, 16), (15, 16), (16, 16), (17, 17)], ids=str
)
def test_a_ratchet_bills_at_least_a_share_of_the_earlier_maximum(
    recorded: int, billed_kw: int
) -> None:
    text = tariff_text(DEMAND + "ratchet_percent = 80")
    usage = {"kw": Decimal(recorded), "previous_kw": Decimal(20)}
    assert _total(text, 0, **usage) == billed_kw * 2


def test_a_demand_may_be_billed_at_least_by_the_load() -> None:
    text = tariff_text(DEMAND + "load_percent = 75")
    assert _total(text, 0, kw=Decimal(10), load_kw=Decimal(40)) == 60


def test_blocks_of_demand_are_telescopic() -> None:
    blocks = "blocks = [{ upto = 50, amount = 100 }, { price = 3 }]"
    text = tariff_text(DEMAND.replace("price = 2", blocks))
    assert _total(text, 0, kw=Decimal(20)) == 100
    assert _total(text, 0, kw=Decimal(60)) == 130


def test_the_maximum_stands_for_the_load_when_no_load_is_given() -> None:
    text = tariff_text('code = "f"\nform = "fixed"\namount = 3\nload_unit = "kVA"')
    assert _total(text, 0, kva=Decimal(7)) == 21
    assert _total(text, 0, kva=Decimal(7), load_kva=Decimal(10)) == 30


LOADS = {
    "starts_on": date(2024, 6, 1), "ends_on": date(2024, 7, 30), "months": Decimal(2),
    "load_kw": Decimal(5),
    "loads": ((date(2024, 6, 30), "kW", Decimal(2)), (date(2024, 7, 30), "kW", Decimal(5))),
}  # fmt: skip
PER_KW = 'code = "f"\nform = "fixed"\namount = 10\nload_unit = "kW"'
BAND = (
    'code = "f"\nform = "fixed"\nchosen_by = "kW"\n'
    "bands = [{ upto = 3, amount = 10 }, { amount = 30 }]"
)
LEAST = 'code = "m"\nform = "minimum"\namount = 10\nload_unit = "kW"\nof = ["energy"]'
BY_LOAD = 'code = "{}"\nform = "flat"\nprice = {}\nwhen = {{ load_unit = "kW", load_{} = 3 }}'
SMALL, LARGE = BY_LOAD.format("small", 1, "upto"), BY_LOAD.format("large", 2, "above")


@pytest.mark.parametrize(
    ("charges", "kwh", "total"),
    [
        ((PER_KW,), 0, 20 + 50),
        ((BAND,), 0, 10 + 30),
        ((ENERGY, LEAST), 0, 20 + 50),
        ((DEMAND + "load_percent = 50",), 0, 2 * 3 + 2 * 3),
        ((DEMAND + "load_percent = 100",), 0, 2 * 3 + 2 * 5),
        ((SMALL, LARGE), 120, 60 + 120),
    ],
    ids=["fixed", "band", "minimum", "demand", "demand of load", "condition"],
)
def test_a_load_counts_on_its_own_days(charges: tuple[str, ...], kwh: int, total: int) -> None:
    assert _total(tariff_text(*charges), kwh, kw=Decimal(3), **LOADS) == total


def test_what_asks_for_no_load_is_not_cut_where_one_changes() -> None:
    assert amounts(billed(tariff_text(ENERGY), 100, **LOADS)) == [("energy", Decimal("33.30"))]


def test_the_maximum_that_stands_for_a_load_is_that_of_its_month() -> None:
    text = tariff_text('code = "f"\nform = "fixed"\namount = 3\nload_unit = "kVA"')
    usage = {name: LOADS[name] for name in ("starts_on", "ends_on", "months")}
    maxima = ((date(2024, 6, 30), "kVA", Decimal(7)), (date(2024, 7, 30), "kVA", Decimal(4)))
    assert _total(text, 0, kva=Decimal(7), maxima=maxima, **usage) == 21 + 12


def test_a_season_takes_only_its_days() -> None:
    text = tariff_text(
        ENERGY.replace("0.333", "0.10") + "when = { calendar_months = [6, 7] }",
        'code = "winter"\nform = "flat"\nprice = 0.20\nwhen = { calendar_months = [8] }',
    )
    period = {"starts_on": date(2024, 7, 22), "ends_on": date(2024, 8, 10)}
    assert amounts(billed(text, 200, **period)) == [
        ("energy", Decimal("10.00")),
        ("winter", Decimal("20.00")),
    ]
    assert _total(text, 200, **JULY) == 20


@pytest.mark.parametrize(
    ("months", "usage", "limit"),
    [
        ("{ count = 'days' }", {"days": 45}, 150),
        ("{ count = 'days', normal_days = [26, 34] }", {"days": 34}, 100),
        ("{ count = 'days', normal_days = [26, 34] }", {"days": 36}, 120),
        ("{ count = 'given' }", {"months": Decimal("2.5"), "days": 75}, 250),
        ("{ count = 'calendar' }", JULY, 100),
    ],
)
def test_limits_grow_by_the_way_the_tariff_names(
    months: str, usage: dict[str, object], limit: int
) -> None:
    energy = 'code = "energy"\nform = "telescopic"\nlimits_per = "month"\n'
    blocks = "blocks = [{ upto = 100, price = 1 }, { price = 2 }]"
    text = tariff_text(energy + blocks, head=f"months = {months}\n")
    first, second = billed(text, 500, **usage).lines
    assert first.amount == limit
    assert first.upto == limit
    assert second.amount == 2 * (500 - limit)


def test_limits_per_day() -> None:
    energy = 'code = "energy"\nform = "telescopic"\nlimits_per = "day"\n'
    text = tariff_text(energy + "blocks = [{ upto = 3.5, price = 1 }, { price = 2 }]")
    assert billed(text, 200, days=30).lines[0].upto == 105


def test_a_limit_without_end_is_kept_at_nine_decimals() -> None:
    energy = 'code = "energy"\nform = "telescopic"\nlimits_per = "month"\n'
    blocks = "blocks = [{ upto = 100, price = 1 }, { price = 2 }]"
    text = tariff_text(energy + blocks, head="months = { count = 'calendar' }\n")
    period = {"starts_on": date(2024, 2, 29), "ends_on": date(2024, 3, 9)}
    line = billed(text, 500, **period).lines[0]
    assert str(line.upto) == "32.480533927"
    assert "up to 32.4805 kWh" in line.detail


def test_a_rate_of_the_first_or_the_last_day_is_not_split() -> None:
    fuel = 'code = "fuel"\nform = "adjustment"\n'
    dated = "dated = [{ from = 2024-01-01, price = 0.1 }, { from = 2024-07-31, price = 0.2 }]\n"
    for way, total in (("start", 31), ("end", 62)):
        assert _total(tariff_text(f'{fuel}{dated}dated_by = "{way}"'), 310, **JULY) == total
    assert _total(tariff_text(fuel + dated), 310, **JULY) == 32


def test_a_due_date_by_rule_opens_the_discount_up_to_its_last_day() -> None:
    prompt = 'code = "p"\nform = "prompt-discount"\namount = 1\ndays_before_due = 2\n'
    text = tariff_text(ENERGY, prompt, head="due = { days = 10, after = 'period' }\n")
    full, less = Decimal("33.30"), Decimal("32.30")
    assert _total(text, 100, **JULY, paid_on=date(2024, 8, 8)) == less
    assert _total(text, 100, **JULY, paid_on=date(2024, 8, 9)) == full


def test_a_discount_that_does_not_apply_asks_for_no_date() -> None:
    prompt = 'code = "p"\nform = "prompt-discount"\namount = 1\nwhen = { scheme = "early" }\n'
    text = tariff_text(ENERGY, prompt)
    priced = billed(text, 100, paid_on=date(2024, 8, 8))
    assert priced.prompt is None
    with pytest.raises(PricingRefused, match="--due"):
        billed(text, 100, paid_on=date(2024, 8, 8), schemes=frozenset({"early"}))


def test_a_bill_may_be_negative() -> None:
    text = tariff_text('code = "export"\nform = "flat"\nprice = -0.05')
    assert _total(text, 100) == -5


@pytest.mark.parametrize(
    ("charge", "usage", "missing"),
    [
        (DEMAND, {}, "--kw"),
        (DEMAND + "ratchet_percent = 80", {"kw": Decimal(1)}, "--previous-kw"),
        ('code = "f"\nform = "fixed"\namount = 1\nload_unit = "ampere"', {}, "--amperes"),
        ('code = "f"\nform = "fixed"\namount = 1\nper = "day"', {}, "--days"),
        ('code = "f"\nform = "fixed"\namount = 1', {"days": 60}, "--months"),
        ('code = "g"\nform = "given"', {}, "--amount g=N"),
        (ENERGY + "when = { phases = [3] }", {}, "--phases"),
        (ENERGY + "when = { calendar_months = [3] }", {"days": 30}, "--from and --to"),
        (ENERGY + 'register = "night"', {}, "--register"),
        (ENERGY, {"schemes": frozenset({"senior"})}, "no scheme senior"),
        (ENERGY, {"given": (("water", Decimal(1)),)}, '"water"'),
        (ENERGY, {"starts_on": date(2024, 7, 1)}, "--from and --to"),
    ],
)
def test_what_is_missing_is_refused_by_its_name(
    charge: str, usage: dict[str, object], missing: str
) -> None:
    with pytest.raises(PricingRefused, match=missing):
        billed(tariff_text(charge), 10, **usage)


def test_a_register_that_nothing_prices_is_refused() -> None:
    """Its kWh would be used and never paid."""
    text = tariff_text(ENERGY + 'register = "day"', head='uncounted_registers = ["spare"]\n')
    registers = (("day", Decimal(10)), ("night", Decimal(5)))
    with pytest.raises(PricingRefused, match="no register night"):
        billed(text, 15, registers=registers)
    spare = (("day", Decimal(10)), ("spare", Decimal(5)))
    assert billed(text, 10, registers=spare).total == Decimal("3.33")


def test_absurd_readings_are_refused() -> None:
    with pytest.raises(PricingRefused, match="must not be negative"):
        billed(tariff_text(ENERGY), -1)
    with pytest.raises(PricingRefused, match="before its first"):
        billed(tariff_text(ENERGY), 1, starts_on=date(2024, 7, 2), ends_on=date(2024, 7, 1))


def _versions(energy: str, *days: str) -> str:
    """The same charge with another label from each day on, so that no two stretches are one."""
    return HEAD + "".join(
        f'\n[[version]]\nvalid_from = {day}\n[[version.charge]]\n{energy}\nlabel = "E {day}"\n'
        for day in days
    )


@pytest.mark.parametrize(
    ("kwh", "parts"),
    [(100, [33, 33, 34]), (200, [67, 67, 66]), (1, [0, 0, 1]), (2, [1, 1, 0]), (0, [0, 0, 0])],
)
def test_kwh_are_split_in_whole_parts_and_the_last_takes_the_rest(
    kwh: int, parts: list[int]
) -> None:
    text = _versions(ENERGY, "2024-06-01", "2024-06-11", "2024-06-21")
    priced = billed(text, kwh, starts_on=date(2024, 6, 1), ends_on=date(2024, 6, 30))
    assert [line.quantity for line in priced.lines] == parts


def test_limits_are_split_as_the_kwh_are() -> None:
    energy = 'code = "e"\nform = "telescopic"\nblocks = [{ upto = 200, price = 1 }, { price = 2 }]'
    text = _versions(energy, "2024-06-01", "2024-06-11", "2024-06-21")
    priced = billed(text, 900, starts_on=date(2024, 6, 1), ends_on=date(2024, 6, 30))
    assert [line.upto for line in priced.lines if not line.above] == [67, 67, 66]


def test_a_reading_between_two_changes_holds() -> None:
    text = _versions(ENERGY, "2024-06-01", "2024-06-11", "2024-06-21")
    period = {"starts_on": date(2024, 6, 1), "ends_on": date(2024, 6, 30)}
    priced = billed(text, 100, **period, read=((date(2024, 6, 16), "", Decimal(30)),))
    # 30 kWh over 10 + 5 days, 70 kWh over 5 + 10 days: 20; 10 + 23; 47.
    assert [line.quantity for line in priced.lines] == [20, 33, 47]


def test_registers_of_each_part_add_up_to_its_total() -> None:
    hours = 'code = "hours"\nform = "time-of-use"\nprices = {{ day = {}, night = 1 }}'
    levy = 'code = "levy"\nform = "levy"\nprice = 1'
    text = HEAD + "".join(
        f"\n[[version]]\nvalid_from = {day}\n[[version.charge]]\n{hours.format(price)}\n"
        f'[[version.charge]]\n{levy}\nlabel = "L {price}"\n'
        for price, day in ((2, "2024-06-01"), (3, "2024-06-11"))
    )
    period = {"starts_on": date(2024, 6, 1), "ends_on": date(2024, 6, 30)}
    usage = {"kwh": None, "registers": (("day", Decimal(52)), ("night", Decimal(52)))}
    read = price(read_tariff(text), Usage(**usage, **period))  # type: ignore[arg-type]
    by_code = {code: [line.quantity for line in read.lines if line.code == code]
               for code in ("hours", "levy")}  # fmt: skip
    assert by_code == {"hours": [17, 17, 35, 35], "levy": [34, 70]}
    with pytest.raises(PricingRefused, match="names no register: --read-on 2024-06-11:day=N"):
        price(
            read_tariff(text),
            Usage(**usage, **period, read=((date(2024, 6, 11), "", Decimal(9)),)),  # type: ignore[arg-type]
        )


def test_seasons_share_the_kwh_of_a_long_period() -> None:
    """Three seasons and one that covers two of them: every kWh is in a season, none in two."""
    season = 'code = "{}"\nform = "flat"\nprice = 1\nwhen = {{ calendar_months = {} }}'
    text = tariff_text(
        season.format("a", "[6]"), season.format("b", "[7]"), season.format("c", "[8]"),
        season.format("bc", "[7, 8]"),
    )  # fmt: skip
    period = {"starts_on": date(2024, 6, 21), "ends_on": date(2024, 8, 10)}
    for kwh in (51, 100, 101, 333):
        lines = {line.code: line.quantity for line in billed(text, kwh, **period).lines}
        assert lines["a"] + lines["b"] + lines["c"] == kwh  # type: ignore[operator]
        assert lines["b"] + lines["c"] == lines["bc"]  # type: ignore[operator]


def test_a_split_by_days_may_keep_hundredths() -> None:
    """Another calculator's case: 100 kWh from 1 June to 31 July, of which 50.82 from 1 July on."""
    text = _versions(ENERGY, "2016-01-01", "2016-07-01").replace(
        "[[version]]", 'split_kwh = { mode = "half up", step = 0.01 }\n[[version]]', 1
    )
    priced = billed(text, 100, starts_on=date(2016, 6, 1), ends_on=date(2016, 7, 31))
    assert [line.quantity for line in priced.lines] == [Decimal("49.18"), Decimal("50.82")]


def test_a_bill_that_stands_for_three_has_their_limits_and_amounts() -> None:
    """A true-up of two estimates: three times what the tariff gives one bill."""
    blocks = "blocks = [{ upto = 100, price = 1 }, { price = 2 }]"
    text = tariff_text(
        f'code = "energy"\nform = "telescopic"\n{blocks}',
        'code = "stamp"\nform = "levy"\namount = 0.25\nper = "bill"',
        'code = "help"\nform = "subsidy"\nprice = 0.5\nfirst_kwh = 50\nat_most = 20',
        'code = "least"\nform = "fixed"\nbands = [{ upto = 100, amount = 1 }, { amount = 9 }]\n'
        'per = "bill"',
    )
    assert amounts(billed(text, 330, bills=3)) == [
        ("energy", Decimal(300)),
        ("energy", Decimal(60)),
        ("stamp", Decimal("0.75")),
        ("help", Decimal(-60)),
        ("least", Decimal(27)),
    ]
    with pytest.raises(PricingRefused, match="1 to 120 bills"):
        billed(text, 330, bills=0)


def test_a_stretch_of_one_day_is_named_by_it() -> None:
    text = _versions(ENERGY, "2024-02-01", "2024-02-29")
    first, last = billed(text, 30, starts_on=date(2024, 2, 28), ends_on=date(2024, 3, 28)).lines
    assert first.label.endswith(", 1 kWh at 0.333, 28 Feb")
    assert last.label.endswith(", 29 kWh at 0.333, 29 Feb to 28 Mar")


@pytest.mark.parametrize(
    "tax",
    [
        'code = "tax"\nform = "levy"\npercent = 10\nof = ["all"]\n',
        'code = "tax"\nform = "minimum"\namount = 100\nper = "bill"\nof = ["all"]\n',
        'code = "tax"\nform = "subtotal"\nof = ["all"]\n',
    ],
)
@pytest.mark.parametrize("is_old", [True, False])
def test_all_over_two_versions_is_every_charge_of_either(tax: str, is_old: bool) -> None:
    """Priced once over the whole period: a charge that only one of them has is in it, too."""
    fixed = 'code = "{}"\nform = "fixed"\nper = "bill"\namount = 31\n'
    old = [fixed.format("a"), fixed.format("gone" if is_old else "a2"), tax]
    new = [fixed.format("a"), *([] if is_old else [fixed.format("a2"), fixed.format("b")]), tax]
    text = HEAD + "".join(
        f"\n[[version]]\nvalid_from = {day}\n"
        + "".join(f"[[version.charge]]\n{charge}" for charge in charges)
        for day, charges in (("2024-01-01", old), ("2024-07-11", new))
    )
    # 10 days of the old version, 21 of the new one.
    base = 31 + 10 if is_old else 31 + 31 + 21
    found = {"levy": Decimal(base) / 10, "minimum": 100 - base, "subtotal": base}
    assert billed(text, 0, **JULY).amount_of("tax") == found[tax.split('"')[3]]
