"""Stores the copies of a large sample: statements that make many rows of each pattern's row.

The pattern lies in temporary tables of the connection; a copy's rows are its rows with other
keys. A table is one connection's work: two cannot fill it faster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pymysql

from cashier_app.db import sample_entries
from cashier_app.db.sample_indexes import build, take_away
from cashier_app.db.sample_literals import inserts
from cashier_app.domain.canonical import IDS_PER_COUNTER

Rows = Sequence[tuple[Any, ...]]
COPIES_IN_TRANSACTION = 8
REQUESTS_IN_TRANSACTION = 200
"""Statements of some 500 rows."""

_OF_COPY = frozenset(
    (
        "customer_id", "connection_id", "account_id", "account_connection_id", "meter_id",
        "register_id", "fitting_id", "reading_id", "to_reading_id", "from_reading_id", "bill_id",
        "adjustment_id", "object_id", "credit_entry_id", "print_event_id",
    )
)  # fmt: skip
_OF_JOURNAL = frozenset(("entry_id", "shift_id", "payment_id", "undone_entry_id", "z_entry_id"))
_ITSELF = frozenset(("counter_id", "user_id"))
_NUMBER = "CONCAT({copy}, SUBSTR(t.{column}, 4))"
"""A number that begins with the copy's."""
_NAME = "n.place = h.name_from + MOD((t.customer_id - {first}) * 7919 + {shift} * 1299709, h.names)"
_ADDRESS = (
    "p.place = h.address_from + MOD((t.connection_id - {first}) * 6007 + {shift} * 104729,"
    " h.addresses)"
)
_WARD = "1 + MOD((t.{column} - {first}) * 31 + {shift} * 17, {wards})"


def _of_account(choice: str) -> str:
    """A choice of place by the account's own key; customer and connection have the same."""
    keys = ("t.customer_id", "t.connection_id")
    for key in keys:
        choice = choice.replace(key, "t.account_id")
    return choice.replace("h.", "t.")


