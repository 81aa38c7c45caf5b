"""The transactions that a server has open at this moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

LOOKED_AT_ANEW = 0.15
"""Seconds without a question: InnoDB shows its last list again to whoever asks within 0.1 s of the
last question, for as long as they ask (tried on both servers). Its other report, SHOW ENGINE INNODB
STATUS, is never old, but MySQL's leaves out who has only read, with locks too."""


class OpenTransaction(NamedTuple):
    """`thread_id` is 0 where no session has it; `rows_held` are locked or changed."""

    thread_id: int
    rows_held: int


def open_transactions(run: Callable[[str], Sequence[Sequence[Any]]]) -> list[OpenTransaction]:
    """All of the server's; `run` sends a statement as the administrator and gives its rows."""
    time.sleep(LOOKED_AT_ANEW)
    rows = run(
        "SELECT trx_mysql_thread_id, trx_rows_locked + trx_rows_modified"
        " FROM information_schema.innodb_trx"
    )
    return [OpenTransaction(int(thread_id), int(held)) for thread_id, held in rows]


def rows_held(run: Callable[[str], Sequence[Sequence[Any]]], thread_id: int) -> int:
    """How many rows the open transaction of a session has locked or changed."""
    return sum(one.rows_held for one in open_transactions(run) if one.thread_id == thread_id)
