"""A priced use as text and as JSON; docs/tariffs.md describes the JSON."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from cashier_app.domain.tariffs import Late, Line, Priced, Tariff, Usage

Rows = list[tuple[Decimal, Priced]]


def money(amount: Decimal, decimals: int) -> str:
    """An amount with the currency's decimals, or with all it has where it has more."""
    shown = amount.quantize(Decimal(1).scaleb(-decimals))
    return f"{shown if shown == amount else amount.normalize():f}"


def json_bill(tariff: Tariff, usage: Usage, priced: Priced) -> dict[str, Any]:
    """The bill with every number as a decimal string."""
    places = tariff.decimals
    prompt = priced.prompt
    return {
        "tariff": tariff.code,
        "name": tariff.name,
        "currency": tariff.currency,
        "versions": [_day(day) for day in priced.valid_from],
        "period": {"from": _day(usage.starts_on), "to": _day(usage.ends_on)},
        "lines": [_line(line, places) for line in priced.lines],
        "total": money(priced.total, places),
        "discount": None
        if prompt is None
        else {
            "amount": money(prompt.amount, places),
            "until": _day(prompt.until),
            "taken": prompt.is_taken,
        },
        "late": [_late(late, places) for late in priced.late],
        "late_amount": money(sum((late.amount for late in priced.late), Decimal(0)), places),
        "payable": money(priced.payable, places),
    }


def _line(line: Line, places: int) -> dict[str, Any]:
    return {
        "charge": line.code,
        "kind": line.kind,
        "label": line.label,
        "detail": line.detail,
        "quantity": _plain(line.quantity),
        "unit": line.unit or None,
        "price": _plain(line.price),
        "amount": money(line.amount, places),
        "counted": line.is_counted,
        "above": _plain(line.above),
        "upto": _plain(line.upto),
        "from": _day(line.starts_on),
        "to": _day(line.ends_on),
    }


def _late(late: Late, places: int) -> dict[str, str]:
    return {
        "label": late.label,
        "detail": late.detail,
        "base": money(late.base, places),
        "amount": money(late.amount, places),
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def text_bill(tariff: Tariff, usage: Usage, priced: Priced) -> str:
    """The bill as a person reads it; lines that only inform stand in brackets."""
    places = tariff.decimals
    rows = [(line.label, _shown(line, places), line.detail) for line in priced.lines]
    rows.append((f"Total, {tariff.currency}", _counted(priced.total, places), ""))
    rows.extend((late.label, _counted(late.amount, places), late.detail) for late in priced.late)
    if priced.late:
        rows.append((f"Payable on {usage.paid_on}", _counted(priced.payable, places), ""))
    prompt = priced.prompt
    if prompt is not None and usage.paid_on is None:
        until = f"If paid by {prompt.until}" if prompt.until else "If paid in time"
        amounts = _counted(priced.total - prompt.amount, places)
        rows.append((until, amounts, f"{money(prompt.amount, places)} less"))
    head = [f"{tariff.code}  {tariff.name}"]
    if usage.starts_on is not None:
        head.append(f"{usage.starts_on} to {usage.ends_on}")
    width = max(len(label) for label, _, _ in rows)
    digits = max(len(amount) for _, amount, _ in rows)
    body = [
        f"{label:<{width}}  {amount:>{digits}}  {detail}".rstrip() for label, amount, detail in rows
    ]
    return "\n".join([*head, "", *body, ""])


def _shown(line: Line, places: int) -> str:
    return _counted(line.amount, places) if line.is_counted else f"({money(line.amount, places)})"


def _counted(amount: Decimal, places: int) -> str:
    """Ends where the digits in brackets end."""
    return f"{money(amount, places)} "


def _columns(rows: Rows) -> list[str]:
    codes: list[str] = []
    for _, priced in rows:
        for line in priced.lines:
            if line.column not in codes:
                codes.append(line.column)
    return codes


def text_table(tariff: Tariff, rows: Rows) -> str:
    """One row for each kWh: every charge, and the total."""
    codes = _columns(rows)
    table = [["kWh", *codes, "total"]]
    for kwh, priced in rows:
        amounts = [money(priced.amount_of(code), tariff.decimals) for code in codes]
        table.append([f"{kwh:f}", *amounts, money(priced.total, tariff.decimals)])
    widths = [max(len(row[place]) for row in table) for place in range(len(table[0]))]
    lines = [
        "  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True))
        for row in table
    ]
    return "\n".join(lines) + "\n"


def json_table(tariff: Tariff, rows: Rows) -> str:
    """The same rows as JSON."""
    places = tariff.decimals
    found = {
        "tariff": tariff.code,
        "currency": tariff.currency,
        "rows": [
            {
                "kwh": f"{kwh:f}",
                "charges": {code: money(priced.amount_of(code), places) for code in _columns(rows)},
                "total": money(priced.total, places),
            }
            for kwh, priced in rows
        ],
    }
    return json.dumps(found, indent=2) + "\n"
