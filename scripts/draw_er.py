#!/usr/bin/env python3
"""Draws docs/er.svg from the tables: key columns in groups, a line for each tie between neighbours.

    .venv/bin/python scripts/draw_er.py

Lines run in the gutters between the five columns and never over a box. A tie that would have to
cross the page is not drawn: its column has a dot in the colour of the group that it leads to.
A table that is not placed here, or one that does not exist any more, is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from sqlalchemy import Column, Table

from cashier_app.db.tables import metadata

TARGET = Path(__file__).parents[1] / "docs" / "er.svg"

BOX, GUTTER, MARGIN = 198, 52, 30
ROW, TITLE, AIR = 18, 27, 18
"""Heights of a key column and of a table's name; what is between two tables."""
PANEL_TOP, PANEL_PAD, BAND_AIR, HEAD = 60, 20, 16, 84
STAGGER = ROW // 2
"""Every second column stands half a row lower, so that ends of lines never lie on one another."""
LANE = 7
FONT = "Inter, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
INK, MUTED, PAPER = "#1c2430", "#5c6878", "#ffffff"


@dataclass(frozen=True)
class Group:
    """Tables that belong together: `columns` of the page, the first one at `first`."""

    name: str
    what: tuple[str, str]
    """Two short lines, each within one column: lines run in the gutters."""
    colour: str
    tint: str
    band: int
    first: int
    columns: tuple[tuple[str, ...], ...]


GROUPS = (
    Group(
        "Who and where",
        ("customers, their accounts,", "the connections they pay for"),
        "#1f6f8b", "#eef6f9", 0, 0,
        (
            ("customers", "customer_phones", "accounts", "former_account_numbers",
             "words", "account_words"),
            ("account_connections", "meter_fittings", "meters", "registers", "readings"),
            ("connections", "connection_loads", "routes", "offices", "file_imports"),
        ),
    ),
    Group(
        "Prices",
        ("dated versions; a connection", "has a tariff from a date"),
        "#8a5a00", "#fbf5e9", 0, 3,
        (
            ("connection_tariffs", "connection_schemes", "discount_schemes"),
            ("tariffs", "tariff_versions", "late_payment_rules", "tariff_charges",
             "tariff_charge_bases", "tariff_blocks"),
        ),
    ),
    Group(
        "Bills",
        ("frozen once issued,", "then posted to"),
        "#7a3e8e", "#f7f0fa", 1, 0,
        (
            ("bill_lines", "bill_late_charges", "bill_adjustments", "bill_series",
             "office_requests", "period_locks", "period_closings", "bill_run_readings",
             "bill_run_lines", "bill_run_late_charges", "bill_run_exceptions"),
            ("bills", "bill_readings", "claims", "instalment_plan_bills", "instalment_plans",
             "instalments", "instalment_plan_ends", "bill_runs", "bill_run_patterns",
             "bill_run_items"),
        ),
    ),
    Group(
        "Money in",
        ("every act is one journal entry,", "the rest are its children"),
        "#1d7a46", "#eef8f1", 1, 2,
        (
            ("payments", "tenders", "payment_allocations", "credit_entries"),
            ("journal", "requests", "counter_chains", "series"),
            ("reversals", "approvals", "approval_uses", "cheques", "cheque_events", "corrections",
             "refunds", "bounces", "waiting_acts", "waiting_events", "card_slips", "cheque_numbers",
             "cheque_deposits", "outside_payments", "payment_files", "paper_lines", "losses",
             "lost_numbers", "reentries"),
        ),
    ),
    Group(
        "People and trace",
        ("a person is a database user;", "the utility and its rules"),
        "#4a5568", "#f3f5f8", 2, 0,
        (
            ("users", "rights", "audit_events", "day_postings", "utility", "settings",
             "utility_offsets"),
            ("user_counters", "print_log", "drawer_events", "schema_gate", "schema_objects",
             "upgrade_steps"),
            ("kiosks", "kiosk_failures", "queue_tickets", "queue_ticket_bills", "queue_calls",
             "queue_days"),
            ("payment_attempts", "attempt_bills"),
        ),
    ),
    Group(
        "Drawer",
        ("one person’s shift at one", "counter, from float to Z"),
        "#a83a32", "#fcf1f0", 2, 2,
        (
            ("counters", "counter_keys", "denominations", "handovers", "handover_ends",
             "drawer_checks"),
            ("shifts", "cash_movements", "counts", "denomination_counts", "decisions",
             "unsettled_items"),
            ("z_reports", "z_tenders", "z_signatures", "safe_entries", "deposits"),
        ),
    ),
)  # fmt: skip

