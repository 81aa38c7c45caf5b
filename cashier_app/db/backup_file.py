r"""The file of a backup: what it is of in plain words, then compressed rows, then their checksums.

    CASHIER BACKUP 1
    {"schema_version": …, "server": …, "taken_at": …, …}          one line of JSON
    gzip of:
        \T{"table": "accounts", "columns": ["account_id", …]}     begins a table
        1\t0001234\t…                                            a row; \N is NULL
        \E{"tables": {"accounts": [rows, sha256], …}, "sha256": …}

Values are what the server sends as text, bytes of a binary column as they are; backslash, tab and
newline have a backslash before them. The last checksum covers everything before it, the header too.
Rows and not statements: nothing in a backup is ever executed (docs/decisions/0140).
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any

MAGIC = b"CASHIER BACKUP 1\n"
_KIND = b"CASHIER BACKUP "
_TABLE, _END, _NULL = b"\\T", b"\\E", b"\\N"
_LEVEL = 6
_LONGEST_HEADER = 1 << 20
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_MEANT = {b"\\": b"\\", b"t": b"\t", b"n": b"\n"}

Field = bytes | None
Row = Sequence[Field]


class BadBackup(ValueError):
    """The file is no whole backup; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class BackupHeader:
    """What a backup is of."""

    schema_version: str
    program: str
    """Version of the program that took it."""
    server: str
    """mariadb or mysql, and its version."""
    database: str
    utility: str
    is_training: bool
    taken_at: str
    """The server's clock when the snapshot was taken, UTC."""
    newest_receipts: dict[str, int]
    """The last receipt number of each counter: what came later is not in it."""


@dataclass(frozen=True, slots=True)
class TablePart:
    """The rows of one table. Go through `rows` before asking for the next part."""

    table: str
    columns: tuple[str, ...]
    rows: Iterator[Row]


class BackupWriter:
    """Writes the parts of an open backup; made by `new_backup`."""

    def __init__(self, file: IO[bytes], header: BackupHeader) -> None:
        self._whole = hashlib.sha256()
        self._tables: dict[str, tuple[int, str]] = {}
        head = MAGIC + _line(b"", asdict(header))
        file.write(head)
        self._whole.update(head)
        self._body = gzip.GzipFile("", "wb", _LEVEL, file, mtime=0)

    def table(
        self, name: str, columns: Sequence[str], batches: Iterator[Sequence[Row]],
        on_rows: Callable[[int], object],
    ) -> int:  # fmt: skip
        """Write all rows of one table; how many they were."""
        self._put(_line(_TABLE, {"table": name, "columns": list(columns)}))
        digest, count = hashlib.sha256(), 0
        for batch in batches:
            data = b"".join(map(_encoded, batch))
            digest.update(data)
            self._put(data)
            count += len(batch)
            on_rows(len(batch))
        self._tables[name] = (count, digest.hexdigest())
        return count

    def finish(self) -> int:
        """Write the checksums; the number of rows of all tables."""
        summary = {"tables": self._tables, "sha256": self._whole.hexdigest()}
        self._body.write(_line(_END, summary))
        self._body.close()
        return sum(count for count, _ in self._tables.values())

    def _put(self, data: bytes) -> None:
        self._whole.update(data)
        self._body.write(data)


