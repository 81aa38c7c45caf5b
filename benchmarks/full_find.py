"""The one search box over a large sample, beside the bare CALL and beside LIKE '%…%'."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import cycle
from typing import Any, TypeAlias

import pymysql
from pymysql.cursors import DictCursor

from benchmarks.by_hand import Connection
from benchmarks.figures import Row, Times, interleaved, milliseconds
from benchmarks.payment import client
from benchmarks.reports import client as long_client
from cashier_app.domain.search import parse_query, sound_key
from cashier_app.services.program import Program
from tests.support.counter import Desk, World

LongClient: TypeAlias = "pymysql.Connection[Any]"
QUESTIONS = 200
LIMIT = 1.4
P95_SECONDS = 0.010
LIKE_SHARE = 50
_CALL = "CALL find_accounts(%s, %s, %s, %s, %s, %s, %s, %s)"
_LIKE = (
    "SELECT a.account_no, c.name, k.address FROM customers c"
    " JOIN accounts a ON a.customer_id = c.customer_id"
    " JOIN account_connections ac ON ac.account_id = a.account_id"
    " JOIN connections k ON k.connection_id = ac.connection_id"
    " WHERE c.name LIKE %s OR k.address LIKE %s LIMIT 51"
)
_SOME = (
    "SELECT a.account_no, c.name, k.address, k.ward, (SELECT MAX(b.bill_no) FROM bills b"
    " WHERE b.account_id = a.account_id) AS bill_no, m.meter_no FROM accounts a"
    " JOIN customers c ON c.customer_id = a.customer_id"
    " JOIN account_connections ac ON ac.account_id = a.account_id AND ac.liable_to IS NULL"
    " JOIN connections k ON k.connection_id = ac.connection_id"
    " JOIN meter_fittings f ON f.connection_id = k.connection_id AND f.removed_on IS NULL"
    " JOIN meters m ON m.meter_id = f.meter_id WHERE a.account_id = %s"
)
_READ = {
    "words": ("PRIMARY", "uq_words_word"),
    "account_words": ("PRIMARY",),
    "accounts": ("PRIMARY",),
    "customers": ("PRIMARY",),
    "customer_phones": ("PRIMARY",),
    "account_connections": ("uq_account_connections_span",),
    "connections": ("PRIMARY",),
    "meter_fittings": ("PRIMARY", "ix_meter_fittings_connection_id"),
    "meters": ("PRIMARY",),
    "bills": ("ix_bills_account_id_status",),
}
"""What a search by words reads. A server that has worked for a day holds it in memory."""
_MISSES = ("qqqzzz", "Xylophanes", "wumpus wards", "Qwerty Zxcvb")


def find_times(world: World, desk: Desk, program: Program) -> Iterator[Row]:
    """Each kind of question, always another customer's, of a server that has been at work."""
    kinds = questions(world)
    _read_once(world)
    with closing(client(desk.address, desk.user_name, desk.password)) as bare:
        for kind, asked in kinds.items():
            ours, peer = interleaved(
                [
                    _next_of(asked, program.lookup.find),
                    _next_of(asked, lambda text: _bare(bare, desk.token, text)),
                ],
                QUESTIONS,
                warm_up=10,
            )
            yield _row(kind, ours, peer)
    with closing(long_client(world.admin)) as patient:
        yield _beside_like(patient, program, kinds["a miss"])


def _read_once(world: World) -> None:
    with closing(long_client(world.admin)) as patient, patient.cursor() as cursor:
        for table, indexes in _READ.items():
            for index in indexes:
                cursor.execute(f"SELECT COUNT(*) FROM {table} FORCE INDEX ({index})")
                cursor.fetchall()


def questions(world: World, count: int = QUESTIONS, seed: int = 1) -> dict[str, list[str]]:
    """What is typed, by kind."""
    ids = [row[0] for row in world.run("SELECT account_id FROM accounts ORDER BY account_id")]
    chosen = random.Random(seed).choices(ids, k=count)
    kinds: dict[str, list[str]] = {
        "bill number": [], "account number": [], "meter number": [],
        "two words of a name": [], "a word and a street": [], "the beginning of a word": [],
        "a miss": list(_MISSES),
    }  # fmt: skip
    for account_id in chosen:
        for account_no, name, address, _, bill_no, meter_no in world.run(_SOME, account_id):
            words = name.split()
            kinds["bill number"].append(bill_no)
            kinds["account number"].append(account_no)
            kinds["meter number"].append(meter_no)
            kinds["two words of a name"].append(" ".join(words[:2]))
            kinds["a word and a street"].append(f"{words[-1]} {address}")
            kinds["the beginning of a word"].append(words[0][:4])
    return kinds


def _next_of(texts: Sequence[str], ask: Callable[[str], object]) -> Callable[[], object]:
    each = cycle(texts)
    return lambda: ask(next(each))


def _bare(connection: Connection, token: str, text: str) -> int:
    """The same CALL, its rows fetched and left as they are."""
    query = parse_query(text)
    words = [*query.words, "", "", "", ""][:4]
    sounds = [sound_key(word) if word.isalpha() else "" for word in words[:2]]
    with connection.cursor(DictCursor) as cursor:
        cursor.execute(_CALL, (token, query.digits, *words, *sounds))
        found = len(cursor.fetchall())
        while cursor.nextset():
            found = len(cursor.fetchall())
    return found


def _row(kind: str, ours: Times, peer: Times) -> Row:
    ratio = ours.median / peer.median
    return Row(
        f"find: {kind}",
        milliseconds(ours.median),
        milliseconds(ours.p95),
        f"{ratio:.2f} ×",
        f"≤ {LIMIT} ×, p95 ≤ {P95_SECONDS * 1000:.0f} ms",
        f"bare CALL {milliseconds(peer.median)}, p95 {milliseconds(peer.p95)}",
        holds=ratio <= LIMIT and ours.p95 <= P95_SECONDS,
    )


def _beside_like(patient: LongClient, program: Program, misses: Sequence[str]) -> Row:
    def scan(text: str) -> None:
        with patient.cursor() as cursor:
            cursor.execute(_LIKE, (f"%{text}%", f"%{text}%"))
            cursor.fetchall()

    ours, like = interleaved(
        [
            _next_of(misses, program.lookup.find),
            _next_of(misses, scan),
        ],
        6,
        warm_up=1,
    )
    share = like.median / ours.median
    return Row(
        "find: a miss beside LIKE '%x%'",
        milliseconds(ours.median),
        milliseconds(ours.p95),
        f"1/{share:.0f}",
        f"≤ 1/{LIKE_SHARE}",
        f"LIKE {milliseconds(like.median)}",
        holds=share >= LIKE_SHARE,
    )
