"""A temporary table of a procedure is made anew, of a named engine, and is gone at every end.

Whose session it is in may alter it, fill it, and on MariaDB rename it to a table of the books,
which the next procedure then reads instead. The session also chooses an engine that is not named.
"""

from __future__ import annotations

import re

import pytest

from cashier_app.db.sql_objects import load_objects

_MADE = re.compile(r"CREATE\s+TEMPORARY\s+TABLE\s+(.*?);", re.IGNORECASE | re.DOTALL)


def faults(text: str) -> list[str]:
    found = []
    for made in _MADE.finditer(text):
        words = made[1].split()
        name = words[0]
        if words[:2] == ["IF", "NOT"]:
            found.append("it may be an old one")
        if not re.search(r"\)\s*ENGINE\s*=\s*\w+\s*\Z", made[1]):
            found.append(f"{name}: of any engine")
        anew = f"DROP TEMPORARY TABLE IF EXISTS {name};"
        if not text[: made.start()].rstrip().endswith(anew):
            found.append(f"{name}: not dropped before")
        ends = re.search(rf"DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN[^\n]*{anew}", text)
        if ends is None or f"DROP TEMPORARY TABLE {name};" not in text[made.end() :]:
            found.append(f"{name}: left over")
        if "LEAVE" in text[made.end() :]:
            found.append(f"{name}: left over at a LEAVE")
    return found


@pytest.mark.parametrize("item", load_objects(), ids=lambda item: item.name)
def test_no_session_keeps_a_table_of_a_procedure(item: object) -> None:
    assert faults(item.text) == []  # type: ignore[attr-defined]


def test_they_would_be_found() -> None:
    assert faults("BEGIN CREATE TEMPORARY TABLE IF NOT EXISTS t (a INT); LEAVE x; END") != []
    right = (
        "DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN DROP TEMPORARY TABLE IF EXISTS t; END;\n"
        "DROP TEMPORARY TABLE IF EXISTS t;\nCREATE TEMPORARY TABLE t (a INT) ENGINE = InnoDB;\n"
        "DROP TEMPORARY TABLE t;"
    )
    assert faults(right) == []
    without = ("DECLARE EXIT HANDLER", "DROP TEMPORARY TABLE IF EXISTS t;\nC", " ENGINE = InnoDB")
    for part in without:
        assert faults(right.replace(part, "C" if part.endswith("C") else "", 1)) != [], part
    assert faults(right.removesuffix("DROP TEMPORARY TABLE t;")) != []
