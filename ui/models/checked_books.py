"""The check of the books as lines: what is looked at now, and what each invariant came to."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.books import CheckedBooks
from ui.widgets.ledger import LedgerLine

STEPS = (
    "schema", "settings", "bills", "entries", "shifts", "signatures", "positions", "reprints",
    "undos", "chains", "counter logs",
)  # fmt: skip
"""In the order in which the verification says them."""


def step_words(step: str) -> str:
    """A step in words; one that is not known yet as it calls itself."""
    translate = QCoreApplication.translate
    return {
        "schema": translate("Books", "Tables, triggers and procedures"),
        "settings": translate("Books", "Settings of the server"),
        "bills": translate("Books", "Bills and their postings"),
        "entries": translate("Books", "Entries and their requests"),
        "shifts": translate("Books", "Shifts and Zs"),
        "signatures": translate("Books", "Signatures"),
        "positions": translate("Books", "Drawers, safe and receivables"),
        "reprints": translate("Books", "Copies and drawer openings"),
        "undos": translate("Books", "What was taken back"),
        "chains": translate("Books", "Hashes of every entry"),
        "counter logs": translate("Books", "Counter logs"),
        "reports": translate("Books", "Writing the pack"),
    }.get(step, step)


def progress_lines(done: tuple[str, ...]) -> tuple[LedgerLine, ...]:
    """Every step: those before the last of `done` have a tick, the last is at work."""
    steps = (*STEPS, *(step for step in done if step not in STEPS))
    now = done[-1] if done else ""
    before = steps.index(now) if now in steps else 0
    lines = []
    for at, step in enumerate(steps):
        icon = "check" if at < before else "clock" if step == now else "dash"
        weight = "strong" if step == now else "row"
        lines.append(LedgerLine(step_words(step), icon=icon, weight=weight))
    return tuple(lines)


def found_words(count: int) -> str:
    """How many breaches."""
    if count == 0:
        return QCoreApplication.translate("Books", "holds")
    return QCoreApplication.translate("Books", "{n} found").format(n=f"{count:,}")


def looked_lines(checked: CheckedBooks) -> tuple[LedgerLine, ...]:
    """What was looked at, how many rows of each."""
    return tuple(LedgerLine(words, f"{count:,}") for words, count in checked.looked_at)
