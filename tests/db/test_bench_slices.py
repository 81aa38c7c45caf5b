"""A small slice of the measurements at full size: what they count is right. Never how fast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest

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
from benchmarks.page import plain_table, table
from benchmarks.setting import Setting
from cashier_app.verify.connection import reader_for
from cashier_app.verify.verification import verify
from tests.support.counter import World
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
    with reader_for(setting.world.admin) as reader:
        assert verify(reader).holds


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


def test_a_page_has_every_row() -> None:
    rows = [Row("a thing", "1 ms"), replace(Row("another", "2 ms"), note="why")]
    assert len(list(table(rows))) == 4
    assert "another" in plain_table(rows)
