r"""A pattern of the database ends with \z: "$" would also stand before a last line feed.

With "$" a number with a line feed is another one to what compares, and the same to who reads it.
"""

from __future__ import annotations

import re

import pytest

from cashier_app.db.sql_objects import load_objects

_LOOSE = re.compile(r"REGEXP\s+'(?:[^']|'')*\$'(?!')", re.IGNORECASE)


@pytest.mark.parametrize("item", load_objects(), ids=lambda item: item.name)
def test_no_pattern_lets_a_last_line_feed_through(item: object) -> None:
    assert _LOOSE.findall(item.text) == []  # type: ignore[attr-defined]


def test_the_test_finds_one() -> None:
    assert _LOOSE.search("IF p_no REGEXP\n  '^[0-9]$' THEN")
    assert not _LOOSE.search(r"IF p_no REGEXP '^[$]\\z' AND p_text = '$' THEN")
