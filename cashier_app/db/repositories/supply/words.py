"""The words by which accounts are found, kept in step with names and addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select, update

from cashier_app.db.repositories.supply.desk import chunks
from cashier_app.db.tables import supply
from cashier_app.domain.search import bits_of, sound_key, words_of

_words, _account_words = supply.words, supply.account_words
# As the driver sends many at once: SQLAlchemy's own form goes row by row on MySQL.
_ADD = (
    "INSERT INTO words (word, sound_key, accounts) VALUES (%s, %s, %s)"
    " ON DUPLICATE KEY UPDATE accounts = accounts + VALUES(accounts)"
)


def index_new(connection: Connection, texts: Mapping[int, str]) -> None:
    """Index accounts (key → name, address and ward) that are in the index not at all."""
    words = {account_id: words_of(text) for account_id, text in texts.items()}
    _count(connection, Counter(word for found in words.values() for word in found))
    ids = _ids(connection, {word for found in words.values() for word in found})
    rows = [
        {"word_id": ids[word], "account_id": account_id, "bits": bits_of(found)}
        for account_id, found in words.items()
        for word in found
    ]
    for part in chunks(rows, 5_000):
        connection.execute(insert(_account_words), part)


def index_again(connection: Connection, account_ids: Iterable[int]) -> None:
    """After a name or an address changed: index these accounts by what they are called now."""
    for part in chunks(sorted(set(account_ids))):
        texts = account_texts(connection, part)
        old = _account_words.c.account_id.in_(part)
        held = connection.execute(select(_account_words.c.word_id).where(old)).scalars()
        for word_id, times in sorted(Counter(held).items()):
            connection.execute(
                update(_words)
                .where(_words.c.word_id == word_id)
                .values(accounts=_words.c.accounts - times)
            )
        connection.execute(delete(_account_words).where(old))
        index_new(connection, texts)


def account_texts(connection: Connection, account_ids: Iterable[int]) -> dict[int, str]:
    """What each account is found by: the customer's name, the newest connection's address, ward."""
    a, cu, ac, k = (
        supply.accounts,
        supply.customers,
        supply.account_connections,
        supply.connections,
    )
    rows = connection.execute(
        select(a.c.account_id, cu.c.name, k.c.address, k.c.ward)
        .join(cu, cu.c.customer_id == a.c.customer_id)
        .outerjoin(ac, ac.c.account_id == a.c.account_id)
        .outerjoin(k, k.c.connection_id == ac.c.connection_id)
        .where(a.c.account_id.in_(list(account_ids)))
        .order_by(a.c.account_id, ac.c.liable_from)
    )
    # The last row of an account is its newest connection.
    return {
        row.account_id: f"{row.name} {row.address or ''} {row.ward or ''}".strip() for row in rows
    }


def _count(connection: Connection, counted: Mapping[str, int]) -> None:
    # In one order for everybody, so that two clerks never wait for each other in a circle.
    rows = [(word, sound_key(word), times) for word, times in sorted(counted.items())]
    for part in chunks(rows):
        connection.exec_driver_sql(_ADD, list(part))


def _ids(connection: Connection, words: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in chunks(sorted(set(words))):
        rows = connection.execute(
            select(_words.c.word, _words.c.word_id).where(_words.c.word.in_(part))
        )
        found.update((row.word, row.word_id) for row in rows)
    return found
