"""Fills an empty database with a sample: the made-up rows meet the loader here."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from tempfile import TemporaryFile
from typing import IO

from tqdm import tqdm

from cashier_app.db.engine import Login
from cashier_app.db.sample_copies import CopyOrder
from cashier_app.db.sample_gate import half_made, take_away_broken
from cashier_app.db.sample_loader import (
    copy_sample,
    known_users,
    load_sample,
    refuse_bills,
    store_words,
)
from cashier_app.sample import network
from cashier_app.sample.copied_entries import JournalCopier
from cashier_app.sample.generate import SampleOrder, generate_sample
from cashier_app.sample.large import (
    COPIED_BY_SQL,
    FIRST_BOOK,
    ROUTES_OF_COPY,
    OwnPart,
    Parts,
    copied_ends,
    copied_halls,
    parts_of,
)
from cashier_app.sample.name_pools import Pools, make_pools
from cashier_app.sample.pattern import (
    ACCOUNTS,
    BLOCK,
    Pattern,
    PatternOrder,
    asked_rows,
    make_pattern,
)
from cashier_app.sample.reference import ReferenceWriter
from cashier_app.sample.rows import COLUMNS, Chunk, RowBuffer
from cashier_app.sample.story import DEMO_CUSTOMERS

MOST_IN_ONE_TRANSACTION = 20_000
"""Customers; a larger sample is copied from a pattern, and cannot be taken back when it stops.

Nobody is let in then; the next sample begins anew.
"""


def fill_with_sample(
    login: Login,
    customers: int,
    months: int,
    seed: int,
    today: date,
    *,
    quiet: bool = False,
    is_training: bool = True,
) -> int:
    """Load a sample with the administrator's `login` and a progress bar; the number of rows.

    Its papers and screens say TRAINING unless `is_training` is False. Above
    MOST_IN_ONE_TRANSACTION customers most are copies: other names, numbers and entries, the
    same bills and amounts as those of some 2,500 accounts.

    Raises NotEmpty, NoSchema, NotASample, UpgradeBlocked, LoadUnended and the driver's errors.
    """
    known = known_users(login)
    if take_away_broken(login, tuple(COLUMNS)):
        known = known_users(login)
    order = SampleOrder(customers, months, seed, today, known, is_training)
    if customers > MOST_IN_ONE_TRANSACTION:
        return fill_with_copies(login, order, ACCOUNTS, DEMO_CUSTOMERS, quiet=quiet)
    with tqdm(total=order.steps, desc="Sample", disable=quiet or None, leave=False) as bar:
        return load_sample(
            login, COLUMNS, generate_sample(order), bar.update, one_transaction=True
        )  # fmt: skip


def fill_with_copies(
    login: Login, order: SampleOrder, in_copy: int, own: int, *, quiet: bool = False
) -> int:
    """A sample of at least `own` customers as in a small one, and copies of `in_copy` others."""
    refuse_bills(login)
    parts = parts_of(order.customers, in_copy, own)
    own_order = replace(order, customers=parts.own)
    with TemporaryFile() as file, tqdm(
        total=own_order.steps, desc="Sample", disable=quiet or None, leave=False, smoothing=0
    ) as bar:  # fmt: skip
        kept = OwnPart()
        for chunk in generate_sample(own_order):
            if kept.passes(chunk):
                pickle.dump(chunk, file, pickle.HIGHEST_PROTOCOL)
            bar.update(chunk.steps // 2)
        hall = ReferenceWriter(
            RowBuffer(), order.seed, parts.own, order.horizon, is_training=order.is_training
        ).write(order.known_users)
        pattern = make_pattern(PatternOrder(order.seed, order.horizon, hall, in_copy))
        pools = make_pools(pattern, order.seed, kept.words)
        copies = _copy_order(order, parts, pattern, pools, kept)
        bar.reset(own_order.steps + copies.row_count)
        bar.update(own_order.steps // 2)
        with half_made(login):
            copied = copy_sample(login, copies, bar.update)
            more = (
                *copied_halls(order, hall, pattern, parts.numbers),
                *copied_ends(pattern, copied.last_hashes),
                *kept.summed(pattern, parts.copies),
            )
            stored = load_sample(
                login,
                COLUMNS,
                _beside(file, more),
                lambda steps: bar.update(steps - steps // 2),
                one_transaction=False,
                beside_copies=True,
            )
            return copied.rows + stored + store_words(login, pools.words)


def _copy_order(
    order: SampleOrder, parts: Parts, pattern: Pattern, pools: Pools, kept: OwnPart
) -> CopyOrder:
    last = kept.last_numbers
    copier = JournalCopier(pattern, order.seed)
    return CopyOrder(
        columns=COLUMNS,
        rows=pattern.rows,
        aside={
            **dict.fromkeys(
                ("sample_choices", "sample_own", "sample_at", "sample_in"), pools.choices
            ),
            "sample_names": pools.names,
            "sample_addresses": pools.addresses,
            "sample_name_words": pools.name_words,
            "sample_address_words": pools.address_words,
            "sample_ward_words": pools.ward_words,
            "sample_asked": asked_rows(pattern, last),
            "sample_series": [
                (name, last.get(name, 0), count) for name, count in pattern.bill_numbers.items()
            ],
            "sample_entries": copier.rows,
        },
        tables=COPIED_BY_SQL,
        numbers=parts.numbers,
        block=BLOCK,
        routes=ROUTES_OF_COPY,
        first_book=FIRST_BOOK,
        wards=network.WARDS,
        journal=copier.journal,
    )


def _beside(file: IO[bytes], more: Iterable[Chunk]) -> Iterator[Chunk]:
    """The own part from its file, then `more`."""
    file.seek(0)
    with suppress(EOFError):
        while True:
            yield pickle.load(file)  # noqa: S301 - written by us a moment ago
    yield from more
