"""What holds for any tariff of a form and any use."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.tariffs import Tariff, Usage, price, read_tariff
from tests.support.tariff_texts import tariff_text

EXACT = 'round_lines = { mode = "none" }\ndecimals = 3\n'
MODES = ("half up", "half even", "down", "up")
CENT = Decimal("0.01")
prices = st.decimals(0, 3, places=4)
limits = st.lists(st.integers(1, 900), min_size=1, max_size=5, unique=True).map(sorted)
uses = st.decimals(0, 1500, places=2)


def _rows(upto: list[int], values: list[Decimal]) -> str:
    rows = [f"{{ upto = {u}, price = {p} }}" for u, p in zip(upto, values, strict=False)]
    return f"blocks = [{', '.join([*rows, f'{{ price = {values[-1]} }}'])}]"


@st.composite
def block_tariffs(draw: st.DrawFn, *, form: str = "telescopic", head: str = EXACT) -> Tariff:
    upto = draw(limits)
    values = draw(st.lists(prices, min_size=len(upto) + 1, max_size=len(upto) + 1))
    return read_tariff(
        tariff_text(f'code = "energy"\nform = "{form}"\n{_rows(upto, values)}', head=head)
    )


def _energy(tariff: Tariff, kwh: Decimal) -> Decimal:
    return price(tariff, Usage(kwh=kwh)).amount_of("energy")


@given(block_tariffs(), uses, uses)
def test_telescopic_blocks_never_make_more_use_cheaper(
    tariff: Tariff, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    assert _energy(tariff, low) <= _energy(tariff, high)


@given(block_tariffs(), st.integers(0, 1500))
def test_telescopic_blocks_do_not_jump(tariff: Tariff, kwh: int) -> None:
    step = Decimal("0.01")
    rise = _energy(tariff, kwh + step) - _energy(tariff, Decimal(kwh))
    assert 0 <= rise <= 3 * step


@given(limits, st.data())
def test_the_kwh_after_a_limit_takes_the_next_price(upto: list[int], data: st.DataObject) -> None:
    values = data.draw(st.lists(prices, min_size=len(upto) + 1, max_size=len(upto) + 1))
    text = f'code = "energy"\nform = "telescopic"\n{_rows(upto, values)}'
    tariff = read_tariff(tariff_text(text, head=EXACT))
    for place, limit in enumerate(upto):
        at = Decimal(limit)
        assert _energy(tariff, at + 1) - _energy(tariff, at) == values[place + 1]
        assert _energy(tariff, at) - _energy(tariff, at - 1) == values[place]


@given(block_tariffs(form="non-telescopic"), uses)
def test_non_telescopic_takes_one_price_for_all(tariff: Tariff, kwh: Decimal) -> None:
    (line,) = price(tariff, Usage(kwh=kwh)).lines[:1]
    assert line.quantity == kwh
    assert line.price is not None
    assert line.amount == kwh * line.price
    assert (line.above or 0) <= kwh
    assert line.upto is None or kwh <= line.upto


@given(
    block_tariffs(head=""),
    uses,
    st.sampled_from(MODES),
    st.sampled_from(["0.01", "0.05", "1", "10"]),
)
def test_lines_add_up_to_a_payable_of_the_step(
    tariff: Tariff, kwh: Decimal, mode: str, step: str
) -> None:
    text = tariff_text(
        'code = "energy"\nform = "flat"\nprice = 0.1234',
        'code = "tax"\nform = "levy"\npercent = 7.7\nof = ["all"]',
        head=f'round_payable = {{ mode = "{mode}", step = {step} }}\n',
    )
    priced = price(read_tariff(text), Usage(kwh=kwh))
    for one in (price(tariff, Usage(kwh=kwh)), priced):
        assert one.total == sum(line.amount for line in one.lines if line.is_counted)
    assert priced.total % Decimal(step) == 0
    before = priced.amount_of("energy", "tax")
    assert abs(priced.total - before) < Decimal(step)
    if mode in {"down", "up"}:
        assert (priced.total <= before) == (mode == "down") or priced.total == before


@given(
    st.integers(0, 5000),
    st.integers(2, 92),
    st.lists(st.integers(1, 91), max_size=3, unique=True),
    limits,
)
def test_a_cut_period_loses_no_kwh_and_no_limit(
    kwh: int, days: int, cuts: list[int], upto: list[int]
) -> None:
    start = date(2024, 1, 1)
    changes = [start - timedelta(1), *(start + timedelta(cut) for cut in sorted(cuts))]
    values = [Decimal(1)] * (len(upto) + 1)
    versions = "".join(
        f"\n[[version]]\nvalid_from = {day}\n[[version.charge]]\n"
        f'code = "energy"\nform = "telescopic"\n{_rows(upto, values)}\n'
        f'label = "Energy {number}"\n'
        for number, day in enumerate(changes)
    )
    tariff = read_tariff('code = "T"\ncurrency = "USD"\n' + versions)
    ends = start + timedelta(days - 1)
    priced = price(tariff, Usage(kwh=Decimal(kwh), starts_on=start, ends_on=ends))
    assert sum(line.quantity or 0 for line in priced.lines) == kwh
    assert priced.total == kwh
    first = [line.upto for line in priced.lines if not line.above]
    if len(first) == len(priced.valid_from):
        assert sum(limit or 0 for limit in first) == upto[0]


@given(st.integers(0, 3000), st.integers(1, 60), st.integers(1, 60))
def test_fixed_charges_by_day_add_up_over_segments(amount: int, before: int, after: int) -> None:
    start = date(2024, 3, 1)
    change = start + timedelta(before)
    charge = f'[[version.charge]]\ncode = "f"\nform = "fixed"\nper = "day"\namount = {amount}\n'
    text = 'code = "T"\ncurrency = "USD"\n' + "".join(
        f'\n[[version]]\nvalid_from = {day}\n{charge}label = "F {day}"\n' for day in (start, change)
    )
    ends = start + timedelta(before + after - 1)
    priced = price(read_tariff(text), Usage(kwh=Decimal(0), starts_on=start, ends_on=ends))
    assert len(priced.lines) == 2
    assert priced.total == amount * (before + after)


@given(st.decimals(-1000, 1000, places=5), st.sampled_from(["0.01", "0.05", "1"]))
def test_the_four_modes_surround_the_amount(value: Decimal, step: str) -> None:
    found = {}
    for mode in MODES:
        text = f'code = "g"\nform = "given"\nround = {{ mode = "{mode}", step = {step} }}'
        usage = Usage(kwh=Decimal(0), given=(("g", value),))
        found[mode] = price(read_tariff(tariff_text(text)), usage).amount_of("g")
    assert abs(found["down"]) <= abs(value) <= abs(found["up"])
    for mode in ("half up", "half even"):
        assert abs(found[mode] - value) * 2 <= Decimal(step)
        assert found[mode] in {found["down"], found["up"]}


@given(uses, st.decimals(0, 30, places=3))
def test_a_tax_inside_a_price_is_its_part_of_the_price(kwh: Decimal, percent: Decimal) -> None:
    text = tariff_text(
        'code = "energy"\nform = "flat"\nprice = 0.25',
        f'code = "vat"\nform = "levy"\npercent = {percent}\nof = ["energy"]\nincluded = true',
    )
    priced = price(read_tariff(text), Usage(kwh=kwh))
    net = priced.total - priced.amount_of("vat")
    assert priced.total == priced.amount_of("energy")
    assert abs(net * (1 + percent / 100) - priced.total) < CENT
