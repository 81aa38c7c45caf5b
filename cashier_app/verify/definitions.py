"""Invariant 13 of what runs in the database: routines, triggers and views are as their files say.

All of a definition counts: the text, its parameters, whose rights it runs with, the SQL mode and
the character set that it was made under. It is held against the program's own files: whoever
changes a definition can change what a table says of it, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cashier_app.db.grants import OWNER
from cashier_app.db.sql_objects import ObjectKind, SqlObject, load_objects
from cashier_app.db.tables import metadata
from cashier_app.verify.findings import Breach, CannotLook
from cashier_app.verify.reader import Reader, as_text

_ROUTINE_NAMES = """
SELECT LOWER(routine_type), routine_name, NULL FROM information_schema.routines
WHERE routine_schema = DATABASE()
"""
_NAMES = """
SELECT 'view', table_name, SHA2(CONCAT_WS(' ', definer, security_type,
  view_definition), 256)
FROM information_schema.views WHERE table_schema = DATABASE()
UNION ALL SELECT 'event', IF(event_schema = DATABASE(), event_name,
  CONCAT(event_schema, '.', event_name)), NULL
FROM information_schema.events
WHERE event_schema = DATABASE()
  OR event_definition REGEXP CONCAT('(^|[^[:alnum:]_])`?', DATABASE(), '`?[[:space:]]*[.]')
"""
_TRIGGERS = """
SELECT trigger_name, definer, sql_mode, character_set_client, collation_connection,
  action_timing, event_manipulation, event_object_table, action_statement
FROM information_schema.triggers WHERE event_object_schema = DATABASE()
"""
"""A trigger with the table and the moment that it guards: moved away, it guards nothing. Its table
is in its own database; asked for by that, no other database is searched."""
_ROUTINES = """
SELECT LOWER(type), name, definer, sql_mode, character_set_client, collation_connection,
  security_type, param_list, returns, is_deterministic, sql_data_access, body
