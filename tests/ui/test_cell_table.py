"""Tables of plain values: only whole rows are seen."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.gallery import settle
from ui.theme.look import look
from ui.widgets.cell_table import Cell, CellTable, Column


@pytest.mark.parametrize(("room", "seen"), [(3.5, 3), (3.0, 3), (0.5, 1)])
def test_a_row_that_does_not_fit_is_not_drawn(qtbot: QtBot, room: float, seen: int) -> None:
    table = CellTable("cells", "Cells", (Column("What"),))
    qtbot.addWidget(table)
    row = look().body_size("table_row")
    table.show_rows(tuple((Cell(f"Row {n}", "and more"),) for n in range(9)), 0)
    table.resize(300, look().body_size("table_head") + round(room * row))
    table.show()
    settle()
    picture = table.viewport().grab().toImage()
    ground = picture.pixel(picture.width() - 1, picture.height() - 1)
    drawn = {
        y // row
        for y in range(picture.height())
        for x in range(0, picture.width(), 2)
        if picture.pixel(x, y) != ground
    }
    assert drawn == set(range(seen))
