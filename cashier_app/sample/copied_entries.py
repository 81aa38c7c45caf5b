"""The journal of a copy: the pattern's entries under another number, chained and signed anew."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cashier_app.domain import canonical
from cashier_app.sample.pattern import FIRST_COPY, Pattern, copy_cashier
from cashier_app.sample.rows import Row
from cashier_app.sample.seeds import counter_identity
from cashier_app.sample.signing import CounterKey

Pieces = tuple[str, ...]
"""A text that the three digits of a copy join."""

_FIRST = str(FIRST_COPY)
_MARK = "\x01"
"""Where a copy's digits go."""
_CHILD_KEYS = {"A": 1, "C": 1}
"""The field of a child that holds a key; in P and R it follows the letter."""
_PLAIN_TENDER = 4
"""Fields of a tender without a number."""
_TENDER_NUMBERS = {"cheque": 7, "card": 5}
_SIGNED_AFTER = timedelta(milliseconds=180)


@dataclass(frozen=True, slots=True)
class _EntryPieces:
    """One entry: the columns before its text, its text."""

    head: Pieces
    text: Pieces
    entry_id: Pieces
    stored_at: datetime
    is_z: bool


@dataclass(frozen=True, slots=True)
class CopiedJournal:
    """Of one copy; `values` are the rows of the journal as SQL literals, in its columns' order."""

    values: Sequence[str]
    signatures: Sequence[Row]
    last_hash: bytes


class JournalCopier:
    """Writes the journals of copies. Raises ValueError where the pattern's texts do not fit."""

    def __init__(self, pattern: Pattern, seed: int) -> None:
        self._seed = seed
        self._entries = [_pieces(row) for row in pattern.rows["journal"]]

    def journal(self, copy: int) -> CopiedJournal:
        """The entries of one copy, from its counter's genesis on."""
        code = str(copy)
        key = CounterKey.of(self._seed, copy, code)
        previous = canonical.genesis(code, counter_identity(self._seed, code))
        values: list[str] = []
        signatures: list[Row] = []
        for entry in self._entries:
            text = code.join(entry.text)
            digest = hashlib.sha256(previous + text.encode())
            values.append(
                f"({code.join(entry.head)},'{text}',x'{previous.hex()}',x'{digest.hexdigest()}')"
            )
            previous = digest.digest()
            if entry.is_z:
                signed_at = entry.stored_at + _SIGNED_AFTER
                entry_id = int(code.join(entry.entry_id))
                signatures.append((entry_id, key.counter_key_id, key.sign(previous), signed_at))
        return CopiedJournal(values, signatures, previous)


def _pieces(row: Row) -> _EntryPieces:
    entry_id, kind, _, number, chain_no, request, _, user_id, day, taken_at, stored_at = row[:11]
    text = row[11]
    if not (
        isinstance(text, bytes) and isinstance(request, bytes) and isinstance(stored_at, datetime)
    ):
        raise TypeError("not a row of the journal")
    fields = text.decode().split("|")
    if any(mark in text for mark in (b"'", b"\\", b"\x00")):
        raise ValueError("a text of the pattern would need escaping")
    fields[2] = _MARK
    fields[5] = fields[5][:-3] + _MARK
    fields[6] = _marked(fields[6])
    cashier = canonical.free(copy_cashier(FIRST_COPY).user_name)
    if fields[7] == cashier:
        fields[7] = cashier.removesuffix(_FIRST) + _MARK
        user = f"{str(user_id).removesuffix(_FIRST)}{_MARK}"
    else:
        user = str(user_id)
    fields[11:] = map(_child, fields[11:])
    own = _marked(str(entry_id))
    head = (
        f"{own},'{kind}',{_MARK},{number},{chain_no},x'{fields[5]}',{fields[6]},{user},"
        f"'{day}','{taken_at}','{stored_at}'"
    )
    return _EntryPieces(_split(head), _split("|".join(fields)), _split(own), stored_at, kind == "z")


def _split(text: str) -> Pieces:
    return tuple(text.split(_MARK))


def _marked(key: str) -> str:
    """A key of the first copy with the place of its digits marked."""
    if not key.startswith(_FIRST):
        raise ValueError(f"{key} is no key of copy {_FIRST}")
    return _MARK + key[len(_FIRST) :]


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