FROM mysql.proc WHERE db = DATABASE()
"""
"""What MariaDB runs. information_schema.routines shows another column, which it does not run."""

_HEAD = re.compile(
    r"CREATE\s+(?:ALGORITHM\s*=\s*(?P<algorithm>\w+)\s+)?DEFINER\s*=\s*(?P<definer>\S+)\s+"
    r"(?:SQL\s+SECURITY\s+(?P<security>\w+)\s+)?(?:FUNCTION|PROCEDURE|TRIGGER|VIEW)\s+`\w+`"
)
_RETURNS = re.compile(
    r"\s*RETURNS\s+(\w+(?:\s*\([^)]*\))?(?:\s+(?:CHARACTER\s+SET|CHARSET)\s+\w+)?"
    r"(?:\s+COLLATE\s+\w+)?)",
    re.IGNORECASE,
)
_CHARACTERISTIC = re.compile(
    r"\s*((?:NOT\s+)?DETERMINISTIC|(?:READS|MODIFIES)\s+SQL\s+DATA|NO\s+SQL|CONTAINS\s+SQL"
    r"|LANGUAGE\s+SQL|SQL\s+SECURITY\s+\w+|COMMENT\s+'[^']*')(?=\s)"
)
_SAID_BY_SILENCE = {"NOT DETERMINISTIC", "CONTAINS SQL", "LANGUAGE SQL", "SQL SECURITY DEFINER"}
_REWRITTEN = re.compile(r"/\*M?!\d*|\*/|_(?:utf8mb4|utf8mb3|ascii|latin1|binary)(?=')")
"""Marks of version comments, and the character sets that MariaDB leaves out."""
_CLAUSE = re.compile(r"\b(?:where|having|union)\b", re.IGNORECASE)
_COMMENT = re.compile(r"--[^\n]*")
_LITERAL = re.compile(r"'(?:[^'\\\\]|\\\\.|'')*'|(?<![\w.])\d+(?:\.\d+)?(?![\w.])")

_IDENTIFIER = re.compile(r"`([^`]+)`")
_WORD = re.compile(r"@+|\w+")
_WHO_AND_WHEN = {
    "@", "@@", "connection_id", "curdate", "current_date", "current_role", "current_time",
    "current_timestamp", "current_user", "curtime", "database", "found_rows", "get_lock",
    "is_free_lock", "is_used_lock", "last_insert_id", "localtime", "localtimestamp", "now", "rand",
    "row_count", "schema", "session_user", "sleep", "sysdate", "system_user", "unix_timestamp",
    "user", "utc_date", "utc_time", "utc_timestamp", "uuid", "uuid_short", "version",
}  # fmt: skip
"""What tells one reader from another, or now from then."""
_OURS = {name for table in metadata.sorted_tables for name in (table.name, *table.columns.keys())}

_OWNER = f"`{OWNER}`@`localhost`"
_CHARSET, _COLLATION = "utf8mb4", "utf8mb4_bin"
_STRICT = {"STRICT_TRANS_TABLES", "STRICT_ALL_TABLES"}
_HARMLESS = _STRICT | {
    "ERROR_FOR_DIVISION_BY_ZERO", "NO_AUTO_CREATE_USER", "NO_AUTO_VALUE_ON_ZERO",
    "NO_ENGINE_SUBSTITUTION", "NO_ZERO_DATE", "NO_ZERO_IN_DATE", "ONLY_FULL_GROUP_BY",
    "TRADITIONAL",
}  # fmt: skip
"""Modes that change the meaning of no text."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Definition:
    """A CREATE in parts, without what a server rewrites when it stores it."""

    definer: str
    security: str
    algorithm: str
    parameters: str
    returns: str
    characteristics: frozenset[str]
    body: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What the server runs, and what it was made under."""

    create: str
    sql_mode: str | None
    """None for a view, which keeps none."""
    charset: str
    collation: str


def changed_definitions(reader: Reader) -> Iterator[Breach]:
    """Objects that are missing, changed or not ours. The reader must be an administrator."""
    kept = {**_triggers(reader), **(_routines(reader) if reader.is_mariadb else {})}
    present: dict[Key, str | None] = dict.fromkeys(kept)
    for names in (_NAMES,) if reader.is_mariadb else (_ROUTINE_NAMES, _NAMES):
        present.update({(kind, name): checksum for kind, name, checksum in reader.rows(names)})
    noted: dict[Key, tuple[str, str]] = {
        (kind, name): (checksum, installed)
        for kind, name, checksum, installed in reader.rows(
            "SELECT kind, name, checksum, installed_checksum FROM audit_schema_objects"
        )
    }
    shipped: dict[Key, SqlObject] = {(item.kind.value, item.name): item for item in load_objects()}
    for key, item in shipped.items():
        if key not in present:
            yield Breach(13, " ".join(key), "is missing")
            continue
        try:
            found = kept.get(key) or _shown(reader, item)
            fault = _fault(item, found) or _noted_fault(item, present[key], noted.get(key))
        except CannotLook as error:
            fault = f"cannot be read: {error}"
        if fault:
            yield Breach(13, " ".join(key), fault)
    for key in sorted(present.keys() - shipped.keys()):
        yield Breach(13, " ".join(key), "is not one of ours")


def _triggers(reader: Reader) -> dict[Key, _Found]:
    found: dict[Key, _Found] = {}
    for name, definer, mode, charset, collation, *where, body in reader.rows(_TRIGGERS):
        text = "{} {} ON `{}` FOR EACH ROW {}".format(*where, body)
        create = f"CREATE DEFINER={_quoted(definer)} TRIGGER `{name}` {text}"
        found["trigger", name] = _Found(create, mode, charset, collation)
    return found


def _routines(reader: Reader) -> dict[Key, _Found]:
    found: dict[Key, _Found] = {}
    for row in reader.rows(_ROUTINES):
        kind, name, definer, mode, charset, collation, security, *texts = map(as_text, row)
        parameters, returns, deterministic, access, body = texts
        create = (
            f"CREATE DEFINER={_quoted(definer)} {kind.upper()} `{name}`({parameters})"
            f"{f' RETURNS {returns}' if returns else ''}"
            f"{'' if deterministic == 'YES' else ' NOT'} DETERMINISTIC {access.replace('_', ' ')}"
            f" SQL SECURITY {security} {body}"
        )
        found[kind, name] = _Found(create, mode, charset, collation)
    return found


def _quoted(definer: str) -> str:
    user, _, host = definer.rpartition("@")
    return f"`{user}`@`{host}`"


def _shown(reader: Reader, item: SqlObject) -> _Found:
    ((_, *shown),) = reader.rows(f"SHOW CREATE {item.kind.value} `{item.name}`")
    mode = None if item.kind is ObjectKind.VIEW else shown.pop(0)
    text, charset, collation, *_ = shown
    return _Found(text or "", mode, charset, collation)


def _parted(create: str, kind: ObjectKind) -> _Definition:
    """The parts of a CREATE. Raises CannotLook if it is none."""
    head = _HEAD.match(create)
    if head is None:
        raise CannotLook("the server does not show it")
    rest, parameters, returns = create[head.end() :], "", ""
    characteristics = set()
    if kind in {ObjectKind.FUNCTION, ObjectKind.PROCEDURE}:
        parameters, rest = _bracketed(rest.lstrip())
        if found := _RETURNS.match(rest):
            returns, rest = found[1], rest[found.end() :]
        while found := _CHARACTERISTIC.match(rest):
            characteristics.add(" ".join(found[1].split()))
            rest = rest[found.end() :]
    return _Definition(
        head["definer"], head["security"] or "", head["algorithm"] or "UNDEFINED",
        _plain(parameters), returns, frozenset(characteristics - _SAID_BY_SILENCE),
        rest if kind is ObjectKind.VIEW else _plain(rest),
    )  # fmt: skip


def _bracketed(text: str) -> tuple[str, str]:
    """What stands between the first bracket and the one that closes it, and what follows."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return text[1:place], text[place + 1 :]
    return text, ""