ACROSS = frozenset(
    {("bills", "accounts"), ("bills", "connections"), ("bill_readings", "readings"),
     ("journal", "shifts")}
)  # fmt: skip
"""Ties between bands that are worth a long line."""


class Point(NamedTuple):
    """A place on the page; y grows downwards."""

    x: int
    y: int


@dataclass(frozen=True)
class Box:
    """One table on the page."""

    table: Table
    group: Group
    column: int
    x: int
    y: int

    @property
    def keys(self) -> list[Column[object]]:
        """Key columns: the primary key's first."""
        primary = list(self.table.primary_key)
        return primary + [c for c in self.table.columns if c.foreign_keys and c not in primary]

    @property
    def height(self) -> int:
        return TITLE + ROW * len(self.keys) + 5

    def row_y(self, column: Column[object]) -> int:
        """The middle of a key's row."""
        return self.y + TITLE + ROW * self.keys.index(column) + ROW // 2

    def edge(self, gutter: int) -> int:
        """The x of the side that the gutter touches (gutter n is right of column n)."""
        return self.x + BOX if gutter == self.column else self.x


@dataclass(frozen=True)
class Tie:
    """One foreign key."""

    source: Box
    column: Column[object]
    target: Box

    @property
    def is_drawn(self) -> bool:
        """Between neighbours of one band, and the few that are worth crossing bands."""
        near = abs(self.source.column - self.target.column) <= 1
        same_band = self.source.group.band == self.target.group.band
        return near and (same_band or (self.source.table.name, self.target.table.name) in ACROSS)

    @property
    def gutter(self) -> int:
        """Where its line runs: between the columns, or beside the one column."""
        if self.source.column != self.target.column:
            return min(self.source.column, self.target.column)
        return self.source.column if self.source.column < 4 else 3


@dataclass(frozen=True)
class Trunk:
    """All lines to one table in one gutter, drawn as one."""

    gutter: int
    target: Box
    ties: tuple[Tie, ...]

    @property
    def entry(self) -> int:
        """Where it meets the target: at its name."""
        return self.target.y + TITLE // 2

    @property
    def span(self) -> tuple[int, int]:
        heights = [self.entry, *(tie.source.row_y(tie.column) for tie in self.ties)]
        return min(heights), max(heights)


@dataclass(frozen=True)
class Page:
    """Everything that is drawn, with its place."""

    boxes: dict[str, Box]
    panels: list[tuple[Group, Point, Point]]
    ties: list[Tie]
    trunks: list[tuple[Trunk, int]]
    """Each with the x of its lane."""
    width: int
    height: int


def lay_out() -> Page:
    """Place every table; raises ValueError if tables and groups do not agree."""
    placed = [name for group in GROUPS for column in group.columns for name in column]
    if sorted(placed) != sorted(metadata.tables):
        raise ValueError(sorted(set(placed) ^ set(metadata.tables)))
    boxes: dict[str, Box] = {}
    panels: list[tuple[Group, Point, Point]] = []
    top = HEAD
    for band in range(3):
        groups = [group for group in GROUPS if group.band == band]
        for group in groups:
            boxes |= _boxes_of(group, top + PANEL_TOP)
        bottom = max(b.y + b.height for b in boxes.values() if b.group in groups) + PANEL_PAD
        panels += [_panel(group, top, bottom) for group in groups]
        top = bottom + BAND_AIR
    ties = list(_ties(boxes))
    width = 2 * MARGIN + 5 * BOX + 4 * GUTTER
    return Page(boxes, panels, ties, list(_lanes(_trunks(ties))), width, top + 8)


