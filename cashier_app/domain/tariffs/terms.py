"""Reads what is special to each form of charge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from cashier_app.domain.tariffs.fields import Table
from cashier_app.domain.tariffs.model import (
    Band,
    Block,
    Demand,
    Fixed,
    Given,
    Minimum,
    Part,
    Percent,
    PerUnit,
    Quantity,
    Rate,
    Schedule,
    Schedules,
    Subtotal,
    Terms,
    TimeOfUse,
)

LOAD_UNITS = ("kW", "kVA", "ampere")
PERIODS = ("bill", "month", "day", "year")
TOTAL, REGISTER = "total", "register"


def _flat(table: Table) -> Terms:
    table.one_of("price", "dated")
    return _per_unit(table, signed=True)


def _blocks(table: Table, *, telescopic: bool) -> Terms:
    blocks = _read_blocks(table, allows_lump=telescopic)
    register, chosen_by = _register(table, has_choice=not telescopic)
    schedule = Schedule(None, blocks, telescopic)
    return Schedules((schedule,), register, chosen_by, _quantity(table, "kwh"))


def _telescopic(table: Table) -> Terms:
    return _blocks(table, telescopic=True)


def _non_telescopic(table: Table) -> Terms:
    return _blocks(table, telescopic=False)


def _schedules(table: Table) -> Terms:
    found = []
    tables = table.tables("schedules")
    if len(tables) < 2:
        raise table.refused("at least two schedules are needed", "schedules")
    for one in tables:
        upto = one.positive("upto")
        kind = one.choice("kind", ("telescopic", "non-telescopic"), "telescopic")
        blocks = _read_blocks(one, allows_lump=kind == "telescopic")
        one.done()
        found.append(Schedule(upto, blocks, kind == "telescopic"))
    _ordered(tables, [schedule.upto for schedule in found])
    register, chosen_by = _register(table, has_choice=True)
    return Schedules(tuple(found), register, chosen_by, _quantity(table, "kwh"))


def _time_of_use(table: Table) -> Terms:
    prices = table.table("prices")
    if prices is None or not prices.data:
        raise table.refused("prices is missing: { peak = 0.30, off_peak = 0.10 }")
    found = tuple((name, prices.number(name, signed=True)) for name in prices.data)
    return TimeOfUse(found)


def _fixed(table: Table) -> Terms:
    return _amount(table, table.one_of("amount", "bands", "blocks", "dated"), signed=True)


def _demand(table: Table) -> Terms:
    key = table.one_of("price", "blocks")
    return Demand(
        table.choice("unit", ("kW", "kVA")),
        table.choice("per", PERIODS[:3], "month"),
        table.number("price") if key == "price" else None,
        _read_blocks(table, allows_lump=True) if key == "blocks" else (),
        _quantity(table, "demand"),
        table.positive("ratchet_percent"),
        table.positive("load_percent"),
    )


def _minimum(table: Table) -> Terms:
    load_unit = table.choice("load_unit", LOAD_UNITS, "") if table.has("load_unit") else ""
    return Minimum(
        table.number("amount"), table.choice("per", PERIODS[:3], "month"), load_unit,
        table.names("of"),
    )  # fmt: skip


def _adjustment(table: Table) -> Terms:
    key = _priced(table, table.one_of("price", "percent", "dated"), ("price", "percent"))
    if key == "price":
        return _per_unit(table, signed=True)
    return _percent(table, signed=True)


def _levy(table: Table) -> Terms:
    key = table.one_of("price", "percent", "amount", "bands", "dated")
    return _any_of(table, _priced(table, key, ("price", "percent", "amount")))


def _subsidy(table: Table) -> Terms:
    key = table.one_of("price", "percent", "amount", "bands", "dated")
    return _any_of(table, _priced(table, key, ("price", "percent", "amount")))


def _prompt(table: Table) -> Terms:
    key = table.one_of("price", "percent", "amount", "dated")
    return _any_of(table, _priced(table, key, ("price", "percent", "amount")))


def _subtotal(table: Table) -> Terms:
    return Subtotal(table.names("of"))


def _given(table: Table) -> Terms:
    return Given(table.maybe("default", signed=True))


FORMS: dict[str, Callable[[Table], Terms]] = {
    "flat": _flat,
    "telescopic": _telescopic,
    "non-telescopic": _non_telescopic,
    "schedules": _schedules,
    "time-of-use": _time_of_use,
    "fixed": _fixed,
    "minimum": _minimum,
    "demand": _demand,
    "adjustment": _adjustment,
    "levy": _levy,
    "subsidy": _subsidy,
    "prompt-discount": _prompt,
    "subtotal": _subtotal,
    "given": _given,
}


def _any_of(table: Table, key: str) -> Terms:
    if key == "price":
        return _per_unit(table, signed=False)
    if key == "percent":
        return _percent(table, signed=False)
    return _amount(table, "amount" if table.has("amount") else key, signed=False)


def _priced(table: Table, key: str, allowed: tuple[str, ...]) -> str:
    """The kind of rate: for bands and dated rates what their rows hold."""
    if key not in {"bands", "dated"}:
        return key
    rows = table.tables(key)
    found = {name for name in allowed if any(row.has(name) for row in rows)}
    if len(found) != 1:
        known = ", ".join(f'"{name}"' for name in allowed)
        raise table.refused(f"every row has the same one of {known}", key)
    return found.pop()


def _per_unit(table: Table, *, signed: bool) -> PerUnit:
    rate = _rate(table, "price", signed=signed)
    register, _ = _register(table, has_choice=False)
    return PerUnit(rate, register, _part(table), _quantity(table, "kwh"))


def _percent(table: Table, *, signed: bool) -> Percent:
    bands = _bands(table, "percent") if table.has("bands") else ()
    rate = None if bands else _rate(table, "percent", signed=signed)
    included = table.flag("included") if not bands else False
    part = _part(table)
    of_exact = table.flag("of_exact") if part.is_everything else False
    return Percent(rate, bands, table.names("of"), part, included, of_exact)


def _amount(table: Table, key: str, *, signed: bool) -> Fixed:
    per = table.choice("per", PERIODS, "month")
    days = (table.positive("days_in_year") if per == "year" else None) or Decimal(365)
    load_unit = table.choice("load_unit", LOAD_UNITS, "") if table.has("load_unit") else ""
    bands = _bands(table, "amount") if table.has("bands") else ()
    chosen_by = table.choice("chosen_by", ("kWh", *LOAD_UNITS), "kWh") if bands else "kWh"
    blocks: tuple[Block, ...] = ()
    if key == "blocks":
        blocks = _read_blocks(table, allows_lump=True)
        if not load_unit:
            raise table.refused("blocks of a fixed charge are of the load: load_unit is missing")
    rate = None if bands or blocks else _rate(table, "amount", signed=signed)
    quantity = _quantity(table, "load") if load_unit else Quantity()
    return Fixed(per, days, load_unit, rate, bands, chosen_by, blocks, quantity)


def _rate(table: Table, key: str, *, signed: bool) -> Rate:
    if not table.has("dated"):
        return Rate(table.number(key, signed=signed))
    rows: list[tuple[date, Decimal]] = []
    for row in table.tables("dated"):
        rows.append((row.day("from"), row.number(key, signed=signed)))
        if len(rows) > 1 and rows[-1][0] <= rows[-2][0]:
            raise row.refused("must be after the row before", "from")
        row.done()
    return Rate(None, tuple(rows), table.choice("dated_by", ("split", "start", "end"), "split"))


def _part(table: Table) -> Part:
    part = Part(table.positive("first_kwh"), table.positive("above_kwh"))
    if part.first is not None and part.above is not None and part.first <= part.above:
        raise table.refused("must be above above_kwh, else nothing is left", "first_kwh")
    return part


def _quantity(table: Table, what: str) -> Quantity:
    return Quantity(table.rounding(f"round_{what}", None), table.positive(f"least_{what}"))


def _register(table: Table, *, has_choice: bool) -> tuple[str, str]:
    """The register that is priced; when there is one, the file says what chooses the block."""
    register = table.text("register", "") if table.has("register") else ""
    if not has_choice or not register:
        return register, REGISTER if register else TOTAL
    return register, table.choice("chosen_by", (TOTAL, REGISTER))


def _read_blocks(table: Table, *, allows_lump: bool) -> tuple[Block, ...]:
    rows = table.tables("blocks")
    if not rows:
        raise table.refused('"blocks" is missing')
    blocks = []
    for number, row in enumerate(rows):
        upto = row.positive("upto")
        if allows_lump and number == 0 and row.has("amount"):
            if row.has("price"):
                raise row.refused("a block has a price or one amount, not both", "amount")
            blocks.append(Block(upto, None, row.number("amount")))
        else:
            blocks.append(Block(upto, row.number("price", signed=True)))
        _joined(row, blocks[-2].upto if number else Decimal(0))
        row.done()
    _ordered(rows, [block.upto for block in blocks])
    if blocks[0].lump is not None and len(blocks) == 1:
        raise rows[0].refused("a lump alone is a fixed charge", "amount")
    return tuple(blocks)


def _bands(table: Table, key: str) -> tuple[Band, ...]:
    rows = table.tables("bands")
    bands = []
    for number, row in enumerate(rows):
        bands.append(Band(row.positive("upto"), row.number(key)))
        _joined(row, bands[-2].upto if number else Decimal(0))
        row.done()
    _ordered(rows, [band.upto for band in bands])
    return tuple(bands)


def _joined(row: Table, before: Decimal | None) -> None:
    """`above` may be written for the reader; a gap or an overlap is refused."""
    if not row.has("above"):
        return
    above = row.number("above")
    if before is not None and above != before:
        word = "a gap" if above > before else "an overlap"
        raise row.refused(f"{word}: the row before ends at {before}, this one begins above {above}")


def _ordered(rows: list[Table], limits: list[Decimal | None]) -> None:
    """Limits grow; the last row, and only the last, has none."""
    for row, limit, following in zip(rows, limits, [*limits[1:], None], strict=True):
        is_last = row is rows[-1]
        if is_last and limit is not None:
            raise row.refused("the last row is open: it has no upto", "upto")
        if not is_last and limit is None:
            raise row.refused('"upto" is missing; only the last row is open')
        if limit is not None and following is not None and following <= limit:
            raise rows[rows.index(row) + 1].refused(f"must be above {limit}", "upto")