def _plain(text: str) -> str:
    """Without what a server rewrites when it stores a definition.

    MariaDB and MySQL give a backslash in a literal back as it was meant, not as written.
    """
    plain = _REWRITTEN.sub(" ", text.replace("\\\\", "\\").replace("`", ""))
    return " ".join(plain.split()).removesuffix(";").rstrip()


@lru_cache(maxsize=2000)
def _fault(item: SqlObject, found: _Found) -> str:
    """What is wrong, nothing if nothing is. Raises CannotLook if the server shows no CREATE."""
    has = _parted(found.create, item.kind)
    wanted = _parted(item.create_statement(_OWNER), item.kind)
    is_view = item.kind is ObjectKind.VIEW
    same = _says_the_same(has.body, wanted.body) if is_view else has.body == wanted.body
    if not same:
        return "is not the one shipped"
    if has.parameters != wanted.parameters or not _is_type(has.returns, wanted.returns):
        return "takes or gives other parameters than shipped"
    if has.characteristics != wanted.characteristics or has.algorithm != wanted.algorithm:
        return "is declared in another way than shipped"
    if has.definer != wanted.definer:
        return f"belongs to {has.definer}, not to {_OWNER}"
    if has.security not in ("", "DEFINER"):
        return "runs with its caller's rights"
    if found.sql_mode is not None and not is_safe_mode(found.sql_mode):
        return f"was made under the SQL mode {found.sql_mode or '(none)'}"
    if (found.charset, found.collation) != (_CHARSET, _COLLATION):
        return f"was made under {found.charset} and {found.collation}"
    return ""


def _noted_fault(item: SqlObject, checksum: str | None, noted: tuple[str, str] | None) -> str:
    """What the installer wrote down is no proof, but it is of this release."""
    if noted is None or noted[0] != item.checksum:
        return "was installed from another file"
    is_changed = item.kind is ObjectKind.VIEW and noted[1] != checksum
    return "was changed after it was installed" if is_changed else ""


def is_safe_mode(mode: str) -> bool:
    """True if this SQL mode is strict, and no part of it changes what a text means."""
    parts = set(filter(None, mode.split(",")))
    return bool(_STRICT & parts) and parts <= _HARMLESS


def _is_type(has: str, wanted: str) -> bool:
    """True if the type that a server shows is the one that was written."""
    shown, written = _type_words(has), _type_words(wanted)
    return shown == written or ("collate" not in written and shown[: len(written)] == written)


def _type_words(kind: str) -> list[str]:
    text = re.sub(r"\s*([(),])\s*", r"\1", kind.lower()).replace("character set", "charset")
    return re.sub(r"\b(\w*int)\(\d+\)", r"\1", text).split()


def _says_the_same(stored: str, shipped: str) -> bool:
    """False if a view has a name, clause, figure or text that its file has not, or lacks one.

    A server keeps no view as it was written, but it keeps these.
    """
    known = set(_WORD.findall(shipped.lower()))
    names = set(_WORD.findall(" ".join(_IDENTIFIER.findall(stored)).lower()))
    words = set(_WORD.findall(stored.lower()))
    if names - known - _OURS or (words & _WHO_AND_WHEN) - known:
        return False
    return _kept(stored) == _kept(shipped)


def _kept(text: str) -> tuple[set[str], Counter[str]]:
    """Literals, but 0 and 1, which a server adds and leaves out; how many clauses of each kind."""
    plain = _REWRITTEN.sub(" ", _COMMENT.sub(" ", text).replace("\\\\", "\\").replace("`", ""))
    clauses = Counter(found.lower() for found in _CLAUSE.findall(_LITERAL.sub(" ", plain)))
    return set(_LITERAL.findall(plain)) - {"0", "1"}, clauses