_TEXTS = {
    ("customers", "customer_no"): "t.customer_id + {keys}",
    ("customers", "name"): "n.name",
    ("customers", "email"): "n.email",
    (
        "customer_phones",
        "phone",
    ): "CONCAT(LEFT(t.phone, 2), LPAD(MOD(SUBSTR(t.phone, 3) + {shift} * 12345677, 100000000), 8,"
    " '0'))",
    ("connections", "connection_no"): "CONCAT('P', t.connection_id + {keys})",
    ("connections", "address"): "p.address",
    ("connections", "ward"): f"CONCAT('Ward ', {_WARD.replace('{column}', 'connection_id')})",
    ("connections", "route_id"): "{copy} * {routes} + t.route_id",
    # Book, place in the book, and two check digits over both.
    (
        "accounts",
        "account_no",
    ): "CONCAT({book}, LPAD(t.account_id - {first}, 4, '0'), LPAD(98 - MOD(({book} * 10000"
    " + t.account_id - {first}) * 100, 97), 2, '0'))",
    ("former_account_numbers", "account_no"): "CONCAT('2', t.account_id + {keys})",
    ("meters", "meter_no"): "CONCAT(LEFT(t.meter_no, 2), t.meter_id + {keys})",
    ("bills", "running_no"): "t.running_no + s.before_copies + {shift} * s.of_copy",
    ("payments", "receipt_no"): _NUMBER,
    ("z_reports", "first_receipt"): f"IF(t.first_receipt = '', '', {_NUMBER})",
    ("z_reports", "last_receipt"): f"IF(t.last_receipt = '', '', {_NUMBER})",
    ("cheques", "cheque_no"): _NUMBER,
    ("card_slips", "slip_no"): _NUMBER,
}
_BILL_NO = "CONCAT(t.series, LPAD({no}, GREATEST(4, LENGTH({no})), '0'))"
_TEXTS["bills", "bill_no"] = _BILL_NO.format(no=_TEXTS["bills", "running_no"])
_ASKED_NO = _BILL_NO.format(no="q.running_no + q.before_copies + {shift} * q.of_copy").replace(
    "t.series", "q.series"
)
# What the office asked for, in the words of the one who took the bill back.
_ASKED = f"SHA2(CONCAT_WS('|', t.act, t.user_id, {_ASKED_NO}, q.cause), 256)"
_TEXTS["office_requests", "request_id"] = f"UNHEX(LEFT({_ASKED}, 32))"
_TEXTS["office_requests", "fingerprint"] = f"UNHEX({_ASKED})"
_TEXTS["office_requests", "user_id"] = "t.user_id"
_JOINS = {
    "customers": f"JOIN sample_choices h ON h.account_id = t.customer_id"
    f" JOIN sample_names n ON {_NAME}",
    "connections": "JOIN sample_choices h ON h.account_id = t.connection_id"
    f" JOIN sample_addresses p ON {_ADDRESS}",
    "bills": "JOIN sample_series s ON s.series = t.series",
    "office_requests": "JOIN sample_asked q ON q.object_id = t.object_id",
}
_ASIDE = {
    "customers": ("sample_choices", "sample_names"),
    "connections": ("sample_choices", "sample_addresses"),
    "bills": ("sample_series",),
    "office_requests": ("sample_asked",),
    "account_words": ("sample_own", "sample_at", "sample_in", "sample_name_words",
                      "sample_address_words", "sample_ward_words"),
    "journal": ("sample_entries",),
    "requests": ("sample_entries",),
}  # fmt: skip
_WORD_CHOICE = (
    "CREATE TEMPORARY TABLE {0} (account_id BIGINT PRIMARY KEY, name_from BIGINT NOT NULL,"
    " names BIGINT NOT NULL, address_from BIGINT NOT NULL, addresses BIGINT NOT NULL)"
)
_WORD_PLACES = (
    "CREATE TEMPORARY TABLE {0} (place BIGINT, word_id BIGINT, bits BIGINT UNSIGNED NOT NULL,"
    " PRIMARY KEY (place, word_id))"
)
_MADE = {
    **sample_entries.MADE,
    "sample_choices": _WORD_CHOICE,
    "sample_own": _WORD_CHOICE,
    "sample_at": _WORD_CHOICE,
    "sample_in": _WORD_CHOICE,
    "sample_names": "CREATE TEMPORARY TABLE {0} (place BIGINT PRIMARY KEY, name VARCHAR(200)"
    " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, email VARCHAR(160))",
    "sample_addresses": "CREATE TEMPORARY TABLE {0} (place BIGINT PRIMARY KEY, address VARCHAR(200)"
    " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)",
    "sample_series": "CREATE TEMPORARY TABLE {0} (series VARCHAR(8) CHARACTER SET ascii COLLATE"
    " ascii_bin PRIMARY KEY, before_copies BIGINT, of_copy BIGINT)",
    "sample_asked": "CREATE TEMPORARY TABLE {0} (object_id BIGINT PRIMARY KEY, cause VARCHAR(160)"
    " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, series VARCHAR(8) CHARACTER SET ascii COLLATE"
    " ascii_bin, running_no BIGINT, before_copies BIGINT, of_copy BIGINT)",
    "sample_name_words": _WORD_PLACES,
    "sample_address_words": _WORD_PLACES,
    "sample_ward_words": _WORD_PLACES,
}
# The same places as those of the name and the address; a temporary table is read once only.
_ACCOUNT_WORDS = (
    "INSERT INTO account_words (word_id, account_id, bits)"  # noqa: S608 - our own names
    " SELECT q.word_id, q.account_id, BIT_OR(q.bits) OVER (PARTITION BY q.account_id) FROM ("
    " SELECT n.word_id, t.account_id + {keys} AS account_id, n.bits FROM sample_own t"
    f" JOIN sample_name_words n ON {_of_account(_NAME)}"
    " UNION SELECT p.word_id, t.account_id + {keys}, p.bits FROM sample_at t"
    f" JOIN sample_address_words p ON {_of_account(_ADDRESS)}"
    " UNION SELECT w.word_id, t.account_id + {keys}, w.bits FROM sample_in t"
    f" JOIN sample_ward_words w ON w.place = {_WARD.replace('{column}', 'account_id')}) q"
)


class Journal(Protocol):
    """What differs from copy to copy by more than its digits."""

    @property
    def hashes(self) -> Sequence[bytes]: ...

    @property
    def signatures(self) -> Rows: ...


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """What is copied, and where the copies' numbers begin.

    `rows` are those of copy `numbers[0]`; `aside` the rows of the tables that names, addresses,
    words, bill numbers and entries come from; `journal` makes what hangs together by hashes.
    """

    columns: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, Rows]
    aside: Mapping[str, Rows]
    tables: Sequence[str]
    numbers: range
    block: int
    routes: int
    first_book: int
    wards: int
    journal: Callable[[int], Journal]

    @property
    def row_count(self) -> int:
        """Rows of all copies, without their words."""
        own = sum(len(self.rows.get(name, ())) for name in self.tables)
        own += 2 * len(self.rows["journal"]) + len(self.rows["z_signatures"])
        return own * len(self.numbers)


@dataclass(frozen=True, slots=True)
class Work:
    """One table's copying; `weight` is about how long it takes."""

    table: str
    weight: float
    run: Callable[[pymysql.Connection[Any]], Iterator[int]]
    """Yields how many rows were stored."""


