"""JSON: what was asked, rows as objects, amounts as text so that no reader rounds them."""

from __future__ import annotations

import json
from datetime import UTC

from cashier_app.domain.reports import Report, Row, Value
from cashier_app.report_files.cells import plain


def json_bytes(report: Report) -> bytes:
    """One object; counts are numbers, everything else is text or null."""
    order, books = report.order, report.books
    content = {
        "report": report.kind.name,
        "title": report.kind.title,
        "utility": books.name,
        "currency": books.currency.code,
        "training": books.is_training,
        "made_at": books.made_at.replace(tzinfo=UTC).isoformat(),
        "from": order.from_day.isoformat(),
        "to": order.to_day.isoformat(),
        "filters": {
            name: text
            for name in ("office", "counter", "person", "search")
            if (text := getattr(order, name))
        },
        "columns": [
            {"key": column.key, "title": column.title, "kind": column.kind.value}
            for column in report.kind.columns
        ],
        "rows": [_object(report, row) for row in report.rows],
        "totals": {
            column.key: _value(report, at, total)
            for at, (column, total) in enumerate(
                zip(report.kind.columns, report.totals, strict=True)
            )
            if column.is_summed
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _object(report: Report, row: Row) -> dict[str, str | int | None]:
    return {
        column.key: _value(report, at, cell)
        for at, (column, cell) in enumerate(zip(report.kind.columns, row, strict=True))
    }


def _value(report: Report, at: int, cell: Value) -> str | int | None:
    if cell is None or isinstance(cell, int):
        return cell
    return plain(report.kind.columns[at], cell, report.books)
