"""The four formats by name."""

from __future__ import annotations

from enum import StrEnum

from cashier_app.domain.reports import Report


class Format(StrEnum):
    """What a report can be saved as; the value is the file's ending."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


def report_bytes(report: Report, wanted: Format) -> bytes:
    """The report as a file. Slow imports: call it off the GUI thread."""
    if wanted is Format.PDF:
        from cashier_app.report_files.pdf_file import pdf_bytes

        return pdf_bytes(report)
    if wanted is Format.XLSX:
        from cashier_app.report_files.xlsx_file import xlsx_bytes

        return xlsx_bytes(report)
    if wanted is Format.CSV:
        from cashier_app.report_files.csv_file import csv_bytes

        return csv_bytes(report)
    from cashier_app.report_files.json_file import json_bytes

    return json_bytes(report)


def file_name(report: Report, wanted: Format) -> str:
    """Name, days and ending: ageing-2026-11-01-2026-11-30.pdf."""
    order = report.order
    return f"{report.kind.name}-{order.from_day}-{order.to_day}.{wanted.value}"
