"""The one search box over the demo's sample."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.figures import Row, interleaved, timed
from cashier_app.demo import COUNTERS, DemoHall
from cashier_app.services.program import Program

CUSTOMERS = 2000
ROUNDS = 60


def find_times() -> Iterator[Row]:
    """Each kind of question, from what is typed to the rows on screen."""
    with tempfile.TemporaryDirectory(prefix="cashier-bench-") as folder:
        hall = DemoHall(Path(folder) / "demo")
        hall.prepare(CUSTOMERS, lambda _words: None)
        counter = hall.counter(COUNTERS[0])
        program = counter.load()
        try:
            cashier = counter.local_facts().demo_people[0]
            program.sessions.sign_in(cashier.user_name, cashier.password)
            yield from _asked(program, counter.local_facts().hint_code)
        finally:
            program.close()


def _asked(program: Program, bill_no: str) -> Iterator[Row]:
    account = program.lookup.open_scanned(bill_no)
    words = account.customer_name.split()
    questions = {
        "bill number": bill_no,
        "account number": account.account_no,
        "a part of a number": account.account_no[:4],
        "two words of a name": " ".join(words[:2]),
        "the beginning of a word": words[0][:3],
        "nobody": "qqqzzz",
    }
    asked = [partial(program.lookup.find, text) for text in questions.values()]
    for kind, times in zip(questions, interleaved(asked, ROUNDS, warm_up=5), strict=True):
        yield timed(f"find: {kind}", times, f"{CUSTOMERS:,} customers")
    (opened,) = interleaved([partial(program.lookup.open_scanned, bill_no)], ROUNDS, warm_up=5)
    yield timed("payment screen of a scanned bill", opened, "seven result sets, one round trip")
