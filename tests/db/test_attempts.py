"""Who came to pay and could not: his slip holds late charges and cutting off back for some days."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pymysql
import pytest

from cashier_app.domain.attempts import AttemptReason
from cashier_app.domain.errors import Refused
from tests.db.test_day_posting import late_bill, post, posted
from tests.support.correcting import breaches, breaches_added
from tests.support.counter import Desk, SeedAccount, World
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, ask

DAY = timedelta(days=1)


@pytest.fixture
def today(world: World) -> date:
    found: date = world.run("SELECT local_date(SYSDATE(6))")[0][0]
    return found


@pytest.fixture
def unposted(world: World) -> None:
    """The day as it begins: nobody has posted it."""
    world.run("TRUNCATE TABLE day_postings")


def charged_today(world: World, today: date) -> tuple[SeedAccount, Decimal, Decimal]:
    """An account with a charge that falls on today, one before, and the sums of both."""
    account, late = late_bill(world, today, 4)
    before = sum((amount for day, amount in late.items() if day < today), Decimal(0))
    now = late[today]
    assert before > 0
    return account, before, now


def who(world: World, desk: Desk) -> int:
    """The key of the desk's person."""
    ((user_id,),) = world.run("SELECT user_id FROM users WHERE user_name = %s", desk.user_name)
    return int(user_id)


def give(desk: Desk, account: SeedAccount, ago: timedelta = timedelta(0)) -> str:
    """What the CALL said: "done", or why not."""
    at = (datetime.now(UTC) - ago).strftime("%Y-%m-%d %H:%M:%S.%f") if ago else None
    with closing(desk.client()) as client:
        answer = ask(client, "tried_to_pay", desk.token, account.account_id, "line", at)
    return answer.code or answer.outcome


@pytest.mark.usefixtures("unposted")
def test_a_charge_after_the_day_he_came_waits_one_before_does_not(
    world: World, today: date
) -> None:
    account, before, _ = charged_today(world, today)
    other, other_before, other_now = charged_today(world, today)
    desk = world.desk()
    with breaches_added(world) as added:
        assert give(desk, account, DAY) == "done"
        post(desk)
        assert posted(world, account)[1:] == (before, 1000 + before)
        assert posted(world, other)[1] == other_before + other_now
    assert added == []


@pytest.mark.usefixtures("unposted")
def test_when_the_days_are_over_what_waited_is_posted(world: World, today: date) -> None:
    account, before, now = charged_today(world, today)
    desk = world.desk()
    attempt = world.insert(
        "payment_attempts", account_id=account.account_id, reason="line",
        stored_at=datetime.now(UTC),
        counter_id=desk.counter_id, user_id=who(world, desk), tried_at=datetime.now(UTC) - 3 * DAY,
        tried_on=today - 3 * DAY, holds_until=today - DAY,
    )  # fmt: skip
    world.insert("attempt_bills", bill_id=account.bills[0].bill_id, attempt_id=attempt)
    post(desk)
    assert posted(world, account)[1] == before + now


@pytest.mark.usefixtures("unposted")
def test_paid_meanwhile_it_is_paid_without_the_charge(world: World, today: date) -> None:
    account, before, _ = charged_today(world, today)
    assert give(world.desk(), account, DAY) == "done"
    selling = Selling(world.desk())  # its opening posts the day
    receipt = selling.take(account)
    assert receipt.total == 1000 + before
    world.run("TRUNCATE TABLE day_postings")
    post(selling.desk)
    assert posted(world, account)[1:] == (before, Decimal(0))


def test_asked_for_again_it_is_the_same_slip_and_each_bill_waits_once(world: World) -> None:
    account = world.account(("100", "50"))
    selling = Selling(world.desk())
    attempts = selling.program.attempts
    slip = attempts.give(account.account_id, AttemptReason.CHANGE)
    assert not slip.is_repeated
    assert [bill.due for bill in slip.bills] == [Decimal(100), Decimal(50)]
    assert (slip.holds_until - slip.tried_on).days == 5
    again = Selling(world.desk()).program.attempts.give(account.account_id, AttemptReason.OTHER)
    assert again.is_repeated
    assert (again.number, again.reason) == (slip.number, AttemptReason.CHANGE)
    assert give(selling.desk, account, DAY) == "nothing_waits"
    paid = world.account(("10",))
    selling.take(paid)
    with pytest.raises(Refused) as refused:
        attempts.give(paid.account_id, AttemptReason.OTHER)
    assert refused.value.code == "nothing_waits"
    assert world.run(
        "SELECT COUNT(*) FROM payment_attempts WHERE account_id = %s", paid.account_id
    ) == [(0,)]


