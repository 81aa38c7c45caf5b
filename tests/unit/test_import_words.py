"""Every refusal of the office's work on supply has a sentence; docs/import.md has every column."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from cashier_app.services.imports.rows import FIELDS, FileKind
from cashier_app.services.imports.table import RowRefusal
from ui import message_texts
from ui.texts import imports

_PROJECT = Path(__file__).parents[2]
_SUPPLY = _PROJECT / "cashier_app" / "db" / "repositories" / "supply"
_SERVICE = _PROJECT / "cashier_app" / "services" / "imports"
_CODES = re.compile(
    r"(?:Refused|BadField|ConfirmationNeeded|Busy)\(\s*\"([a-z_]+)\""
    r"|RowRefusal\([\w.]+,\s*\"([a-z_]+)\""
    r"|(?:return|yield) \(?\"([a-z_]+)\", \"?\*?"
)


def _codes(*paths: Path) -> set[str]:
    texts = (path.read_text("utf-8") for path in paths)
    return {code for text in texts for found in _CODES.findall(text) for code in found if code}


_JUDGED = _PROJECT / "cashier_app" / "domain" / "readings.py"
_READ_IN = [*_SERVICE.glob("*.py"), *_SUPPLY.glob("*import*.py"), *_SUPPLY.glob("check_*.py")]
_BY_HAND = [path for path in _SUPPLY.glob("*.py") if path not in _READ_IN]


def test_every_refusal_of_a_file_has_its_words() -> None:
    codes = _codes(*_READ_IN, _JUDGED) - {"no_history"}
    assert len(codes) > 50
    assert codes - imports.RECORD.keys() - imports.FILE.keys() == set()


def test_every_refusal_at_a_screen_has_its_sentence() -> None:
    codes = _codes(*_BY_HAND, _JUDGED) - {"import_running"}
    assert len(codes) > 25
    assert codes - message_texts.REFUSED.keys() == set()


@pytest.mark.parametrize("code", sorted(imports.RECORD))
def test_words_of_a_record_make_a_line_with_its_place(code: str) -> None:
    names = [name for _, name, _, _ in string.Formatter().parse(imports.RECORD[code]) if name]
    found = RowRefusal(7, code, "value", dict.fromkeys(names, "12"))
    line = imports.record_sentence(found)
    assert line.startswith("Line 7, value: ")
    assert line.endswith(".")
    assert "{" not in line


def test_a_code_without_words_is_still_told() -> None:
    assert imports.record_sentence(RowRefusal(7, "odd_thing")) == "Line 7: refused: odd thing."
    assert imports.file_sentence("odd_thing", {}) == "Refused: odd thing. Nothing was changed."


@pytest.mark.parametrize("kind", list(FileKind))
def test_the_page_explains_every_column_and_its_example_has_them(kind: FileKind) -> None:
    page = (_PROJECT / "docs" / "import.md").read_text("utf-8")
    section = page.partition(f"## {kind.value.capitalize()}\n")[2].partition("\n## ")[0]
    explained = re.findall(r"^\| `(\w+)`", section, re.MULTILINE)
    assert explained == [field.name for field in FIELDS[kind]]
    needed = re.findall(r"^\| `(\w+)` \| yes", section, re.MULTILINE)
    assert needed == [field.name for field in FIELDS[kind] if field.is_needed]
