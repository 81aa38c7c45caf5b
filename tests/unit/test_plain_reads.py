"""A SELECT within SET, DECLARE or the values of a CALL locks the rows that it reads, everywhere.

Then a wait for a counter ends as "busy" where reading what is committed would do, and a counter
waits in its turn. So such values are read by SELECT ... INTO, and where a lock is wanted the text
says so: FOR UPDATE, LOCK IN SHARE MODE. (The condition of an IF locks the rows that it finds.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from cashier_app.db.sql_objects import ObjectKind, load_objects

ROUTINES = [o for o in load_objects() if o.kind is not ObjectKind.VIEW]
_SKIPPED = re.compile(r"--[^\n]*|'(?:[^'\\]|\\.|'')*'")
_BEGINS = re.compile(r"(?:^|;|\b(?:BEGIN|THEN|ELSE|DO|LOOP|DEFINER|ROW))\s*(SET|DECLARE|CALL)\b")


def locking_reads(text: str) -> Iterator[str]:
    """Statements that read a table without saying that they lock it."""
    # A string keeps its length out of it: what is written in one is no statement.
    bare = _SKIPPED.sub("''", text)
    for found in _BEGINS.finditer(bare):
        statement = bare[found.start(1) :].split(";", 1)[0]
        if found[1] == "DECLARE" and re.search(r"\bCURSOR\b|\bHANDLER\b", statement):
            continue
        if re.search(r"\bSELECT\b", statement):
            yield " ".join(statement.split())


@pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.name)
def test_no_value_is_read_under_a_lock_that_nobody_asked_for(routine: object) -> None:
    assert list(locking_reads(routine.text)) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("BEGIN SET x = (SELECT 1 FROM t); END", 1),
        ("BEGIN IF y THEN SET x = EXISTS (SELECT 1 FROM t); END IF; END", 1),
        ("BEGIN DECLARE x INT DEFAULT (SELECT 1 FROM t); END", 1),
        ("BEGIN CALL p((SELECT 1 FROM t)); END", 1),
        ("FOR EACH ROW SET NEW.x = (SELECT 1 FROM t)", 1),
        ("BEGIN SELECT (SELECT 1 FROM t) INTO x; UPDATE t SET y = (SELECT 1 FROM u); END", 0),
        ("BEGIN DECLARE c CURSOR FOR SELECT 1 FROM t; SET x = 'a; SET y = (SELECT'; END", 0),
        ("BEGIN -- SET x = (SELECT 1 FROM t)\n SET x = 1; END", 0),
    ],
)
def test_it_would_be_found(text: str, count: int) -> None:
    assert len(list(locking_reads(text))) == count
