"""The day's posting: each late charge once, whoever posts and however often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pymysql
import pytest

from cashier_app.domain.bill_run import RunOrder, Use, price_use
from cashier_app.domain.tariffs import read_tariff
from tests.support.correcting import breaches_added
from tests.support.counter import Desk, SeedAccount, World
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, ask, locked_bill
from tests.support.tariff_texts import tariff_text

STEPPED = """
[[late]]
form = "stepped"
of = ["total"]
steps = [{ upto_days = 3, percent = 5 }, { percent = 10 }]

[[late]]
form = "flat once"
amount = 25
grace_days = 14

[[late]]
form = "percent per month"
percent = 2
of = ["total"]
interest = "compound"
at_most_percent = 12
"""


@pytest.fixture
def today(world: World) -> date:
    found: date = world.run("SELECT local_date(SYSDATE(6))")[0][0]
    return found


@pytest.fixture
def unposted(world: World) -> None:
    """The day as it begins: nobody has posted it."""
    world.run("TRUNCATE TABLE day_postings")


def late_bill(world: World, today: date, days: int) -> tuple[SeedAccount, dict[date, Decimal]]:
    """A bill of 1,000 due `days` ago with the charges that a run puts on it."""
    due_on = today - timedelta(days)
    tariff = read_tariff(
        tariff_text('code = "e"\nform = "flat"\nprice = 1', head="valid_from = 2000-01-01\n")
        + STEPPED
    )
    order = RunOrder(due_on.replace(day=1), "", due_on - timedelta(15), due_on)
    use = Use(
        "T", due_on - timedelta(50), due_on - timedelta(20), (("total", "kWh", Decimal(1000)),)
    )
    late = price_use(use, tariff, order).late
    account = world.account(["1000"], due_in_days=-days)
    for step, one in enumerate(late, start=1):
        world.insert(
            "bill_late_charges", bill_id=account.bills[0].bill_id, step=step, post_on=one.post_on,
            amount=one.amount,
        )  # fmt: skip
    return account, {one.post_on: one.amount for one in late}


def posted(world: World, account: SeedAccount) -> tuple[int, Decimal, Decimal]:
    """How many charges, their sum, and what the bill owes."""
    ((count, amount, balance),) = world.run(
        "SELECT COUNT(x.adjustment_id), COALESCE(SUM(x.amount), 0), MAX(b.balance) FROM bills b"
        " LEFT JOIN bill_adjustments x ON x.bill_id = b.bill_id AND x.kind = 'late_charge'"
        " WHERE b.bill_id = %s",
        account.bills[0].bill_id,
    )
    return int(count), Decimal(amount), Decimal(balance)


def post(desk: Desk) -> list[object]:
    """What each CALL of a counter said, until the day is posted."""
    said: list[object] = []
    with closing(desk.client()) as client:
        while True:
            answer = ask(client, "post_day", desk.token)
            said.append((answer.outcome, int(answer.facts["posted"])))
            if answer.outcome != "done" or answer.facts["finished"]:
                return said


@pytest.mark.parametrize("days", [1, 3, 4, 14, 15, 45, 400])
@pytest.mark.usefixtures("unposted")
def test_the_charges_up_to_today_are_posted_once_each(world: World, today: date, days: int) -> None:
    account, late = late_bill(world, today, days)
    due = [amount for day, amount in late.items() if day <= today]
    desk = world.desk()
    post(desk)
    right = (len(due), sum(due), 1000 + sum(due))
    assert posted(world, account) == right
    assert post(desk) == [("done", 0)]
    world.run("TRUNCATE TABLE day_postings")  # as if nobody had noted that it is done
    post(desk)
    assert posted(world, account) == right


@pytest.mark.usefixtures("unposted")
def test_counters_that_open_at_once_post_each_charge_once(world: World, today: date) -> None:
    made = [late_bill(world, today, 20) for _ in range(12)]
    desks = [world.desk() for _ in range(4)]
    with breaches_added(world) as added, ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(post, desks))
    for account, late in made:
        due = [amount for day, amount in late.items() if day <= today]
        assert posted(world, account) == (len(due), sum(due), 1000 + sum(due))
    assert [said[-1] for said in answers] == [("done", 0)] * 4
    assert added == []


@pytest.mark.usefixtures("unposted")
def test_what_is_paid_or_cancelled_is_charged_nothing(world: World, today: date) -> None:
    selling = Selling(world.desk())  # posts what is there
    paid, _ = late_bill(world, today, 20)
    part, late = late_bill(world, today, 20)
    selling.take(paid)
    selling.take(part, "999", part=True)
    world.run("TRUNCATE TABLE day_postings")
    post(selling.desk)
    assert posted(world, paid) == (0, Decimal(0), Decimal(0))
    due = sum(amount for day, amount in late.items() if day <= today)
    assert posted(world, part)[1:] == (due, 1 + due)


def has_table(client: pymysql.Connection[Any], name: str) -> bool:
    """Whether the session may read a table, which it then could alter and rename, too."""
    with client.cursor() as cursor:
        try:
            cursor.execute(f"SELECT 1 FROM {name}")
        except pymysql.MySQLError:
            return False
    return True


@pytest.mark.usefixtures("unposted")
def test_a_session_keeps_no_table_of_a_posting(world: World, today: date) -> None:
    """It would alter its columns, or rename it to a table of rights that the next CALL reads."""
    account, late = late_bill(world, today, 20)
    desk = world.desk()
    with closing(desk.client()) as client:
        with (
            locked_bill(world, account.bills[0].bill_id),
            pytest.raises(pymysql.err.OperationalError, match="1205"),
        ):
            ask(client, "post_day", desk.token)
        assert not has_table(client, "late_now")
        assert ask(client, "post_day", desk.token).facts["posted"]
        assert not has_table(client, "late_now")
    due = [amount for day, amount in late.items() if day <= today]
    assert posted(world, account) == (len(due), sum(due), 1000 + sum(due))


@pytest.mark.mysql_only
@pytest.mark.usefixtures("unposted")
def test_the_session_chooses_no_engine(world: World, today: date) -> None:
    """One that keeps nothing would post nothing, and the day would count as posted."""
    account, late = late_bill(world, today, 20)
    desk = world.desk()
    with closing(desk.client()) as client:
        with client.cursor() as cursor:
            cursor.execute("SET default_tmp_storage_engine = 'BLACKHOLE'")
        ask(client, "post_day", desk.token)
    assert posted(world, account)[0] == sum(day <= today for day in late)
