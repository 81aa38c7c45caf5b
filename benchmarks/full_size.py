"""A utility's real size from nothing: the sample, the checker, the search box, the reports."""

from __future__ import annotations

import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pymysql

from benchmarks.figures import Row, interleaved, milliseconds
from benchmarks.full_find import find_times
from benchmarks.report_rows import LAST_DAY
from benchmarks.reports import (
    ASKING_SECONDS,
    LEAST_ROUNDS,
    MOST_ROUNDS,
    READER,
    SECONDS_EACH,
    add_reader,
    client,
    reads,
)
from benchmarks.reports import LIMIT as REPORT_LIMIT
from benchmarks.reports_by_hand import by_hand
from cashier_app.db.engine import Login
from cashier_app.db.installer import upgrade
from cashier_app.db.private_server import PrivateServer, ServerOptions
from cashier_app.domain.report_catalog import REPORTS
from cashier_app.sample_filling import fill_with_sample
from cashier_app.verify.connection import readers_for
from cashier_app.verify.verification import verify
from tests.support.counter import PASSWORD, World

DATABASE = "cashier_bench"
FULL = 1_000_000
TODAY = date(2026, 11, 23)
CENTRAL = ServerOptions(memory_part=2)
"""A central server: half of its memory for the data (decision 0275)."""
SAMPLE_SECONDS = 600
"""For a million accounts."""
VERIFY_SECONDS = 60
"""For a million payments."""
_MONTH = ("collections-by-counter", "collections-by-day", "collections-by-tender")
_COUNTED = ("accounts", "bills", "bill_lines", "payments", "shifts")


def full_size(customers: int, folder: Path | None = None) -> Iterator[Row]:
    """All rows; a whole sample that lies in `folder` is taken again, a half one made anew."""
    with tempfile.TemporaryDirectory(prefix="cashier-bench-") as scratch:
        place = (folder or Path(scratch)) / "server"
        yield _sample_in(place, customers)
        # Started anew, its memory follows what was loaded.
        with PrivateServer(place, options=CENTRAL) as server:
            # A kept sample may have the procedures of another day.
            upgrade(server.admin_login(), DATABASE)
            root = server.admin_login(DATABASE)
            world = World(root, DATABASE, Path(scratch))
            try:
                desk = world.desk()
                program = desk.program()
                program.sessions.sign_in(desk.user_name, desk.password)
                yield from find_times(world, desk, program)
            finally:
                world.close()
            add_reader(root)
            yield from report_times(root, Login(server.address(DATABASE), READER, PASSWORD))
            yield verified(root)


def _sample_in(place: Path, customers: int) -> Row:
    mark = place.parent / "sample.json"
    if mark.exists():
        return Row(**json.loads(mark.read_text("utf-8")))
    shutil.rmtree(place, ignore_errors=True)
    with PrivateServer(place) as server:
        upgrade(server.admin_login(), DATABASE)
        row = sampled(server.admin_login(DATABASE), customers)
    stored = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    row = replace(row, note=f"{row.note}; {stored / 10**9:.1f} GB on the disk")
    mark.write_text(json.dumps(asdict(row)), "utf-8")
    return row


def sampled(root: Login, customers: int) -> Row:
    """`cashier sample`, as the command does it."""
    began = time.perf_counter()
    rows = fill_with_sample(root, customers, 12, 1, TODAY)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with closing(client(root)) as connection, connection.cursor() as cursor:
        counts = []
        for name in _COUNTED:
            cursor.execute(f"SELECT COUNT(*) FROM {name}")
            counts.append(f"{cursor.fetchall()[0][0]:,} {name.replace('_', ' ')}")
    return Row(
        f"sample of {customers:,} customers",
        f"{seconds / 60:.1f} min",
        limit="≤ 10 min" if customers == FULL else "",
        note=f"{rows:,} rows, {rows / seconds:,.0f} a second: {', '.join(counts)};"
        f" our peak {peak} MB",
        holds=customers < FULL or seconds <= SAMPLE_SECONDS,
    )


def verified(root: Login) -> Row:
    """`cashier verify` over everything."""
    began = time.perf_counter()
    with readers_for(root) as (reader, beside):
        findings = verify(reader, (), _said, beside)
    seconds = time.perf_counter() - began
    millions = findings.tables["payments"] / 1_000_000
    slowest = sorted(findings.seconds.items(), key=lambda item: -item[1])[:3]
    steps = ", ".join(f"{name} {spent:.0f} s" for name, spent in slowest)
    return Row(
        "verify",
        f"{seconds:.0f} s",
        ratio=f"{seconds / millions:.0f} s a million payments",
        limit=f"≤ {VERIFY_SECONDS} s",
        note=f"{findings.entries:,} hashes, {sum(findings.counts.values())} breaches; {steps}",
        holds=findings.holds and seconds / millions <= VERIFY_SECONDS,
    )


def _said(step: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} verify: {step}", file=sys.stderr, flush=True)


def report_times(root: Login, reader: Login) -> Iterator[Row]:
    """Ageing over all bills; the collections of a day and of its month so far."""
    first = LAST_DAY.replace(day=1)
    with closing(client(root)) as hand, closing(client(reader)) as caller:
        for name in ("ageing", *_MONTH):
            statement, _ = by_hand(name)
            yield _report(hand, caller, name, "", (LAST_DAY, statement))
        for name in _MONTH:
            statement, _ = by_hand(name)
            month = statement.replace(
                f"business_date = '{LAST_DAY}'", f"business_date BETWEEN '{first}' AND '{LAST_DAY}'"
            )
            assert month != statement
            yield _report(hand, caller, name, " of 20 days", (first, month))


def _report(
    hand: pymysql.Connection[Any],
    caller: pymysql.Connection[Any],
    name: str,
    words: str,
    peer: tuple[date, str],
) -> Row:
    first, statement = peer
    (kind,) = (kind for kind in REPORTS if kind.name == name)
    call = f"CALL {kind.procedure}('{first}', '{LAST_DAY}', NULL, NULL, NULL, NULL)"
    ask, ask_by_hand = reads(caller, call), reads(hand, statement)
    began = time.perf_counter()
    rows = ask()
    ask_by_hand()
    rounds = int(SECONDS_EACH / (time.perf_counter() - began))
    rounds = min(max(rounds, LEAST_ROUNDS), MOST_ROUNDS)
    called, written = interleaved((ask, ask_by_hand), rounds, warm_up=1)
    ratio = called.median / written.median
    return Row(
        f"report {name}{words}",
        milliseconds(called.median),
        milliseconds(called.p95),
        f"{ratio:.2f} ×",
        f"≤ {REPORT_LIMIT} ×",
        f"{rows:,} rows; by hand {milliseconds(written.median)}",
        holds=ratio <= REPORT_LIMIT or called.median - written.median < ASKING_SECONDS,
    )
