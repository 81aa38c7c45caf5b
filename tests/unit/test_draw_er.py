"""docs/er.svg is what scripts/draw_er.py draws, and what it draws can be read."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

from cashier_app.db.tables import metadata

_PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("draw_er", _PROJECT / "scripts" / "draw_er.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_committed_picture_is_the_present_schema(script: ModuleType) -> None:
    committed = (_PROJECT / "docs" / "er.svg").read_text("utf-8")
    assert committed == script.draw(), "run scripts/draw_er.py"


def test_every_table_and_key_is_there(script: ModuleType) -> None:
    picture = ET.fromstring(script.draw())
    texts = list(picture.iter("{http://www.w3.org/2000/svg}text"))
    titles = [t.text for t in texts if t.get("font-size") == "13"]
    assert sorted(filter(None, titles)) == sorted(metadata.tables)
    rows = [t.text for t in texts if t.get("font-size") is None]
    for table in metadata.tables.values():
        assert {c.name for c in (*table.primary_key, *_foreign(table))} <= set(rows)


def _foreign(table: object) -> list[object]:
    return [c for c in table.columns if c.foreign_keys]  # type: ignore[attr-defined]


def test_every_tie_is_a_line_or_a_dot(script: ModuleType) -> None:
    page = script.lay_out()
    lines = sum(len(trunk.ties) for trunk, _ in page.trunks)
    joins = script.draw().count('r="4"')
    assert lines + joins == len(page.ties)
    assert lines > joins


def test_no_line_runs_through_a_box(script: ModuleType) -> None:
    page = script.lay_out()
    for trunk, lane in page.trunks:
        for start, end in script.segments(trunk, lane):
            for box in page.boxes.values():
                apart = (
                    max(start.x, end.x) <= box.x
                    or min(start.x, end.x) >= box.x + script.BOX
                    or max(start.y, end.y) <= box.y
                    or min(start.y, end.y) >= box.y + box.height
                )
                assert apart, (trunk.target.table.name, box.table.name)


def test_no_two_lines_lie_on_one_another(script: ModuleType) -> None:
    page = script.lay_out()
    upright = [(lane, *trunk.span) for trunk, lane in page.trunks]
    for at, (lane, first, last) in enumerate(upright):
        for other, other_first, other_last in upright[at + 1 :]:
            assert lane != other or last < other_first or other_last < first