@pytest.mark.parametrize(
    ("ago", "code"),
    [
        (timedelta(minutes=-1), "done"),
        (timedelta(minutes=-10), "slip_ahead"),
        (3 * DAY - timedelta(minutes=5), "done"),
        (3 * DAY + timedelta(minutes=5), "slip_too_old"),
        (300 * DAY, "slip_too_old"),
    ],
)
def test_nobody_dates_a_slip_back_at_will(world: World, ago: timedelta, code: str) -> None:
    account = world.account(("100",), due_in_days=-1)
    world.run("UPDATE bills SET version = version + 1 WHERE bill_id = %s", account.bills[0].bill_id)
    assert give(world.desk(), account, ago) == code


@pytest.mark.parametrize("at", ["2026-13-45 10:00:00", "yesterday", "2026-11-26", "0000-00-00"])
def test_what_is_no_moment_is_refused(world: World, at: str) -> None:
    account, desk = world.account(("100",)), world.desk()
    with closing(desk.client()) as client:
        answer = ask(client, "tried_to_pay", desk.token, account.account_id, "line", at)
    assert answer.code in {"bad_request", "slip_ahead"}


def test_it_needs_the_right_to_take_payments(world: World) -> None:
    account = world.account(("100",))
    desk = world.desk()
    world.run(
        "DELETE FROM rights WHERE user_id = %s AND activity = 'take_payment'", who(world, desk)
    )
    assert give(desk, account) == "no_right"


def test_nobody_is_cut_off_while_it_holds(world: World) -> None:
    account = world.account(("100",), due_in_days=-40)
    world.run(
        "UPDATE connections k JOIN account_connections a ON a.connection_id = k.connection_id"
        " SET k.supply = 'notice', k.disconnect_on = local_date(SYSDATE(6)),"
        " k.noticed_on = local_date(SYSDATE(6))"
        " WHERE a.account_id = %s",
        account.account_id,
    )
    listed = "SELECT COUNT(*) FROM disconnections WHERE account_no = %s"
    assert world.run(listed, account.account_no) == [(1,)]
    give(world.desk(), account)
    assert world.run(listed, account.account_no) == [(0,)]


def test_slips_stay_as_they_were_given(world: World) -> None:
    account = world.account(("100",))
    give(world.desk(), account)
    for statement in (
        "UPDATE payment_attempts SET holds_until = '2099-01-01' WHERE account_id = %s",
        "DELETE FROM payment_attempts WHERE account_id = %s",
        (
            "DELETE FROM attempt_bills WHERE bill_id IN"
            " (SELECT bill_id FROM bills WHERE account_id = %s)"
        ),
    ):
        with pytest.raises(pymysql.MySQLError, match="insert-only"):
            world.run(statement, account.account_id)


def test_what_was_put_in_behind_our_back_is_named(world: World, today: date) -> None:
    """A slip that nobody gave, one of another day, one for somebody else's bill."""
    mine, other = world.account(("100",)), world.account(("70",))
    desk = world.desk()
    before = set(map(str, breaches(world)))
    attempt = world.insert(
        "payment_attempts", account_id=mine.account_id, reason="other",
        stored_at=datetime.now(UTC),
        counter_id=desk.counter_id, user_id=who(world, desk), tried_at=datetime.now(UTC) - 9 * DAY,
        tried_on=today - 9 * DAY, holds_until=today + 9 * DAY,
    )  # fmt: skip
    world.insert("attempt_bills", bill_id=other.bills[0].bill_id, attempt_id=attempt)
    found = sorted(set(map(str, breaches(world))) - before)
    assert len(found) == 2
    assert f"slip {attempt}: its day is {today - 9 * DAY}" in found[1]
    assert f"waits for slip {attempt}, which is not its account's" in found[0]
