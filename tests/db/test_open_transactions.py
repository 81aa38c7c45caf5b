"""What tests of locks look with must see what is there now, not what was there before."""

from __future__ import annotations

from contextlib import closing

from tests.support.counter import World
from tests.support.selling import own_connection
from tests.support.transactions import OpenTransaction, open_transactions, rows_held


def test_a_transaction_is_seen_at_once_and_never_again(world: World) -> None:
    world.account(("100",))
    with closing(own_connection(world)) as holder, holder.cursor() as cursor:
        thread_id = int(holder.thread_id())  # type: ignore[no-untyped-call]
        for _ in range(3):
            holder.begin()
            cursor.execute("SELECT 1 FROM accounts FOR UPDATE")
            assert rows_held(world.run, thread_id) > 0
            holder.rollback()
            assert rows_held(world.run, thread_id) == 0


def test_without_a_row_it_is_open_all_the_same(world: World) -> None:
    world.account(("100",))
    with closing(own_connection(world)) as holder, holder.cursor() as cursor:
        thread_id = int(holder.thread_id())  # type: ignore[no-untyped-call]
        assert thread_id not in {one.thread_id for one in open_transactions(world.run)}
        holder.begin()
        cursor.execute("SELECT 1 FROM accounts LIMIT 1")
        assert OpenTransaction(thread_id, 0) in open_transactions(world.run)
        cursor.execute("UPDATE accounts SET version = version + 1 LIMIT 1")
        assert rows_held(world.run, thread_id) > 0
        holder.rollback()