class CopyStatements:
    """The statements of an order, table by table."""

    def __init__(self, order: CopyOrder) -> None:
        self._order = order
        self.last_hashes: dict[int, bytes] = {}

    def works(self) -> list[Work]:
        """The heaviest first."""
        order = self._order
        tables = [name for name in order.tables if order.rows.get(name)]
        works = [
            Work(name, len(order.rows[name]) * len(order.columns[name]), self._copying(name))
            for name in tables
        ]
        works.append(Work("account_words", len(order.aside["sample_own"]) * 40, self._words))
        works.append(Work("journal", len(order.rows["journal"]) * 30, self._journals))
        works.append(Work("requests", len(order.rows["journal"]) * 15, self._requests))
        return sorted(works, key=lambda work: work.weight, reverse=True)

    def _copying(self, table: str) -> Callable[[pymysql.Connection[Any]], Iterator[int]]:
        def run(connection: pymysql.Connection[Any]) -> Iterator[int]:
            names = self._order.columns[table]
            _lay(connection, f"sample_of_{table}", names, self._order.rows[table], table)
            self._lay_aside(connection, table)
            return self._each(connection, table, lambda copy: [self._copy(table, copy)])

        return run

    def _copy(self, table: str, copy: int) -> str:
        names = self._order.columns[table]
        values = ", ".join(self._value(table, name) for name in names)
        return self._filled(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {values}"  # noqa: S608 - our own names
            f" FROM sample_of_{table} t {_JOINS.get(table, '')}",
            copy,
        )

    def _value(self, table: str, column: str) -> str:
        if (table, column) in _TEXTS:
            return _TEXTS[table, column].replace("{column}", column)
        if column in _OF_COPY:
            return f"t.{column} + {{keys}}"
        if column in _OF_JOURNAL:
            return f"t.{column} + {{entries}}"
        if column in _ITSELF:
            return f"t.{column} + {{shift}}"
        return f"t.{column}"

    def _filled(self, statement: str, copy: int) -> str:
        order = self._order
        shift = copy - order.numbers[0]
        return statement.format(
            copy=copy, shift=shift, keys=shift * order.block,
            entries=shift * IDS_PER_COUNTER, first=order.numbers[0] * order.block,
            routes=order.routes, book=order.first_book + copy, wards=order.wards,
        )  # fmt: skip

    def _lay_aside(self, connection: pymysql.Connection[Any], table: str) -> None:
        for name in _ASIDE.get(table, ()):
            _lay_rows(connection, name, self._order.aside[name])

    def _words(self, connection: pymysql.Connection[Any]) -> Iterator[int]:
        self._lay_aside(connection, "account_words")
        return self._each(
            connection, "account_words", lambda copy: [self._filled(_ACCOUNT_WORDS, copy)]
        )

    def _journals(self, connection: pymysql.Connection[Any]) -> Iterator[int]:
        self._lay_aside(connection, "journal")

        def statements(copy: int) -> Iterator[str]:
            made = self._order.journal(copy)
            self.last_hashes[copy] = made.hashes[-1]
            _lay_rows(connection, "sample_hashes", list(sample_entries.hash_rows(made.hashes)))
            yield self._filled(sample_entries.ENTRIES, copy)
            names = self._order.columns["z_signatures"]
            yield from inserts("z_signatures", names, made.signatures)

        return self._each(connection, "journal", statements)

    def _requests(self, connection: pymysql.Connection[Any]) -> Iterator[int]:
        """Entry by entry in all copies, because their keys begin with the time."""
        numbers = self._order.numbers
        self._lay_aside(connection, "requests")
        _lay_rows(connection, "sample_numbers", [(n, n - numbers[0]) for n in numbers])
        spans = sample_entries.request_spans(len(self._order.rows["journal"]), len(numbers))
        for number, (first, end) in enumerate(spans, start=1):
            with connection.cursor() as cursor:
                yield cursor.execute(sample_entries.REQUESTS.format(first=first, end=end))
            if number % REQUESTS_IN_TRANSACTION == 0:
                connection.commit()
        connection.commit()

    def _each(
        self,
        connection: pymysql.Connection[Any],
        table: str,
        statements: Callable[[int], Iterator[str] | list[str]],
    ) -> Iterator[int]:
        """Copy by copy; a transaction holds a few. Some indexes follow at the end."""
        take_away(connection, table)
        for place, copy in enumerate(self._order.numbers, start=1):
            stored = 0
            with connection.cursor() as cursor:
                for statement in statements(copy):
                    stored += cursor.execute(statement)
            if place % COPIES_IN_TRANSACTION == 0:
                connection.commit()
            yield stored
        connection.commit()
        build(connection, (table,))


def _lay_rows(connection: pymysql.Connection[Any], name: str, rows: Rows) -> None:
    """One of the tables aside, made anew."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TEMPORARY TABLE IF EXISTS {name}")
        cursor.execute(_MADE[name].format(name))
        cursor.execute(f"SHOW COLUMNS FROM {name}")
        names = [row[0] for row in cursor.fetchall()]
        for statement in inserts(name, names, rows):
            cursor.execute(statement)


def _lay(
    connection: pymysql.Connection[Any], name: str, names: Sequence[str], rows: Rows, like: str
) -> None:
    """A temporary table with the columns of another and these rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TEMPORARY TABLE IF EXISTS {name}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {name} AS SELECT {', '.join(names)} FROM {like} LIMIT 0"  # noqa: S608
        )
        for statement in inserts(name, names, rows):
            cursor.execute(statement)
