"""What a bill run asks over connections beside its own, while that one goes on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from queue import SimpleQueue

from sqlalchemy import Connection, text

from cashier_app.db.repositories.supply.billable import BILLABLE

_GATHER = f"""
INSERT INTO bill_run_readings (run_id, connection_id, account_id, register_id, to_reading_id,
  from_reading_id, from_on, to_on, register_code, unit, consumption, is_estimated, trues_up)
SELECT STRAIGHT_JOIN :run, q.connection_id, q.account_id, q.register_id, q.to_reading_id,
  q.from_reading_id, q.from_on, q.to_on, q.register_code, q.unit, q.consumption, q.is_estimated,
  q.trues_up
FROM ({BILLABLE}) q
"""  # noqa: S608 - our own words


Chunk = dict[str, object]
"""The binds of one chunk."""


def gathered(
    chunks: Sequence[Chunk], connection: Connection, beside: Sequence[Connection]
) -> Generator[Chunk]:
    """Each chunk when its rows stand, in their order.

    The connections of `beside` gather ahead meanwhile, each a chunk at a time; without any,
    `connection` gathers itself. Close it to stop: what was begun ends first.
    """
    if not beside:
        for chunk in chunks:
            connection.execute(text(_GATHER), chunk)
            yield chunk
        return
    free: SimpleQueue[Connection] = SimpleQueue()
    for one in beside:
        free.put(one)

    def gather(chunk: Chunk) -> Chunk:
        taken = free.get()
        try:
            taken.execute(text(_GATHER), chunk)
        finally:
            free.put(taken)
        return chunk

    pool = ThreadPoolExecutor(len(beside), thread_name_prefix="gather")
    try:
        for begun in [pool.submit(gather, chunk) for chunk in chunks]:
            yield begun.result()
    finally:
        pool.shutdown(cancel_futures=True)


class Ahead:
    """Asks a chunk ahead over a connection of `beside`; without any, when the answer is wanted.

    Close it: what was begun ends first.
    """

    def __init__(self, connection: Connection, beside: Sequence[Connection]) -> None:
        self._connection, self._beside = connection, beside
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._answer: Callable[[], int] | None = None

    def begin(self, ask: Callable[[Connection], int]) -> None:
        """Ask what the next `answer` is to tell."""
        if self._beside:
            self._answer = self._pool.submit(ask, self._beside[0]).result
        else:
            self._answer = partial(ask, self._connection)

    def answer(self) -> int:
        """Of what was begun last. Raises what the asking raised."""
        if self._answer is None:
            raise RuntimeError("nothing was asked")
        return self._answer()

    def close(self) -> None:
        """Wait for what is under way; its answer is not wanted."""
        self._pool.shutdown()
