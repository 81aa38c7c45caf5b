"""The journal of a copy: the pattern's entries under another number, chained and signed anew."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from cashier_app.domain import canonical
from cashier_app.sample.pattern import FIRST_COPY, Pattern, copy_cashier
from cashier_app.sample.rows import COLUMNS, Row
from cashier_app.sample.seeds import counter_identity
from cashier_app.sample.signing import CounterKey

Pieces = tuple[str, ...]
"""A text that the three digits of a copy join."""

MARK = "\x01"
"""Where a copy's digits go."""
_FIRST = str(FIRST_COPY)
_CASHIER = canonical.free(copy_cashier(FIRST_COPY).user_name)
_TEXT = COLUMNS["journal"].index("canonical")
_CHILD_KEYS = {"A": 1, "C": 1}
"""The field of a child that holds a key; in P and R it follows the letter."""
_PLAIN_TENDER = 4
"""Fields of a tender without a number."""
_TENDER_NUMBERS = {"cheque": 7, "card": 5}
_SIGNED_AFTER = timedelta(milliseconds=180)


@dataclass(frozen=True, slots=True)
class _EntryPieces:
    """What makes an entry's hash, and of a Z its signature."""

    text: Pieces
    entry_id: Pieces
    stored_at: datetime
    is_z: bool


@dataclass(frozen=True, slots=True)
class CopiedJournal:
    """What differs from copy to copy by more than its digits."""

    hashes: Sequence[bytes]
    """The counter's genesis, then each entry's hash."""
    signatures: Sequence[Row]


class JournalCopier:
    """Writes the journals of copies. Raises ValueError where the pattern's texts do not fit."""

    def __init__(self, pattern: Pattern, seed: int) -> None:
        self._seed = seed
        rows = pattern.rows["journal"]
        marked = list(map(_marked_fields, rows))
        self._entries = list(map(_pieces, rows, marked))
        self.rows: list[Row] = list(map(_entry_row, count(), rows, marked))
        """Place, entry, kind, number, place in the chain, request without its last three digits
        of 32, shift, user, True where the user is the copy's, business date, both times, text
        with MARK where a copy's digits go."""

    def journal(self, copy: int) -> CopiedJournal:
        """The entries of one copy, from its counter's genesis on."""
        code = str(copy)
        key = CounterKey.of(self._seed, copy, code)
        previous = canonical.genesis(code, counter_identity(self._seed, code))
        hashes = [previous]
        signatures: list[Row] = []
        for entry in self._entries:
            previous = hashlib.sha256(previous + code.join(entry.text).encode()).digest()
            hashes.append(previous)
            if entry.is_z:
                signed_at = entry.stored_at + _SIGNED_AFTER
                entry_id = int(code.join(entry.entry_id))
                signatures.append((entry_id, key.counter_key_id, key.sign(previous), signed_at))
        return CopiedJournal(hashes, signatures)


def _marked_fields(row: Row) -> list[str]:
    """The fields of an entry's text."""
    text = row[_TEXT]
    if not isinstance(text, bytes):
        raise TypeError("not a row of the journal")
    if MARK.encode() in text:
        raise ValueError("a text of the pattern has the mark of a copy")
    fields = text.decode().split("|")
    fields[2] = MARK
    fields[5] = fields[5][:-3] + MARK
    fields[6] = _marked(fields[6])
    if fields[7] == _CASHIER:
        fields[7] = _CASHIER.removesuffix(_FIRST) + MARK
    fields[11:] = map(_child, fields[11:])
    return fields


def _pieces(row: Row, fields: Sequence[str]) -> _EntryPieces:
    entry_id, kind, stored_at = row[0], row[1], row[10]
    if not isinstance(stored_at, datetime):
        raise TypeError("not a row of the journal")
    own = _marked(str(entry_id))
    return _EntryPieces(_split("|".join(fields)), _split(own), stored_at, kind == "z")


def _entry_row(place: int, row: Row, fields: Sequence[str]) -> Row:
    entry_id, kind, _, number, chain_no, _, shift_id, user_id, *times = row[:_TEXT]
    return (
        place, entry_id, kind, number, chain_no, fields[5].removesuffix(MARK), shift_id, user_id,
        MARK in fields[7], *times, "|".join(fields).encode(),
    )  # fmt: skip


def _split(text: str) -> Pieces:
    return tuple(text.split(MARK))


def _marked(key: str) -> str:
    """A key of the first copy with the place of its digits marked."""
    if not key.startswith(_FIRST):
        raise ValueError(f"{key} is no key of copy {_FIRST}")
    return MARK + key[len(_FIRST) :]


def _child(child: str) -> str:
    letter, fields = child[0], child.split(":")
    if letter in "PR":
        fields[0] = letter + _marked(fields[0][1:])
    elif letter in _CHILD_KEYS:
        at = _CHILD_KEYS[letter]
        fields[at] = _marked(fields[at])
    elif letter == "T" and len(fields) > _PLAIN_TENDER:
        at = _TENDER_NUMBERS[fields[1]]
        fields[at] = _marked(fields[at])
    return ":".join(fields)
