"""What was used is shared among the parts of a period: they add up, whatever is cut and read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.tariffs.rounding import Rounding
from cashier_app.domain.tariffs.usage import WHOLE, Stretch, Usage, period_of

FIRST = date(2026, 1, 1)
T = TypeVar("T")
SPLITS = st.one_of(
    st.just(WHOLE),
    st.builds(
        Rounding,
        st.sampled_from(["half up", "half even", "up", "down"]),
        st.sampled_from([Decimal("0.01"), Decimal(1), Decimal(5)]),
    ),
)
KWH = st.integers(0, 5_000_000).map(lambda n: Decimal(n).scaleb(-3))


@dataclass(frozen=True)
class Shared:
    """A use that is cut on some days, and each part again on others."""

    usage: Usage
    split: Rounding
    cuts: tuple[int, ...]
    further: tuple[int, ...]

    def parts(self) -> list[Stretch]:
        whole = period_of(self.usage, (), self.split).whole
        return [part for first in whole.cut(self.cuts) for part in first.cut(self.further)]

    def shares(self) -> list[dict[str, Decimal]]:
        """KWh of each part: of each register, and of all ("")."""
        names = ("", *(name for name, _ in self.usage.registers))
        return [{name: part.used(name) for name in names} for part in self.parts()]


@st.composite
def shared(draw: st.DrawFn) -> Shared:
    days = draw(st.integers(1, 400))
    inside = st.integers(1, max(days - 1, 1))
    registers, read = {}, []
    for name in draw(st.sampled_from([("total",), ("day", "night"), ("peak", "day", "night")])):
        marks = sorted(draw(st.sets(inside, max_size=3))) if days > 1 else []
        values = sorted(draw(st.lists(KWH, min_size=len(marks) + 1, max_size=len(marks) + 1)))
        registers[name] = values[-1]
        read += [(FIRST + timedelta(day), name, kwh) for day, kwh in zip(marks, values)]  # noqa: B905
    usage = Usage(
        registers=tuple(registers.items()), starts_on=FIRST, ends_on=FIRST + timedelta(days - 1),
        read=tuple(read),
    )  # fmt: skip
    cuts = st.lists(inside, max_size=6).map(tuple)
    return Shared(usage, draw(SPLITS), draw(cuts), draw(cuts))


@given(shared())
def test_shares_add_up_and_none_is_below_zero(found: Shared) -> None:
    parts, shares = found.parts(), found.shares()
    assert [parts[0].start, *(part.end for part in parts)][-1] == (
        (found.usage.ends_on or FIRST) - FIRST
    ).days + 1
    assert all(before.end == after.start for before, after in pairwise(parts))
    used = dict(found.usage.registers)
    for name, kwh in {**used, "": sum(used.values(), Decimal(0))}.items():
        of_name = [share[name] for share in shares]
        assert sum(of_name, Decimal(0)) == kwh
        assert min(of_name) >= 0


@given(shared(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_told_changes_no_share(found: Shared, by: Random) -> None:
    def shuffled(items: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(by.sample(items, len(items)))

    usage = replace(
        found.usage, registers=shuffled(found.usage.registers), read=shuffled(found.usage.read)
    )
    other = Shared(usage, found.split, shuffled(found.cuts), shuffled(found.further))
    assert other.shares() == found.shares()


@given(shared())
def test_what_was_read_on_the_day_of_a_cut_is_what_was_used_before_it(found: Shared) -> None:
    for on, name, kwh in found.usage.read:
        day = (on - FIRST).days
        if day not in found.cuts:
            continue
        before = [part.used(name) for part in found.parts() if part.end <= day]
        assert sum(before, Decimal(0)) == kwh


@given(st.integers(2, 400), st.integers(0, 10_000), st.data())
def test_days_share_whole_kwh_and_the_last_part_has_the_remainder(
    days: int, kwh: int, data: st.DataObject
) -> None:
    cuts = data.draw(st.sets(st.integers(1, days - 1), max_size=5))
    usage = Usage(kwh=Decimal(kwh), starts_on=FIRST, ends_on=FIRST + timedelta(days - 1))
    parts = period_of(usage, (), WHOLE).whole.cut(cuts)
    for part in parts:
        assert part.used() == int(part.used())
        rounded_before = len(parts) - 1 if part is parts[-1] else 1
        exact = Decimal(kwh) * (part.end - part.start) / days
        assert abs(part.used() - exact) <= rounded_before or part.used() == 0
