"""The functions, views, procedures and triggers shipped in `sql/`, one object a file.

A file begins with comment lines: why the object exists, and `-- grants: role role`
(EXECUTE or, for a view, SELECT). It holds one CREATE without DEFINER; LOADORDER
in each folder names its files in the order of their dependencies.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cashier_app.domain.utility import Role

SQL_FOLDER = Path(__file__).parent / "sql"

KIOSK = "kiosk"
"""The role of the customers' own computers: no person has it."""
DATABASE_ROLES: tuple[str, ...] = (*(role.value for role in Role), KIOSK)

_CREATE = re.compile(
    r"^CREATE\s+(?P<algorithm>ALGORITHM\s*=\s*\w+\s+)?"
    r"(?P<kind>FUNCTION|PROCEDURE|TRIGGER|VIEW|SQL SECURITY DEFINER VIEW)\s+`?(?P<name>\w+)`?",
    re.MULTILINE,
)
_GRANTS = re.compile(r"^-- grants:(.*)$", re.MULTILINE)


class ObjectKind(StrEnum):
    """In the order in which they are made: a view may use a function, a trigger a procedure."""

    FUNCTION = "function"
    VIEW = "view"
    PROCEDURE = "procedure"
    TRIGGER = "trigger"

    @property
    def folder(self) -> Path:
        return SQL_FOLDER / f"{self.value}s"


class BadObject(ValueError):
    """A file in `sql/` breaks the rules above; the text names it."""


@dataclass(frozen=True, slots=True)
class SqlObject:
    """One shipped object."""

    kind: ObjectKind
    name: str
    text: str
    roles: tuple[str, ...]

    @property
    def checksum(self) -> str:
        """SHA-256 of the file's text, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def create_statement(self, definer: str, *, replace: bool = False) -> str:
        """The CREATE with its DEFINER (already quoted). The comments above it are left out.

        `replace` puts it in the place of the old one in one step, with its grants; MySQL cannot.
        """
        found = _CREATE.search(self.text)
        if found is None:
            raise BadObject(f"{self.kind} {self.name}: no CREATE at the beginning of a line")
        create = "CREATE OR REPLACE" if replace else "CREATE"
        head = f"{create} {found['algorithm'] or ''}DEFINER={definer} {found['kind']} `{self.name}`"
        return head + self.text[found.end() :].rstrip().removesuffix(";")

    def drop_statement(self) -> str:
        return drop_statement(self.kind, self.name)


def drop_statement(kind: ObjectKind, name: str) -> str:
    """DROP IF EXISTS for an object of ours, also one that is not shipped any more."""
    return f"DROP {kind.value.upper()} IF EXISTS `{name}`"


@cache
def load_objects() -> tuple[SqlObject, ...]:
    """Everything shipped, in the order in which it is made. Raises BadObject."""
    return tuple(_load_all())


class Shipped(NamedTuple):
    """An object by name, and the checksum of its text."""

    kind: ObjectKind
    name: str
    checksum: str


@cache
def shipped_checksums() -> tuple[Shipped, ...]:
    """For whoever compares only: the texts are not kept. Raises BadObject."""
    return tuple(Shipped(found.kind, found.name, found.checksum) for found in _load_all())


def _load_all() -> Iterator[SqlObject]:
    for kind in ObjectKind:
        yield from _load_folder(kind)


def _load_folder(kind: ObjectKind) -> list[SqlObject]:
    names = (kind.folder / "LOADORDER").read_text("utf-8").split()
    files = {path.stem for path in kind.folder.glob("*.sql")}
    if set(names) != files or len(names) != len(files):
        odd = ", ".join(sorted(set(names) ^ files)) or "a name twice"
        raise BadObject(f"{kind.folder.name}/LOADORDER does not fit its folder: {odd}")
    return [_read(kind, name) for name in names]


def _read(kind: ObjectKind, name: str) -> SqlObject:
    text = (kind.folder / f"{name}.sql").read_text("utf-8")
    found = _CREATE.search(text)
    if found is None or found["name"] != name or not found["kind"].endswith(kind.value.upper()):
        raise BadObject(f"{kind.folder.name}/{name}.sql must create the {kind} {name}")
    if not text.startswith("-- "):
        raise BadObject(f"{kind.folder.name}/{name}.sql must say in its first line why it exists")
    grants = _GRANTS.search(text[: found.start()])
    if grants is None and kind is not ObjectKind.TRIGGER:
        raise BadObject(f"{kind.folder.name}/{name}.sql must have a line '-- grants:'")
    roles = tuple(grants[1].split()) if grants else ()
    for role in set(roles) - set(DATABASE_ROLES):
        raise BadObject(
            f"{kind.folder.name}/{name}.sql grants something to {role}, no role of ours"
        )
    return SqlObject(kind, name, text, roles)
