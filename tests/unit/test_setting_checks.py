"""The checker's own list of settings and the program's say the same."""

from __future__ import annotations

import re

from cashier_app.db.sql_objects import load_objects
from cashier_app.verify.setting_checks import DEFAULTS

KNOWN = re.compile(r'\["(\w+)", "\w+", [\d.]+, [\d.]+, "([^"]*)"\]')


def test_what_the_checker_takes_for_the_shipped_value_is_the_shipped_value() -> None:
    (function,) = [item for item in load_objects() if item.name == "known_settings"]
    shipped = dict(KNOWN.findall(function.text))
    assert DEFAULTS.items() <= shipped.items()
