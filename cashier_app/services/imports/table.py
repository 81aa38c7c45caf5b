"""A CSV file as rows of text with their line numbers, or the place where it stops being one.

UTF-8 (with or without a mark at its beginning), comma, semicolon or tab, as the head line has it.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cashier_app.domain.errors import Refused

_DELIMITERS = ",;\t"
LONGEST_FILE = 200_000_000
"""Bytes; a file is held in memory while it is checked."""


@dataclass(frozen=True, slots=True)
class TextRow:
    """One record; `line` is where it begins in the file, the head line is 1."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """Why one record cannot be stored. `column` is empty where the whole record is meant."""

    line: int
    code: str
    column: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TextTable:
    """All records of a file. Records with too few or too many fields are refused already."""

    name: str
    content_hash: bytes
    rows: tuple[TextRow, ...]
    refusals: tuple[RowRefusal, ...]


def read_table(path: Path, known: Sequence[str], needed: Sequence[str]) -> TextTable:
    """The file's records under their column names, in any order of columns.

    Raises Refused: file_unreadable, file_too_large, file_empty, not_utf8 (with the line),
    missing_columns, unknown_columns, column_twice, bad_quotes (with the line).
    """
    data = _bytes_of(path, LONGEST_FILE)
    text = _decoded(data)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    records = _records(lines)
    head = next(records, None)
    if head is None:
        raise Refused("file_empty")
    columns = _columns(head[1], known, needed)
    rows: list[TextRow] = []
    refusals: list[RowRefusal] = []
    for line, cells in records:
        fields = _without_empty_end(cells, len(columns))
        if len(fields) == len(columns):
            values = {name: text.strip() for name, text in zip(columns, fields, strict=True)}
            rows.append(TextRow(line, values))
        else:
            facts = {"fields": str(len(fields)), "columns": str(len(columns))}
            refusals.append(RowRefusal(line, "wrong_number_of_fields", facts=facts))
    if not rows and not refusals:
        raise Refused("file_empty")
    return TextTable(path.name, hashlib.sha256(data).digest(), tuple(rows), tuple(refusals))


def read_text(path: Path, most: int) -> str:
    """A file of at most `most` bytes. Raises Refused: file_unreadable, file_too_large, not_utf8."""
    return _decoded(_bytes_of(path, most))


def _bytes_of(path: Path, most: int) -> bytes:
    try:
        if path.stat().st_size > most:
            raise Refused("file_too_large", {"most": str(most)})
        return path.read_bytes()
    except OSError as error:
        raise Refused("file_unreadable", {"why": error.strerror or str(error)}) from error


def _decoded(data: bytes) -> str:
    if b"\x00" in data:
        # UTF-16, a spreadsheet or another program's file.
        raise Refused("not_utf8", {"line": str(data[: data.index(b"\x00")].count(b"\n") + 1)})
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused("not_utf8", {"line": str(line)}) from error


def _delimiter(text: str) -> str:
    head = text.lstrip().partition("\n")[0]
    return max(_DELIMITERS, key=head.count)


def _records(lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Records that are not blank, each with the line it begins on."""
    begins = 1
    while True:
        try:
            fields = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused("bad_quotes", {"line": str(begins), "why": str(error)}) from error
        if any(field.strip() for field in fields):
            yield begins, fields
        begins = lines.line_num + 1  # type: ignore[attr-defined]


def _without_empty_end(fields: list[str], columns: int) -> list[str]:
    """A spreadsheet writes empty cells behind the last column."""
    if any(field.strip() for field in fields[columns:]):
        return fields
    return fields[:columns]


def _columns(head: Sequence[str], known: Sequence[str], needed: Sequence[str]) -> list[str]:
    columns = [name.strip().lower() for name in head]
    while columns and not columns[-1]:
        columns.pop()
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise Refused("column_twice", {"columns": ", ".join(twice), "line": "1"})
    missing = [name for name in needed if name not in columns]
    if missing:
        raise Refused("missing_columns", {"columns": ", ".join(missing), "line": "1"})
    strange = [name for name in columns if name not in known]
    if strange:
        raise Refused("unknown_columns", {"columns": ", ".join(strange), "line": "1"})
    return columns
