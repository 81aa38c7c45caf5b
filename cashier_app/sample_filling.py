"""Fills an empty database with a sample: the made-up rows meet the loader here."""

from __future__ import annotations

from datetime import date

from tqdm import tqdm

from cashier_app.db.engine import Login
from cashier_app.db.sample_loader import known_users, load_sample
from cashier_app.sample.generate import SampleOrder, generate_sample
from cashier_app.sample.rows import COLUMNS

MOST_IN_ONE_TRANSACTION = 20_000
"""Customers; beyond, taking a stopped load back would cost more than a new database."""


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

    Its papers and screens say TRAINING unless `is_training` is False.

    Raises NotEmpty, NoSchema, NotASample and the driver's errors.
    """
    order = SampleOrder(customers, months, seed, today, known_users(login), is_training)
    with tqdm(total=order.steps, desc="Sample", disable=quiet or None, leave=False) as bar:
        return load_sample(
            login,
            COLUMNS,
            generate_sample(order),
            bar.update,
            one_transaction=customers <= MOST_IN_ONE_TRANSACTION,
        )
