"""Losses at their limits: receipts of many bills, acts whose line of sending is damaged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cashier_app.db.private_server import PrivateServer
from tests.support.counter import PASSWORD
from tests.support.lost import REASON, Hall, entered, find_lost, hall_at, recorded, supervisor_of
from tests.support.selling import Selling


@pytest.fixture
def hall(fresh_server: PrivateServer, tmp_path: Path) -> Iterator[Hall]:
    with hall_at(fresh_server, tmp_path / "hall") as made:
        yield made


def test_a_receipt_of_nine_hundred_bills(hall: Hall) -> None:
    """What the counter took is explained and entered again, however many lines it has."""
    selling = Selling(hall.world.desk())
    supervisor = supervisor_of(hall, selling.desk)
    account = hall.world.account(bills=("7654321.5",) * 900)
    hall.back_up()
    receipt = selling.take(account)
    hall.restore()
    recorded(selling, supervisor)
    selling.program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
    assert entered(selling.program, selling) == [(receipt.number, f"{selling.desk.code}-000002")]
    assert hall.world.run("SELECT SUM(balance), SUM(status = 'paid') FROM bills") == [(0, 900)]
    assert hall.breaches(selling.desk) == []


def test_the_longest_order_of_a_receipt_is_explained(hall: Hall) -> None:
    """Numbers of their full length, more cheques than any counter takes: 130,000 characters."""
    selling = Selling(hall.world.desk())
    supervisor = supervisor_of(hall, selling.desk)
    account = hall.world.account(bills=("120",))
    hall.back_up()
    selling.take(account)
    hall.restore()
    (lost,) = find_lost(selling).lost
    bill, cheque = (
        ["9" * 24, 10**14, 10**14],
        ["cheque", 10**14, 0, '"' * 80, "7" * 20, "2026-03-02"],
    )
    order = json.dumps({"bills": [bill] * 999, "tenders": [cheque] * 260, "rounding": 0})
    assert len(order) > 110_000
    act = replace(lost.act, order=order)
    (recorded,) = selling.program.lost.record(
        [replace(lost, act=act)], selling.desk.user_name, supervisor, PASSWORD, REASON
    )
    assert recorded.number == f"{selling.desk.code}-L-0001"
    ((kept,),) = hall.world.run("SELECT order_text FROM lost_numbers")
    assert json.loads(kept)["tenders"] == [cheque] * 260
    assert [line for line in hall.breaches() if "its text says" in line] == []


def test_acts_whose_sending_is_damaged_are_explained_all_the_same(hall: Hall) -> None:
    """Of the log only the acknowledged lines are whole: their numbers say what they are."""
    desk = hall.world.desk()
    supervisor = supervisor_of(hall, desk)
    account = hall.world.account(bills=("60",))
    hall.back_up()
    selling = Selling(desk)
    receipt = selling.take(account)
    selling.count()
    z = selling.close("short")
    selling.program.close()
    desk.programs.clear()
    log = desk.setup.log_path
    log.write_bytes(log.read_bytes().replace(b'"sent"', b'"tens"'))
    selling.program = desk.program()
    hall.restore()
    assert [(line.act.kind, line.act.number) for line in find_lost(selling).lost] == [
        ("count", f"{desk.code}-N-0001"),
        ("opening", f"{desk.code}-O-0001"),
        ("payment", receipt.number),
        ("z", z.number),
    ]
    recorded(selling, supervisor)
    assert selling.program.sessions.sign_in(desk.user_name, desk.password).settled == ()
    assert selling.program.lost.waiting() == ()
    assert hall.breaches(desk) == []
