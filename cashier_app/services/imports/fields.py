"""What a field of a file may hold, and what it then is in the program."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cashier_app.services.imports.table import RowRefusal, TextRow

_SEPARATORS = re.compile(r"[\s\-/._()+]+")
_DECIMAL = re.compile(r"-?[0-9]{1,14}(\.[0-9]{1,6})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YES, _NO = ("yes", "1", "true"), ("no", "0", "false")
EARLIEST = date(1900, 1, 1)


class BadField(ValueError):
    """The text in a field is not what its column holds."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, how its text is read, and what stands for an empty one."""

    name: str
    read: Callable[[str], Any]
    is_needed: bool = False
    default: Any = None
    example: str = ""
    meaning: str = ""


def read_fields(
    row: TextRow, fields: Sequence[Field]
) -> tuple[dict[str, Any] | None, list[RowRefusal]]:
    """The values of a record, or every reason against it."""
    values: dict[str, Any] = {}
    refusals: list[RowRefusal] = []
    for column in fields:
        text = row.values.get(column.name, "")
        if not text:
            if column.is_needed:
                refusals.append(RowRefusal(row.line, "field_missing", column.name))
            values[column.name] = column.default
            continue
        try:
            values[column.name] = column.read(text)
        except BadField as bad:
            facts: Mapping[str, str] = {"value": text[:40], **bad.facts}
            refusals.append(RowRefusal(row.line, bad.code, column.name, facts))
    return (None if refusals else values), refusals


def number(text: str) -> str:
    """An account's, meter's or customer's number: kept without separators, in capitals."""
    joined = _SEPARATORS.sub("", text).upper()
    if not joined.isascii() or not joined.isalnum() or len(joined) > 24:
        raise BadField("not_a_number_text")
    return joined


def phones(text: str) -> tuple[str, ...]:
    """Phone numbers with | between them, digits only."""
    found = tuple(dict.fromkeys(_SEPARATORS.sub("", part) for part in text.split("|")))
    if not all(part.isascii() and part.isdigit() and 3 <= len(part) <= 20 for part in found):
        raise BadField("not_a_phone")
    return found


def text_up_to(longest: int) -> Callable[[str], str]:
    """Any printable text of at most `longest` characters."""

    def read(text: str) -> str:
        if len(text) > longest:
            raise BadField("too_long", most=str(longest))
        if not text.isprintable():
            raise BadField("not_printable")
        return text

    return read


def short_code(longest: int) -> Callable[[str], str]:
    """A code of ours: ASCII, as it is."""

    def read(text: str) -> str:
        if len(text) > longest or not text.isascii() or not text.isprintable():
            raise BadField("not_a_code", most=str(longest))
        return text

    return read


def one_of(*words: str) -> Callable[[str], str]:
    """One of these words, in any case."""

    def read(text: str) -> str:
        found = text.lower()
        if found not in words:
            raise BadField("not_one_of", words=", ".join(words))
        return found

    return read


def yes_or_no(text: str) -> bool:
    """Yes or no (1, 0, true, false)."""
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise BadField("not_one_of", words="yes, no")


def day(text: str) -> date:
    """A date as 2026-11-25."""
    if _DATE.fullmatch(text):
        try:
            found = date.fromisoformat(text)
        except ValueError as error:
            raise BadField("no_such_day") from error
        if found >= EARLIEST:
            return found
    raise BadField("not_a_date")


def decimal(text: str, decimals: int) -> Decimal:
    """A number with a decimal point and at most `decimals` digits after it, of either sign."""
    if not _DECIMAL.fullmatch(text):
        raise BadField("not_a_figure")
    found = Decimal(text)
    if -int(found.as_tuple().exponent) > decimals:
        raise BadField("too_many_decimals", most=str(decimals))
    return found


def reading_value(text: str) -> Decimal:
    """What a dial shows. A minus passes here: it is refused as a reading, not as text."""
    return decimal(text, 3)


def positive(text: str) -> Decimal:
    """A load or a multiplier: above zero, at most 6 decimals and 10 digits before the point."""
    found = decimal(text, 6)
    if not 0 < found < 10**10:
        raise BadField("not_positive")
    return found


def multiplier(text: str) -> Decimal:
    """Of a meter's transformers: above zero, at most 100,000."""
    found = positive(text)
    if found > 100_000:
        raise BadField("not_positive")
    return found


def schemes(text: str) -> tuple[str, ...]:
    """Codes of discount schemes with | between them."""
    read = short_code(24)
    return tuple(dict.fromkeys(read(part.strip()) for part in text.split("|") if part.strip()))


def whole(least: int, most: int) -> Callable[[str], int]:
    """A whole number in a range."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or not least <= int(text[:6]) <= most:
            raise BadField("not_in_range", least=str(least), most=str(most))
        return int(text)

    return read
