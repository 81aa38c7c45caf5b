"""The table of known settings against what is read: none is missing, none is idle, one default."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

from cashier_app.db.repositories.supply import places
from cashier_app.domain.readings import Limits
from cashier_app.domain.utility import Rules
from cashier_app.domain.utility_settings import KINDS, Setting
from ui.models.people_words import setting_words

_APP = Path(__file__).parents[2] / "cashier_app"
_TABLE = _APP / "db" / "sql" / "functions" / "known_settings.sql"
_NUMBER = re.compile(r"setting_number\('(\w+)', *([0-9.]+)\)")
_NAMED = re.compile(
    r"\bsetting = '(\w+)'|settings\.get\(\s*\"(\w+)\", default|c\.setting == \"(\w+)\""
)
_GUIDE = _APP.parent / "docs" / "administrator.md"
_ROW = re.compile(r"^\| (`[^|]+) \|[^|]+\| ([^|]+) \|$", re.MULTILINE)
_WITH_A_SCREEN = "keys"
"""A kind that is changed at a screen of its own and has no words in the list."""


def _known() -> dict[str, tuple[Setting, str]]:
    """Each setting by name, its value being the default."""
    text = _TABLE.read_text("utf-8")
    rows = json.loads("".join(re.findall(r"'([^']*)'", text.partition("RETURN CONCAT(")[2])))
    return {
        name: (Setting(name, kind, Decimal(str(least)), Decimal(str(most)), value), value)
        for name, kind, least, most, value in rows
    }


def _sources() -> str:
    files = [*_APP.rglob("*.sql"), *_APP.rglob("*.py")]
    return "\n".join(f.read_text("utf-8") for f in files if "migrations" not in f.parts)


def test_every_setting_that_is_read_is_known_and_none_is_idle() -> None:
    sources = _sources()
    read = {name for name, _ in _NUMBER.findall(sources)}
    read |= {name for found in _NAMED.findall(sources) for name in found if name}
    read |= set(places._LIMITS)
    assert read == set(_known())


def test_the_table_names_the_default_that_the_reader_has() -> None:
    known = _known()
    for name, default in _NUMBER.findall(_sources()):
        assert Decimal(known[name][1]) == Decimal(default), name
    for field in fields(Rules):
        assert known[field.name][1] == str(field.default), field.name
    for name, field_name in places._LIMITS.items():
        assert Decimal(known[name][1]) == getattr(Limits(), field_name), name


def test_every_setting_may_have_its_default_and_has_words() -> None:
    for name, (setting, default) in _known().items():
        assert setting.kind in KINDS, name
        if setting.kind != _WITH_A_SCREEN:
            assert setting.accepts(default), name
            label, detail = setting_words(name)
            assert label != name
            assert detail, name


def test_the_guide_has_every_setting_with_its_default() -> None:
    section = _GUIDE.read_text("utf-8").partition("\n## 10. ")[2].partition("\n## 11. ")[0]
    told: dict[str, str] = {}
    for names, defaults in _ROW.findall(section):
        found = [name.strip("` ") for name in names.split(",")]
        told |= dict(zip(found, defaults.split(", "), strict=True))
    known = {name: default or "empty" for name, (_, default) in _known().items()}
    assert {name: words.partition(":")[0] for name, words in told.items()} == known
