"""Triggers of one table and moment may run in any order: an upgrade makes one of them again."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from cashier_app.db.sql_objects import ObjectKind, load_objects

_MOMENT = re.compile(r"(BEFORE|AFTER) (INSERT|UPDATE|DELETE) ON (\w+)")


def test_a_trigger_that_changes_its_row_is_alone_in_its_moment() -> None:
    moments: Counter[str] = Counter()
    changing: defaultdict[str, set[str]] = defaultdict(set)
    for item in load_objects():
        if item.kind is ObjectKind.TRIGGER:
            found = _MOMENT.search(item.text)
            assert found is not None, item.name
            moments[found[0]] += 1
            if re.search(r"\bSET NEW\.", item.text):
                changing[found[0]].add(item.name)
    assert changing
    assert {moment: names for moment, names in changing.items() if moments[moment] > 1} == {}