@contextmanager
def new_backup(path: Path, header: BackupHeader) -> Iterator[BackupWriter]:
    """Write a backup that is there whole or not at all, readable by its owner only.

    Raises FileExistsError when there is a file of that name: a backup is never written over.
    """
    if path.exists():
        raise FileExistsError(f"There is a file {path} already; a backup is never written over.")
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with open(unfinished, "xb", opener=_for_its_owner) as file:
            writer = BackupWriter(file, header)
            yield writer
            file.flush()
            os.fsync(file.fileno())
        _name(unfinished, path)
        _sync_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _name(unfinished: Path, path: Path) -> None:
    """Give a whole backup its name; a file that appeared meanwhile is not lost either."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError as error:
        # A memory stick's file system knows no links.
        if error.errno not in _NO_LINKS or path.exists():
            raise
        unfinished.rename(path)


def read_header(path: Path) -> BackupHeader:
    """What the backup is of. Raises BadBackup, OSError."""
    with path.open("rb") as file:
        return _header(file, path)[0]


def read_parts(path: Path) -> Iterator[TablePart]:
    """The tables of a backup, in order; the end is compared with its checksums.

    Raises BadBackup, at the latest after the last row.
    """
    with path.open("rb") as file:
        _, head = _header(file, path)
        whole = hashlib.sha256(head)
        found: dict[str, list[object]] = {}
        with gzip.GzipFile("", "rb", fileobj=file) as body:
            yield from _parts(_Lines(body, path), whole, found, path)


def check_file(path: Path, on_rows: Callable[[int], object] = lambda _count: None) -> int:
    """Read all of it and compare the checksums; the number of rows. Raises BadBackup, OSError."""
    total = 0
    for part in read_parts(path):
        for _ in part.rows:
            total += 1
            if total % 10_000 == 0:
                on_rows(10_000)
    return total


class _Lines:
    """The body line by line; what gzip notices is said as all damage is."""

    def __init__(self, body: gzip.GzipFile, path: Path) -> None:
        self._body, self._path = body, path

    def next(self) -> bytes:
        """A whole line, or nothing at the end. Raises BadBackup."""
        try:
            line = self._body.readline()
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise BadBackup(f"{self._path} is damaged or was cut off: {error}.") from error
        if line and not line.endswith(b"\n"):
            raise BadBackup(f"{self._path} is damaged or was cut off in the middle of a line.")
        return line


def _parts(
    body: _Lines, whole: Any, found: dict[str, list[object]], path: Path
) -> Iterator[TablePart]:
    head = body.next()
    while head.startswith(_TABLE):
        whole.update(head)
        facts = _facts(head[len(_TABLE) :], path)
        rows = _Rows(body, whole)
        yield TablePart(facts["table"], tuple(facts["columns"]), rows)
        for _ in rows:  # whoever takes no rows still has them counted
            pass
        found[facts["table"]] = [rows.count, rows.digest.hexdigest()]
        head = rows.head
    if not head.startswith(_END):
        raise BadBackup(f"{path} is damaged or was cut off: it has no end.")
    summary = _facts(head[len(_END) :], path)
    _compare(summary, found, whole.hexdigest(), path)
    if body.next():
        raise BadBackup(f"{path} is damaged: something follows its end.")


class _Rows(Iterator[Row]):
    """The rows up to the next head, which is kept."""

    def __init__(self, body: _Lines, whole: Any) -> None:
        self._body, self._whole = body, whole
        self.digest = hashlib.sha256()
        self.count = 0
        self.head = b""
        self._is_over = False

    def __next__(self) -> Row:
        if self._is_over:
            raise StopIteration
        line = self._body.next()
        if not line or line.startswith((_TABLE, _END)):
            self.head, self._is_over = line, True
            raise StopIteration
        self._whole.update(line)
        self.digest.update(line)
        self.count += 1
        fields = line[:-1].split(b"\t")
        return tuple(map(_decoded, fields)) if b"\\" in line else fields


def _compare(
    summary: dict[str, Any], found: dict[str, list[object]], whole: str, path: Path
) -> None:
    for table, said in summary["tables"].items():
        if found.get(table) != said:
            raise BadBackup(f"{path} is damaged: the rows of {table} do not fit their checksum.")
    if found.keys() != summary["tables"].keys() or whole != summary["sha256"]:
        raise BadBackup(f"{path} is damaged: it does not fit its checksum.")


def _header(file: IO[bytes], path: Path) -> tuple[BackupHeader, bytes]:
    magic = file.readline(len(MAGIC))
    if magic != MAGIC:
        if magic.startswith(_KIND):
            raise BadBackup(f"{path} is a backup of a newer program; restore it with that one.")
        raise BadBackup(f"{path} is no backup of this program.")
    line = file.readline(_LONGEST_HEADER)
    facts = _facts(line, path)
    if facts.keys() != {field.name for field in fields(BackupHeader)}:
        raise BadBackup(f"{path} is damaged: its header is not one of ours.")
    return BackupHeader(**facts), magic + line


def _facts(line: bytes, path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(line)
    except ValueError as error:
        raise BadBackup(f"{path} is damaged or was cut off: {error}.") from error
    if not isinstance(facts, dict):
        raise BadBackup(f"{path} is damaged: a head is not one of ours.")
    return facts


def _line(mark: bytes, facts: dict[str, Any]) -> bytes:
    return mark + json.dumps(facts).encode() + b"\n"


def _encoded(row: Row) -> bytes:
    line = b"\t".join([_NULL if value is None else value for value in row])
    # Hardly any row has something to escape; a marked NULL has one backslash.
    is_plain = line.count(b"\\") == row.count(None) and line.count(b"\t") == len(row) - 1
    if is_plain and b"\n" not in line:
        return line + b"\n"
    return b"\t".join(map(_escaped, row)) + b"\n"


def _escaped(value: Field) -> bytes:
    if value is None:
        return _NULL
    return value.replace(b"\\", b"\\\\").replace(b"\t", b"\\t").replace(b"\n", b"\\n")


def _decoded(text: bytes) -> Field:
    if b"\\" not in text:
        return text
    if text == _NULL:
        return None
    return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[0]), text)


def _sync_folder(folder: Path) -> None:
    """The name is on the disk, too, where the system lets a folder be synced."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
