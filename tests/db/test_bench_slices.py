"""A small slice of the measurements at full size: what they count is right. Never how fast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pymysql
import pytest

from benchmarks import crowd, day, django_peer
from benchmarks.counters_at_once import (
    Station,
    at_once,
    by_hand,
    by_program,
    opened_desks,
    stations_of,
    wrongs,
)
from benchmarks.figures import Row
from benchmarks.full_find import questions
from benchmarks.kept_rows import KeptRows, Measured
from benchmarks.memory import ROWS, weighed
from benchmarks.page import one_line, page, table
from benchmarks.payment import office_user
from benchmarks.setting import Setting
from cashier_app.bootstrap import new_request_id
from cashier_app.db.grants import OWNER
from cashier_app.db.private_server import PrivateServer
from cashier_app.verify.connection import reader_for
from cashier_app.verify.verification import verify
from tests.support.counter import PASSWORD, World
from tests.support.own_server import server  # noqa: F401

SECONDS = 0.3


@pytest.fixture
def setting(world: World) -> Setting:
    return Setting(
        cast("Any", None), world, cast("Any", None), cast("Any", None), cast("Any", None), 0
    )


@pytest.fixture
def stations(setting: Setting) -> Iterator[list[Station]]:
    desks = opened_desks(setting, 3)
    with stations_of(setting, desks, desks[0][0].address) as found:
        yield found


def breaches_beside_the_peers(setting: Setting) -> list[str]:
    """The peers' database user may do what none of the program's may, which is named."""
    with reader_for(setting.world.admin) as reader:
        found = verify(reader).breaches
    return [str(breach) for breach in found if breach.subject != "database user by_hand"]


def test_counters_apart_lose_nothing_and_leave_no_gap(
    setting: Setting, stations: list[Station]
) -> None:
    accounts = [setting.world.account(("900000",)) for _ in stations]
    at_once(stations, accounts, by_program, SECONDS)
    count = sum(len(station.taken) for station in stations)
    assert count > 0
    assert [station.errors for station in stations] == [[], [], []]
    assert wrongs(setting, accounts, count, stations) == []
    assert wrongs(setting, accounts, count + 1, stations) != []
    assert breaches_beside_the_peers(setting) == []


def test_counters_on_one_bill_never_pay_it_twice(setting: Setting, stations: list[Station]) -> None:
    accounts = [setting.world.account(("900000",))] * len(stations)
    at_once(stations, accounts, by_program, SECONDS)
    count = sum(len(station.taken) for station in stations)
    assert count > 0
    assert [station.errors for station in stations] == [[], [], []]
    assert wrongs(setting, accounts, count, stations) == []


def test_the_hand_written_peer_writes_the_same_rows(
    setting: Setting, stations: list[Station]
) -> None:
    accounts = [setting.world.account(("900000",)) for _ in stations]
    at_once(stations, accounts, by_hand, SECONDS)
    count = sum(len(station.taken) for station in stations)
    assert count > 0
    assert wrongs(setting, accounts, count, stations) == []


def test_questions_are_what_customers_have(world: World) -> None:
    account = world.account(("100",), name="Karuna Sharma")
    asked = questions(world, 400)
    assert len(asked["bill number"]) == len(asked["two words of a name"])
    assert all(text and " " in text for text in asked["a word and a street"])
    assert account.account_id


def test_a_page_has_every_row_and_says_which_is_above(tmp_path: Path) -> None:
    rows = (Row("a thing", "1 ms"), Row("another", "2 ms", note="why", holds=False))
    kept = KeptRows(tmp_path)
    assert not kept.has("payment")
    kept.put("payment", Measured(rows, "python -m benchmarks", "2 cores", 1.5))
    found = {"payment": kept.get("payment")}
    assert found["payment"].rows == rows
    text = page(found)
    assert "| a thing | 1 ms |" in text
    assert "| **another** | 2 ms |" in text
    assert "`python -m benchmarks`, " in text
    assert one_line(rows[1]).endswith("ABOVE")
    assert len(list(table(rows))) == 4


def test_idle_counters_are_signed_in_and_keep_their_claims(setting: Setting) -> None:
    found = crowd.seats(setting, 3)
    with crowd.seated(found) as told:
        names = ", ".join(["%s"] * len(found))
        # One that renews its claim at this moment is listed under the procedure's definer.
        ((there,),) = setting.world.run(
            "SELECT COUNT(*) FROM information_schema.processlist"
            f" WHERE db = DATABASE() AND user IN ({names}, %s)",
            *(seat.user_name for seat in found),
            OWNER,
        )
        assert there == 3
        ((claims,),) = setting.world.run(
            f"SELECT COUNT(*) FROM claims WHERE account_id IN ({names})",
            *(seat.account_id for seat in found),
        )
        assert claims == 3
    (crowd_told,) = told
    assert crowd_told.renewed >= 1


@pytest.mark.skipif(not django_peer.is_installed(), reason="Django comes with `make bench` only")
def test_djangos_payments_are_the_same_rows(setting: Setting, stations: list[Station]) -> None:
    office = office_user(setting)
    django_peer.configure(setting.world.address, office, PASSWORD)
    assert pymysql.err.OperationalError is pymysql.OperationalError  # other tests raise it
    station, account = stations[0], setting.world.account(("100", "260"))
    ((user_id,),) = setting.world.run(
        "SELECT user_id FROM users WHERE user_name = %s", station.desk.user_name
    )
    (first, _) = account.bills
    account = replace(account, bills=(first,))
    order = station.order(account, station.shown(account))
    try:
        peer = django_peer.DjangoWritten(station.desk.counter_id, user_id)
        assert peer.take(order).due_after == 359
        with pytest.raises(ValueError, match="changed"):
            peer.take(replace(order, request_id=new_request_id()))
    finally:
        django_peer.forget()
    assert breaches_beside_the_peers(setting) == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_small_day_with_every_fault_loses_nothing(
    fresh_server: PrivateServer, tmp_path: Path
) -> None:
    size = day.Size(counters=3, customers=40, sample=120, round_trip=0.001, cut_seconds=0.2)
    lived = day.lived(fresh_server, fresh_server.admin_login("cashier_test"), tmp_path, size)
    assert lived.faults == ()
    assert len(lived.waits.seconds) == lived.cut == 40
    assert lived.an_hour > 0


def test_the_program_is_weighed_with_its_rows_on_screen(setting: Setting) -> None:
    weights = weighed(setting)
    assert weights.rows >= ROWS
    assert weights.found > weights.door > weights.found_divided / 4