def _column_x(column: int) -> int:
    return MARGIN + column * (BOX + GUTTER)


def _boxes_of(group: Group, top: int) -> dict[str, Box]:
    found: dict[str, Box] = {}
    for at, names in enumerate(group.columns):
        column = group.first + at
        y = top + PANEL_PAD + STAGGER * (column % 2)
        for name in names:
            found[name] = Box(metadata.tables[name], group, column, _column_x(column), y)
            y = _next_y(y + found[name].height + AIR, top + STAGGER * (column % 2))
    return found


def _next_y(y: int, base: int) -> int:
    """The next y whose rows are in step with those of every box of this column."""
    return y + (base + PANEL_PAD - y) % ROW


def _panel(group: Group, top: int, bottom: int) -> tuple[Group, Point, Point]:
    last = group.first + len(group.columns) - 1
    pad = GUTTER // 2 - 5
    start = Point(_column_x(group.first) - pad, top)
    return group, start, Point(_column_x(last) + BOX + pad, bottom)


def _ties(boxes: dict[str, Box]) -> Iterator[Tie]:
    for box in boxes.values():
        for column in box.keys:
            for key in column.foreign_keys:
                yield Tie(box, column, boxes[key.column.table.name])


def _trunks(ties: Iterable[Tie]) -> list[Trunk]:
    nets: dict[tuple[int, str], list[Tie]] = {}
    for tie in ties:
        if tie.is_drawn:
            nets.setdefault((tie.gutter, tie.target.table.name), []).append(tie)
    return [Trunk(gutter, found[0].target, tuple(found)) for (gutter, _), found in nets.items()]


def _lanes(trunks: list[Trunk]) -> Iterator[tuple[Trunk, int]]:
    """A lane for each trunk so that no two lie on one another; the longest in the middle."""
    for gutter in range(4):
        taken: list[list[Trunk]] = []
        here = [trunk for trunk in trunks if trunk.gutter == gutter]
        for trunk in sorted(here, key=lambda t: t.span[0] - t.span[1]):
            free = next((lane for lane in taken if _is_free(lane, trunk)), None)
            if free is None:
                taken.append([trunk])
            else:
                free.append(trunk)
        middle = _column_x(gutter) + BOX + GUTTER // 2
        for at, lane in enumerate(taken):
            side = (at + 1) // 2 * (1 if at % 2 else -1)
            yield from ((trunk, middle + side * LANE) for trunk in lane)


def _is_free(lane: list[Trunk], trunk: Trunk) -> bool:
    first, last = trunk.span
    return all(last + ROW < t.span[0] or t.span[1] + ROW < first for t in lane)


