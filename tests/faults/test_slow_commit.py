"""The server holds the CALL or its COMMIT while the counter is cut off (N2), or kills it (N4)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import Any

import pymysql
import pytest

from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.errors import Busy, OutcomeUnknown
from tests.faults.acts import (
    ACTS,
    SOAK,
    Stand,
    Trial,
    check_books,
    check_truth,
    made_stand,
    settle,
)
from tests.support.own_server import server  # noqa: F401

_WAIT = 10


@pytest.fixture(scope="module")
def stand(server: PrivateServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:  # noqa: F811
    """With the program's own time-out: it must not be what ends the wait."""
    with made_stand(server, tmp_path_factory.mktemp("world"), read_seconds=8) as made:
        yield made


def admin_of(stand: Stand) -> pymysql.Connection[Any]:
    admin = stand.world.admin
    return pymysql.connect(
        user=admin.user,
        password=admin.password,
        unix_socket=stand.world.address.socket,
        database=stand.world.database,
        autocommit=True,
    )


@contextmanager
def held_commits(stand: Stand) -> Iterator[None]:
    """No COMMIT ends in this block: a disk that stalls."""
    with closing(admin_of(stand)) as client, client.cursor() as cursor:
        for stage in ("START", "FLUSH", "BLOCK_DDL", "BLOCK_COMMIT"):
            cursor.execute(f"BACKUP STAGE {stage}")
        yield
        cursor.execute("BACKUP STAGE END")


def wait_for_commit(stand: Stand) -> int:
    """Until a CALL of the counter stands before its COMMIT; its thread."""
    deadline = time.monotonic() + _WAIT
    while time.monotonic() < deadline:
        found = stand.world.run(
            "SELECT id FROM information_schema.processlist"
            " WHERE state = 'Waiting for backup lock' AND info = 'COMMIT'"
        )
        if found:
            return int(found[0][0])
        time.sleep(0.01)
    raise AssertionError("no COMMIT waits")


pytestmark = pytest.mark.mariadb_only
ENTRIES = [act for act in ACTS if act != "approval"]


@pytest.mark.parametrize("act", ENTRIES if SOAK else ["payment", "opening"])
def test_no_word_of_an_end_while_the_commit_may_still_land(stand: Stand, act: str) -> None:
    """The counter is cut off, comes back, asks: it hears an end only when there is one."""
    trial = ACTS[act](stand)
    before = stand.books()
    with ThreadPoolExecutor(1) as pool, held_commits(stand):
        sent = pool.submit(trial.send)
        wait_for_commit(stand)
        stand.proxy.sever()
        assert isinstance(sent.exception(_WAIT), OutcomeUnknown)
        stand.proxy.mend()
        with pytest.raises(Busy):
            stand.program.payments.settle(trial.request_id)
        assert [left.request_id for left in stand.program.payments.unsettled()] == [
            trial.request_id
        ]
    number = settle(stand, trial, time.monotonic())
    assert number
    check_truth(stand, trial, number, before)


@pytest.mark.parametrize("act", ENTRIES)
@pytest.mark.parametrize("kill", ["KILL QUERY", "KILL"])
def test_killed_before_its_commit_it_leaves_nothing_half(stand: Stand, act: str, kill: str) -> None:
    """The server ends the statement or the connection; the act is whole or not there."""
    trial = ACTS[act](stand)
    before = stand.books()
    with ThreadPoolExecutor(1) as pool:
        with held_commits(stand):
            sent = pool.submit(sent_or_settled, stand, trial)
            stand.world.run(f"{kill} {wait_for_commit(stand)}")
        check_truth(stand, trial, sent.result(_WAIT), before)


def sent_or_settled(stand: Stand, trial: Trial) -> str:
    """The act's number; empty when it was not taken."""
    try:
        return trial.send()
    except OutcomeUnknown:
        return settle(stand, trial, time.monotonic())


def test_the_books_are_whole_after_all_of_it(stand: Stand) -> None:
    check_books(stand)
