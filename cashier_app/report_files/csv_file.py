"""CSV in UTF-8, one line of titles, then the rows; sums are left to whoever reads it."""

from __future__ import annotations

import csv
import io
import re

from cashier_app.domain.reports import ColumnKind, Report
from cashier_app.report_files.cells import plain

_ACTS = re.compile("(^|;)(?=[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")
"""With one of these at its beginning a spreadsheet takes a cell for a formula, and where its own
files are parted by semicolons one begins behind each of them."""


def csv_bytes(report: Report) -> bytes:
    """Text that begins like a formula gets an apostrophe before it; numbers stay numbers."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.title for column in report.kind.columns])
    for row in report.rows:
        writer.writerow(
            [
                quoted(text) if column.kind is ColumnKind.TEXT else text
                for column, text in (
                    (column, plain(column, cell, report.books))
                    for column, cell in zip(report.kind.columns, row, strict=True)
                )
            ]
        )
    return buffer.getvalue().encode("utf-8")


def quoted(text: str) -> str:
    """`text` as a spreadsheet may open it."""
    return _ACTS.sub(r"\1'", text)
