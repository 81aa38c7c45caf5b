"""Bills over several months: their parts add up, whatever changed and was read inside."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.bill_parts import (
    NOTHING,
    Load,
    Past,
    Span,
    loads_of,
    months_of,
    terms_of,
)
from cashier_app.domain.bill_run import RunOrder, Use, priced_or_refused
from cashier_app.domain.tariffs import Tariff, read_tariff
from tests.support.tariff_texts import HEAD

FIRST = date(2026, 1, 1)
ORDER = RunOrder(date(2026, 6, 1), "", date(2026, 7, 1), date(2026, 7, 20))
VERSION = """
[[version]]
valid_from = {}
[[version.charge]]
code = "energy"
form = "telescopic"
label = "{}"
blocks = [{{ upto = 100, price = 1 }}, {{ price = 1 }}]
[[version.charge]]
code = "fixed"
form = "fixed"
per = "bill"
amount = 10
[[version.charge]]
code = "load"
form = "fixed"
per = "day"
load_unit = "kW"
amount = 1
[[version.charge]]
code = "senior"
form = "subsidy"
percent = 50
of = ["fixed"]
when = {{ scheme = "senior" }}
"""


def tariff(code: str, since: date) -> Tariff:
    """1 a kWh in blocks, 10 a bill, half of it off for seniors; the same anew from a day on."""
    versions = VERSION.format("2020-01-01", code), VERSION.format(since, f"{code} anew")
    return read_tariff(HEAD.replace('"T"', f'"{code}"') + "".join(versions))


@st.composite
def uses(draw: st.DrawFn) -> tuple[Use, dict[str, Tariff]]:
    """Up to six months, with bills given back, readings, tariffs and versions on any days."""
    last = FIRST + timedelta(draw(st.integers(1, 180)))
    inside = st.integers(0, (last - FIRST).days).map(lambda n: FIRST + timedelta(n))
    given_back = sorted(set(draw(st.lists(inside, max_size=3))) - {last})
    marks = sorted({day for day in draw(st.lists(inside, max_size=3)) if day < last})
    used = sorted(draw(st.lists(st.integers(0, 900), min_size=len(marks) + 1,
                                max_size=len(marks) + 1)))  # fmt: skip
    read = tuple(zip(marks, map(Decimal, used), strict=False))
    span = Span("total", "kWh", Decimal(used[-1]), FIRST - timedelta(1), last, read)
    other = Span("total", "kWh", Decimal(draw(st.integers(0, 50))), FIRST - timedelta(1), last)
    spans = (span, other) if draw(st.booleans()) else (span,)
    change = draw(inside)
    held = draw(st.lists(st.tuples(st.just("senior"), inside, inside), max_size=1))
    schemes = tuple(one for one in held if one[1] <= one[2])
    loads = draw(st.dictionaries(inside, st.integers(1, 3).map(Decimal), max_size=3))
    agreed = tuple((day, Load(kw)) for day, kw in sorted({**loads, FIRST: Decimal(4)}.items()))
    past = Past(((FIRST - timedelta(9), "A"), (change, "B")), schemes, agreed)
    code, now = past.on(last)
    book = {"A": tariff("A", draw(inside)), "B": tariff("B", draw(inside))}
    registers = tuple((one.code, one.unit, one.used) for one in spans)
    use = Use(
        code, FIRST, last, registers, schemes=now, bills=1 + len(given_back),
        given_back=tuple(given_back), spans=spans, past=past, load=past.load_on(last),
    )  # fmt: skip
    return use, book


@given(uses())
def test_every_kwh_and_every_bill_is_charged_once(found: tuple[Use, dict[str, Tariff]]) -> None:
    use, book = found
    priced = priced_or_refused(use, book, ORDER)
    assert not isinstance(priced, str), priced
    energy = [line for line in priced.lines if line.code == "energy"]
    assert sum((line.quantity or 0 for line in energy), Decimal(0)) == priced.kwh
    assert sum((line.amount for line in energy), Decimal(0)) == priced.kwh
    fixed = [line.amount for line in priced.lines if line.code == "fixed"]
    assert abs(sum(fixed, Decimal(0)) - 10 * use.bills) <= Decimal("0.005") * len(fixed)
    senior = [line.amount for line in priced.lines if line.code == "senior"]
    assert abs(sum(senior, Decimal(0))) <= 5 * use.bills + Decimal("0.01") * len(fixed)
    days = [(line.starts_on, line.ends_on) for line in priced.lines if line.code == "fixed"]
    if len(days) > 1:
        assert days[0][0] == use.starts_on
        assert days[-1][1] == use.ends_on
        for (_, before), (after, _) in pairwise(days):
            assert before is not None
            assert after == before + timedelta(1)


@given(uses())
def test_a_bill_of_one_month_has_the_terms_of_its_last_day(
    found: tuple[Use, dict[str, Tariff]],
) -> None:
    use, _ = found
    months = months_of(use.starts_on, use.ends_on, use.given_back, use.spans)
    terms = terms_of(use.past, use.starts_on, months)
    assert (terms[-1].tariff, terms[-1].schemes) == use.past.on(use.ends_on)
    if len(months) == 1 and (use.ends_on - use.starts_on).days < 40:
        assert len(terms) == 1
    assert not terms_of(NOTHING, use.starts_on, months)


@given(uses())
def test_each_day_is_charged_by_one_load(found: tuple[Use, dict[str, Tariff]]) -> None:
    """In a month that of its last day; where nobody read for long, that of the day itself."""
    use, book = found
    priced = priced_or_refused(use, book, ORDER)
    assert not isinstance(priced, str), priced
    months = months_of(use.starts_on, use.ends_on, use.given_back, use.spans)
    right, before = Decimal(0), FIRST - timedelta(1)
    for last in months:
        days = [before + timedelta(n) for n in range(1, (last - before).days + 1)]
        of_day = days if len(days) > 40 else [last] * len(days)
        right += sum((use.past.load_on(day).kw or 0 for day in of_day), Decimal(0))
        before = last
    lines = [line.amount for line in priced.lines if line.code == "load"]
    assert sum(lines, Decimal(0)) == right
    changes = list(loads_of(use.past, use.starts_on, months))
    assert not changes or changes[-1] == (use.ends_on, "kW", use.load.kw)