def segments(trunk: Trunk, lane: int) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a trunk: one down the gutter, one to each end."""
    first, last = trunk.span
    yield Point(lane, first), Point(lane, last)
    yield Point(lane, trunk.entry), Point(trunk.target.edge(trunk.gutter), trunk.entry)
    for tie in trunk.ties:
        y = tie.source.row_y(tie.column)
        yield Point(tie.source.edge(trunk.gutter), y), Point(lane, y)


# -- SVG ---------------------------------------------------------------------------------


def draw() -> str:
    """The whole picture."""
    page = lay_out()
    drawn = {(tie.source.table.name, tie.column.name) for tie in page.ties if tie.is_drawn}
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {page.width} {page.height}"'
        f' font-family="{FONT}" font-size="13" fill="{INK}" role="img">'
    )
    lines = [
        svg,
        "<title>Tables of the database and what ties them</title>",
        f'<rect width="{page.width}" height="{page.height}" fill="{PAPER}"/>',
        *_head(page),
        *(line for panel in page.panels for line in _panel_svg(*panel)),
        *(line for trunk, lane in page.trunks for line in _trunk_svg(trunk, lane)),
        *(line for box in page.boxes.values() for line in _box_svg(box, page, drawn)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _head(page: Page) -> Iterator[str]:
    left = MARGIN - GUTTER // 2 + 5
    yield f'<text x="{left}" y="38" font-size="24" font-weight="700">Tables of Cashier</text>'
    yield (
        f'<text x="{left}" y="62" fill="{MUTED}">{len(page.boxes)} tables, key columns only.'
        " Bold: primary key. The fork is the many, the bar the one.</text>"
    )
    x = page.width - left
    yield (
        f'<text x="{x}" y="38" text-anchor="end" fill="{MUTED}">A dot: a tie to a table of the'
        " group of that colour, named by its column.</text>"
    )
    yield (
        f'<text x="{x}" y="62" text-anchor="end" fill="{MUTED}">'
        "entry_id and payment_id are the journal’s.</text>"
    )


def _panel_svg(group: Group, start: Point, end: Point) -> Iterator[str]:
    yield (
        f'<rect x="{start.x}" y="{start.y}" width="{end.x - start.x}" height="{end.y - start.y}"'
        f' rx="10" fill="{group.tint}"/>'
    )
    x = _column_x(group.first)
    yield (
        f'<text x="{x}" y="{start.y + 30}" font-size="17" font-weight="700"'
        f' fill="{group.colour}">{group.name}</text>'
    )
    for at, line in enumerate(group.what):
        yield (
            f'<text x="{x}" y="{start.y + 49 + 16 * at}" font-size="12.5" fill="{MUTED}">'
            f"{escape(line)}</text>"
        )


def _trunk_svg(trunk: Trunk, lane: int) -> Iterator[str]:
    colour = trunk.target.group.colour
    path = " ".join(f"M{a.x} {a.y}L{b.x} {b.y}" for a, b in segments(trunk, lane))
    marks = " ".join(_fork(tie, trunk.gutter) for tie in trunk.ties)
    edge = trunk.target.edge(trunk.gutter)
    bar = edge + (5 if edge < lane else -5)
    yield (
        f'<path d="{path} {marks} M{bar} {trunk.entry - 5}V{trunk.entry + 5}" fill="none"'
        f' stroke="{colour}" stroke-width="1.4" stroke-linecap="round"/>'
    )
    for y in _joins(trunk):
        yield f'<circle cx="{lane}" cy="{y}" r="2.4" fill="{colour}"/>'


def _joins(trunk: Trunk) -> list[int]:
    """Where a line joins the trunk between its ends; elsewhere lines only cross."""
    ends = {trunk.entry, *(tie.source.row_y(tie.column) for tie in trunk.ties)}
    return sorted(ends - set(trunk.span))


def _fork(tie: Tie, gutter: int) -> str:
    x, y = tie.source.edge(gutter), tie.source.row_y(tie.column)
    tip = x + (7 if gutter == tie.source.column else -7)
    return f"M{x} {y - 4}L{tip} {y}L{x} {y + 4}"


def _box_svg(box: Box, page: Page, drawn: set[tuple[str, str]]) -> Iterator[str]:
    colour = box.group.colour
    yield (
        f'<rect x="{box.x}" y="{box.y}" width="{BOX}" height="{box.height}" rx="5"'
        f' fill="{PAPER}" stroke="{colour}" stroke-width="1.2"/>'
    )
    yield (
        f'<text x="{box.x + 10}" y="{box.y + 18}" font-size="13" font-weight="700"'
        f' fill="{colour}">{box.table.name}</text>'
    )
    far = {t.column.name: t.target for t in page.ties if t.source is box}
    for column in box.keys:
        y = box.row_y(column)
        weight = ' font-weight="600"' if column.primary_key else ""
        yield f'<text x="{box.x + 10}" y="{y + 4}"{weight}>{column.name}</text>'
        target = far.get(column.name)
        if target is not None and (box.table.name, column.name) not in drawn:
            yield f'<circle cx="{box.x + BOX - 12}" cy="{y}" r="4" fill="{target.group.colour}"/>'


if __name__ == "__main__":
    TARGET.write_text(draw(), "utf-8")
