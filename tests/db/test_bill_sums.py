"""Whatever is read, estimated, left out or taken back: in the end every kWh was paid once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.billing import Street, end_of
from tests.support.counter import World, unique
from tests.support.office import Office

WAYS = st.sampled_from(["actual", "actual", "estimated", "held", "none"])
MONTH = st.tuples(
    WAYS, WAYS, st.integers(0, 300), st.integers(0, 300), st.booleans(), st.booleans()
)
MONTHS = range(3, 11)


@pytest.fixture
def before(world: World, tmp_path: Path) -> Iterator[set[str]]:
    """The checker looks before the first example and after the last: it reads all books."""
    street = Street(world, Office(world, tmp_path))
    yield street.before or set()
    assert street.breaches() == []


@given(st.lists(MONTH, min_size=len(MONTHS), max_size=len(MONTHS)), st.sampled_from([0, 99_500]))
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_kwh_of_two_meters_is_paid_once(
    world: World,
    tmp_path: Path,
    before: set[str],
    months: list[tuple[str, str, int, int, bool, bool]],
    start: int,
) -> None:
    """Read at the ends of months, one meter three days earlier; the first may go round."""
    street = Street(world, Office(world, tmp_path), before=before)
    home, other = street.home(start), unique("89")
    street.meter(home, other, position=2)
    stand = [start, 0]
    counted = [start, 0]
    for month, (first, second, more, other_more, is_run, is_taken_back) in zip(
        MONTHS, months, strict=True
    ):
        for at, (meter_no, way, used) in enumerate(
            ((home.meter_no, first, more), (other, second, other_more))
        ):
            stand[at] += used
            value = stand[at] if way == "actual" else counted[at] + 100
            if way != "none":
                street.read(
                    meter_no,
                    end_of(month).replace(day=end_of(month).day - 3 * at),
                    (value if way != "held" else 77_777) % 100_000,
                    way,
                )
            counted[at] = value if way in {"actual", "estimated"} else counted[at]
        if is_run:
            street.bill(month)
            bills = street.bills(home)
            if is_taken_back and bills and bills[-1][3] != "cancelled" and bills[-1][2]:
                street.cancel(bills[-1][0])
    for at, meter_no in enumerate((home.meter_no, other)):
        stand[at] += 50
        street.read(meter_no, end_of(11), stand[at] % 100_000)
    street.bill(11)
    used = stand[0] - start + stand[1]
    owed, credit = street.money(home)
    assert owed - credit == used
    assert street.world.run(
        "SELECT SUM(kwh) FROM consumption WHERE account_no = %s", home.account_no
    ) == [(used,)]
