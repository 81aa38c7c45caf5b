"""What somebody with every right on the server and this program's own sources can do: write the
texts and the chain of a counter anew from changed rows, sign them with a key of one's own."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pymysql
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cashier_app.counter_log import CounterLog
from cashier_app.verify import chain
from cashier_app.verify.children import load_children
from cashier_app.verify.reader import Reader
from tests.db.verify_unguarded import run

if TYPE_CHECKING:
    Connection = pymysql.Connection[Any]

OWN_KEY = Ed25519PrivateKey.from_private_bytes(b"t" * 32)


def rewrite(connection: Connection, counter: int, first: int) -> None:
    """Every text of a counter from `first` on as its rows are now, chained, down to the end."""
    low = counter * 10**10
    bounds = {"lo": low + first, "hi": low + 10**10 - 1}
    reader = Reader(connection)
    children = load_children(reader, bounds)
    ((previous,),) = run(
        connection, "SELECT previous_hash FROM journal WHERE entry_id = %s", low + first
    )
    for row in reader.rows(chain._ENTRIES, **bounds):
        entry = chain.Entry(*row)
        text = entry.text(children.take(entry.kind, entry.entry_id)).encode()
        digest = hashlib.sha256(previous + text).digest()
        run(
            connection,
            "UPDATE journal SET canonical = %s, previous_hash = %s, hash = %s WHERE entry_id = %s",
            text, previous, digest, entry.entry_id,
        )  # fmt: skip
        previous = digest
    end = "UPDATE counter_chains SET last_hash = %s WHERE counter_id = %s"
    run(connection, end, previous, counter)


def sign_anew(connection: Connection, counter: int, key_id: int) -> None:
    """Every Z of a counter with one's own key, under the name of a key that stands."""
    for entry_id, digest in run(
        connection,
        "SELECT z.entry_id, j.hash FROM z_reports z JOIN journal j ON j.entry_id = z.entry_id"
        " WHERE j.counter_id = %s",
        counter,
    ):
        run(
            connection,
            "UPDATE z_signatures SET counter_key_id = %s, signature = %s WHERE entry_id = %s",
            key_id, OWN_KEY.sign(digest), entry_id,
        )  # fmt: skip


def own_public_key() -> bytes:
    """The public half of the thief's key."""
    return OWN_KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def forget(connection: Connection, counter: int, first: int, last: int = 9999) -> None:
    """Entries `first` to `last` of a counter with everything below them, and their requests."""
    bounds = (counter * 10**10 + first, counter * 10**10 + last)
    where = "BETWEEN %s AND %s"
    run(
        connection,
        "DELETE q FROM requests q JOIN journal j ON j.request_id = q.request_id"
        f" WHERE j.entry_id {where}",
        *bounds,
    )
    for table in (
        "print_log", "drawer_events", "payment_allocations", "credit_entries", "bill_adjustments",
        "tenders", "cheques", "card_slips", "cash_movements", "counts", "denomination_counts",
        "z_tenders", "z_signatures", "z_reports", "journal",
    ):  # fmt: skip
        run(connection, f"DELETE FROM {table} WHERE entry_id {where}", *bounds)
    run(connection, f"DELETE FROM payments WHERE payment_id {where}", *bounds)
    run(connection, f"DELETE FROM shifts WHERE shift_id {where}", *bounds)


def turn_back(connection: Connection, counter: int) -> None:
    """The counter's chain and series end where its journal ends now."""
    run(
        connection,
        "UPDATE counter_chains h JOIN (SELECT j.chain_no, j.hash, j.stored_at FROM journal j"
        " WHERE j.counter_id = %s ORDER BY j.chain_no DESC LIMIT 1) e"
        " SET h.last_chain_no = e.chain_no, h.last_hash = e.hash, h.last_stored_at = e.stored_at"
        " WHERE h.counter_id = %s",
        counter,
        counter,
    )
    run(
        connection,
        "UPDATE series s SET s.last_no = (SELECT COALESCE(MAX(j.number), 0) FROM journal j"
        " WHERE j.counter_id = s.counter_id AND j.kind = s.kind) WHERE s.counter_id = %s",
        counter,
    )


def write_logs(connection: Connection, folder: Path) -> list[Path]:
    """The logs that honest counters have kept of all that is in the journal now."""
    paths = []
    for (counter,) in run(connection, "SELECT counter_id FROM counters ORDER BY counter_id"):
        path = folder / f"counter-{counter}.log"
        log = CounterLog(path)
        for request, number, digest in run(
            connection,
            "SELECT j.request_id, entry_number(c.code, j.kind, j.number), j.hash FROM journal j"
            " JOIN counters c ON c.counter_id = j.counter_id WHERE j.counter_id = %s"
            " ORDER BY j.chain_no",
            counter,
        ):
            log.acknowledged(UUID(bytes=request), number, digest)
        log.close()
        paths.append(path)
    return paths
